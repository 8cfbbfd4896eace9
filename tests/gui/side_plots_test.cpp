#include "common/theme.h"
#include "plots/curve_plot.h"
#include "plots/hypervolume_plot.h"
#include "plots/qcustomplot_header.h"
#include "search/front.h"
#include "trial_fixture.h"
#include "trials/trial_model.h"

#include <QLabel>
#include <QtTest>

using namespace kintsugi;

class SidePlotsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hypervolumeIsThatOfTheSearch() {
        const TrialFixture fixture;
        TrialModel trials;
        trials.setStages(fixture.stages());
        trials.setCost(TrialCost::Gmacs);
        HypervolumePlot plot(trials);
        QVERIFY(plot.histories().empty());
        auto rows = fixture.rows(30, 4);
        std::vector<Objectives> points;
        for (const TrialRow& row : rows)
            points.push_back({row.loss, row.gmacs});
        std::reverse(rows.begin(), rows.end()); // trials of a resumed search may arrive in another order
        trials.append(rows);
        trials.append(fixture.rows(10, 5, 100, 2));
        plot.setReference(ReferencePoint{3, 150});
        QCOMPARE(plot.histories().size(), std::size_t(2));
        const auto& history = plot.histories().at(1);
        QCOMPARE(history.size(), std::size_t(30));
        for (std::size_t i = 0; i < history.size(); ++i)
            QCOMPARE(history[i], hypervolume(std::span(points).first(i + 1), plot.reference()));
        QCOMPARE(plot.findChild<QLabel*>()->text(), QStringLiteral("Reference 150.0 GMAC and 3.0 dB"));
        trials.setSearchVisible(1, false);
        QTRY_COMPARE(plot.histories().size(), std::size_t(1));
    }

    void withoutAReferenceTheDearestTrialSetsIt() {
        const TrialFixture fixture;
        TrialModel trials;
        trials.setCost(TrialCost::Transformers);
        HypervolumePlot plot(trials);
        trials.append(fixture.rows(5));
        QTRY_COMPARE(plot.histories().size(), std::size_t(1));
        QCOMPARE(plot.reference().cost, 1.01 * 44);
        QCOMPARE(plot.reference().loss, 3.0);
    }

    void curveShowsBothPhases() {
        CurvePlot plot;
        auto* canvas = plot.findChild<QCustomPlot*>();
        QCOMPARE(canvas->graphCount(), 0);
        LossCurve curve;
        curve.steps = 5000;
        curve.phases = {{QStringLiteral("features"), {{0, 0.4}, {100, 0.2}, {200, 0.1}}, {{100, 0.25}}},
                        {QStringLiteral("output"), {{200, 0.05}, {300, 0.04}}, {}}};
        plot.show(curve);
        QCOMPARE(canvas->graphCount(), 3);
        QCOMPARE(canvas->xAxis->range().upper, 5000.0);
        QVERIFY(canvas->yAxis->range().lower < 0.04 && canvas->yAxis->range().upper > 0.4);
        QCOMPARE(plot.csv(), QStringLiteral("step,phase,set,loss\n0,features,train,0.4\n100,features,train,0.2\n"
                                            "200,features,train,0.1\n100,features,held-out,0.25\n"
                                            "200,output,train,0.05\n300,output,train,0.04\n"));
        plot.clear();
        QCOMPARE(canvas->graphCount(), 0);
    }

    void lossesThatAreNotFiniteAreLeftOut() {
        CurvePlot plot;
        LossCurve curve;
        curve.phases = {{QStringLiteral("features"), {{0, 0.4}, {100, std::nan("")}, {200, 0}}, {}}};
        plot.show(curve);
        const auto* canvas = plot.findChild<QCustomPlot*>();
        QCOMPARE(canvas->graph(0)->dataCount(), 1);
        QVERIFY(std::isfinite(canvas->yAxis->range().upper));
    }
};

QTEST_MAIN(SidePlotsTest)
#include "side_plots_test.moc"
