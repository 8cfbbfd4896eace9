#include "base/error.h"
#include "device/measurement_plan.h"

#include <QTest>
#include <numeric>

using namespace kintsugi;

using Values = QList<double>; // 0 stands for unreadable

namespace {

std::vector<std::optional<double>> optionals(const Values& values) {
    std::vector<std::optional<double>> result;
    for (const double value : values)
        result.push_back(value > 0 ? std::optional(value) : std::nullopt);
    return result;
}

} // namespace

class MeasurementPlanTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void choosesTheFastCores_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<Values>("capacity");
        QTest::addColumn<Values>("khz");
        QTest::addColumn<QList<int>>("cores");
        QTest::addColumn<int>("threads");
        QTest::newRow("big.LITTLE") << 8 << Values{300, 300, 300, 300, 1024, 1024, 1024, 1024} << Values{}
                                    << QList<int>{4, 5, 6, 7} << 4;
        QTest::newRow("three clusters") << 8 << Values{250, 250, 250, 250, 860, 860, 860, 1024} << Values{}
                                        << QList<int>{4, 5, 6, 7} << 4;
        QTest::newRow("big ones first") << 4 << Values{1024, 1024, 400, 400} << Values{} << QList<int>{0, 1} << 2;
        QTest::newRow("clocks only") << 4 << Values{0, 0, 0, 0} << Values{1.8e6, 1.8e6, 2.4e6, 2.4e6}
                                     << QList<int>{2, 3} << 2;
        QTest::newRow("all alike") << 8 << Values{1024, 1024, 1024, 1024, 1024, 1024, 1024, 1024} << Values{}
                                   << QList<int>{} << 4;
        QTest::newRow("nothing readable") << 2 << Values{} << Values{} << QList<int>{} << 2;
        QTest::newRow("cores unknown") << 0 << Values{} << Values{} << QList<int>{} << 1;
        QTest::newRow("partly readable") << 4 << Values{1024, 0, 400, 400} << Values{} << QList<int>{} << 4;
    }
    void choosesTheFastCores() {
        QFETCH(int, count);
        QFETCH(Values, capacity);
        QFETCH(Values, khz);
        QFETCH(QList<int>, cores);
        DeviceFacts facts;
        facts.cores = count;
        facts.capacity = optionals(capacity);
        facts.maxKhz = optionals(khz);
        const CorePlan plan = defaultCores(facts);
        QCOMPARE(plan.cores, std::vector<int>(cores.begin(), cores.end()));
        QTEST(plan.threads, "threads");
    }

    void interleavesForwardAndBackward() {
        QCOMPARE(interleavedOrder(2, 4), (std::vector<int>{0, 1, 1, 0, 0, 1, 1, 0}));
        QCOMPARE(interleavedOrder(3, 2), (std::vector<int>{0, 1, 2, 2, 1, 0}));
        QCOMPARE(interleavedText(2, 4), "A B B A A B B A");
        QCOMPARE(interleavedText(2, 30), "A B B A A B B A …");
        QCOMPARE(interleavedText(1, 2), "A A");
    }

    void aDriftMeetsAllModelsAlike() {
        // Every pass slower than the one before: the mean position of each model is the same.
        const auto order = interleavedOrder(3, 10);
        std::vector<int> sums(3);
        for (std::size_t i = 0; i < order.size(); ++i)
            sums[std::size_t(order[i])] += int(i);
        QVERIFY(sums[0] == sums[1] && sums[1] == sums[2]);
    }

    void namesTheHottestZone() {
        QCOMPARE(tooHot({}), "");
        QCOMPARE(tooHot({{{"a", 30}, {"b", 44.9}}, 0}), "");
        QCOMPARE(tooHot({{{"a", 50}, {"b", 60}}, 0}), "b has 60 °C");
        QCOMPARE(tooHot({{}, 2}), "its thermal status is 2");
    }

    void readsHeat() {
        const DeviceHeat heat = parseHeat(QStringLiteral("zone=cpu-0 41500\r\nzone=skin front 38000\nzone=cpu-0 43000\n"
                                                         "zone=absent -273000\nzone=broken 3000000\nzone= \n"
                                                         "zone=none\nIsStatusOverride: false\nThermal Status: 3\r\n"));
        QCOMPARE(heat.celsius, (std::map<std::string, double>{{"cpu-0", 41.5}, {"cpu-0#2", 43}, {"skin front", 38}}));
        QCOMPARE(heat.status, 3);
        QVERIFY(!parseHeat(QStringLiteral("Can't find service: thermalservice")).status);
    }

    void gainHasAnInterval() {
        std::vector<double> slow, fast, same;
        for (int i = 0; i < 30; ++i) {
            slow.push_back(40 + (i * 7) % 5);
            same.push_back(40 + (i * 3) % 5);
            fast.push_back(20 + (i * 3) % 5);
        }
        const Gain gain = gainOf(slow, fast);
        QCOMPARE(gain.ratio, 42.0 / 22.0);
        QVERIFY(gain.clear && gain.low95 > 1.5 && gain.low95 <= gain.ratio && gain.ratio <= gain.high95);
        QVERIFY(!gainOf(slow, same).clear);
        QVERIFY(gainOf(fast, slow).clear && gainOf(fast, slow).ratio < 1);
        QVERIFY_EXCEPTION_THROWN(gainOf({}, fast), InputError);
    }

    void predictionsAreJudged() {
        const std::vector<std::pair<double, double>> pairs = {{110, 100}, {95, 100}, {50, 50}};
        const PredictionError error = predictionError(pairs);
        QCOMPARE(error.n, 3);
        QVERIFY(std::abs(error.medianPercent - 5) < 1e-9);
        QVERIFY(std::abs(error.maximumPercent - 10) < 1e-9);
        QVERIFY(std::abs(error.biasPercent - 5.0 / 3) < 1e-9);
        QVERIFY_EXCEPTION_THROWN(predictionError({}), InputError);
        const std::vector<std::pair<double, double>> zero = {{1, 0}};
        QVERIFY_EXCEPTION_THROWN(predictionError(zero), InputError);
    }
};

QTEST_APPLESS_MAIN(MeasurementPlanTest)
#include "measurement_plan_test.moc"
