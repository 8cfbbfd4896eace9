#include "search/additive_front.h"
#include "search/path_encoding.h"
#include "support.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace kintsugi;

namespace {

/// A space in which each edge that could be is with a chance of two in five; the teacher's always are.
Space drawnSpace(RandomStream& random) {
    const auto blocks = [&] { return 1 + static_cast<int>(random.below(2)); };
    const Stages stages = stagesWith({1, blocks(), blocks(), 1}, blocks());
    const Space all = Space::allSpans(stages, std::array{BlockKind::Lite, BlockKind::Skip});
    Space space(stages);
    for (StageId stage : allStages) {
        for (const PlacedEdge& placed : all.edges(stage)) {
            if (random.below(5) < 2)
                space.allow(placed.span, placed.edge);
        }
    }
    if (random.below(3) == 0) // a teacher's block that is no choice, perhaps a dead end
        space.forbid({StageId::enc2, 0, 1}, {});
    return space;
}

std::vector<Objectives> bruteForce(const SyntheticNetwork& network) {
    std::vector<Objectives> all, front;
    network.problem.space.forEachPath([&](const Architecture& path) {
        all.push_back({network.loss(path), network.problem.cost(path)});
        return true;
    });
    for (std::size_t i : paretoFront(all))
        front.push_back(all[i]);
    return front;
}

/// Without points that another one beats but for rounding, which a sum in another order may count or not.
std::vector<Objectives> distinct(const std::vector<Objectives>& front) {
    std::vector<Objectives> result;
    for (const Objectives& point : front) {
        if (!result.empty() && point.cost - result.back().cost < 1e-9)
            result.back() = point;
        else if (result.empty() || result.back().loss - point.loss > 1e-9)
            result.push_back(point);
    }
    return result;
}

AdditiveFront frontOf(const SyntheticNetwork& network) {
    return AdditiveFront(network.problem, [&](const PlacedEdge& placed) { return network.edgeLoss.at(placed); });
}

/// Every edge with a cost and a loss of its own, both larger the more it covers: few ways beat each other.
SyntheticNetwork unequalEdges(const Space& space) {
    auto network = drawnNetwork(space, Landscape::Additive, 4);
    auto costs = std::make_shared<std::map<PlacedEdge, double>>();
    RandomStream random(6);
    for (StageId stage : allStages) {
        for (const PlacedEdge& placed : space.edges(stage)) {
            const double teacher = placed.edge.covers, saved = teacher * random.uniform(0.0, 0.8);
            (*costs)[placed] = placed.edge.isTeacher() ? teacher : teacher - saved;
            if (!placed.edge.isTeacher())
                network.edgeLoss.at(placed) = 0.1 * saved * saved / teacher * random.uniform(0.9, 1.1);
        }
    }
    network.problem.edgeCost = [costs](const PlacedEdge& placed) { return costs->at(placed); };
    return network;
}

} // namespace

class AdditiveFrontTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsBruteForce_data() {
        QTest::addColumn<bool>("wholeCosts");
        QTest::newRow("whole costs") << true;
        QTest::newRow("real costs") << false;
    }
    void equalsBruteForce() {
        QFETCH(bool, wholeCosts);
        RandomStream random(21);
        int negative = 0, points = 0;
        for (std::uint64_t repeat = 0; repeat < 40; ++repeat) {
            const Space space = drawnSpace(random);
            if (space.pathCount().value() > 4000)
                continue;
            const auto network = drawnNetwork(space, Landscape::Additive, repeat, wholeCosts);
            for (const auto& [edge, loss] : network.edgeLoss)
                negative += loss < 0;
            const auto expected = distinct(bruteForce(network));
            const AdditiveFront front = frontOf(network);
            const auto found = distinct(front.points());
            QVERIFY(front.isExact());
            QCOMPARE(found.size(), expected.size());
            for (std::size_t i = 0; i < found.size(); ++i) {
                QVERIFY(std::abs(found[i].loss - expected[i].loss) < 1e-9);
                QVERIFY(std::abs(found[i].cost - expected[i].cost) < 1e-9);
            }
            for (std::size_t i = 0; i < front.points().size(); ++i) {
                const Architecture path = front.architecture(i);
                QVERIFY(network.problem.space.contains(path));
                QVERIFY(std::abs(network.loss(path) - front.points()[i].loss) < 1e-9);
                QVERIFY(std::abs(network.problem.cost(path) - front.points()[i].cost) < 1e-9);
            }
            points += static_cast<int>(found.size());
        }
        QVERIFY(negative > 10);
        QVERIFY(points > 200);
    }

    void noPathNoPoints() {
        Space space(stagesWith({1, 2, 1, 1}, 1));
        space.forbid({StageId::enc2, 1, 2}, {});
        QVERIFY(frontOf(drawnNetwork(space, Landscape::Additive, 1)).points().empty());
    }

    void cappedFrontsSayThatTheyAreAndKeepTheirEnds() {
        const auto network = unequalEdges(Space::singleBlocks(stagesOf(RestormerConfig{})));
        const AdditiveFront exact = frontOf(network);
        const AdditiveFront capped(
            network.problem, [&](const PlacedEdge& placed) { return network.edgeLoss.at(placed); }, 50);
        QVERIFY(exact.isExact() && exact.points().size() > 200);
        QVERIFY(!capped.isExact());
        QVERIFY(capped.points().size() > 20 && capped.points().size() <= 51);
        QVERIFY(std::abs(capped.points().front().cost - exact.points().front().cost) < 1e-9);
        QVERIFY(std::abs(capped.points().back().loss - exact.points().back().loss) < 1e-9);
        const ReferencePoint reference = referencePoint(network.problem);
        QVERIFY(hypervolume(capped.points(), reference) > 0.98 * hypervolume(exact.points(), reference));
    }

    void fullSizeTakesSeconds_data() {
        QTest::addColumn<bool>("equal");
        QTest::addColumn<bool>("wholeCosts");
        QTest::newRow("whole costs") << true << true;
        QTest::newRow("real costs") << true << false;
        QTest::newRow("real costs, each edge its own") << false << false;
    }
    void fullSizeTakesSeconds() {
        QFETCH(bool, equal);
        QFETCH(bool, wholeCosts);
        const Space space = Space::allSpans(stagesOf(RestormerConfig{}),
                                            std::array{BlockKind::Lite, BlockKind::MambaIr, BlockKind::Skip});
        const auto network = equal ? drawnNetwork(space, Landscape::Additive, 4, wholeCosts) : unequalEdges(space);
        QElapsedTimer timer;
        timer.start();
        const AdditiveFront front = frontOf(network);
        qInfo("%zu points, %s, %lld ms", front.points().size(), front.isExact() ? "exact" : "capped", timer.elapsed());
        QVERIFY(front.points().size() > 20);
        QVERIFY(timer.elapsed() < 20'000);
    }

    void encodingsRoundTrip() {
        RandomStream random(22);
        for (const auto& stages : {stagesWith({1, 2, 2, 2}, 1), stagesWith({2, 4, 3, 5}, 6)}) {
            const auto network = drawnNetwork(Space::allSpans(stages, std::array{BlockKind::Lite, BlockKind::Skip}),
                                              Landscape::Additive, 5);
            const PathEncoding encoding(network.problem);
            for (int repeat = 0; repeat < 200; ++repeat) {
                const Architecture path = network.problem.space.sample(random);
                QCOMPARE(encoding.decode(encoding.encode(path)).text(), path.text());
                std::vector<int> numbers; // every vector within the sizes is a path
                for (int size : encoding.sizes())
                    numbers.push_back(static_cast<int>(random.below(static_cast<std::uint64_t>(size))));
                QVERIFY(network.problem.space.contains(encoding.decode(numbers)));
            }
        }
    }
};

QTEST_APPLESS_MAIN(AdditiveFrontTest)
#include "additive_front_test.moc"
