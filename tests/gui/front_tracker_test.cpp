#include "base/random.h"
#include "trials/architecture_difference.h"
#include "trials/front_tracker.h"

#include <QtTest>
#include <algorithm>
#include <limits>

using namespace kintsugi;

class FrontTrackerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void growsToTheFrontOfAllPoints_data() {
        QTest::addColumn<int>("values");
        QTest::newRow("many equal values") << 6;
        QTest::newRow("some equal values") << 40;
        QTest::newRow("hardly any") << 100000;
    }
    void growsToTheFrontOfAllPoints() {
        QFETCH(int, values);
        RandomStream random(17);
        const ReferencePoint reference{0.8 * values, 0.9 * values};
        for (int round = 0; round < 20; ++round) {
            FrontTracker tracker;
            std::vector<Objectives> points;
            std::vector<bool> isMember;
            for (int i = 0; i < 120; ++i) {
                points.push_back({static_cast<double>(random.below(static_cast<std::uint64_t>(values))),
                                  static_cast<double>(random.below(static_cast<std::uint64_t>(values)))});
                FrontTracker::Change change;
                tracker.insert(i, points.back(), change);
                isMember.push_back(false);
                for (const int id : change.joined)
                    isMember[static_cast<std::size_t>(id)] = true;
                for (const int id : change.left)
                    isMember[static_cast<std::size_t>(id)] = false;

                const auto expected = paretoFront(points);
                const auto members = tracker.members();
                QVERIFY(std::equal(members.begin(), members.end(), expected.begin(), expected.end(),
                                   [](int a, std::size_t b) { return a == static_cast<int>(b); }));
                for (std::size_t k = 0; k < points.size(); ++k) {
                    const bool beaten = std::any_of(points.begin(), points.end(), [&](const Objectives& other) {
                        return other != points[k] && other.loss <= points[k].loss && other.cost <= points[k].cost;
                    });
                    QCOMPARE(static_cast<bool>(isMember[k]), !beaten);
                }
            }
            QVERIFY(std::abs(tracker.hypervolume(reference) - hypervolume(points, reference)) < 1e-6 * values * values);
        }
    }

    void leavesOutWhatIsNotFinite() {
        FrontTracker tracker;
        FrontTracker::Change change;
        tracker.insert(0, {std::numeric_limits<double>::quiet_NaN(), 1}, change);
        tracker.insert(1, {1, std::numeric_limits<double>::infinity()}, change);
        QVERIFY(change.isEmpty());
        QVERIFY(tracker.members().empty());
    }

    void historyIsThatOfEachPrefix() {
        const std::vector<Objectives> points{{1, 5}, {2, 6}, {0.5, 8}, {9, 1}, {0.4, 4}};
        const ReferencePoint reference{3, 10};
        const auto history = hypervolumeHistory(points, reference);
        QCOMPARE(history.size(), points.size());
        for (std::size_t i = 0; i < points.size(); ++i)
            QCOMPARE(history[i], hypervolume(std::span(points).first(i + 1), reference));
    }

    void differencesAreTheSmallestSpans_data() {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("spans");
        const auto path = [](const char* dec2) { return QStringLiteral("T*4/T*6/T*6/T*8/T*6/%1/T*4/T*4").arg(dec2); };
        QTest::newRow("none") << path("T*6") << path("T*6") << "";
        QTest::newRow("one block") << path("T*6") << path("T*2.lite1:1.T*3") << "dec2:2-3";
        QTest::newRow("neighbours stay apart") << path("T*6") << path("T*2.lite1:1*2.T*2") << "dec2:2-3 dec2:3-4";
        QTest::newRow("a span to blocks") << path("T*2.lite1:2.T*2") << path("T*6") << "dec2:2-4";
        QTest::newRow("overlapping spans") << path("lite1:2.T*4") << path("T.lite1:2.T*3") << "dec2:0-3";
        QTest::newRow("another run") << path("lite2:6") << path("lite4:6") << "dec2:0-6";
    }
    void differencesAreTheSmallestSpans() {
        QFETCH(QString, before);
        QFETCH(QString, after);
        const Stages stages = stagesOf(RestormerConfig{});
        QStringList spans;
        for (const Span& span : differingSpans(parseArchitecture(before.toStdString(), stages),
                                               parseArchitecture(after.toStdString(), stages)))
            spans << QString::fromStdString(toString(span));
        QTEST(spans.join(QLatin1Char(' ')), "spans");
    }
};

QTEST_APPLESS_MAIN(FrontTrackerTest)
#include "front_tracker_test.moc"
