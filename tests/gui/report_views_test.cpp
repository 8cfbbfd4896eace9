#include "device_fixture.h"
#include "devices/distribution_plot.h"
#include "devices/fact_list.h"
#include "devices/order_plot.h"
#include "devices/report_panels.h"
#include "devices/report_tables.h"
#include "devices/report_view.h"
#include "devices/stage_time_model.h"
#include "devices/stage_times.h"
#include "plots/qcustomplot_header.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

using namespace kintsugi;

class ReportViewsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gainIsTheRatioOfMedians() {
        const TimingReport report = DeviceFixture::report();
        const ShownGain gain = shownGain(report.models[0].milliseconds, report.models[1].milliseconds);
        QCOMPARE(gain.ratio, 1.5);
        QCOMPARE(gain.savedMs, 20.0);
        QVERIFY(gain.low95 > 1.45 && gain.low95 < 1.5);
        QVERIFY(gain.high95 < 1.55 && gain.high95 > 1.5);
        QVERIFY(gain.isApart());
        const ShownGain same = shownGain(report.models[0].milliseconds, report.models[0].milliseconds);
        QCOMPARE(same.ratio, 1.0);
        QVERIFY(same.low95 < 1 && same.high95 > 1 && !same.isApart());
        const ShownGain again = shownGain(report.models[0].milliseconds, report.models[1].milliseconds);
        QCOMPARE(again.low95, gain.low95); // a fixed seed
    }

    void rolesFollowAAndB() {
        auto report = DeviceFixture::report();
        std::swap(report.models[0], report.models[1]);
        const auto view = show(report);
        QCOMPARE(view->a, 1);
        QCOMPARE(view->b, 0);
        QCOMPARE(view->gain->ratio, 1.5);
        QCOMPARE(view->models[1].label(), QStringLiteral("A trial 271"));
        const auto strangers = viewOf(1, report, {}, {});
        QVERIFY(strangers->models[0].role == ModelRole::Other);
        QCOMPARE(strangers->a, 0);
        QCOMPARE(strangers->models[0].label(), QString::fromStdString(DeviceFixture::b));
        auto single = report;
        single.models.pop_back(); // B alone
        QCOMPARE(show(single)->a, -1);
        QVERIFY(!show(single)->gain);
    }

    void onlyAcceptedTimesHaveAHeadline_data() {
        QTest::addColumn<bool>("complete");
        QTest::addColumn<QString>("failure");
        QTest::addColumn<bool>("parity");
        QTest::addColumn<QString>("headline");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("caption");
        QTest::newRow("complete") << true << "" << true << "1.50×"
                                  << "A is faster than B, 95 % interval 1."
                                  << "P50 40.0 ms";
        QTest::newRow("running") << false << "" << true << ""
                                 << "Known once the run is complete."
                                 << "n 41 so far";
        QTest::newRow("unplugged") << false << "The link was lost." << true << ""
                                   << "incomplete"
                                   << "incomplete: no result";
        QTest::newRow("parity failed") << true << "" << false << ""
                                       << "Parity failed"
                                       << "parity failed: no result";
    }
    void onlyAcceptedTimesHaveAHeadline() {
        QFETCH(QString, sentence);
        QFETCH(QString, caption);
        QFETCH(bool, complete);
        QFETCH(QString, failure);
        QFETCH(bool, parity);
        auto report = DeviceFixture::report();
        report.complete = complete;
        report.failure = failure.toStdString();
        report.models[0].parity->pass = parity;
        const auto view = show(report);
        GainView gain;
        gain.show(view, false);
        QTEST(gain.headline(), "headline");
        QVERIFY2(gain.sentence().contains(sentence), qPrintable(gain.sentence()));
        DistributionPlot plot;
        plot.show(view);
        QVERIFY2(plot.captions()[0].contains(caption), qPrintable(plot.captions()[0]));
        QCOMPARE(plot.captions()[0].contains("P50"), complete && parity);
        StatisticsTable table;
        table.show(view);
        QCOMPARE(table.index(0, StatisticsTable::Median).data().toString(),
                 complete && parity ? QStringLiteral("40.0") : QStringLiteral("–"));
    }

    void whatCannotBeToldApartSaysSo() {
        auto report = DeviceFixture::report();
        report.models[1].milliseconds = report.models[0].milliseconds;
        GainView gain;
        gain.show(show(report), false);
        QCOMPARE(gain.headline(), QStringLiteral("no difference seen"));
        QVERIFY(gain.sentence().startsWith("A and B cannot be told apart: ratio 1.000, 95 % interval "));
        QVERIFY(gain.sentence().endsWith("n 41 and 41"));
        std::swap(report.models[0].milliseconds, report.models[1].milliseconds);
        report.models[0].milliseconds.assign(41, 90);
        gain.show(show(report), false);
        QVERIFY(gain.sentence().startsWith("A is slower than B"));
    }

    void gainTellsCostsAndAsksToBeUsed() {
        auto report = DeviceFixture::report();
        report.models[1].peakBytes.reset();
        GainView gain;
        gain.resize(280, 300);
        gain.show(show(report, {{DeviceFixture::a, 39, {}}, {DeviceFixture::b, 59.28, {}}}), false);
        gain.QWidget::show();
        QCOMPARE(gain.facts().value("Predicted"), QStringLiteral("1.52×"));
        QCOMPARE(gain.facts().value("Saved per image"), QStringLiteral("20.0 ms"));
        QCOMPARE(gain.facts().value("Cost in quality"), QStringLiteral("−0.29 dB"));
        QCOMPARE(gain.facts().value("Peak memory"), QStringLiteral("612 MB; B not available"));
        QSignalSpy used(&gain, &GainView::useRequested);
        auto* button = gain.findChild<QPushButton*>("use");
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(used.size(), 1);
        gain.show(show(report), true);
        QVERIFY(!button->isEnabled());
        gain.show(viewOf(0, report, DeviceFixture::choices(), {}), false); // not stored yet
        QVERIFY(!button->isVisible());
    }

    void distributionShowsEveryPass() {
        DistributionPlot plot;
        plot.resize(500, 260);
        QCOMPARE(plot.plot().graphCount(), 0);
        auto report = DeviceFixture::report();
        plot.show(show(report));
        QCOMPARE(plot.plot().graphCount(), 2);
        QCOMPARE(plot.plot().graph(0)->dataCount(), 41);
        QVERIFY(plot.plot().xAxis->range().lower < 39 && plot.plot().xAxis->range().upper > 61);
        QVERIFY(plot.captions()[1].contains("95 % interval "));
        QVERIFY(plot.captions()[1].contains("n 41"));
        QVERIFY(!hasText(plot.plot(), "test fixture, no phone"));
        report.conditions.isFixture = true;
        for (std::size_t i = 0; i < 41; ++i)
            report.models[0].milliseconds[i] = 40 + 0.2 * static_cast<double>(i);
        plot.show(show(report));
        QVERIFY(hasText(plot.plot(), "test fixture, no phone"));
        QVERIFY(plot.captions()[0].contains("throttled"));
        plot.show(nullptr);
        QCOMPARE(plot.plot().graphCount(), 0);
    }

    void orderPlotHasTemperatureOnlyWhereItWasRead() {
        OrderPlot plot;
        auto report = DeviceFixture::report();
        plot.show(show(report));
        QVERIFY(plot.hasTemperature());
        QCOMPARE(plot.plot().graphCount(), 3);
        QCOMPARE(plot.plot().graph(2)->dataCount(), 82);
        QVERIFY(plot.plot().xAxis->label().contains("A B B A"));
        for (TimedModel& model : report.models)
            model.celsius.assign(model.milliseconds.size(), std::nullopt);
        plot.show(show(report));
        QVERIFY(!plot.hasTemperature());
        QCOMPARE(plot.plot().graphCount(), 2);
        QVERIFY(plot.plot().xAxis->label().contains("temperature not available"));
        report.models[0].celsius.clear(); // as a runner that reads none says it
        plot.show(show(report));
        QVERIFY(!plot.hasTemperature());
    }

    void passesAreInTheirOrder() {
        PassTable table;
        const QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::QtTest);
        auto report = DeviceFixture::report();
        report.models[1].khz[0].reset();
        table.show(show(report));
        QCOMPARE(table.rowCount(), 82);
        QStringList first;
        for (int row = 0; row < 4; ++row)
            first << table.index(row, PassTable::Name).data().toString().left(1);
        QCOMPARE(first, QStringList({"A", "B", "B", "A"}));
        QCOMPARE(table.index(1, PassTable::Clock).data().toString(), QStringLiteral("not available"));
        QCOMPARE(table.index(0, PassTable::Clock).data().toString(), QStringLiteral("2.40 GHz"));
        const QStringList csv = passesCsv(*table.view()).split('\n');
        QCOMPARE(csv[0], QStringLiteral("# This computer, 2026-03-02T08:21:00Z, ONNX Runtime 1.26.0, 256x256, 2 "
                                        "threads, cores 0 1"));
        QCOMPARE(csv[1], QStringLiteral("pass,architecture,milliseconds,celsius,khz"));
        QCOMPARE(csv[2], QStringLiteral("1,%1,39,31,2400000").arg(QString::fromStdString(DeviceFixture::a)));
        QCOMPARE(csv[3], QStringLiteral("2,%1,59,31,").arg(QString::fromStdString(DeviceFixture::b)));
    }

    void stagesAddUpInTheOpen() {
        StageTimes stages;
        const QAbstractItemModelTester tester(&stages.model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        stages.show(show(DeviceFixture::report(), {{DeviceFixture::a, 39, {{"enc1", 5}}}}));
        const StageTimeModel& model = stages.model();
        QCOMPARE(model.rowCount(), 7);
        QStringList names;
        for (int row = 0; row < 7; ++row)
            names << model.index(row, StageTimeModel::Stage).data().toString();
        QCOMPARE(names, QStringList({"enc1", "enc2", "enc3", "dec1", "refine", "base", "unattributed"}));
        QCOMPARE(cell(model, 0, StageTimeModel::AloneA), QStringLiteral("4.80"));
        QCOMPARE(cell(model, 0, StageTimeModel::ProfiledA), QStringLiteral("4.66"));
        QCOMPARE(cell(model, 0, StageTimeModel::Difference), QStringLiteral("−2.40"));
        QCOMPARE(cell(model, 6, StageTimeModel::AloneA), QStringLiteral("–"));
        QCOMPARE(cell(model, 6, StageTimeModel::ProfiledA), QStringLiteral("1.20"));
        QCOMPARE(model.rows()[0].predictedA, std::optional<double>(5));
        // 0.93 of 40 ms stand alone.
        QCOMPARE(stages.sums().value("Sum of stages alone, A"), QStringLiteral("37.2 ms"));
        QCOMPARE(stages.sums().value("Whole network, A"), QStringLiteral("40.0 ms"));
        QCOMPARE(stages.sums().value("Whole − sum"), QStringLiteral("+2.80 ms, 7.0 %"));
        QCOMPARE(stages.sums().value("Profiled nodes of the profiled pass"), QStringLiteral("38.1 of 40.4 ms, 94.3 %"));
        auto report = DeviceFixture::report();
        for (TimedModel& timed : report.models)
            timed.stages.clear();
        stages.show(show(report));
        QCOMPARE(model.rowCount(), 0);
    }

    void conditionsNeverInventAZero() {
        auto report = DeviceFixture::report();
        report.conditions.cores.clear();
        FactList facts;
        facts.setFacts(conditionFacts(report));
        QCOMPARE(facts.value("Battery"), QStringLiteral("not available"));
        QCOMPARE(facts.value("Clock"), QStringLiteral("not available"));
        QCOMPARE(facts.value("Cores"), QStringLiteral("not available"));
        QCOMPARE(facts.value("skin"), QStringLiteral("30.5 °C → 37.9 °C"));
        QCOMPARE(facts.value("cpu"), QStringLiteral("41.0 °C → not available"));
        report.conditions.celsiusBefore.clear();
        report.conditions.celsiusAfter.clear();
        facts.setFacts(conditionFacts(report));
        QCOMPARE(facts.value("Temperature"), QStringLiteral("not available"));
        QVERIFY(!facts.text().contains(QRegularExpression("\\b0\\.0 °C")));
        QCOMPARE(facts.value("Kind"), QString());
        report.conditions.isFixture = true;
        facts.setFacts(conditionFacts(report));
        QCOMPARE(facts.value("Kind"), QStringLiteral("test fixture, no phone"));
    }

    void factsAreCopiedByKey() {
        FactList facts;
        facts.setFacts({{"Chip", "invented", false, false, {}}, {"Cores", "8", false, false, {}}});
        facts.show();
        facts.setFocus();
        QTest::keyClick(&facts, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("Chip\tinvented\nCores\t8"));
    }

    void parityIsStatedModelByModel() {
        ParityPanel panel;
        QCOMPARE(panel.state(), QStringLiteral("nothing to compare yet"));
        auto report = DeviceFixture::report();
        panel.show(show(report));
        QCOMPARE(panel.state(), QStringLiteral("passed"));
        QCOMPARE(panel.facts().value("Allowed, relative"), QStringLiteral("1.0e-04"));
        report.models[1].parity->pass = false;
        panel.show(show(report));
        QVERIFY(panel.state().startsWith("failed"));
        report.models[1].parity.reset();
        panel.show(show(report));
        QCOMPARE(panel.state(), QStringLiteral("not checked"));
    }

private:
    static ReportViewPointer show(const TimingReport& report, const std::vector<PredictedTimes>& predicted = {}) {
        return viewOf(7, report, DeviceFixture::choices(), predicted);
    }
    static QString cell(const StageTimeModel& model, int row, int column) {
        return model.index(row, column).data().toString();
    }
    static bool hasText(QCustomPlot& plot, const QString& text) {
        for (int i = 0; i < plot.itemCount(); ++i)
            if (const auto* item = qobject_cast<QCPItemText*>(plot.item(i)); item && item->text() == text)
                return true;
        return false;
    }
};

QTEST_MAIN(ReportViewsTest)
#include "report_views_test.moc"
