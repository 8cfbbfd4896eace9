#pragma once

#include "workspace.h"

#include "space/architecture.h"

#include <optional>
#include <vector>

namespace kintsugi {

class CurvePlot;
class FinetunedPanel;
class LibraryPanel;
class PathTable;
class PreviewController;
class PreviewStrip;
class Session;
class SummaryPanel;
class TeacherCard;
class UnetPanel;

/// The network as a grid, the library beside it, and what an edit does to picture and numbers.
class AssembleWorkspace : public Workspace {
    Q_OBJECT

public:
    AssembleWorkspace(Session& session, PreviewController& preview, QWidget* parent);

    QString id() const override { return QStringLiteral("assemble"); }
    QString title() const override { return tr("Assemble"); }
    QWidget* center() const override;
    QList<WorkspacePanel> panels() const override;
    QList<QAction*> commands() const override;
    QString hint() const override { return tr("Double-click a block to swap it, or press T."); }

    UnetPanel& grid() { return *m_grid; }

Q_SIGNALS:
    void openRequested();
    void browseRequested();
    void trainingImagesWanted();

private:
    void showProject();
    void showDevices();
    void showChoices();
    void showSummary();
    void showMeasured();
    void showPreview();
    void showCurve(const PlacedEdge& placed);
    void showTeacherCurve();
    void showFinetuned();
    bool hasTrainingImages();
    void trainTeacher();
    void finetune();
    void showEffect(const Span& span);
    /// Times A against A with nothing where @p span is.
    void timeSpan(const Span& span);
    void distil(const std::vector<PlacedEdge>& edges, int iterations = 300);

    Session& m_session;
    PreviewController& m_preview;
    UnetPanel* m_grid;
    TeacherCard* m_teacher;
    LibraryPanel* m_library;
    CurvePlot* m_curve;
    std::optional<PlacedEdge> m_shownCurve; ///< nothing: the teacher's
    std::optional<double> m_teacherPsnr;    ///< as its card was last shown with
    QWidget* m_left;
    SummaryPanel* m_summary;
    PreviewStrip* m_strip;
    PathTable* m_blocks;
    FinetunedPanel* m_finetuned;
    QAction *m_train, *m_finetune;
};

} // namespace kintsugi
