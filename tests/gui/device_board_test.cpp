#include "common/theme.h"
#include "device_fixture.h"
#include "devices/device_board.h"
#include "devices/device_cards.h"
#include "devices/distribution_plot.h"
#include "devices/history_view.h"
#include "devices/report_panels.h"
#include "devices/run_form.h"
#include "devices/titled_panel.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QLabel>
#include <QListView>
#include <QMainWindow>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>
#include <QtTest>

using namespace kintsugi;

class DeviceBoardTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void emptyBoardSaysWhatToDo() {
        DeviceBoard board;
        show(board);
        auto* text = board.findChild<QLabel*>("empty");
        QCOMPARE(text->text(), QStringLiteral("Nothing measured yet; choose a device first."));
        QVERIFY(text->isVisible());
        QVERIFY(!board.findChild<QPushButton*>("emptyRun")->isEnabled());
        board.setDevices({DeviceFixture::local()});
        board.setArchitectures(DeviceFixture::choices());
        QCOMPARE(text->text(), QStringLiteral("Nothing measured on This computer yet."));
        QSignalSpy runs(&board, &DeviceBoard::runRequested);
        QTest::mouseClick(board.findChild<QPushButton*>("emptyRun"), Qt::LeftButton);
        QCOMPARE(runs.size(), 1);
    }

    void reportsAppearAndGo() {
        DeviceBoard board;
        show(board);
        board.setArchitectures(DeviceFixture::choices());
        board.setReport(4, DeviceFixture::report());
        QTRY_VERIFY(board.report());
        QCOMPARE(board.report()->id, 4);
        QVERIFY(!board.findChild<QLabel*>("empty")->isVisible());
        QCOMPARE(board.findChild<GainView*>()->headline(), QStringLiteral("1.50×"));
        // Another A: the same report, seen anew.
        auto choices = DeviceFixture::choices();
        std::swap(choices[0].isA, choices[1].isA);
        std::swap(choices[0].isB, choices[1].isB);
        board.setArchitectures(choices);
        QTRY_COMPARE(board.findChild<GainView*>()->headline(), QStringLiteral("0.67×"));
        board.setReport(5, DeviceFixture::report(11));
        board.clearReport(); // the result on its way is dropped
        QTest::qWait(50);
        QVERIFY(!board.report());
        QVERIFY(board.findChild<QLabel*>("empty")->isVisible());
    }

    void cardsButtonRunsOnItsDevice() {
        DeviceBoard board;
        show(board);
        board.setDevices({DeviceFixture::local(), DeviceFixture::phone("p", DeviceState::Ready)});
        board.setArchitectures(DeviceFixture::choices());
        board.setCores("p", DeviceFixture::cores());
        QSignalSpy runs(&board, &DeviceBoard::runRequested);
        QCOMPARE(board.request().cores, std::vector<int>{});
        for (QPushButton* button : cardList(board)->findChildren<QPushButton*>("run"))
            if (button->accessibleName().contains("Phone p"))
                QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(runs.size(), 1);
        const auto request = runs[0][0].value<RunRequest>();
        QCOMPARE(request.device, std::string("p"));
        QCOMPARE(request.cores, (std::vector<int>{4, 5, 6, 7}));
        QCOMPARE(board.currentDevice(), std::string("p"));
    }

    void progressMarksTheCard() {
        DeviceBoard board;
        show(board);
        board.setDevices({DeviceFixture::local(), DeviceFixture::phone("p", DeviceState::Ready)});
        RunProgress progress;
        progress.device = "p";
        progress.isRunning = true;
        progress.at(RunStep::Measure) = {StepState::Active, {}, 3, 60};
        board.setProgress(progress);
        const auto* view = cardList(board);
        QVERIFY(view->model()->index(1, 0).data(Qt::AccessibleTextRole).toString().contains("3 of 60"));
        QSignalSpy cancels(&board, &DeviceBoard::cancelRequested);
        QTest::mouseClick(board.findChild<QPushButton*>("cancel"), Qt::LeftButton);
        QCOMPARE(cancels.size(), 1);
        board.setProgress({});
        QVERIFY(!view->model()->index(1, 0).data(Qt::AccessibleTextRole).toString().contains("3 of 60"));
    }

    void historyComesWithItsStatistics() {
        DeviceBoard board;
        show(board);
        board.setArchitectures(DeviceFixture::choices());
        board.setHistory({{1, DeviceFixture::report(), false, {}}, {2, DeviceFixture::report(), true, {}}});
        auto* history = board.findChild<HistoryView*>();
        QTRY_VERIFY(history->model().waiting().empty());
        QVERIFY(history->model().index(0, HistoryModel::Median).data().toString().startsWith("40.0 ±"));
        QSignalSpy chosen(&board, &DeviceBoard::reportChosen), used(&board, &DeviceBoard::useRequested);
        auto* table = history->findChild<QTableView*>();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(0, 1)).center());
        QCOMPARE(chosen.size(), 1);
        board.setReport(1, DeviceFixture::report());
        QTRY_VERIFY(board.report());
        auto* use = board.findChild<QPushButton*>("use");
        use->click();
        QCOMPARE(used.size(), 1);
        QCOMPARE(used[0][0].toLongLong(), 1);
        board.setHistory({{1, DeviceFixture::report(), true, {}}});
        QVERIFY(!use->isEnabled());
    }

    void plotsHaveTables() {
        DeviceBoard board;
        show(board);
        board.setReport(1, DeviceFixture::report());
        QTRY_VERIFY(board.report());
        auto* plot = board.findChild<DistributionPlot*>();
        QVERIFY(plot->isVisible());
        for (QToolButton* button : board.findChildren<QToolButton*>())
            if (button->accessibleName() == "Latency distribution as a table")
                QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(!plot->isVisible());
        bool found = false;
        for (QTableView* table : board.findChildren<QTableView*>())
            found = found || (table->isVisible() && table->accessibleName() == "Statistics of the times" &&
                              table->model()->rowCount() == 2);
        QVERIFY(found);
    }

    void keysWorkWhenAWindowDocksTheParts() {
        QMainWindow window;
        auto* board = new DeviceBoard(&window);
        board->hide();
        window.setCentralWidget(board->center());
        QSet<QString> ids;
        for (const BoardPart& part : board->parts()) {
            auto* dock = new QDockWidget(part.title, &window);
            dock->setWidget(part.widget);
            window.addDockWidget(part.area, dock);
            ids.insert(part.id);
        }
        QCOMPARE(ids.size(), board->parts().size());
        window.resize(1280, 800);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        board->setDevices({DeviceFixture::local()});
        board->setArchitectures(DeviceFixture::choices());
        QSignalSpy runs(board, &DeviceBoard::runRequested);
        cardList(window)->setFocus();
        QTest::keyClick(&window, Qt::Key_R, Qt::ControlModifier);
        QCOMPARE(runs.size(), 1);
        window.findChild<HistoryView*>()->setFocus();
        window.findChild<QSpinBox*>("threads")->setFocus();
        QTest::keyClick(&window, Qt::Key_R, Qt::ControlModifier);
        QCOMPARE(runs.size(), 2);
    }

    void everyCommandIsNamedAndEveryIconButtonToo() {
        DeviceBoard board;
        QSet<QString> names;
        for (QAction* action : board.commands()) {
            QVERIFY(!action->text().isEmpty());
            QVERIFY(!action->toolTip().isEmpty());
            QVERIFY2(!names.contains(action->text()), qPrintable(action->text()));
            names.insert(action->text());
        }
        const auto buttons = board.findChild<DeviceCards*>()->findChildren<QToolButton*>();
        QVERIFY(!buttons.isEmpty());
        for (const QToolButton* button : buttons)
            QVERIFY(!button->accessibleName().isEmpty() && !button->toolTip().isEmpty());
    }

    /// Saves pictures for looking at where KINTSUGI_SHOTS names a folder.
    void drawsInBothThemes_data() {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QSize>("size");
        for (const bool dark : {false, true})
            for (const QSize size : {QSize(1280, 640), QSize(1600, 840)})
                QTest::addRow("%s %d", dark ? "dark" : "light", size.width()) << dark << size;
    }
    void drawsInBothThemes() {
        QFETCH(bool, dark);
        QFETCH(QSize, size);
        applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
        DeviceBoard board;
        board.resize(size);
        auto phone = DeviceFixture::phone("3A091FDJH002K4", DeviceState::Ready);
        phone.name = "Fixture 8";
        phone.isFixture = true;
        phone.facts = {{"Chip", "invented chip"}, {"Android", "Android 15"}, {"Memory free", "4.1 of 7.6 GB"}};
        auto local = DeviceFixture::local();
        local.facts = {{"Processor", "2 threads"}, {"Kernel", "AVX3"}, {"System", "Debian 12"}};
        auto denied = DeviceFixture::phone("????????????", DeviceState::NoPermissions);
        denied.raw = "????????????  no permissions (user is not in the plugdev group); see udev rules";
        board.setDevices({phone, local, DeviceFixture::phone("R5CY10ABCDE", DeviceState::Unauthorized), denied});
        board.setAdbNote("adb 34.0.5 at /usr/bin/adb, following changes.");
        board.setCores("3A091FDJH002K4", DeviceFixture::cores());
        board.setCurrentDevice("3A091FDJH002K4");
        board.setArchitectures(DeviceFixture::choices());
        board.setPredictedMs({{DeviceFixture::a, 39, {{"enc1", 4.6}, {"dec1", 14}}}, {DeviceFixture::b, 59, {}}});
        auto report = DeviceFixture::report(101);
        report.conditions.isFixture = true;
        RandomStream random(3);
        for (TimedModel& model : report.models)
            for (double& time : model.milliseconds)
                time += random.uniform(-1, 1) + random.uniform(-1, 1);
        auto lost = report;
        lost.complete = false;
        lost.failure = "The link was lost at run 41; run again.";
        lost.started = "2026-03-01T16:50:00Z";
        auto own = DeviceFixture::report();
        own.started = "2026-03-01T17:12:00Z";
        board.setHistory({{3, report, true, {}}, {2, own, true, {}}, {1, lost, false, {}}});
        board.setReport(3, report);
        RunProgress progress;
        progress.device = "3A091FDJH002K4";
        progress.isRunning = true;
        for (const RunStep step : {RunStep::Export, RunStep::Check, RunStep::Push, RunStep::WarmUp})
            progress.at(step).state = StepState::Done;
        progress.at(RunStep::Push).detail = "71.4 MB, 3.1 s";
        progress.at(RunStep::Measure) = {StepState::Active, {}, 168, 200};
        progress.secondsLeft = 104;
        board.setProgress(progress);
        board.show();
        QVERIFY(QTest::qWaitForWindowExposed(&board));
        QTRY_VERIFY(board.report());
        QTRY_VERIFY(board.findChild<HistoryView*>()->model().waiting().empty());
        QTest::qWait(60);
        const QImage picture = board.grab().toImage();
        QCOMPARE(picture.size(), size);
        QCOMPARE(QColor(picture.pixel(3, 3)).lightness() < 128, dark);
        if (const QString folder = qEnvironmentVariable("KINTSUGI_SHOTS"); !folder.isEmpty())
            QVERIFY(picture.save(
                QStringLiteral("%1/board-%2.png").arg(folder, QString(QTest::currentDataTag()).replace(' ', '-'))));
        applyTheme(*qApp, ThemeChoice::Light);
    }

private:
    static QListView* cardList(const QWidget& in) { return in.findChild<DeviceCards*>()->findChild<QListView*>(); }

    static void show(DeviceBoard& board) {
        board.resize(1400, 800);
        board.show();
        QVERIFY(QTest::qWaitForWindowActive(&board));
    }
};

Q_DECLARE_METATYPE(kintsugi::RunRequest)

QTEST_MAIN(DeviceBoardTest)
#include "device_board_test.moc"
