#include "grid/unet_actions.h"

#include <QAction>
#include <QActionGroup>
#include <QWidget>

namespace kintsugi {

QAction* UnetActions::make(const char* name, const QString& text, const QString& tip) {
    auto* action = new QAction(text, this);
    action->setObjectName(QString::fromLatin1(name));
    action->setToolTip(tip);
    action->setStatusTip(tip);
    action->setShortcutContext(Qt::WidgetShortcut);
    m_canvas->addAction(action);
    m_all << action;
    return action;
}

UnetActions::UnetActions(QWidget* canvas) : QObject(canvas), m_canvas(canvas) {
    toggle = make("grid.toggle", tr("Swap block"), tr("Swap a transformer block and its best surrogate"));
    toggle->setShortcut(Qt::Key_T);
    cycle = make("grid.cycle", tr("Next surrogate"), tr("Go through the surrogates of the selected span"));
    cycle->setShortcut(Qt::Key_S);
    list = make("grid.list", tr("List choices…"), tr("Show everything that can stand at the selected span"));
    list->setShortcuts({QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter)});
    distil = make("grid.distil", tr("Distil missing surrogates of the span"),
                  tr("Distil every missing surrogate of the selected span"));

    allTransformer = make("grid.allTransformer", tr("Preset: all transformer"), tr("Use the teacher as it is"));
    allSurrogate =
        make("grid.allSurrogate", tr("Preset: all surrogate"), tr("Replace every block that has a surrogate"));
    knee = make("grid.knee", tr("Preset: knee of the front"), tr("Show the front's member of the best compromise"));

    zoomIn = make("grid.zoomIn", tr("Zoom in"), tr("Enlarge the network"));
    zoomIn->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)});
    zoomOut = make("grid.zoomOut", tr("Zoom out"), tr("Reduce the network"));
    zoomOut->setShortcut(Qt::CTRL | Qt::Key_Minus);
    fit = make("grid.fit", tr("Fit network"), tr("Show the whole network"));
    fit->setShortcut(Qt::Key_F);

    outline = make("grid.outline", tr("Outline differences from B"), tr("Mark the blocks where A and B differ"));
    outline->setCheckable(true);
    exportImage = make("grid.export", tr("Export network image…"), tr("Save the network as a picture"));

    auto* overlayGroup = new QActionGroup(this);
    for (Overlay overlay : allOverlays) {
        QAction* action = make("grid.overlay", tr("Bars: %1").arg(overlayName(overlay)),
                               tr("Show %1 beside each block").arg(overlayName(overlay)));
        action->setObjectName(QStringLiteral("grid.overlay%1").arg(int(overlay)));
        action->setCheckable(true);
        action->setChecked(overlay == Overlay::Milliseconds);
        overlayGroup->addAction(action);
        overlays[overlay] = action;
    }
    auto* scaleGroup = new QActionGroup(this);
    scales[BarScale::Linear] = make("grid.linear", tr("Bars: linear scale"), tr("Bar length is proportional"));
    scales[BarScale::Logarithmic] =
        make("grid.log", tr("Bars: logarithmic scale"), tr("Bar length spans three powers of ten"));
    for (const auto& [scale, action] : scales) {
        action->setCheckable(true);
        action->setChecked(scale == BarScale::Linear);
        scaleGroup->addAction(action);
    }
}

QList<QAction*> UnetActions::all() const {
    return m_all;
}

} // namespace kintsugi
