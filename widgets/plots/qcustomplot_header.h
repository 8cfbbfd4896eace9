#pragma once

// QCustomPlot 2.1 uses Qt's keywords, which the rest of this project does without (they collide with LibTorch's names).
#define signals Q_SIGNALS
#define slots Q_SLOTS
#define emit
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef signals
#undef slots
#undef emit
#undef foreach
