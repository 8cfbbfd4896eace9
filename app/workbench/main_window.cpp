#include "main_window.h"

#include "architecture_caption.h"
#include "assemble_workspace.h"
#include "common/banner.h"
#include "common/command_palette.h"
#include "common/engine_text.h"
#include "common/glyph_icon.h"
#include "common/job_list.h"
#include "common/selection_strip.h"
#include "common/theme.h"
#include "common/wording.h"
#include "device_workspace.h"
#include "hint_bar.h"
#include "inspect_controller.h"
#include "inspect_workspace.h"
#include "preview_controller.h"
#include "search_workspace.h"
#include "settings.h"
#include "timing_controller.h"
#include "tool_jobs.h"
#include "trials/search_request.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QProgressBar>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace kintsugi {

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent), m_session(std::make_unique<Session>()),
      m_preview(std::make_unique<PreviewController>(*m_session)),
      m_inspect(std::make_unique<InspectController>(*m_session)),
      m_timing(std::make_unique<TimingController>(*m_session)) {
    setObjectName(QStringLiteral("window"));
    setMinimumSize(1100, 700);
    setAcceptDrops(true);
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);

    auto* center = new QWidget(this);
    auto* layout = new QVBoxLayout(center);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_banner = new Banner(center);
    m_banner->setObjectName(QStringLiteral("banner"));
    m_hint = new HintBar(center);
    m_tools = new ToolJobs(this);
    connect(m_tools, &ToolJobs::changed, this, &MainWindow::updateJobs);
    connect(m_tools, &ToolJobs::failed, this, &MainWindow::showProblem);
    m_stack = new QStackedWidget(center);
    layout->addWidget(m_banner);
    layout->addWidget(m_hint);
    layout->addWidget(m_stack, 1);
    setCentralWidget(center);
    connect(m_banner, &Banner::remedyRequested, this, [this] {
        m_banner->hide();
        const std::function<void()> remedy = m_notice.remedy;
        endNotice();
        if (remedy)
            remedy();
    });
    connect(m_banner, &Banner::closed, this, &MainWindow::endNotice);

    makeWorkspaces();
    makeToolBars();
    makeStatusBar();
    makeMenus();
    makePalette();
    connectSession();

    const Settings settings;
    if (!settings.adb().isEmpty())
        m_timing->setAdb(settings.adb());
    if (!restoreGeometry(settings.geometry()))
        resize(QSize(1600, 1000).boundedTo(screen()->availableSize()));
    const QString last = settings.workspace();
    showWorkspace(workspaces().contains(last) ? last : m_workspaces.front()->id());
    updateTitle();
    updateStrip();
    updateJobs();
}

MainWindow::~MainWindow() {
    // Views look at the session until they are gone.
    m_session->close();
    for (Workspace* workspace : m_workspaces)
        delete workspace;
    delete takeCentralWidget();
    for (const auto& [id, dock] : m_docks)
        delete dock;
    delete m_strip;
}

void MainWindow::makeWorkspaces() {
    auto* assemble = new AssembleWorkspace(*m_session, *m_preview, this);
    auto* search = m_search = new SearchWorkspace(*m_session, *m_preview, this);
    auto* inspect = new InspectWorkspace(*m_session, *m_inspect, this);
    m_device = new DeviceWorkspace(*m_session, *m_timing, this);
    m_workspaces = {assemble, search, inspect, m_device};
    connect(assemble, &AssembleWorkspace::openRequested, this, &MainWindow::chooseProject);
    connect(assemble, &AssembleWorkspace::browseRequested, this, [this] { chooseImages(ImageRole::Validation); });
    connect(search, &SearchWorkspace::browseRequested, this, [this] { chooseImages(ImageRole::Validation); });
    connect(assemble, &AssembleWorkspace::trainingImagesWanted, this, [this] { chooseImages(ImageRole::Training); });
    connect(inspect, &InspectWorkspace::browseRequested, this, [this] { openImages({}); });
    connect(inspect, &InspectWorkspace::openRequested, this, &MainWindow::openImages);
    connect(inspect, &InspectWorkspace::saveRequested, this, [this] {
        const QString path = QFileDialog::getSaveFileName(this, tr("Save restored image"), {},
                                                          tr("Pictures (*.png *.tif *.jpg *.webp)"));
        if (!path.isEmpty())
            m_inspect->saveRestored(path);
    });
    for (Workspace* workspace : m_workspaces) {
        m_stack->addWidget(workspace->center());
        connect(workspace, &Workspace::showWorkspace, this, &MainWindow::showWorkspace);
        connect(workspace, &Workspace::timingWanted, this, &MainWindow::timeNetworks);
        connect(workspace, &Workspace::problem, this, &MainWindow::showProblem);
        connect(workspace, &Workspace::message, this,
                [this](const QString& text) { statusBar()->showMessage(text, 6000); });
        for (const WorkspacePanel& panel : workspace->panels()) {
            auto* dock = new QDockWidget(panel.title, this);
            dock->setObjectName(panel.id);
            dock->setWidget(panel.widget);
            addDockWidget(panel.area, dock);
            dock->hide();
            m_docks[panel.id] = dock;
        }
    }
    m_jobList = new JobList(this);
    auto* dock = new QDockWidget(tr("Jobs"), this);
    dock->setObjectName(QStringLiteral("jobs"));
    dock->setWidget(m_jobList);
    addDockWidget(Qt::RightDockWidgetArea, dock);
    dock->hide();
    m_docks[dock->objectName()] = dock;
    connect(m_jobList, &JobList::pauseRequested, this,
            [this](std::uint64_t id) { m_session->pauseJob(std::int64_t(id)); });
    connect(m_jobList, &JobList::resumeRequested, this,
            [this](std::uint64_t id) { m_session->resumeJob(std::int64_t(id)); });
    connect(m_jobList, &JobList::stopRequested, this, [this](std::uint64_t id) {
        if (id >= ToolJobs::firstId)
            m_tools->stop(id);
        else
            m_session->cancelJob(std::int64_t(id));
    });
}

void MainWindow::makeToolBars() {
    auto* bar = new QToolBar(tr("Workspaces"), this);
    bar->setObjectName(QStringLiteral("workspaces"));
    bar->setMovable(false);
    bar->setFloatable(false);
    m_tabs = new QTabBar(bar);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setFocusPolicy(Qt::NoFocus);
    m_tabs->setAccessibleName(tr("Workspaces"));
    for (std::size_t i = 0; i < m_workspaces.size(); ++i) {
        const int tab = m_tabs->addTab(m_workspaces[i]->title());
        m_tabs->setTabToolTip(tab, tr("%1 (Ctrl+%2)").arg(m_workspaces[i]->title()).arg(i + 1));
    }
    connect(m_tabs, &QTabBar::currentChanged, this,
            [this](int tab) { showWorkspace(m_workspaces[static_cast<std::size_t>(tab)]->id()); });
    bar->addWidget(m_tabs);
    auto* space = new QWidget(bar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);

    m_jobBox = new QWidget(bar);
    auto* jobs = new QHBoxLayout(m_jobBox);
    jobs->setContentsMargins(metric::medium, 0, metric::medium, 0);
    m_jobText = new QLabel(m_jobBox);
    m_jobBar = new QProgressBar(m_jobBox);
    m_jobBar->setFixedSize(90, 8);
    m_jobBar->setTextVisible(false);
    m_jobPause = new QToolButton(m_jobBox);
    m_jobPause->setAutoRaise(true);
    m_jobPause->setObjectName(QStringLiteral("pauseJob"));
    m_jobPause->setIcon(glyphIcon(Glyph::Pause));
    m_jobPause->setAccessibleName(tr("Pause or resume the job"));
    jobs->addWidget(m_jobText);
    jobs->addWidget(m_jobBar);
    jobs->addWidget(m_jobPause);
    connect(m_jobPause, &QToolButton::clicked, this, [this] {
        const auto job = m_session->jobs().find(m_shownJob);
        if (job == m_session->jobs().end())
            return;
        if (job->second.canResume())
            m_session->resumeJob(m_shownJob);
        else
            m_session->pauseJob(m_shownJob);
    });
    m_jobAction = bar->addWidget(m_jobBox);

    auto* palette = new QToolButton(bar);
    palette->setText(tr("Commands, blocks, trials, images") + QStringLiteral("    Ctrl+K"));
    palette->setToolTip(tr("Search all commands, blocks, trials and images (Ctrl+K)"));
    palette->setAccessibleName(tr("Command palette"));
    palette->setMinimumWidth(290);
    connect(palette, &QToolButton::clicked, this, [this] { m_palette->popUp(); });
    bar->addWidget(palette);
    addToolBar(Qt::TopToolBarArea, bar);
    addToolBarBreak(Qt::TopToolBarArea);

    m_strip = new SelectionStrip(m_session->selection(), this);
    m_strip->setObjectName(QStringLiteral("selection"));
    addToolBar(Qt::TopToolBarArea, m_strip);
}

void MainWindow::makeStatusBar() {
    m_saved = new QLabel(this);
    m_threads = new QLabel(this);
    statusBar()->addWidget(m_saved);
    statusBar()->addPermanentWidget(m_threads);
    m_threads->setText(
        tr("This computer: %n thread(s)", nullptr, static_cast<int>(std::thread::hardware_concurrency())));
}

void MainWindow::connectSession() {
    Session& session = *m_session;
    connect(&session, &Session::opening, this, [this](const QString& path) {
        m_banner->hide();
        statusBar()->showMessage(tr("Opening %1").arg(path));
        updateTitle();
    });
    connect(&session, &Session::opened, this, [this] {
        statusBar()->clearMessage();
        Settings().addRecentProject(m_session->path());
        fillRecent();
        updateTitle();
        updateStrip();
        updateJobs();
        offerResume();
    });
    connect(&session, &Session::failed, this, [this](const QString& sentence) {
        statusBar()->clearMessage();
        Settings().removeRecentProject(m_session->path());
        fillRecent();
        updateTitle();
        updateJobs();
        showNotice({Banner::Level::Error, sentence, tr("Open another project"), [this] { chooseProject(); }});
    });
    connect(&session, &Session::closed, this, [this] {
        dropOffer();
        m_notice = {};
        m_banner->hide();
        updateTitle();
        updateStrip();
        updateJobs(); // which went with it
    });
    connect(&session, &Session::problem, this, &MainWindow::showProblem);
    connect(&session, &Session::notice, this, [this](const QString& text) { statusBar()->showMessage(text, 15000); });
    connect(&session, &Session::knowledgeChanged, this, &MainWindow::updateStrip);
    connect(&session.selection(), &Selection::aChanged, this, &MainWindow::updateStrip);
    connect(&session.selection(), &Selection::bChanged, this, &MainWindow::updateStrip);
    connect(&session, &Session::jobsChanged, this, &MainWindow::updateJobs);
    connect(&session, &Session::jobsChanged, this, [this] {
        // Begun by other means than the banner, it needs no offer.
        if (m_offersSearch && m_session->runningSearch() > 0)
            dropOffer();
    });
    connect(m_preview.get(), &PreviewController::problem, this, &MainWindow::showProblem);
}

void MainWindow::openProject(const QString& path, const QStringList& validation) {
    m_session->open(path, validation);
}

MainWindow::Carried MainWindow::carried() const {
    Carried carried;
    if (m_session->isOpening())
        carried.project = m_session->path();
    if (!m_session->isOpen())
        return carried;
    const Selection& selection = m_session->selection();
    carried.project = m_session->path();
    carried.a = selection.a();
    carried.b = selection.b();
    carried.trial = selection.trial();
    carried.trialB = selection.trialB();
    carried.edited = selection.isEdited();
    carried.span = selection.span();
    carried.shelf = m_session->shelf();
    carried.image = selection.image();
    return carried;
}

void MainWindow::openProject(const Carried& carried) {
    if (!(carried.a == Architecture()))
        connect(
            m_session.get(), &Session::opened, this,
            [this, carried] {
                Selection& selection = m_session->selection();
                if (carried.edited)
                    selection.edit(carried.a, QString());
                else
                    selection.showTrial(carried.trial, carried.a);
                selection.setB(carried.b, carried.trialB);
                selection.setSpan(carried.span);
                selection.undoStack().clear();
                m_session->shelf() = carried.shelf;
                Q_EMIT m_session->shelfChanged();
                selection.setImage(carried.image);
            },
            Qt::SingleShotConnection);
    openProject(carried.project);
}

void MainWindow::updateTitle() {
    if (m_session->isOpening())
        setWindowTitle(tr("Opening %1 – Kintsugi").arg(QFileInfo(m_session->path()).fileName()));
    else if (m_session->isOpen())
        setWindowTitle(tr("%1 – Kintsugi").arg(m_session->name()));
    else
        setWindowTitle(tr("Kintsugi"));
    const bool readOnly = m_session->isOpen() && m_session->isReadOnly();
    m_saved->setText(!m_session->isOpen() ? QString() : readOnly ? tr("Read-only") : tr("✓ Saved after each result"));
    m_saved->setToolTip(readOnly ? engineText(m_session->values().readOnlyReason) : QString());
}

void MainWindow::updateStrip() {
    m_strip->setEnabled(m_session->isOpen());
    if (!m_session->isOpen())
        return;
    const auto figures = [&](const Architecture& architecture) {
        const Knowledge known = m_session->knowledge(architecture);
        StripFigures found;
        if (known.isMeasured)
            found.loss = known.row.loss;
        else
            found.lossStale = known.pending;
        found.predictedMs = known.row.predictedMs;
        found.measuredMs = known.row.measuredMs;
        if (found.measuredMs)
            found.measuredNote = deviceText(m_session->values().times);
        return found;
    };
    m_strip->setFigures(figures(m_session->selection().a()), figures(m_session->selection().b()));
}

void MainWindow::updateJobs() {
    std::vector<JobRow> rows;
    const JobInfo* shown = nullptr;
    for (const auto& [id, info] : m_session->jobs()) {
        if (info.state == JobState::Cancelled)
            continue;
        JobRow row;
        row.id = static_cast<std::uint64_t>(id);
        row.title = QString::fromStdString(info.title);
        row.detail = engineText(info.message);
        if (row.detail.isEmpty() && info.total > 0)
            row.detail = tr("%1 of %2").arg(numberText(info.done, 0), numberText(info.total, 0));
        switch (info.state) {
        case JobState::Waiting:
            row.state = JobRow::State::Waiting;
            break;
        case JobState::Paused:
            row.state = JobRow::State::Paused;
            break;
        case JobState::Failed:
            row.state = JobRow::State::Failed;
            break;
        case JobState::Finished:
        case JobState::Cancelled:
            row.state = JobRow::State::Done;
            break;
        case JobState::Running:
        case JobState::Pausing:
            row.state = JobRow::State::Running;
            break;
        }
        if (info.total > 0)
            row.fraction = std::clamp(info.done / info.total, 0.0, 1.0);
        if (info.secondsLeft >= 0)
            row.secondsLeft = info.secondsLeft;
        row.canPause = info.pausable;
        rows.push_back(row);
        if (!info.isOver() && (!shown || shown->state != JobState::Running))
            shown = &info;
    }
    for (const JobRow& row : m_tools->rows())
        rows.push_back(row);
    m_jobList->setJobs(rows);
    const std::vector<JobRow> tools = m_tools->rows();
    m_jobAction->setVisible(shown || !tools.empty());
    m_shownJob = shown ? shown->id : 0;
    if (!shown) {
        m_jobText->setText(tools.empty() ? QString() : tools.front().title);
        m_jobBar->setRange(0, 0);
        m_jobPause->setEnabled(false);
        return;
    }
    QString text = QString::fromStdString(shown->title);
    if (shown->total > 0)
        text = tr("%1: %2 of %3").arg(text, numberText(shown->done, 0), numberText(shown->total, 0));
    if (shown->state == JobState::Paused)
        text += tr(", paused");
    else if (shown->secondsLeft >= 0)
        text += QStringLiteral(", ") + timeLeftText(shown->secondsLeft);
    m_jobText->setText(text);
    m_jobBar->setRange(0, shown->total > 0 ? 1000 : 0);
    if (shown->total > 0)
        m_jobBar->setValue(static_cast<int>(1000 * shown->done / shown->total));
    m_jobPause->setEnabled(shown->canPause() || shown->canResume());
    m_jobPause->setIcon(glyphIcon(shown->canResume() ? Glyph::Resume : Glyph::Pause));
    m_jobPause->setToolTip(shown->canResume() ? tr("Resume the job") : tr("Pause the job"));
}

void MainWindow::timeNetworks(const std::vector<Architecture>& architectures) {
    showWorkspace(m_device->id());
    m_device->time(architectures);
}

bool MainWindow::event(QEvent* event) {
    if (event->type() == QEvent::ThemeChange && Settings().theme() == ThemeChoice::System)
        applyTheme(*qApp, ThemeChoice::System);
    return QMainWindow::event(event);
}

void MainWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    // Before, the window had not the size that it has on the screen.
    if (!m_wasShown)
        applyLayout(*m_current);
    m_wasShown = true;
}

void MainWindow::closeEvent(QCloseEvent* event) {
    Settings settings;
    saveLayout();
    settings.setGeometry(saveGeometry());
    settings.setRecentCommands(m_palette->recent());
    // Work in flight is stopped; what was finished is stored, and the rest goes on when it is resumed.
    m_session->close();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    QStringList images;
    for (const QUrl& url : event->mimeData()->urls()) {
        const QString path = url.toLocalFile();
        if (path.endsWith(QLatin1String(".kintsugi")) || path.endsWith(QLatin1String(".kintsugi/")))
            openProject(path);
        else if (!path.isEmpty())
            images << path;
    }
    if (!images.isEmpty())
        openImages(images);
}

} // namespace kintsugi
