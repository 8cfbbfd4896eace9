#include "common/banner.h"
#include "common/selection_strip.h"
#include "common/theme.h"
#include "devices/device_board.h"
#include "engine_bridge.h"
#include "grid/unet_panel.h"
#include "inspect_controller.h"
#include "main_window.h"
#include "preview_controller.h"
#include "settings.h"
#include "support.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTimer>

using namespace kintsugi;
using namespace kintsugi::test;

/// The longest that the interface thread computed between two looks at its events. Its own time, not the clock's: other
/// work on the machine does not count.
class TurnWatch : public QObject {
public:
    TurnWatch() {
        connect(&m_timer, &QTimer::timeout, this, [this] {
            const double computed = now();
            m_longest = std::max(m_longest, computed - m_before);
            m_before = computed;
        });
        m_before = now();
        m_timer.start(1);
    }
    double longestMs() const { return m_longest; }

private:
    static double now() {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
    }
    QTimer m_timer;
    double m_before = 0, m_longest = 0;
};

/// The window with a real project and the real engine, driven by clicks and keys.
class WindowTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path m_root;
    QString m_images, m_project;

    QString freshProject(const char* name) const {
        const QString project = text(m_root / name);
        const Result made = cli({"copy", m_project, project});
        return made.code == 0 ? project : QString();
    }
    static std::unique_ptr<MainWindow> open(const QString& project, const QString& images) {
        auto window = std::make_unique<MainWindow>();
        window->resize(1400, 900);
        window->show();
        window->openProject(project, {images});
        return window;
    }
    /// PSNR of a path in a fresh copy of the project, as the command line measures it by a search of its own.
    double psnrByCli(const std::string& architecture) const {
        const QString project = freshProject("by-cli.kintsugi");
        const Result searched = cli({"search", project, "--images", m_images, "--method", "exact", "--budget", "30",
                                     "--kinds", "skip", "--space", "blocks"});
        if (searched.code != 0)
            return 0;
        const Result listed = cli({"front", project, "--all", "--json"});
        for (const QJsonValue& row : listed.json()["trials"].toArray())
            if (row["arch"].toString().toStdString() == architecture)
                return row["psnr"].toDouble();
        return 0;
    }

    /// Waiting until the queue told something else.
    static JobState stateOf(Session& session, std::int64_t job) {
        const auto found = session.jobs().find(job);
        return found == session.jobs().end() ? JobState::Waiting : found->second.state;
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName("Kintsugi-test");
        QCoreApplication::setApplicationName("window-test");
        QSettings().clear();
        applyTheme(*qApp, ThemeChoice::Light);
        m_root = m_folder.path().toStdString();
        m_images = writePictures(m_root);
        m_project = text(m_root / "tiny.kintsugi");
        const Result trained = cli({"train", m_project, "--images", m_images, "--config", writeConfig(m_root), "--task",
                                    "denoise-color-25", "--iterations", "4", "--patch", "32", "--batch", "2"});
        QVERIFY2(trained.code == 0, trained.err);
    }

    void cleanup() { QSettings().clear(); }

    void aToggleByMouseMeasuresWhatTheCommandLineMeasures() {
        const auto window = open(freshProject("mouse.kintsugi"), m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        auto* panel = window->findChild<UnetPanel*>();
        QVERIFY(panel && panel->isVisible());
        // The engine is there, the teacher measured.
        QTRY_VERIFY_WITH_TIMEOUT(session.knowledge(session.selection().a()).isMeasured, 60000);

        // The fan of dec2 has a lane that skips its block: select the block, put the lane on the path.
        UnetView& view = panel->view();
        const PlacedEdge block{{StageId::dec2, 0, 1}, {}};
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.cellRect(block).center());
        QCOMPARE(session.selection().span(), std::optional<Span>(block.span));
        const Fan* fan = view.unetScene().fan();
        QVERIFY(fan);
        const auto cell = std::find_if(fan->cells.begin(), fan->cells.end(), [&](const Fan::Cell& each) {
            return each.choice.placed == PlacedEdge{block.span, {BlockKind::Skip, 0, 1}};
        });
        QVERIFY(cell != fan->cells.end());
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.mapFromScene(cell->rect.center()));
        const Architecture edited = session.selection().a();
        QVERIFY(edited != allTeacher(session.values().stages));
        QTRY_VERIFY_WITH_TIMEOUT(session.knowledge(edited).isMeasured, 60000);
        const double psnr = session.knowledge(edited).row.psnr;
        QCOMPARE(psnr, psnrByCli(edited.text()));

        // A second measuring would find it in the store under the same number.
        const std::int64_t number = session.knowledge(edited).row.number;
        QVERIFY(number > 0);
        QTest::keySequence(window.get(), QKeySequence(Qt::CTRL | Qt::Key_Z));
        QCOMPARE(session.selection().a(), allTeacher(session.values().stages));
        QTest::keySequence(window.get(), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z));
        QCOMPARE(session.selection().a(), edited);
        QCOMPARE(session.knowledge(edited).row.number, number);
    }

    void closingInTheMiddleOfAnAnswerIsHarmless() {
        const QString project = freshProject("closing.kintsugi");
        const auto window = open(project, m_images);
        Session& session = window->session();
        int updates = 0;
        connect(&window->preview(), &PreviewController::updated, this, [&] { ++updates; });
        for (int i = 0; i < 4; ++i) {
            QTRY_VERIFY_WITH_TIMEOUT(updates > 0, 60000);
            session.selection().edit({StageId::refine, 0, 1}, {BlockKind::Skip, 0, 1});
            QTest::qWait(10 * i);
            session.close();
            QTest::qWait(300); // what was on its way arrives
            QVERIFY(!session.isOpen() && session.selection().isEmpty());
            updates = 0;
            window->openProject(project, {m_images});
            QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        }
    }

    void bothNetworksAreMeasured() {
        const auto window = open(freshProject("both.kintsugi"), m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        const Architecture a = session.selection().a();
        session.selection().setB(a.replaced({StageId::dec2, 0, 1}, {BlockKind::Skip, 0, 1}));
        QTRY_VERIFY_WITH_TIMEOUT(session.knowledge(session.selection().b()).isMeasured, 60000);
        // One key makes A the reference, wherever the network is looked at.
        auto* panel = window->findChild<UnetPanel*>();
        panel->view().setFocus();
        QTest::keyClick(&panel->view(), Qt::Key_P);
        QCOMPARE(session.selection().b(), a);
    }

    void eachSearchHasItsOwnTrials() {
        const auto window = open(freshProject("overlaid.kintsugi"), m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        SearchSpec spec;
        spec.method = "random";
        spec.spans = "blocks";
        spec.kinds = {BlockKind::Skip};
        spec.budget = 6;
        spec.seed = 3;
        for (int run = 1; run <= 2; ++run) { // the second finds everything measured
            const std::int64_t job = session.startSearch(spec, false);
            QTRY_COMPARE_WITH_TIMEOUT(stateOf(session, job), JobState::Finished, 120000);
        }
        const auto trialsOf = [&](std::int64_t search) {
            return std::count_if(session.values().trials.begin(), session.values().trials.end(),
                                 [&](const TrialRow& row) { return row.search == search; });
        };
        const auto& searches = session.values().searches;
        QTRY_COMPARE(searches.size(), std::size_t(2));
        QTRY_COMPARE(trialsOf(searches[0].record.id), 6);
        QTRY_COMPARE(trialsOf(searches[1].record.id), 6);
        // As the store tells it after all, too.
        window->openProject(session.path(), {m_images});
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        QCOMPARE(trialsOf(session.values().searches[1].record.id), 6);
    }

    void aNewWindowTakesOverWhatWasSeen() {
        const auto window = open(freshProject("carried.kintsugi"), m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen() && !session.selection().image().isEmpty(), 30000);
        session.selection().edit({StageId::refine, 0, 1}, {BlockKind::Skip, 0, 1});
        session.selection().setSpan(Span{StageId::dec2, 0, 1});
        session.selection().setImage(session.shelf().names().last());
        const MainWindow::Carried carried = window->carried();
        const Architecture a = session.selection().a();
        session.close();
        MainWindow next;
        next.show();
        next.openProject(carried);
        QTRY_VERIFY_WITH_TIMEOUT(next.session().isOpen(), 30000);
        QTRY_COMPARE(next.session().selection().a(), a);
        QVERIFY(next.session().selection().isEdited());
        QCOMPARE(next.session().selection().span(), std::optional(Span{StageId::dec2, 0, 1}));
        QCOMPARE(next.session().selection().image(), carried.image);
    }

    void everyImageIsMeasuredByBoth() {
        const auto window = open(freshProject("set.kintsugi"), m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        session.selection().edit({StageId::refine, 0, 1}, {BlockKind::Skip, 0, 1});
        window->showWorkspace(QStringLiteral("inspect"));
        QPushButton* button = nullptr;
        for (QPushButton* each : window->findChildren<QPushButton*>())
            if (each->text() == QLatin1String("Measure all images"))
                button = each;
        QVERIFY(button && button->isEnabled());
        const auto& rows = window->inspect().imageList().rows();
        QTRY_COMPARE(qsizetype(rows.size()), session.shelf().names().size());
        const auto measured = [&] {
            return std::count_if(rows.begin(), rows.end(),
                                 [](const ImageRow& row) { return row.psnr && row.difference; });
        };
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(measured(), std::ptrdiff_t(rows.size()), 120000);
        QTRY_VERIFY(!window->inspect().isMeasuringAll());
        for (const ImageRow& row : rows)
            QVERIFY(*row.difference != 0);
        // Another A has other numbers.
        session.selection().edit({StageId::dec2, 0, 1}, {BlockKind::Skip, 0, 1});
        QVERIFY(measured() <= 1);
    }

    void thePreviewFollowsEveryEdit() {
        const auto window = open(freshProject("preview.kintsugi"), m_images);
        Session& session = window->session();
        int updates = 0;
        connect(&window->preview(), &PreviewController::updated, this, [&] { ++updates; });
        QTRY_VERIFY_WITH_TIMEOUT(updates > 0, 60000);
        const auto psnrOf = [&](Slot slot) { return window->preview().images().content(slot).psnr; };
        QTRY_VERIFY(psnrOf(Slot::A) && psnrOf(Slot::B));
        QCOMPARE(*psnrOf(Slot::A), *psnrOf(Slot::B)); // both are the teacher
        const int before = updates;
        session.selection().edit({StageId::refine, 0, 1}, {BlockKind::Skip, 0, 1});
        QTRY_VERIFY_WITH_TIMEOUT(updates > before, 30000);
        QTRY_VERIFY(*psnrOf(Slot::A) != *psnrOf(Slot::B));
    }

    void aSearchRunsPausesAndGoesOn() {
        const auto window = open(freshProject("search.kintsugi"), m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        SearchSpec spec;
        spec.method = "random";
        spec.spans = "blocks";
        spec.kinds = {BlockKind::Skip};
        spec.budget = 60;
        int trials = 0;
        connect(&session, &Session::searchProgress, this, [&](const SearchStep& step) { trials = step.evaluations; });
        const TurnWatch watch;
        const std::int64_t job = session.startSearch(spec, false);
        QTRY_VERIFY_WITH_TIMEOUT(trials > 3, 60000);
        qInfo("longest turn of the event loop beside a search: %.1f ms of computing", watch.longestMs());
        QVERIFY(watch.longestMs() > 0 &&
                watch.longestMs() < 100); // 8.5 ms when it was written; room for slower machines
        session.pauseJob(job);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(session, job), JobState::Paused, 30000);
        const int reached = trials;
        QVERIFY(reached < 60);
        QTRY_COMPARE_WITH_TIMEOUT(session.values().searches.size(), std::size_t(1), 10000);
        QTRY_COMPARE_WITH_TIMEOUT(session.values().searches[0].record.state, SearchState::Paused, 10000);
        session.resumeJob(job);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(session, job), JobState::Finished, 120000);
        QTRY_COMPARE_WITH_TIMEOUT(session.values().searches[0].hypervolume.size(), std::size_t(60), 10000);
        QTRY_COMPARE_WITH_TIMEOUT(session.values().searches[0].record.state, SearchState::Finished, 10000);
    }

    void surrogatesAreDistilledAndThenUsed() {
        const auto window = open(freshProject("distil.kintsugi"), m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        session.setImages(ImageRole::Training, {m_images});
        DistillPlan plan;
        const PlacedEdge placed{{StageId::enc1, 0, 1}, {BlockKind::Lite, 1, 1}};
        plan.edges = {placed};
        plan.featureIterations = 4;
        plan.outputIterations = 2;
        plan.patch = 16;
        plan.batch = 2;
        const std::int64_t job = session.startDistill(plan);
        const auto stateOfEdge = [&] {
            for (const EdgeChoice& choice : session.values().choices)
                if (choice.placed == placed)
                    return choice.state;
            return EdgeState::Missing;
        };
        QCOMPARE(stateOfEdge(), EdgeState::Waiting);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(session, job), JobState::Finished, 120000);
        QTRY_COMPARE_WITH_TIMEOUT(stateOfEdge(), EdgeState::Ready, 10000);
        session.selection().edit(placed.span, placed.edge);
        QTRY_VERIFY_WITH_TIMEOUT(session.knowledge(session.selection().a()).isMeasured, 60000);
    }

    void aFailedDistillationIsShown() {
        const auto window = open(freshProject("fails.kintsugi"), m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        QString said;
        connect(&session, &Session::problem, this, [&](const QString& sentence) { said = sentence; });
        DistillPlan plan;
        const PlacedEdge fails{{StageId::enc1, 0, 1}, {BlockKind::Lite, 1, 1}};
        const PlacedEdge waits{{StageId::dec1, 0, 1}, {BlockKind::Gated, 1, 1}};
        plan.patch = 16;
        plan.batch = 2;
        plan.edges = {fails};
        plan.images = {m_root / "nowhere"};
        const std::int64_t job = session.startDistill(plan);
        plan.edges = {waits};
        plan.images = {m_images.toStdString()};
        plan.featureIterations = 20000;
        const std::int64_t next = session.startDistill(plan);
        const auto choice = [&](const PlacedEdge& placed) {
            for (const EdgeChoice& c : session.values().choices)
                if (c.placed == placed)
                    return c;
            return EdgeChoice();
        };
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(session, job), JobState::Failed, 60000);
        QTRY_COMPARE_WITH_TIMEOUT(choice(fails).state, EdgeState::Failed, 10000);
        QVERIFY(said.contains("nowhere"));
        // Also after everything was read anew, and the other job's block is not touched by it.
        QTRY_COMPARE_WITH_TIMEOUT(choice(waits).state, EdgeState::Training, 60000);
        QCOMPARE(choice(fails).state, EdgeState::Failed);
        QVERIFY(!choice(fails).message.isEmpty());
        session.cancelJob(next);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(session, next), JobState::Cancelled, 60000);
        QTRY_COMPARE_WITH_TIMEOUT(choice(waits).state, EdgeState::Missing, 10000);
    }

    void timingPausesEveryJob() {
        if (!fs::exists(fs::path(QCoreApplication::applicationDirPath().toStdString()) / "kintsugi-runner"))
            QSKIP("kintsugi-runner was not built, because ONNX Runtime is missing (script/onnxruntime)");
        const auto window = open(freshProject("pauses.kintsugi"), m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        window->showWorkspace("device");
        auto* board = window->findChild<DeviceBoard*>();
        QTRY_COMPARE_WITH_TIMEOUT(board->currentDevice(), std::string("local"), 20000);
        RunRequest request = board->request();
        request.height = request.width = 64;
        request.runs = 3;
        request.seconds.reset();
        request.threads = 1;
        request.perStage = false;
        board->setRequest(request);
        DistillPlan plan;
        plan.edges = {{{StageId::enc1, 0, 1}, {BlockKind::Lite, 1, 1}}};
        plan.images = {m_images.toStdString()};
        plan.featureIterations = 20000;
        plan.patch = 16;
        plan.batch = 2;
        const std::int64_t first = session.startDistill(plan);
        plan.edges = {{{StageId::dec1, 0, 1}, {BlockKind::Lite, 1, 1}}};
        const std::int64_t second = session.startDistill(plan);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(session, first), JobState::Running, 60000);
        QTest::mouseClick(window->findChild<QPushButton*>("run"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(session, first), JobState::Paused, 60000);
        QCOMPARE(stateOf(session, second), JobState::Paused);
        QTRY_COMPARE_WITH_TIMEOUT(session.values().timings.size(), std::size_t(1), 120000);
        QVERIFY2(session.values().timings.front().report.complete,
                 session.values().timings.front().report.failure.c_str());
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(session, first), JobState::Running, 60000);
        session.cancelJob(first);
        session.cancelJob(second);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(session, first), JobState::Cancelled, 60000);
    }

    void anInterruptedDistillationIsOffered() {
        const QString project = freshProject("cut.kintsugi");
        {
            ProjectStore store(project.toStdString());
            store.setNote(distillNote,
                          R"({"iterations": 3, "output_iterations": 2, "edges": [["enc2", 0, 1, "gated", 1]]})");
        }
        const auto window = open(project, m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        auto* banner = window->findChild<Banner*>();
        QVERIFY(banner);
        QTRY_VERIFY(banner->isVisible());
        session.setImages(ImageRole::Training, {m_images});
        auto* resume = banner->findChild<QAbstractButton*>("remedy");
        QVERIFY(resume && resume->isVisible());
        QTest::mouseClick(resume, Qt::LeftButton);
        const auto isReady = [&] {
            return std::any_of(session.values().choices.begin(), session.values().choices.end(),
                               [](const EdgeChoice& c) {
                                   return c.placed.edge.kind == BlockKind::Gated && c.state == EdgeState::Ready;
                               });
        };
        QTRY_VERIFY_WITH_TIMEOUT(isReady(), 120000);
        QTRY_VERIFY_WITH_TIMEOUT(session.interruptedDistill().edges.empty() && session.values().distilling.empty(),
                                 10000);
    }

    void thisComputerIsTimed() {
        if (!fs::exists(fs::path(QCoreApplication::applicationDirPath().toStdString()) / "kintsugi-runner"))
            QSKIP("kintsugi-runner was not built, because ONNX Runtime is missing (script/onnxruntime)");
        const auto window = open(freshProject("timed.kintsugi"), m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        session.selection().edit({StageId::dec1, 0, 1}, {BlockKind::Skip, 0, 1});
        window->showWorkspace("device");
        auto* board = window->findChild<DeviceBoard*>();
        QVERIFY(board);
        QTRY_COMPARE_WITH_TIMEOUT(board->currentDevice(), std::string("local"), 20000);
        RunRequest request = board->request();
        QCOMPARE(request.architectures.size(), std::size_t(2)); // A and B
        request.height = request.width = 64;
        request.runs = 4;
        request.seconds.reset();
        request.threads = 1;
        board->setRequest(request);
        auto* run = window->findChild<QPushButton*>("run");
        QVERIFY(run && run->isVisible());
        QTest::mouseClick(run, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(session.values().timings.size(), std::size_t(1), 120000);
        const StoredTiming timing = session.values().timings.front();
        QVERIFY2(timing.report.complete, timing.report.failure.c_str());
        QVERIFY(timing.record.used);
        QCOMPARE(timing.report.models.size(), std::size_t(2));
        for (const TimedModel& model : timing.report.models) {
            QCOMPARE(model.milliseconds.size(), std::size_t(4));
            QVERIFY(model.parity && model.parity->pass);
            QVERIFY(std::count_if(model.stages.begin(), model.stages.end(),
                                  [](const StageTime& stage) { return stage.aloneMs && *stage.aloneMs > 0; }) >= 9);
        }
        QTRY_VERIFY_WITH_TIMEOUT(board->report() && board->report()->hasGain(), 10000);

        // One key, from the grid to the device, with the settings of before.
        window->showWorkspace("assemble");
        session.selection().edit({StageId::enc1, 0, 1}, {BlockKind::Skip, 0, 1});
        const std::string edited = session.selection().a().text();
        QTest::keyClick(window.get(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(board->center()->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(session.values().timings.size(), std::size_t(2), 120000);
        const StoredTiming again = session.values().timings.back();
        QVERIFY2(again.report.complete, again.report.failure.c_str());
        QCOMPARE(again.report.models.front().architecture, edited);
        QCOMPARE(again.report.models.front().milliseconds.size(), std::size_t(4));

        // One button times what stands in the selected blocks: A against A without it.
        window->showWorkspace("assemble");
        session.selection().setSpan(Span{StageId::dec2, 0, 1});
        auto* timeBlock = window->findChild<QPushButton*>("summary.time");
        QVERIFY(timeBlock && timeBlock->isEnabled());
        timeBlock->click();
        QTRY_COMPARE_WITH_TIMEOUT(session.values().timings.size(), std::size_t(3), 120000);
        const TimingReport block = session.values().timings.back().report;
        QVERIFY2(block.complete, block.failure.c_str());
        QCOMPARE(block.models.size(), std::size_t(2));
        QCOMPARE(block.models[0].architecture, edited);
        QCOMPARE(block.models[1].architecture,
                 session.selection().a().replaced({StageId::dec2, 0, 1}, {BlockKind::Skip, 0, 1}).text());
    }

    void otherValidationImagesMakeAnotherSet() {
        const QString project = freshProject("sets.kintsugi");
        // A search of the command line, with other crops than the window's own.
        const Result searched = cli({"search", project, "--images", m_images, "--method", "random", "--budget", "4",
                                     "--kinds", "skip", "--crop", "32", "--count", "3"});
        QVERIFY2(searched.code == 0, searched.err);
        const auto window = open(project, m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        const std::string first = session.values().validationSet;
        const std::size_t trials = session.values().trials.size();
        QVERIFY(trials >= 4);
        // What is measured here joins what the search measured.
        const Span block{StageId::dec2, 0, 1};
        session.selection().edit({StageId::enc1, 0, 1}, {BlockKind::Skip, 0, 1});
        QTRY_VERIFY_WITH_TIMEOUT(session.knowledge(session.selection().a()).isMeasured, 60000);
        QCOMPARE(session.values().validationSet, first);

        const fs::path few = m_root / "few";
        fs::create_directories(few);
        for (const auto& entry : fs::directory_iterator(m_images.toStdString()))
            if (entry.is_regular_file()) {
                fs::copy_file(entry.path(), few / entry.path().filename());
                break;
            }
        session.setImages(ImageRole::Validation, {text(few)});
        QTRY_VERIFY_WITH_TIMEOUT(session.values().validationSet != first, 60000);
        const std::string second = session.values().validationSet;
        session.selection().edit(block, {BlockKind::Skip, 0, 1});
        QTRY_VERIFY_WITH_TIMEOUT(session.knowledge(session.selection().a()).isMeasured, 60000);
        QCOMPARE(session.values().validationSet, second);
        QVERIFY(session.values().trials.size() < trials);
        // Measured, it rests.
        QSignalSpy told(&session, &Session::knowledgeChanged);
        QTest::qWait(700);
        QVERIFY2(told.size() <= 2, qPrintable(QString::number(told.size())));

        session.setImages(ImageRole::Validation, {m_images});
        QTRY_COMPARE_WITH_TIMEOUT(session.values().validationSet, first, 60000);
        QVERIFY(session.values().trials.size() >= trials);
    }

    void badProjectsAreRefusedWithASentenceAndARemedy() {
        const auto window = open(text(m_root / "nothing.kintsugi"), m_images);
        QString said;
        connect(&window->session(), &Session::failed, this, [&](const QString& sentence) { said = sentence; });
        QTRY_VERIFY_WITH_TIMEOUT(!said.isEmpty(), 10000);
        QVERIFY2(said.contains("nothing.kintsugi"), qPrintable(said));
        QVERIFY(!window->session().isOpen());
        // It still opens a good one.
        window->openProject(freshProject("good.kintsugi"), {m_images});
        QTRY_VERIFY_WITH_TIMEOUT(window->session().isOpen(), 30000);
    }

    void everyCommandCanBeTriggered() {
        const auto window = open(freshProject("commands.kintsugi"), m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        QTRY_VERIFY_WITH_TIMEOUT(session.knowledge(session.selection().a()).isMeasured, 60000);
        // Dialogs and menus that a command opens are closed again.
        QTimer closer;
        connect(&closer, &QTimer::timeout, this, [] {
            if (QWidget* popup = QApplication::activePopupWidget())
                popup->close();
            else if (QWidget* modal = QApplication::activeModalWidget())
                modal->close();
        });
        closer.start(30);
        int triggered = 0;
        for (const QPointer<QAction>& action : [&] {
                 QList<QPointer<QAction>> all;
                 for (QAction* a : window->commands())
                     all << a;
                 return all;
             }()) {
            QVERIFY(action);
            QVERIFY2(!action->text().isEmpty(), "a command without a text");
            if (action->text().contains("Quit") || action->text().contains("Close project") ||
                action->text().contains("demo"))
                continue;
            for (const QString& id : {QStringLiteral("assemble"), QStringLiteral("search"), QStringLiteral("inspect")})
                if (const auto* home = qobject_cast<QWidget*>(action->parent()); home && !home->isVisible())
                    window->showWorkspace(id);
            session.selection().setSpan(Span{StageId::dec2, 0, 1});
            action->trigger();
            QCoreApplication::processEvents();
            ++triggered;
        }
        QVERIFY2(triggered > 60, qPrintable(QStringLiteral("%1 of %2").arg(triggered).arg(window->commands().size())));
        for (const auto& [id, job] : session.jobs())
            session.cancelJob(id);
        QVERIFY(session.isOpen());
        window->session().selection().edit({StageId::enc1, 0, 1}, {BlockKind::Skip, 0, 1});
        QTRY_VERIFY_WITH_TIMEOUT(session.knowledge(session.selection().a()).isMeasured, 60000);
    }

    void theThemeFollowsTheSystem() {
        MainWindow window;
        window.show();
        for (const ThemeChoice choice : {ThemeChoice::System, ThemeChoice::Dark}) {
            Settings().setTheme(choice);
            applyTheme(*qApp, ThemeChoice::Dark);
            QTRY_VERIFY(tokensOf(&window).dark);
            QEvent change(QEvent::ThemeChange); // the system, which is light here, says that it changed
            QCoreApplication::sendEvent(&window, &change);
            QTRY_COMPARE(tokensOf(&window).dark, choice == ThemeChoice::Dark);
        }
        applyTheme(*qApp, ThemeChoice::Light);
    }

    void garbageLayoutsGiveTheDefault() {
        for (const QString& id : {QStringLiteral("assemble"), QStringLiteral("search")})
            Settings().setLayout(id, "garbage");
        MainWindow window;
        window.resize(1500, 900);
        window.show();
        for (const QString& id : window.workspaces()) {
            window.showWorkspace(id);
            QCOMPARE(window.workspace(), id);
        }
        window.showWorkspace("assemble");
        const auto docks = window.findChildren<QDockWidget*>();
        const auto shown =
            std::count_if(docks.begin(), docks.end(), [](QDockWidget* dock) { return dock->isVisible(); });
        QCOMPARE(shown, 3);
        for (QDockWidget* dock : docks)
            QCOMPARE(dock->isVisible(), dock->objectName().startsWith("assemble."));
    }

    void closingPanelsIsRememberedUntilTheDefaultIsRestored() {
        {
            MainWindow window;
            window.resize(1500, 900);
            window.show();
            window.showWorkspace("assemble");
            window.findChild<QDockWidget*>("assemble.summary")->close();
            window.close();
        }
        MainWindow window;
        window.resize(1500, 900);
        window.show();
        QVERIFY(!window.findChild<QDockWidget*>("assemble.summary")->isVisible());
        for (QAction* action : window.commands())
            if (action->text().contains("default layout"))
                action->trigger();
        QVERIFY(window.findChild<QDockWidget*>("assemble.summary")->isVisible());
    }
};

QTEST_MAIN(WindowTest)
#include "window_test.moc"
