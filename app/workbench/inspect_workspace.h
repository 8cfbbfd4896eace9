#pragma once

#include "workspace.h"

namespace kintsugi {

class CompareView;
class ErrorMapView;
class ImageListView;
class InspectController;
class PatchStrip;
class QualityView;
class Session;
class WorstPatchView;

/// One image in all its forms, and where A loses most.
class InspectWorkspace : public Workspace {
    Q_OBJECT

public:
    InspectWorkspace(Session& session, InspectController& controller, QWidget* parent);

    QString id() const override { return QStringLiteral("inspect"); }
    QString title() const override { return tr("Inspect"); }
    QWidget* center() const override;
    QList<WorkspacePanel> panels() const override;
    QList<QAction*> commands() const override;
    QString hint() const override {
        return tr("Hold B, G, D or E to flip; drag the line to wipe; N jumps to the next bad patch.");
    }
    void setActive(bool active) override;

    CompareView& view() { return *m_view; }

Q_SIGNALS:
    void openRequested(const QStringList& files);
    void browseRequested();
    void saveRequested(); ///< of the image that A restored

private:
    InspectController& m_controller;
    CompareView* m_view;
    ImageListView* m_images;
    PatchStrip* m_patch;
    QualityView* m_quality;
    ErrorMapView* m_error;
    WorstPatchView* m_worst;
};

} // namespace kintsugi
