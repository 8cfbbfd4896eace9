#pragma once

#include "space/architecture.h"

#include <QString>

namespace kintsugi {

class Session;

/// "trial 271", "all transformer", "trial 271, edited", "edited".
QString architectureCaption(const Session& session, const Architecture& architecture);

} // namespace kintsugi
