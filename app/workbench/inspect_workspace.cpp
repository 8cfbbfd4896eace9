#include "inspect_workspace.h"

#include "compare/compare_view.h"
#include "compare/error_map_view.h"
#include "compare/image_list_view.h"
#include "compare/patch_strip.h"
#include "compare/quality_view.h"
#include "compare/worst_patch_view.h"
#include "inspect_controller.h"
#include "session.h"

namespace kintsugi {

InspectWorkspace::InspectWorkspace(Session& session, InspectController& controller, QWidget* parent)
    : Workspace(parent), m_controller(controller), m_view(new CompareView(controller.comparison(), parent)),
      m_images(new ImageListView(controller.imageList(), session.selection(), parent)),
      m_patch(new PatchStrip(controller.comparison(), parent)),
      m_quality(new QualityView(controller.comparison().images(), parent)),
      m_error(new ErrorMapView(controller.comparison(), parent)),
      m_worst(new WorstPatchView(controller.comparison(), parent)) {
    connect(m_view, &CompareView::openRequested, this, &InspectWorkspace::openRequested);
    connect(m_view, &CompareView::browseRequested, this, &InspectWorkspace::browseRequested);
    connect(m_images, &ImageListView::openRequested, this, &InspectWorkspace::openRequested);
    connect(m_images, &ImageListView::browseRequested, this, &InspectWorkspace::browseRequested);
    connect(m_view, &CompareView::saveRestoredRequested, this, &InspectWorkspace::saveRequested);
    connect(m_images, &ImageListView::measureAllRequested, &controller, &InspectController::measureAll);
    connect(&controller, &InspectController::measuringAll, m_images, &ImageListView::setMeasuring);
    connect(m_view, &CompareView::figureFailed, this, &Workspace::problem);
    connect(m_view, &CompareView::figureSaved, this,
            [this](const QString& path) { Q_EMIT message(tr("Saved %1").arg(path)); });
    connect(&controller, &InspectController::problem, this, &Workspace::problem);
}

QWidget* InspectWorkspace::center() const {
    return m_view;
}

QList<WorkspacePanel> InspectWorkspace::panels() const {
    return {{QStringLiteral("inspect.images"), tr("Images"), m_images, Qt::LeftDockWidgetArea, 224},
            {QStringLiteral("inspect.patch"), tr("Patch"), m_patch, Qt::BottomDockWidgetArea, 220},
            {QStringLiteral("inspect.quality"), tr("Quality"), m_quality, Qt::RightDockWidgetArea, 300},
            {QStringLiteral("inspect.error"), tr("Error map"), m_error, Qt::RightDockWidgetArea, 300},
            {QStringLiteral("inspect.worst"), tr("Worst patches"), m_worst, Qt::RightDockWidgetArea, 300}};
}

QList<QAction*> InspectWorkspace::commands() const {
    return m_view->commands() + m_images->commands() + m_error->commands() + m_patch->commands();
}

void InspectWorkspace::setActive(bool active) {
    m_controller.setActive(active);
}

} // namespace kintsugi
