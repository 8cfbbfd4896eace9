#include "common/banner.h"
#include "common/command_palette.h"
#include "common/fuzzy_match.h"
#include "common/job_list.h"
#include "common/shortcut_page.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QTreeWidget>
#include <QtTest>

using namespace kintsugi;

class PaletteTest : public QObject {
    Q_OBJECT

private:
    static QStringList shown(const CommandPalette& palette) {
        QStringList rows;
        const QAbstractItemModel* model = palette.findChild<QListView*>()->model();
        for (int row = 0; row < model->rowCount(); ++row)
            rows << model->index(row, 0).data().toString();
        return rows;
    }

private Q_SLOTS:
    void matching_data() {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("matches");
        QTest::newRow("empty") << ""
                               << "Fit network" << true;
        QTest::newRow("prefix") << "fit"
                                << "Fit network" << true;
        QTest::newRow("initials") << "fn"
                                  << "Fit network" << true;
        QTest::newRow("words in any order") << "network fit"
                                            << "Fit network" << true;
        QTest::newRow("wrong order of letters") << "tif"
                                                << "Fit" << false;
        QTest::newRow("one word missing") << "fit garage"
                                          << "Fit network" << false;
        QTest::newRow("longer than the text") << "fit network now"
                                              << "Fit" << false;
        QTest::newRow("digits") << "dec25"
                                << "dec2.5" << true;
    }
    void matching() {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        QTEST(fuzzyMatch(pattern, text).has_value(), "matches");
    }

    void ranking_data() {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("worse");
        QTest::newRow("beginning before middle") << "fit"
                                                 << "Fit network"
                                                 << "Show benefit";
        QTest::newRow("run before scattered") << "pin"
                                              << "Pin A as B"
                                              << "Put one in";
        QTest::newRow("beginnings of words") << "zi"
                                             << "Zoom in"
                                             << "Resizing";
        QTest::newRow("short before long") << "dec2.1"
                                           << "dec2.1"
                                           << "dec2.1 and everything after it";
    }
    void ranking() {
        QFETCH(QString, pattern);
        QFETCH(QString, better);
        QFETCH(QString, worse);
        const auto good = fuzzyMatch(pattern, better), bad = fuzzyMatch(pattern, worse);
        QVERIFY(good && bad);
        QVERIFY2(good->score > bad->score, qPrintable(QStringLiteral("%1 and %2").arg(good->score).arg(bad->score)));
    }

    void positionsSpellThePattern() {
        const auto match = fuzzyMatch(QStringLiteral("zi"), QStringLiteral("Zoom in"));
        QVERIFY(match);
        QCOMPARE(match->positions, (std::vector<int>{0, 5}));
    }

    void typingFiltersAndEnterRuns() {
        QAction fit(QStringLiteral("&Fit network")), pin(QStringLiteral("Pin A as B")), off(QStringLiteral("Fix it"));
        off.setEnabled(false);
        fit.setShortcut(Qt::Key_F);
        QSignalSpy fitted(&fit, &QAction::triggered), pinned(&pin, &QAction::triggered);
        CommandPalette palette;
        QAbstractItemModelTester tester(palette.findChild<QListView*>()->model());
        palette.setActions({&pin, &fit, &off});
        palette.popUp();
        auto* field = palette.findChild<QLineEdit*>();
        QCOMPARE(shown(palette), (QStringList{"Pin A as B", "Fit network"}));
        QTest::keyClicks(field, QStringLiteral("fi"));
        QCOMPARE(shown(palette), (QStringList{"Fit network"}));
        const QModelIndex row = palette.findChild<QListView*>()->model()->index(0, 0);
        QCOMPARE(row.data(PaletteModel::ShortcutRole).toString(), QStringLiteral("F"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(fitted.count(), 1);
        QCOMPARE(pinned.count(), 0);
        QVERIFY(!palette.isVisible());
    }

    void arrowsChooseAndGoRound() {
        QAction one(QStringLiteral("One")), two(QStringLiteral("Two")), three(QStringLiteral("Three"));
        QSignalSpy third(&three, &QAction::triggered);
        CommandPalette palette;
        palette.setActions({&one, &two, &three});
        palette.popUp();
        auto* field = palette.findChild<QLineEdit*>();
        QTest::keyClick(field, Qt::Key_Down);
        QTest::keyClick(field, Qt::Key_Down);
        QTest::keyClick(field, Qt::Key_Down);
        QTest::keyClick(field, Qt::Key_Up); // from the first to the last
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(third.count(), 1);
    }

    void escapeRunsNothing() {
        QAction one(QStringLiteral("One"));
        QSignalSpy ran(&one, &QAction::triggered);
        CommandPalette palette;
        palette.setActions({&one});
        palette.popUp();
        QTest::keyClick(palette.findChild<QLineEdit*>(), Qt::Key_Escape);
        QVERIFY(!palette.isVisible());
        QCOMPARE(ran.count(), 0);
        QVERIFY(palette.recent().isEmpty());
    }

    void recentOnesComeFirst() {
        QAction one(QStringLiteral("One")), two(QStringLiteral("Two")), three(QStringLiteral("Three"));
        CommandPalette palette;
        palette.setActions({&one, &two, &three});
        palette.setRecent({QStringLiteral("Three")});
        palette.popUp();
        QCOMPARE(shown(palette).front(), QStringLiteral("Three"));
        QTest::keyClicks(palette.findChild<QLineEdit*>(), QStringLiteral("two"));
        QTest::keyClick(palette.findChild<QLineEdit*>(), Qt::Key_Return);
        QCOMPARE(palette.recent(), (QStringList{"Two", "Three"}));
        palette.popUp();
        QCOMPARE(shown(palette), (QStringList{"Two", "Three", "One"}));
    }

    void providersAnswerWhatIsTyped() {
        QString asked, went;
        CommandPalette palette;
        palette.addProvider([&](const QString& query) {
            asked = query;
            return std::vector<PaletteEntry>{
                {QStringLiteral("block.dec2.5"),
                 QStringLiteral("dec2.5"),
                 QStringLiteral("block"),
                 {},
                 [&] { went = QStringLiteral("dec2.5"); }},
                {QStringLiteral("block.enc1.1"), QStringLiteral("enc1.1"), QStringLiteral("block"), {}, [&] {
                     went = QStringLiteral("enc1.1");
                 }}};
        });
        palette.popUp();
        QTest::keyClicks(palette.findChild<QLineEdit*>(), QStringLiteral("dec2"));
        QCOMPARE(asked, QStringLiteral("dec2"));
        QTest::keyClick(palette.findChild<QLineEdit*>(), Qt::Key_Return);
        QCOMPARE(went, QStringLiteral("dec2.5"));
    }

    void nothingFoundSaysSo() {
        QAction one(QStringLiteral("One"));
        CommandPalette palette;
        palette.setActions({&one});
        palette.popUp();
        QTest::keyClicks(palette.findChild<QLineEdit*>(), QStringLiteral("zzz"));
        QVERIFY(palette.findChild<QLabel*>()->isVisible());
        QVERIFY(!palette.findChild<QListView*>()->isVisible());
        QTest::keyClick(palette.findChild<QLineEdit*>(), Qt::Key_Return);
        QVERIFY(palette.isVisible());
    }

    void theKeyPageIsMadeFromActions() {
        QAction fit(QStringLiteral("&Fit network")), keyless(QStringLiteral("Export"));
        fit.setShortcuts({QKeySequence(Qt::Key_F), QKeySequence(Qt::CTRL | Qt::Key_0)});
        ShortcutPage page;
        page.addGroup(QStringLiteral("Network"), {&fit, &keyless});
        page.addKeys(QStringLiteral("Network"), QStringLiteral("Next block"), QStringLiteral("Arrows"));
        page.addKeys(QStringLiteral("Image"), QStringLiteral("Wipe"), QStringLiteral("W"));
        auto* tree = page.findChild<QTreeWidget*>();
        QCOMPARE(tree->topLevelItemCount(), 2);
        QTreeWidgetItem* network = tree->topLevelItem(0);
        QCOMPARE(network->childCount(), 2);
        QCOMPARE(network->child(0)->text(0), QStringLiteral("Fit network"));
        QCOMPARE(network->child(0)->text(1), QStringLiteral("F, Ctrl+0"));
        page.findChild<QLineEdit*>()->setText(QStringLiteral("wipe"));
        QVERIFY(network->isHidden());
        QVERIFY(!tree->topLevelItem(1)->isHidden());
    }

    void bannersWaitForTheirRemedy() {
        QWidget window;
        Banner banner(&window);
        window.show();
        QVERIFY(!banner.isVisible());
        QSignalSpy remedy(&banner, &Banner::remedyRequested), closed(&banner, &Banner::closed);
        banner.showMessage(Banner::Level::Error, QStringLiteral("refine 4→2 stopped."), QStringLiteral("Resume"));
        QVERIFY(banner.isVisible());
        QCOMPARE(banner.accessibleName(), QStringLiteral("refine 4→2 stopped."));
        QTest::mouseClick(banner.findChild<QPushButton*>(QStringLiteral("remedy")), Qt::LeftButton);
        QCOMPARE(remedy.count(), 1);
        QTest::mouseClick(banner.findChild<QToolButton*>(QStringLiteral("close")), Qt::LeftButton);
        QCOMPARE(closed.count(), 1);
        QVERIFY(!banner.isVisible());
        banner.showMessage(Banner::Level::Warning, QStringLiteral("Search paused."));
        QVERIFY(!banner.findChild<QPushButton*>(QStringLiteral("remedy"))->isVisible());
    }

    void jobsCanBePausedAndStopped() {
        JobList list;
        list.show();
        QSignalSpy paused(&list, &JobList::pauseRequested), resumed(&list, &JobList::resumeRequested),
            stopped(&list, &JobList::stopRequested);
        JobRow search{7,   QStringLiteral("Search"), QStringLiteral("312 of 500"), JobRow::State::Running, 0.624, 360.0,
                      true};
        list.setJobs({search});
        auto* pause = list.findChild<QPushButton*>(QStringLiteral("pause"));
        QVERIFY(pause && pause->isVisible());
        QCOMPARE(pause->accessibleName(), QStringLiteral("Pause Search"));
        QCOMPARE(list.findChild<QProgressBar*>()->value(), 624);
        QTest::mouseClick(pause, Qt::LeftButton);
        QCOMPARE(paused.count(), 1);
        QCOMPARE(paused.front().front().value<std::uint64_t>(), 7u);
        search.state = JobRow::State::Paused;
        list.setJobs({search});
        QCOMPARE(list.findChild<QPushButton*>(QStringLiteral("pause")), pause); // the same button stays in place
        QCOMPARE(pause->text(), QStringLiteral("Resume"));
        QTest::mouseClick(pause, Qt::LeftButton);
        QCOMPARE(resumed.count(), 1);
        QTest::mouseClick(list.findChild<QPushButton*>(QStringLiteral("stop")), Qt::LeftButton);
        QCOMPARE(stopped.count(), 1);
        search.state = JobRow::State::Failed;
        search.detail = QStringLiteral("Loss is not finite. Resume at half the rate.");
        list.setJobs({search});
        QVERIFY(!pause->isVisible());
    }

    void jobsKeepTheirOrderAndLeave() {
        JobList list;
        list.show();
        const auto job = [](std::uint64_t id, const char* title) {
            JobRow row;
            row.id = id;
            row.title = QString::fromLatin1(title);
            return row;
        };
        list.setJobs({job(1, "one"), job(2, "two")});
        list.setJobs({job(2, "two"), job(3, "three"), job(1, "one")});
        QTest::qWait(1);
        const auto y = [&](const char* title) {
            for (QPushButton* stop : list.findChildren<QPushButton*>(QStringLiteral("stop")))
                if (stop->accessibleName() == QStringLiteral("Stop %1").arg(QLatin1String(title)))
                    return stop->mapTo(list.widget(), QPoint()).y();
            return -1;
        };
        QVERIFY(y("two") >= 0 && y("two") < y("three") && y("three") < y("one"));
        list.setJobs({});
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(list.findChildren<QProgressBar*>().isEmpty());
    }
};

QTEST_MAIN(PaletteTest)
#include "palette_test.moc"
