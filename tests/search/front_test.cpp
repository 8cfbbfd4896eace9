#include "base/random.h"
#include "search/ehvi.h"
#include "search/front.h"

#include <QtTest>
#include <cmath>
#include <numbers>

using namespace kintsugi;

namespace {

using Points = std::vector<Objectives>;
using Indices = std::vector<std::size_t>;

double gaussian(RandomStream& random) {
    return std::sqrt(-2 * std::log(1 - random.uniform())) * std::cos(2 * std::numbers::pi * random.uniform());
}

Points drawnPoints(RandomStream& random, int count) {
    Points points;
    for (int i = 0; i < count; ++i) // a coarse grid, so that there are equal ones
        points.push_back({static_cast<double>(random.below(12)) / 4, static_cast<double>(random.below(12))});
    return points;
}

} // namespace

Q_DECLARE_METATYPE(Points)
Q_DECLARE_METATYPE(Indices)

class FrontTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void frontKeepsWhatNothingBeats() {
        RandomStream random(1);
        for (int repeat = 0; repeat < 200; ++repeat) {
            const Points points = drawnPoints(random, 1 + static_cast<int>(random.below(30)));
            const Indices front = paretoFront(points);
            for (std::size_t i = 0; i < points.size(); ++i) {
                const bool beaten = std::any_of(points.begin(), points.end(), [&](const Objectives& other) {
                    return other.loss <= points[i].loss && other.cost <= points[i].cost && other != points[i];
                });
                const auto twin =
                    static_cast<std::size_t>(std::find(points.begin(), points.end(), points[i]) - points.begin());
                const bool kept = std::find(front.begin(), front.end(), i) != front.end();
                QCOMPARE(kept, !beaten && twin == i);
            }
            for (std::size_t i = 1; i < front.size(); ++i)
                QVERIFY(points[front[i - 1]].cost < points[front[i]].cost &&
                        points[front[i - 1]].loss > points[front[i]].loss);
        }
    }

    void frontLeavesOutWhatTheReferenceDoesNotContain() {
        const Points points{{5, 1}, {2, 2}, {3, 1.5}, {0, 9}};
        QCOMPARE(paretoFront(points, ReferencePoint{3, 9}), Indices{1});
    }

    void kneeIsFarthestFromTheChord_data() {
        QTest::addColumn<Points>("front");
        QTest::addColumn<int>("index");
        QTest::newRow("none") << Points{} << -1;
        QTest::newRow("one") << Points{{1, 1}} << 0;
        QTest::newRow("two: the lesser loss") << Points{{4, 1}, {1, 2}} << 1;
        QTest::newRow("a corner") << Points{{10, 1}, {2, 2}, {1, 10}} << 1;
        QTest::newRow("scale does not matter") << Points{{10, 1000}, {6, 1100}, {5, 1900}, {0, 2000}} << 1;
        QTest::newRow("a tie: the lesser loss") << Points{{4, 0}, {2, 1}, {1, 2}, {0, 4}} << 2;
        QTest::newRow("bulging outwards: an end") << Points{{4, 0}, {3.9, 3}, {0, 4}} << 2;
    }
    void kneeIsFarthestFromTheChord() {
        QFETCH(Points, front);
        QFETCH(int, index);
        const auto found = knee(front);
        QCOMPARE(found ? static_cast<int>(*found) : -1, index);
    }

    void nearestKneeStartsWithItAndGoesOutwards() {
        const Points front{{10, 0}, {5, 0.5}, {2, 1}, {1, 4}, {0, 10}};
        QCOMPARE(nearestKnee(front, 3), (Indices{2, 1, 3}));
        QCOMPARE(nearestKnee(front, 99).size(), std::size_t{5});
        QVERIFY(nearestKnee({}, 3).empty());
    }

    void hypervolumeIsTheAreaInsideTheReference_data() {
        QTest::addColumn<Points>("points");
        QTest::addColumn<double>("area");
        QTest::newRow("none") << Points{} << 0.0;
        QTest::newRow("one") << Points{{1, 4}} << 2.0 * 6;
        QTest::newRow("two, their overlap once") << Points{{1, 4}, {2, 2}} << 12.0 + 2;
        QTest::newRow("beaten and equal ones add nothing") << Points{{1, 4}, {1, 4}, {2, 5}} << 12.0;
        QTest::newRow("on the border or beyond adds nothing") << Points{{1, 4}, {3, 0}, {5, -5}, {-9, 10}} << 12.0;
    }
    void hypervolumeIsTheAreaInsideTheReference() {
        QFETCH(Points, points);
        QFETCH(double, area);
        QCOMPARE(hypervolume(points, {3, 10}), area);
    }

    void expectedImprovementAgreesWithMonteCarlo_data() {
        QTest::addColumn<double>("lossDeviation");
        QTest::addColumn<double>("costDeviation");
        QTest::newRow("both uncertain") << 0.7 << 2.0;
        QTest::newRow("cost known") << 0.7 << 0.0;
        QTest::newRow("loss known") << 0.0 << 2.0;
    }
    void expectedImprovementAgreesWithMonteCarlo() {
        QFETCH(double, lossDeviation);
        QFETCH(double, costDeviation);
        RandomStream random(2);
        const ReferencePoint reference{3, 10};
        int far = 0;
        constexpr int repeats = 25, draws = 4000;
        constexpr double tail = 2e-4; // what so few draws may never see
        for (int repeat = 0; repeat < repeats; ++repeat) {
            Points points = drawnPoints(random, static_cast<int>(random.below(8)));
            const Belief loss{random.uniform(-1, 4), lossDeviation}, cost{random.uniform(-2, 12), costDeviation};
            const double exact = ExpectedImprovement(points, reference)(loss, cost);
            const double before = hypervolume(points, reference);
            points.push_back({});
            double sum = 0, squares = 0;
            for (int draw = 0; draw < draws; ++draw) {
                points.back() = {loss.mean + loss.deviation * gaussian(random),
                                 cost.mean + cost.deviation * gaussian(random)};
                const double gain = hypervolume(points, reference) - before;
                sum += gain, squares += gain * gain;
            }
            const double mean = sum / draws, error = std::sqrt((squares / draws - mean * mean) / draws);
            QVERIFY2(std::abs(mean - exact) <= 4.5 * error + tail,
                     qPrintable(QString("%1 against %2 +- %3").arg(exact).arg(mean).arg(error)));
            far += std::abs(mean - exact) > 2 * error + tail;
        }
        QVERIFY2(far <= 5, qPrintable(QString("%1 of 25 beyond two standard errors").arg(far))); // expected: 1
    }

    void improvementWithoutDoubtIsTheHypervolumesGrowth() {
        RandomStream random(3);
        const ReferencePoint reference{3, 10};
        for (int repeat = 0; repeat < 300; ++repeat) {
            Points points = drawnPoints(random, static_cast<int>(random.below(8)));
            const Objectives next{random.uniform(-1, 4), random.uniform(-2, 12)};
            const double gain = ExpectedImprovement(points, reference)({next.loss, 0}, {next.cost, 0});
            const double before = hypervolume(points, reference);
            points.push_back(next);
            QVERIFY(std::abs(gain - (hypervolume(points, reference) - before)) < 1e-9);
        }
    }
};

QTEST_APPLESS_MAIN(FrontTest)
#include "front_test.moc"
