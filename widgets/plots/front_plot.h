#pragma once

#include "trials/trial_cost.h"

#include <QList>
#include <QWidget>

class QAction;
class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;

namespace kintsugi {

class FrontCanvas;
class FrontWalker;
class Selection;
class TrialModel;

/// The live front of a TrialModel: loss (or PSNR) against the model's cost, the fronts as steps, dominated trials
/// dimmed. A click makes a trial A, Shift+click pins it as B, a drag picks many, the wheel zooms, the middle button or
/// Space pans, the limit can be dragged. All arguments must outlive it.
class FrontPlot : public QWidget {
    Q_OBJECT

public:
    FrontPlot(TrialModel& trials, Selection& selection, FrontWalker& walker, QWidget* parent = nullptr);

    /// Costs that can be chosen for the x axis; all at first.
    void setCosts(const std::vector<TrialCost>& costs);
    /// Where the numbers come from, for the first line of saved data.
    void setProvenance(const QString& provenance) { m_provenance = provenance; }

    void fit();    ///< shows the whole front
    void fitAll(); ///< shows all trials
    /// By the name's ending: .png, .pdf, .svg (where the build has it), .csv. Throws FileError or InputError.
    void saveTo(const QString& path);

    QList<QAction*> commands() const { return m_commands; }

Q_SIGNALS:
    /// The button of the empty plot: the user wants to set a search up.
    void searchWanted();
    void timeRequested(const kintsugi::Architecture& architecture);
    /// A sentence that says what went wrong.
    void failed(const QString& sentence);

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QAction* addCommand(const QString& text, const QString& tip, const QKeySequence& keys = {});
    QAction* addSwitch(const QString& text, const QString& tip, bool on);
    void makeActions();
    void makeBar();
    void makeNotice();
    void applySettings();
    void syncCost();
    void updateNotice();
    void showMenu(const QPoint& at);
    void setLimitAtA();
    void chooseFile();

    TrialModel& m_trials;
    Selection& m_selection;
    FrontWalker& m_walker;
    FrontCanvas* m_canvas;
    QWidget* m_bar;
    QComboBox *m_x, *m_y, *m_color;
    QWidget* m_notice;
    QLabel* m_noticeText;
    QPushButton* m_noticeButton;
    QAction *m_fit, *m_fitAll, *m_export, *m_dominated, *m_aboveLimit, *m_intervals, *m_legend, *m_limitAtA, *m_noLimit;
    QList<QAction*> m_commands;
    QString m_provenance;
};

} // namespace kintsugi
