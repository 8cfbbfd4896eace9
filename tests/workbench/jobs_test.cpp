#include "common/banner.h"
#include "compare/image_tile.h"
#include "compare/preview_strip.h"
#include "devices/device_board.h"
#include "library/finetuned_panel.h"
#include "new_project_dialog.h"
#include "preview_controller.h"
#include "search_workspace.h"
#include "trials/search_form.h"
#include "window_fixture.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStatusBar>
#include <QTableView>
#include <QToolButton>
#include <QVariant>
#include <map>

using namespace kintsugi;
using namespace kintsugi::test;

/// Searches, distillations and other jobs in the window, with a real project and the real engine.
class JobsTest : public WindowFixture {
    Q_OBJECT

    /// Fills in the modal dialog that opens next, and starts what it asks about.
    void fillDialog(const std::map<QString, QVariant>& values) {
        auto* timer = new QTimer(this);
        connect(timer, &QTimer::timeout, this, [timer, values] {
            QWidget* dialog = QApplication::activeModalWidget();
            if (!dialog)
                return;
            timer->deleteLater();
            timer->stop();
            for (const auto& [name, value] : values) {
                if (auto* spin = dialog->findChild<QSpinBox*>(name))
                    spin->setValue(value.toInt());
                else if (auto* line = dialog->findChild<QLineEdit*>(name))
                    line->setText(value.toString());
            }
            QTest::mouseClick(dialog->findChild<QPushButton*>("start"), Qt::LeftButton);
        });
        timer->start(20);
    }
    static void trigger(MainWindow& window, const char* text) {
        QAction* found = nullptr;
        for (QAction* action : window.commands())
            if (action->text().remove(QLatin1Char('&')) == QString::fromUtf8(text))
                found = action;
        QVERIFY2(found, text);
        found->trigger();
    }

private Q_SLOTS:
    void aSearchRunsPausesAndGoesOn() {
        const auto window = open(freshProject("search.kintsugi"), m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        SearchSpec spec = randomSkips(60);
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

    void anEarlierSearchIsExtendedAndItsPicturesAreSeen() {
        const auto window = open(freshProject("extend.kintsugi"), m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        window->showWorkspace("search");
        SearchSpec spec = randomSkips(5);
        for (const std::uint64_t seed : {0, 1}) {
            spec.seed = seed;
            const std::int64_t job = session.startSearch(spec, false);
            QTRY_COMPARE_WITH_TIMEOUT(stateOf(session, job), JobState::Finished, 60000);
        }
        QTRY_COMPARE_WITH_TIMEOUT(session.values().searches.size(), std::size_t(2), 10000);
        SearchForm& form = window->search().form();
        QTRY_COMPARE(form.progress().search, session.values().searches[1].record.id);
        auto* list = form.findChild<QListView*>();
        QVERIFY(list);
        list->setCurrentIndex(list->model()->index(0, 0));
        QCOMPARE(form.progress().search, session.values().searches[0].record.id);
        QCOMPARE(form.progress().state, RunState::Finished);
        Q_EMIT form.extendRequested(3);
        QTRY_COMPARE_WITH_TIMEOUT(session.values().searches[0].hypervolume.size(), std::size_t(8), 60000);
        QCOMPARE(session.values().searches[1].hypervolume.size(), std::size_t(5));

        // A trial's picture is there when it is chosen.
        const PreviewStrip& pictures = window->search().pictures();
        QVERIFY(pictures.isVisible());
        int updates = 0;
        connect(&window->preview(), &PreviewController::updated, this, [&] { ++updates; });
        const TrialRow row = session.values().trials.at(3);
        session.selection().showTrial(row.number, row.architecture);
        QTRY_VERIFY_WITH_TIMEOUT(updates > 0, 30000);
        QTRY_VERIFY(pictures.tiles().front()->accessibleName().contains(QStringLiteral("dB")));
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

    void aNewTeacherIsMadeAndTrained() {
        NewProjectDialog dialog;
        dialog.setUntrained(0);
        dialog.setName(QStringLiteral("fresh"));
        dialog.setFolder(text(m_root));
        dialog.show();
        QSignalSpy made(&dialog, &QDialog::accepted);
        QTest::mouseClick(dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(made.size(), 1, 60000);
        const auto window = open(dialog.projectPath(), m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        QVERIFY(session.values().isUntrained);
        auto* train = window->findChild<QPushButton*>("trainTeacher");
        QVERIFY(train && train->isVisible());
        session.setImages(ImageRole::Training, {m_images});
        QTRY_VERIFY_WITH_TIMEOUT(session.knowledge(session.selection().a()).isMeasured, 60000);
        const double before = session.knowledge(session.selection().a()).row.psnr;

        int steps = 0, notices = 0, problems = 0;
        connect(&session, &Session::teacherProgress, this, [&] { ++steps; });
        connect(&session, &Session::notice, this, [&] { ++notices; });
        connect(&session, &Session::problem, this, [&] { ++problems; });
        fillDialog({{"iterations", 40}, {"patch", 32}, {"batch", 2}});
        QTest::mouseClick(train, Qt::LeftButton);
        QVERIFY(session.isTrainingTeacher());
        const std::int64_t job = session.jobs().empty() ? 1 : session.jobs().rbegin()->first;
        QTRY_VERIFY_WITH_TIMEOUT(steps > 0, 120000);
        QVERIFY(!train->isVisible());
        // Nothing that follows from the teacher may begin.
        QCOMPARE(session.startSearch({}, false), std::int64_t(0));
        QCOMPARE(problems, 1);
        session.pauseJob(job);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(session, job), JobState::Paused, 60000);
        QVERIFY(session.isTrainingTeacher());
        session.resumeJob(job);
        QTRY_COMPARE_WITH_TIMEOUT(notices, 1, 120000); // and the project is open anew
        QVERIFY(!session.isTrainingTeacher() && session.isOpen() && !session.values().isUntrained);
        QVERIFY(!session.values().teacherCurve.phases.empty());
        QVERIFY(session.values().training.empty());
        QVERIFY(!session.isReadOnly());
        QTRY_VERIFY_WITH_TIMEOUT(session.knowledge(session.selection().a()).isMeasured, 60000);
        QVERIFY(session.knowledge(session.selection().a()).row.psnr != before);
    }

    void anInterruptedTrainingOfTheTeacherIsOffered() {
        const QString project = freshProject("teacher.kintsugi");
        fs::remove_all(fs::path(project.toStdString()) / "train"); // as if its teacher came from elsewhere
        {
            const auto window = open(project, m_images);
            Session& session = window->session();
            QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
            session.setImages(ImageRole::Training, {m_images});
            TeacherPlan plan;
            plan.iterations = 400;
            plan.patch = 32;
            plan.batch = 2;
            std::int64_t reached = 0;
            connect(&session, &Session::teacherProgress, this,
                    [&](const TeacherStep& step) { reached = step.iteration; });
            QVERIFY(session.startTeacher(plan) != 0);
            QTRY_VERIFY_WITH_TIMEOUT(reached >= 20, 120000);
            QVERIFY(reached < 400);
        }
        const auto window = open(project, m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        const auto plan = session.interruptedTeacher();
        QVERIFY(plan && plan->resume && plan->iterations == 400);
        std::int64_t first = 0;
        connect(&session, &Session::teacherProgress, this, [&](const TeacherStep& step) {
            if (first == 0)
                first = step.iteration;
        });
        auto* banner = window->findChild<Banner*>("banner");
        QTRY_VERIFY(banner->isVisible());
        // Something more urgent does not take the offer away.
        const QString offer = banner->text();
        Q_EMIT session.problem(QStringLiteral("A problem."));
        QCOMPARE(banner->text(), QStringLiteral("A problem."));
        Q_EMIT banner->closed();
        QCOMPARE(banner->text(), offer);
        QVERIFY(banner->isVisible());
        QTest::mouseClick(banner->findChild<QAbstractButton*>("remedy"), Qt::LeftButton);
        QVERIFY(!banner->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(first > 20, 120000); // not from the beginning
        int notices = 0;
        connect(&session, &Session::notice, this, [&] { ++notices; });
        session.cancelJob(session.jobs().begin()->first);
        QTRY_COMPARE_WITH_TIMEOUT(notices, 1, 60000);
        QVERIFY(!session.interruptedTeacher()); // whoever cancels does not want it
        // The teacher that came from elsewhere is not lost.
        QFile before(project + QStringLiteral("/train/teacher-before.safetensors"));
        QFile original(m_project + QStringLiteral("/teacher.safetensors"));
        QVERIFY(before.open(QIODevice::ReadOnly) && original.open(QIODevice::ReadOnly));
        QCOMPARE(before.readAll(), original.readAll());
    }

    void jobsGoWithTheirProject() {
        const auto window = open(freshProject("gone.kintsugi"), m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        SearchSpec spec = randomSkips(60);
        const std::int64_t first = session.startSearch(spec, false);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(session, first), JobState::Running, 60000);
        auto* pause = window->findChild<QToolButton*>("pauseJob");
        QVERIFY(pause && pause->isVisible());
        QElapsedTimer clock;
        clock.start();
        const QString path = session.path();
        session.close();
        qInfo("closing beside a search: %lld ms", static_cast<long long>(clock.elapsed()));
        QTRY_VERIFY(!pause->isVisible());
        // The same project at once, twice: what still holds it is waited for.
        window->openProject(path);
        window->openProject(path);
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        QVERIFY2(!session.isReadOnly(), session.values().readOnlyReason.c_str());
        QCOMPARE(session.values().searches.size(), std::size_t(1));
        QVERIFY(session.values().searches[0].record.state != SearchState::Finished);
        // Its trials are gone on with, under another number of the job.
        const std::int64_t second = session.resumeSearch(session.values().searches[0].record.id);
        QVERIFY(second > first);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(session, second), JobState::Finished, 120000);
        QTRY_COMPARE_WITH_TIMEOUT(session.values().searches[0].hypervolume.size(), std::size_t(60), 10000);
        QCOMPARE(session.values().searches.size(), std::size_t(1));
    }

    void aNetworkIsFineTunedAndExported() {
        const auto window = open(freshProject("tuned.kintsugi"), m_images);
        Session& session = window->session();
        QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), 30000);
        session.setImages(ImageRole::Training, {m_images});
        session.selection().edit({StageId::refine, 0, 1}, {BlockKind::Skip, 0, 1});
        const Architecture a = session.selection().a();
        fillDialog({{"iterations", 10}, {"patch", 32}, {"batch", 2}});
        trigger(*window, "Fine-tune A…");
        QTRY_COMPARE_WITH_TIMEOUT(session.values().finetunes.size(), std::size_t(1), 120000);
        const FinetuneRecord record = session.values().finetunes.front();
        QCOMPARE(QString::fromStdString(record.architecture), QString::fromStdString(a.text()));
        QVERIFY(record.psnrBefore && record.psnrAfter && *record.psnrBefore != *record.psnrAfter);

        // Its row in the table makes it A again.
        session.selection().edit(allTeacher(session.values().stages), QString());
        QTableView& view = window->findChild<FinetunedPanel*>()->view();
        QCOMPARE(view.model()->rowCount(), 1);
        view.setCurrentIndex(view.model()->index(0, 0));
        QCOMPARE(session.selection().a(), a);

        const QString model = text(m_root / "tuned.onnx");
        fillDialog({{"file", model}});
        trigger(*window, "Export A as ONNX…");
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(model), 60000);
        QTRY_VERIFY_WITH_TIMEOUT(window->statusBar()->currentMessage().contains(QStringLiteral("tuned.onnx")), 60000);

        // What cannot be written is told.
        auto* banner = window->findChild<Banner*>("banner");
        fillDialog({{"file", QStringLiteral("/dev/null/model.onnx")}});
        trigger(*window, "Export A as ONNX…");
        QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), 60000);
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
        auto* banner = window->findChild<Banner*>("banner");
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
};

QTEST_MAIN(JobsTest)
#include "jobs_test.moc"
