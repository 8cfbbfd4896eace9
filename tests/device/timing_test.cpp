#include "base/error.h"
#include "device/timing.h"

#include <QTest>
#include <numeric>

using namespace kintsugi;

namespace {

TimingReport fullReport() {
    TimingReport r;
    r.device = "0123 45";
    r.deviceName = "Kintsugi test fixture, not a phone";
    r.started = "2026-11-24T08:00:00Z";
    r.complete = true;
    Conditions& c = r.conditions;
    c.runtime = "ONNX Runtime 1.26.0";
    c.runner = "0.1.0";
    c.scanTarget = "NEON";
    c.os = "Linux 5.10";
    c.cpu = "\"quoted\"\nname";
    c.height = 256;
    c.width = 128;
    c.threads = 2;
    c.cores = {4, 5};
    c.celsiusBefore = {{"cpu-0", 41.5}};
    c.khzAfter = {2400000, 1800000};
    c.chargePercent = 80;
    c.isFixture = true;
    TimedModel m;
    m.architecture = "T*4/lite2:6";
    m.milliseconds = {40.1, 1.0 / 3, 41};
    m.order = {0, 3, 4};
    m.celsius = {41.5, std::nullopt, 42.0};
    m.khz = {std::nullopt, std::nullopt, 2400000.0};
    m.loadMs = 115.2;
    m.parity = Parity{1e-6, 2e-7, 1e-4, true};
    m.stages = {{"enc1", 3.5, std::nullopt}, {"unattributed", std::nullopt, 0.25}};
    m.nodesSumMs = 39.7;
    m.peakBytes = 5'000'000'000u;
    r.models = {m, TimedModel{}};
    return r;
}

} // namespace

class TimingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void summarisesATable_data() {
        QTest::addColumn<QList<double>>("times");
        QTest::addColumn<double>("median");
        QTest::addColumn<double>("minimum");
        QTest::addColumn<double>("p90");
        QTest::addColumn<double>("mad");
        QTest::newRow("one") << QList<double>{7} << 7.0 << 7.0 << 7.0 << 0.0;
        QTest::newRow("two") << QList<double>{4, 2} << 3.0 << 2.0 << 3.8 << 1.0;
        QTest::newRow("eleven") << QList<double>{10, 0, 9, 1, 8, 2, 7, 3, 6, 4, 5} << 5.0 << 0.0 << 9.0 << 3.0;
        QTest::newRow("outlier") << QList<double>{10, 10, 10, 10, 100} << 10.0 << 10.0 << 64.0 << 0.0;
    }
    void summarisesATable() {
        QFETCH(QList<double>, times);
        const SampleStatistics s = summarise(std::span<const double>(times.data(), std::size_t(times.size())));
        QCOMPARE(s.n, int(times.size()));
        QTEST(s.median, "median");
        QTEST(s.minimum, "minimum");
        QTEST(s.p90, "p90");
        QTEST(s.mad, "mad");
        QVERIFY(s.low95 <= s.median && s.median <= s.high95);
    }

    void intervalIsRepeatableAndNarrowsWithMoreTimes() {
        std::vector<double> few, many;
        for (int i = 0; i < 400; ++i)
            (i < 20 ? few : many).push_back(40 + (i * 7) % 20);
        many.insert(many.end(), few.begin(), few.end());
        const SampleStatistics a = summarise(few);
        const SampleStatistics b = summarise(many);
        QCOMPARE(summarise(few).low95, a.low95);
        QVERIFY(a.low95 < a.high95);
        QVERIFY(b.high95 - b.low95 < a.high95 - a.low95);
    }

    void trendIsThatOfTheOrderMeasured_data() {
        QTest::addColumn<double>("first");
        QTest::addColumn<double>("last");
        QTest::addColumn<double>("percent");
        QTest::addColumn<bool>("throttled");
        QTest::newRow("steady") << 40.0 << 40.0 << 0.0 << false;
        QTest::newRow("slightly slower") << 40.0 << 41.6 << 4.0 << false;
        QTest::newRow("hot") << 40.0 << 44.0 << 10.0 << true;
        QTest::newRow("faster") << 40.0 << 30.0 << -25.0 << false;
    }
    void trendIsThatOfTheOrderMeasured() {
        QFETCH(double, first);
        QFETCH(double, last);
        std::vector<double> times(12, (first + last) / 2);
        std::fill_n(times.begin(), 3, first);
        std::fill_n(times.end() - 3, 3, last);
        const SampleStatistics s = summarise(times);
        QFETCH(double, percent);
        QVERIFY(std::abs(s.trendPercent - percent) < 1e-9);
        QTEST(s.throttled, "throttled");
    }

    void nothingToSummariseIsAnError() {
        QVERIFY_EXCEPTION_THROWN(summarise({}), InputError);
        QVERIFY_EXCEPTION_THROWN(medianOf({}), InputError);
    }

    void reportSurvivesTheRoundTrip() {
        const TimingReport r = fullReport();
        const std::string text = toJson(r);
        const TimingReport back = timingReportFromJson(text);
        QCOMPARE(toJson(back), text);
        QCOMPARE(back.conditions.cpu, r.conditions.cpu);
        QCOMPARE(back.models.size(), std::size_t(2));
        const TimedModel& m = back.models[0];
        QCOMPARE(m.milliseconds, r.models[0].milliseconds);
        QCOMPARE(m.order, r.models[0].order);
        QVERIFY(m.celsius == r.models[0].celsius);
        QVERIFY(!m.khz[0] && m.khz[2]);
        QVERIFY(!m.stages[0].profiledMs && *m.stages[0].aloneMs == 3.5);
        QVERIFY(m.parity && m.parity->pass && m.parity->allowed == 1e-4);
        QVERIFY(!m.profiledWholeMs && *m.nodesSumMs == 39.7 && *m.peakBytes == 5'000'000'000u);
        QVERIFY(!back.models[1].parity);
        QVERIFY(back.complete && back.conditions.isFixture);
        QCOMPARE(back.conditions.celsiusBefore.at("cpu-0"), 41.5);
        QCOMPARE(back.conditions.cores, (std::vector<int>{4, 5}));
        QCOMPARE(*back.conditions.chargePercent, 80.0);
    }

    void bytesThatAreNoTextAreStillWritten() {
        TimingReport r;
        r.deviceName = "phone \xff";
        QVERIFY(timingReportFromJson(toJson(r)).deviceName.starts_with("phone "));
    }

    void wrongReportsAreRefused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("names");
        const QByteArray good = QByteArray::fromStdString(toJson(fullReport()));
        QTest::newRow("empty") << QByteArray() << "";
        QTest::newRow("cut off") << good.left(good.size() / 2) << "";
        QTest::newRow("field missing") << QByteArray(good).replace("load_ms", "lood_ms") << "load_ms";
        QTest::newRow("wrong type") << QByteArray(good).replace("\"complete\":true", "\"complete\":\"yes\"") << "";
        QTest::newRow("later schema") << QByteArray(good).replace("\"schema\":1", "\"schema\":2") << "schema 2";
    }
    void wrongReportsAreRefused() {
        QFETCH(QByteArray, text);
        QFETCH(QString, names);
        try {
            timingReportFromJson(text.toStdString());
            QFAIL("accepted");
        } catch (const InputError& problem) {
            QVERIFY2(QString(problem.what()).contains(names), problem.what());
        }
    }
};

QTEST_APPLESS_MAIN(TimingTest)
#include "timing_test.moc"
