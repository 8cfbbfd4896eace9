#include "common/banner.h"
#include "common/selection_strip.h"
#include "devices/device_board.h"
#include "grid/unet_panel.h"
#include "inspect_controller.h"
#include "preview_controller.h"
#include "settings.h"
#include "window_fixture.h"

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

/// The window with a real project and the real engine, driven by clicks and keys.
class WindowTest : public WindowFixture {
    Q_OBJECT

private Q_SLOTS:
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
        SearchSpec spec = randomSkips(6);
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
        QCOMPARE(shown, 5);
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
