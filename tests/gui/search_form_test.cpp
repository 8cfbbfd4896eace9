#include "trial_fixture.h"
#include "trials/search_form.h"
#include "trials/search_list_model.h"
#include "trials/trial_model.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QtTest>

using namespace kintsugi;

Q_DECLARE_METATYPE(kintsugi::RunState)

class SearchFormTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void statesEnableWhatCanBeDone_data() {
        QTest::addColumn<RunState>("state");
        QTest::addColumn<QString>("main");
        QTest::addColumn<bool>("mainEnabled");
        QTest::addColumn<bool>("stop");
        QTest::addColumn<bool>("extend");
        QTest::addColumn<bool>("editable");
        QTest::newRow("idle") << RunState::Idle << "Start" << true << false << false << true;
        QTest::newRow("running") << RunState::Running << "Pause" << true << true << false << false;
        QTest::newRow("pausing") << RunState::Pausing << "Pause" << false << true << false << false;
        QTest::newRow("paused") << RunState::Paused << "Resume" << true << true << false << false;
        QTest::newRow("stopping") << RunState::Stopping << "Pause" << false << false << false << false;
        QTest::newRow("interrupted") << RunState::Interrupted << "Resume" << true << false << false << true;
        QTest::newRow("finished") << RunState::Finished << "Start" << true << false << true << true;
        QTest::newRow("failed") << RunState::Failed << "Start" << true << false << false << true;
    }
    void statesEnableWhatCanBeDone() {
        QFETCH(RunState, state);
        SearchForm form;
        form.show();
        form.showProgress({3, state, 312, 500, 360, QStringLiteral("the disk is full")});
        QTEST(named<QPushButton>(form, "main")->text(), "main");
        QTEST(named<QPushButton>(form, "main")->isEnabled(), "mainEnabled");
        QTEST(named<QPushButton>(form, "stop")->isEnabled(), "stop");
        QTEST(named<QPushButton>(form, "extend")->isVisibleTo(&form), "extend");
        QTEST(form.findChild<QRadioButton*>()->isEnabledTo(&form), "editable");
        QCOMPARE(named<QPushButton>(form, "new")->isVisibleTo(&form), state == RunState::Interrupted);
        const QString message = named<QLabel>(form, "message")->text();
        if (canResume(state))
            QCOMPARE(message, QStringLiteral("Resume continues at trial 313."));
        else if (state == RunState::Failed)
            QCOMPARE(message, QStringLiteral("the disk is full"));
    }

    void buttonsAsk() {
        SearchForm form;
        form.show();
        QSignalSpy start(&form, &SearchForm::startRequested), pause(&form, &SearchForm::pauseRequested),
            resume(&form, &SearchForm::resumeRequested), stop(&form, &SearchForm::stopRequested),
            extend(&form, &SearchForm::extendRequested);
        auto* main = named<QPushButton>(form, "main");
        QTest::mouseClick(main, Qt::LeftButton);
        form.showProgress({1, RunState::Running, 1, 100, {}, {}});
        QTest::mouseClick(main, Qt::LeftButton);
        QTest::mouseClick(named<QPushButton>(form, "stop"), Qt::LeftButton);
        form.showProgress({1, RunState::Paused, 1, 100, {}, {}});
        QTest::mouseClick(main, Qt::LeftButton);
        form.showProgress({1, RunState::Finished, 100, 100, {}, {}});
        QTest::mouseClick(named<QPushButton>(form, "extend"), Qt::LeftButton);
        QCOMPARE(start.size(), 1);
        QCOMPARE(pause.size(), 1);
        QCOMPARE(stop.size(), 1);
        QCOMPARE(resume.size(), 1);
        QCOMPARE(extend.size(), 1);
        QCOMPARE(extend[0][0].toInt(), 100);
    }

    void runOrResumeByKey() {
        SearchForm form;
        form.show();
        form.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&form));
        QSignalSpy start(&form, &SearchForm::startRequested), resume(&form, &SearchForm::resumeRequested);
        named<QPushButton>(form, "main")->setFocus();
        QTest::keyClick(&form, Qt::Key_R, Qt::ControlModifier);
        form.showProgress({1, RunState::Interrupted, 1, 100, {}, {}});
        QTest::keyClick(&form, Qt::Key_R, Qt::ControlModifier);
        QCOMPARE(start.size(), 1);
        QCOMPARE(resume.size(), 1);
    }

    void requestsComeBackAsTheyWereSet() {
        SearchForm form;
        SearchRequest request;
        request.method = SearchMethod::Nsga2;
        request.spans = SpanChoice::SingleBlocks;
        request.kinds = {BlockKind::Lite, BlockKind::Gated};
        request.shortest = true;
        request.cost = TrialCost::Gmacs;
        request.limit = 110.5;
        request.trials = 750;
        request.seed = 18446744073709551615ull;
        form.setRequest(request);
        QVERIFY(form.request() == request);
        request.limit.reset();
        form.setRequest(request);
        QVERIFY(form.request() == request);
    }

    void ensSearchesWholeStages() {
        SearchForm form;
        for (QRadioButton* radio : form.findChildren<QRadioButton*>())
            if (radio->text().startsWith(QStringLiteral("ENS")))
                radio->click();
        QVERIFY(form.request().method == SearchMethod::Ens);
        QVERIFY(form.request().spans == SpanChoice::WholeStages);
    }

    void kindsThatTheLibraryLacksCannotBeChosen() {
        SearchForm form;
        form.show();
        form.setKinds({BlockKind::MambaIr});
        QVERIFY(form.request().kinds.empty());
        QVERIFY(!named<QPushButton>(form, "main")->isEnabled());
        QCOMPARE(named<QLabel>(form, "problem")->text(), QStringLiteral("Choose at least one kind of surrogate."));
        for (QCheckBox* box : form.findChildren<QCheckBox*>())
            if (box->text() == QStringLiteral("MambaIR"))
                box->click();
        QVERIFY(form.request().kinds == std::vector<BlockKind>{BlockKind::MambaIr});
        QVERIFY(named<QPushButton>(form, "main")->isEnabled());
        form.showProgress({1, RunState::Running, 1, 100, {}, {}});
        QVERIFY(form.request().kinds == std::vector<BlockKind>{BlockKind::MambaIr}); // also while it runs
    }

    void limitIsAskedForOnlyByTheUser() {
        SearchForm form;
        QSignalSpy limits(&form, &SearchForm::limitChanged);
        form.setLimit(30);
        QCOMPARE(limits.size(), 0);
        QCOMPARE(form.request().limit, std::optional<double>(30));
        for (QCheckBox* box : form.findChildren<QCheckBox*>())
            if (box->text() == QStringLiteral("Limit"))
                box->click();
        QCOMPARE(limits.size(), 1);
        QVERIFY(!form.request().limit);
    }

    void listShowsAndHidesSearches() {
        const TrialFixture fixture;
        TrialModel trials;
        trials.setStages(fixture.stages());
        SearchListModel list(trials);
        const QAbstractItemModelTester tester(&list, QAbstractItemModelTester::FailureReportingMode::QtTest);
        list.setSearches({{1, QStringLiteral("exact"), RunState::Finished, 100, 100, 0.5, {}, {}},
                          {2, QStringLiteral("ens"), RunState::Interrupted, 30, 100, {}, {}, {}}});
        QCOMPARE(list.index(1).data().toString(), QStringLiteral("2  ENS, 30 of 100, interrupted"));
        QVERIFY(list.setData(list.index(1), Qt::Checked, Qt::CheckStateRole));
        QCOMPARE(list.index(1).data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked)); // until they are there
        trials.append(fixture.rows(3, 1, 1, 2));
        QCOMPARE(list.index(1).data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
        QVERIFY(list.setData(list.index(1), Qt::Unchecked, Qt::CheckStateRole));
        QVERIFY(!trials.isSearchVisible(2));
        QVERIFY(list.setData(list.index(1), Qt::Checked, Qt::CheckStateRole));
        QVERIFY(trials.isSearchVisible(2));
        list.put({3, QStringLiteral("random"), RunState::Running, 1, 10, {}, {}, {}});
        QCOMPARE(list.rowCount(), 3);
        list.put({3, QStringLiteral("random"), RunState::Failed, 1, 10, {}, {}, QStringLiteral("no images")});
        QCOMPARE(list.rowCount(), 3);
        QVERIFY(list.index(2).data(Qt::ToolTipRole).toString().contains(QStringLiteral("no images")));
    }

    void aChosenSearchStaysChosenWhileItGoesOn() {
        const TrialFixture fixture;
        TrialModel trials;
        trials.setStages(fixture.stages());
        SearchListModel list(trials);
        SearchForm form;
        form.setSearchList(&list);
        form.show();
        std::vector<SearchEntry> entries{{1, QStringLiteral("exact"), RunState::Finished, 100, 100, 0.5, {}, {}},
                                         {2, QStringLiteral("ens"), RunState::Finished, 30, 30, {}, {}, {}}};
        list.setSearches(entries);
        QSignalSpy chosen(&form, &SearchForm::searchChosen);
        auto* view = form.findChild<QListView*>();
        QVERIFY(view);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(list.index(1)).center());
        QVERIFY(!chosen.isEmpty());
        QCOMPARE(chosen.last()[0].toLongLong(), 2);
        chosen.clear();
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(list.index(1)).center());
        QCOMPARE(chosen.size(), 1); // again, where another one was shown meanwhile
        entries[1].trials = 31;
        entries.push_back({3, QStringLiteral("random"), RunState::Running, 1, 10, {}, {}, {}});
        list.setSearches(entries);
        QCOMPARE(view->currentIndex().row(), 1);
        QCOMPARE(list.rowCount(), 3);
        QCOMPARE(list.search(1).trials, 31);
        list.setSearches({entries[1]}); // of another project
        QVERIFY(!view->currentIndex().isValid());
    }

private:
    template <typename Widget> static Widget* named(const QWidget& form, const char* name) {
        return form.findChild<Widget*>(QLatin1String(name));
    }
};

QTEST_MAIN(SearchFormTest)
#include "search_form_test.moc"
