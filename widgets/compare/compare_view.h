#pragma once

#include "compare/compare_canvas.h"

class QAction;
class QComboBox;
class QLabel;
class QToolBar;

namespace kintsugi {

class LatestWork;

/// The viewer: a tool bar over the canvas. Its commands are actions; letter keys act only while the canvas has the
/// focus. Files are opened, and images made, by others: it asks by signals.
class CompareView : public QWidget {
    Q_OBJECT

public:
    explicit CompareView(Comparison& comparison, QWidget* parent = nullptr);
    ~CompareView() override;

    CompareCanvas& canvas() { return *m_canvas; }
    QList<QAction*> commands() const { return m_commands; }

    /// What the canvas shows as a picture, at @p scale device pixels per pixel of the canvas.
    QImage exportFigure(double scale = 2.0) const { return m_canvas->exportFigure(scale); }
    /// Writes the same as PNG beside the interface thread; figureSaved() or figureFailed() follows.
    void saveFigure(const QString& path, double scale = 2.0);

Q_SIGNALS:
    void openRequested(const QStringList& files);
    void browseRequested();
    /// The user wants A's restored image as a file.
    void saveRestoredRequested();
    void figureSaved(const QString& path);
    void figureFailed(const QString& sentence);

private:
    void makeActions();
    void makeToolBar();
    QAction* command(const QString& text, const QString& tip, const QList<QKeySequence>& keys = {});
    QAction* modeAction(CompareMode mode, const QString& text, const QString& tip);
    QComboBox* slotBox(const QString& name, const QString& tip);
    void askForFigure();
    void applyZoomText(const QString& text);
    void showState();
    void showZoom();

    Comparison& m_comparison;
    CompareCanvas* m_canvas;
    QToolBar* m_bar;
    QList<QAction*> m_commands;
    std::array<QAction*, 4> m_modes{};
    std::array<QAction*, slotCount> m_alone{};
    QAction *m_swap, *m_link, *m_align, *m_patches, *m_actualSize, *m_export, *m_saveRestored;
    QComboBox *m_left, *m_right, *m_zoom;
    std::unique_ptr<LatestWork> m_saving;
};

} // namespace kintsugi
