#include "space/costs.h"
#include "space/space.h"
#include "space/state_dict_schema.h"
#include "support.h"

#include <QtTest>

using namespace kintsugi;

namespace {

const RestormerConfig fullSize;
constexpr double giga = 1e9;

} // namespace

class CostsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void teacherCostsAsPublished() {
        const CostModel model(fullSize, 256, 256);
        const Cost cost = model.network(allTeacher(model.stages()));
        QCOMPARE(cost.parameters, std::int64_t{26'126'644});
        QCOMPARE(cost.transformers, 44);
        QVERIFY(std::abs(cost.macs.convolution / giga - 140.985) < 0.01);
        QVERIFY(std::abs(cost.macs.total() / giga - 154.9) < 0.05);
        QCOMPARE(cost.macs.scan, std::int64_t{0});
        QCOMPARE(cost.penalty(), 11.0);
    }

    void teacherBlocksCostAsPublished_data() {
        QTest::addColumn<double>("gmac");
        QTest::newRow("enc1") << 2.34;
        QTest::newRow("enc2") << 2.08;
        QTest::newRow("enc3") << 1.94;
        QTest::newRow("bottleneck") << 1.88;
        QTest::newRow("dec1") << 8.91;
        QTest::newRow("refine") << 8.91;
    }
    void teacherBlocksCostAsPublished() {
        QFETCH(double, gmac);
        const Cost cost = CostModel(fullSize, 256, 256).block(parseStage(QTest::currentDataTag()), BlockKind::Teacher);
        QVERIFY2(std::abs(cost.macs.total() / giga - gmac) < 0.006,
                 qPrintable(QString::number(cost.macs.total() / giga)));
    }

    void mambaIrBlockCosts() {
        const Cost cost =
            CostModel(fullSize, 256, 256).block(StageId::dec1, BlockKind::MambaIr); // 96 channels, expand 2, 16 states
        QVERIFY(std::abs(cost.macs.convolution / giga - 9.58) < 0.006);
        QVERIFY(std::abs(cost.macs.scan / giga - 2.416) < 0.001);
        QCOMPARE(mambaIrBlockCost(48, 2.0, 16, 72).parameters, std::int64_t{50'801});  // golden mambair-block-d48
        QCOMPARE(mambaIrBlockCost(32, 1.5, 16, 140).parameters, std::int64_t{21'643}); // golden mambair-block-d32
    }

    void parametersAgreeWithTheSchema() {
        RandomStream random(6);
        for (int i = 0; i < 100; ++i) {
            const RestormerConfig config = randomConfig(random);
            const CostModel model(config, 64, 64);
            QCOMPARE(model.network(allTeacher(model.stages())).parameters, parameterCount(config));
        }
    }

    void penaltyHasThePapersPoints_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("run");
        QTest::addColumn<double>("penalty");
        QTest::newRow("2 MambaIR") << int(BlockKind::MambaIr) << 2 << 0.2;
        QTest::newRow("4 MambaIR") << int(BlockKind::MambaIr) << 4 << 0.4;
        QTest::newRow("6 MambaIR") << int(BlockKind::MambaIr) << 6 << 0.6;
        QTest::newRow("8 MambaIR") << int(BlockKind::MambaIr) << 8 << 0.8;
        QTest::newRow("8 Restormer") << int(BlockKind::Restormer) << 8 << 2.0;
        QTest::newRow("skip") << int(BlockKind::Skip) << 0 << 0.0;
    }
    void penaltyHasThePapersPoints() {
        QFETCH(int, kind);
        QFETCH(int, run);
        const CostModel model(fullSize, 256, 256);
        QTEST(model.edge(StageId::bottleneck, {static_cast<BlockKind>(kind), run, 8}).penalty(), "penalty");
    }

    void partsAddUpToTheWhole() {
        RandomStream random(7);
        for (int i = 0; i < 50; ++i) {
            RestormerConfig config = randomConfig(random);
            config.dim = 32;
            const CostModel model(config, 40, 72);
            const Space space = Space::allSpans(model.stages(), surrogateKinds);
            const Architecture path = space.sample(random);
            Cost parts = model.exit();
            for (StageId stage : allStages)
                parts += model.entry(stage);
            for (const PlacedEdge& placed : path.placedEdges())
                parts += model.edge(placed.span.stage, placed.edge);
            QVERIFY(parts == model.network(path));
        }
    }

    void sizesArePaddedTo8() {
        const Architecture path = allTeacher(stagesOf(fullSize));
        QVERIFY(CostModel(fullSize, 249, 256).network(path) == CostModel(fullSize, 256, 256).network(path));
        QVERIFY(CostModel(fullSize, 257, 256).network(path).macs.total() >
                CostModel(fullSize, 256, 256).network(path).macs.total());
        QCOMPARE(CostModel(fullSize, 257, 1).height(), 264);
        QCOMPARE(CostModel(fullSize, 257, 1).width(), 8);
    }

    void restormerControlCostsLikeTheTeacher() {
        const CostModel model(fullSize, 64, 64);
        QVERIFY(model.edge(StageId::enc3, {BlockKind::Restormer, 3, 6}) ==
                model.block(StageId::enc3, BlockKind::Teacher).times(3));
    }

    void gatedIsLiteWithoutItsScan() {
        const CostModel model(fullSize, 64, 64);
        const Cost lite = model.block(StageId::dec1, BlockKind::Lite),
                   gated = model.block(StageId::dec1, BlockKind::Gated);
        QCOMPARE(lite.macs.scan, std::int64_t{3} * 96 * 4 * 64 * 64); // expand 1, 4 states
        QCOMPARE(gated.macs.scan, std::int64_t{0});
        QVERIFY(gated.macs.convolution < lite.macs.convolution);
        QVERIFY(lite.macs.total() < model.block(StageId::dec1, BlockKind::Teacher).macs.total());
        const std::int64_t steps = 2 * 96 * (6 + 8), projection = 6 * 96 + 96, decay = 96 * 4 + 96;
        QCOMPARE(lite.parameters - gated.parameters, steps + projection + decay);
    }

    void wrongInputsAreRefused() {
        QVERIFY(inputErrorOf([] { CostModel(fullSize, 0, 256); }).contains("0x256"));
        RestormerConfig narrow;
        narrow.dim = 8;
        const CostModel model(narrow, 64, 64);
        QVERIFY(inputErrorOf([&] { model.block(StageId::enc1, BlockKind::MambaIr); }).contains("stage enc1 has 8"));
        QVERIFY(inputErrorOf([&] { model.network(Architecture{}); }).contains("enc1"));
    }
};

QTEST_APPLESS_MAIN(CostsTest)
#include "costs_test.moc"
