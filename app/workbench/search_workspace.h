#pragma once

#include "workspace.h"

#include "trials/search_request.h"
#include "trials/trial_cost.h"

#include <QTimer>
#include <cstdint>
#include <set>
#include <vector>

namespace kintsugi {

class FrontPlot;
class FrontWalker;
class HypervolumePlot;
class PreviewController;
class PreviewStrip;
class SearchForm;
class SearchListModel;
class Session;
class TrialModel;
class TrialTable;
class WalkFront;
struct SearchHistory;
struct TrialRow;

/// The front of all searches as plot and table, the form that starts and steers them, and the walk along the front.
class SearchWorkspace : public Workspace {
    Q_OBJECT

public:
    /// @p preview: whose crops of A and B are shown beside the front.
    SearchWorkspace(Session& session, PreviewController& preview, QWidget* parent);

    QString id() const override { return QStringLiteral("search"); }
    QString title() const override { return tr("Search"); }
    QWidget* center() const override;
    QList<WorkspacePanel> panels() const override;
    QList<QAction*> commands() const override;
    /// Along the front; for other workspaces, too.
    QList<QAction*> walkCommands() const;
    QString hint() const override { return tr("Click a point to look at its network; [ and ] walk along the front."); }

    TrialModel& trials() { return *m_trials; }
    SearchForm& form() { return *m_form; }
    FrontPlot& plot() { return *m_plot; }
    PreviewStrip& pictures() { return *m_pictures; }
    TrialTable& table() { return *m_table; }

Q_SIGNALS:
    void browseRequested(); ///< there is no image to show

private:
    void showProject();
    void showTrials();
    std::vector<TrialCost> showCosts();
    void showEdges();
    void showSearches();
    void showForm();
    void showSpace();
    void showProgress();
    void flush();
    void start(const SearchRequest& request);
    void resume();
    void extend(int more);
    const SearchHistory* shownSearch() const;

    Session& m_session;
    TrialModel* m_trials;
    FrontWalker* m_walker;
    FrontPlot* m_plot;
    TrialTable* m_table;
    HypervolumePlot* m_hypervolume;
    WalkFront* m_walk;
    SearchForm* m_form;
    SearchListModel* m_list;
    PreviewStrip* m_pictures;
    std::vector<TrialRow> m_pending; ///< arrived, not shown yet
    QTimer m_flush;
    bool m_freshlyOpened = false;
    std::int64_t m_chosen = 0;      ///< search that was chosen in the list; 0: the newest
    std::vector<TrialCost> m_costs; ///< that can be weighed
};

} // namespace kintsugi
