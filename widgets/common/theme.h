#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

class QApplication;
class QWidget;

namespace kintsugi {

/// The colours that the program is drawn with. Chrome is grey; other colour belongs to data and states. Magenta (`a`)
/// means the current architecture everywhere.
struct Tokens {
    bool dark = false;
    QColor window, panel, base;
    QColor line, strongLine;
    QColor ink, second, hint;
    QColor teacher, teacherText;
    QColor ssmFill, ssmLine, ssmText;
    QColor a, aTint;
    QColor bars;
    QColor ok, warn, error;
};

const Tokens& lightTokens();
const Tokens& darkTokens();

/// The tokens of the theme that @p palette, a widget's own, belongs to: the lightness of its window tells.
const Tokens& tokensOf(const QPalette& palette);
const Tokens& tokensOf(const QWidget* widget);

QPalette paletteOf(const Tokens& tokens);

enum class ThemeChoice { System, Light, Dark };

/// "system", "light", "dark", as settings keep it; anything else is System.
ThemeChoice themeChoice(const QString& name);
QString themeName(ThemeChoice choice);

/// Gives all widgets the palette of a theme; they receive PaletteChange and draw themselves anew. System follows what
/// the desktop said when the program started.
void applyTheme(QApplication& application, ThemeChoice choice);

/// Layout constants, in device-independent pixels.
namespace metric {
inline constexpr int row = 23;
inline constexpr int control = 24;
inline constexpr int gridPitch = 20;
inline constexpr int radius = 3;
inline constexpr int small = 4, medium = 8, large = 12;
} // namespace metric

} // namespace kintsugi
