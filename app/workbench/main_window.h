#pragma once

#include "common/banner.h"
#include "session.h"

#include <QMainWindow>
#include <map>
#include <memory>
#include <vector>

class QDockWidget;
class QLabel;
class QMenu;
class QProgressBar;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace kintsugi {

class CommandPalette;
class HintBar;
class DeviceWorkspace;
class InspectController;
class SearchWorkspace;
class JobList;
class PreviewController;
class SelectionStrip;
class TimingController;
class ToolJobs;
class Workspace;

/// The window: four workspaces under one selection strip, each with panels of its own and a layout that is remembered.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    Session& session() { return *m_session; }
    PreviewController& preview() { return *m_preview; }
    InspectController& inspect() { return *m_inspect; }
    SearchWorkspace& search() { return *m_search; }
    void openProject(const QString& path, const QStringList& validation = {});
    /// What a window that is made anew takes over from the one before.
    struct Carried {
        QString project; ///< empty: none was open
        Architecture a, b;
        std::int64_t trial = 0, trialB = 0;
        bool edited = false;
        std::optional<Span> span;
        ImageShelf shelf;
        QString image;
    };
    Carried carried() const;
    void openProject(const Carried& carried);
    /// A copy of the demo project, where it was installed; says so where not.
    void openDemo();
    static bool hasDemo();
    void showWorkspace(const QString& id);
    QString workspace() const;
    QStringList workspaces() const;
    /// Every command, as the palette and the shortcut page have them.
    QList<QAction*> commands() const;

    /// Raised whenever the panels change; layouts of another version are not restored.
    static constexpr int layoutVersion = 2;

Q_SIGNALS:
    /// The program shall make this window anew, because texts are asked for only when a window is made.
    void reopenRequested();

protected:
    bool event(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeWorkspaces();
    void makeToolBars();
    void makeMenus();
    void makeStatusBar();
    void makePalette();
    void connectSession();
    QAction* command(QMenu* menu, const QString& text, const QString& tip, const QList<QKeySequence>& keys = {});

    void applyLayout(const Workspace& workspace);
    void defaultLayout(const Workspace& workspace);
    void saveLayout();
    void restoreDefaultLayout();

    void fillRecent();
    void chooseProject();
    void newProject();
    void chooseImages(ImageRole role);
    void openImages(const QStringList& files);
    void showAbout();
    void showShortcuts();
    void exportModel();
    void writeReport();
    void setTheme(const QString& name);
    void setLanguage(const QString& name);

    void updateTitle();
    void updateStrip();
    void updateJobs();
    void offerResume();
    void timeNetworks(const std::vector<Architecture>& architectures);
    void showProblem(const QString& sentence);
    /// What the banner tells. An offer waits behind what is more urgent, and comes back after it.
    struct Notice {
        Banner::Level level = Banner::Level::Note;
        QString text, remedyText;
        std::function<void()> remedy;
        bool isOffer = false;
    };
    void showNotice(const Notice& notice);
    void endNotice();
    void dropOffer();

    std::unique_ptr<Session> m_session;
    std::unique_ptr<PreviewController> m_preview;
    bool m_offersSearch = false; ///< the offer is to go on with a search
    std::unique_ptr<InspectController> m_inspect;
    std::unique_ptr<TimingController> m_timing;
    SearchWorkspace* m_search = nullptr;
    ToolJobs* m_tools = nullptr;
    DeviceWorkspace* m_device = nullptr;
    std::vector<Workspace*> m_workspaces;
    std::map<QString, QDockWidget*> m_docks;
    Workspace* m_current = nullptr;

    Banner* m_banner = nullptr;
    HintBar* m_hint = nullptr;
    QTabBar* m_tabs = nullptr;
    QStackedWidget* m_stack = nullptr;
    SelectionStrip* m_strip = nullptr;
    JobList* m_jobList = nullptr;
    CommandPalette* m_palette = nullptr;
    QMenu* m_recentMenu = nullptr;
    QMenu* m_panelMenu = nullptr;
    std::map<QString, QMenu*> m_workspaceMenus;
    QLabel *m_jobText = nullptr, *m_saved = nullptr, *m_threads = nullptr;
    QProgressBar* m_jobBar = nullptr;
    QToolButton* m_jobPause = nullptr;
    QWidget* m_jobBox = nullptr;
    QAction* m_jobAction = nullptr;
    QList<QAction*> m_commands;
    Notice m_notice; ///< in the banner
    std::optional<Notice> m_offer;
    std::int64_t m_shownJob = 0;
    bool m_wasShown = false;
};

} // namespace kintsugi
