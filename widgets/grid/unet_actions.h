#pragma once

#include "grid/overlay.h"

#include <QList>
#include <QObject>
#include <map>

class QAction;
class QWidget;

namespace kintsugi {

/// The commands of the grid. Letter keys act only while @p canvas has the focus.
class UnetActions : public QObject {
    Q_OBJECT

public:
    explicit UnetActions(QWidget* canvas);

    QList<QAction*> all() const;

    QAction *toggle, *cycle, *list, *distil;
    QAction *allTransformer, *allSurrogate, *knee;
    QAction *zoomIn, *zoomOut, *fit;
    QAction *outline, *exportImage;
    std::map<Overlay, QAction*> overlays; ///< exclusive
    std::map<BarScale, QAction*> scales;  ///< exclusive

private:
    QAction* make(const char* name, const QString& text, const QString& tip);
    QList<QAction*> m_all;
    QWidget* m_canvas;
};

} // namespace kintsugi
