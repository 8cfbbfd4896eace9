#pragma once

#include <QIcon>

namespace kintsugi {

enum class Glyph { Pause, Resume, Refresh };

/// An icon that is drawn, not stored: sharp at every scale, in the text colour of the theme that is in use when it is
/// painted.
QIcon glyphIcon(Glyph glyph);

} // namespace kintsugi
