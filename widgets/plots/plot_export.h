#pragma once

#include <QString>

class QCustomPlot;

namespace kintsugi {

/// Whether this build writes SVG; it needs Qt's SVG module.
bool canSaveSvg();

/// Filter of a save dialog for what savePlot writes.
QString plotFileFilter(bool withCsv);

/// Writes what @p plot shows into a .png (at twice its size), .pdf or .svg file, by the name's ending. Throws
/// FileError, and InputError for another ending.
void savePlot(QCustomPlot& plot, const QString& path);

} // namespace kintsugi
