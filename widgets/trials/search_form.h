#pragma once

#include "trials/run_state.h"
#include "trials/search_request.h"

#include <QList>
#include <QWidget>
#include <array>
#include <map>

class QAbstractItemModel;
class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QRadioButton;
class QSpinBox;
class QVBoxLayout;

namespace kintsugi {

class ProgressLine;
class RunChip;

/// Sets a search up and drives it: what can be done follows from its RunState alone. Only asks; who owns the searches
/// answers with showProgress.
class SearchForm : public QWidget {
    Q_OBJECT

public:
    explicit SearchForm(QWidget* parent = nullptr);

    SearchRequest request() const;
    void setRequest(const SearchRequest& request);
    void setLimit(const std::optional<double>& limit);

    /// What the library has; others cannot be chosen.
    void setKinds(const std::vector<BlockKind>& kinds);
    void setCosts(const std::vector<TrialCost>& costs);
    /// "24 crops of 128×128 from 6 photographs".
    void setValidationSummary(const QString& text);
    /// "34,560 paths", for the request of the last requestChanged.
    void setSpaceSummary(const QString& text);
    /// Earlier searches, shown with their check marks; see SearchListModel.
    void setSearchList(QAbstractItemModel* searches);
    /// Adds @p widget, for example the hypervolume plot, below the form.
    void addBelow(const QString& title, QWidget* widget);

    void showProgress(const SearchProgress& progress);
    const SearchProgress& progress() const { return m_progress; }

    QList<QAction*> commands() const { return m_commands; }

Q_SIGNALS:
    void startRequested(const kintsugi::SearchRequest& request);
    void pauseRequested();
    void resumeRequested();
    void stopRequested();
    void extendRequested(int moreTrials);
    void requestChanged(const kintsugi::SearchRequest& request);
    /// One of the earlier searches, to be shown by showProgress.
    void searchChosen(qint64 search);
    /// The user typed another limit, or took it away.
    void limitChanged(const std::optional<double>& limit);

protected:
    void changeEvent(QEvent* event) override;

private:
    QAction* addCommand(const QString& text, const QString& tip, const QKeySequence& keys = {});
    void makeActions();
    void makeFields();
    QWidget* makeHead();
    QWidget* makeMethods();
    QWidget* makeFieldsPart();
    void addSection(const QString& title, QWidget* content);
    void update();
    void updateHead();
    void updateLimitUnit();
    void change();
    bool isAvailable(BlockKind kind) const;
    QString problem() const;

    SearchProgress m_progress;
    std::vector<BlockKind> m_available;
    QVBoxLayout* m_layout = nullptr;
    QLabel *m_name, *m_count, *m_left, *m_message, *m_validation, *m_spaceSummary, *m_problem;
    RunChip* m_chip;
    ProgressLine* m_bar;
    QPushButton *m_mainButton, *m_stopButton, *m_extendButton, *m_newButton;
    QWidget* m_extendRow = nullptr;
    std::array<QRadioButton*, searchMethods.size()> m_methods{};
    QComboBox *m_spans, *m_cost, *m_objective;
    std::map<BlockKind, QCheckBox*> m_kinds;
    QCheckBox *m_shortest, *m_hasLimit;
    QDoubleSpinBox* m_limit;
    QSpinBox *m_trials, *m_more;
    QLineEdit* m_seed;
    QWidget* m_methodPart = nullptr;
    QListView* m_list = nullptr;
    QAction *m_start, *m_pause, *m_resume, *m_stop, *m_extend, *m_run;
    QList<QAction*> m_commands;
    bool m_setting = false;
};

} // namespace kintsugi
