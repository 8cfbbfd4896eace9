#include "common/selection.h"
#include "grid/choice_table.h"
#include "grid/edge_description.h"
#include "grid/fan_layout.h"
#include "grid/overlay.h"
#include "grid/path_moves.h"
#include "grid/span_options.h"
#include "grid_support.h"

#include <QtTest>

using namespace kintsugi;

namespace {
constexpr Edge lite{BlockKind::Lite, 1, 1};
}

class GridValuesTest : public QObject {
    Q_OBJECT

private:
    static std::vector<Stages> networks() { return {sample::smallStages(), sample::paperStages()}; }

private Q_SLOTS:
    void everyBlockIsFoundWhereItIsDrawn() {
        for (const Stages& stages : networks()) {
            const GridLayout layout(stages);
            for (const StageInfo& stage : stages)
                for (int block = 0; block < stage.blocks; ++block) {
                    const QRectF cell = layout.cell({stage.id, block, block + 1});
                    QVERIFY(layout.bounds.contains(cell));
                    const BlockPlace expected{stage.id, block};
                    QVERIFY(layout.blockAt(cell.center()) == expected);
                    QVERIFY(layout.blockAt(cell.topLeft() + QPointF(1, 1)) == expected);
                }
            QVERIFY(!layout.blockAt({layout.leftRight + 100, 60}));
        }
    }

    void stagesDoNotOverlap() {
        for (const Stages& stages : networks()) {
            const GridLayout layout(stages);
            for (StageId one : allStages)
                for (StageId other : allStages)
                    if (one < other)
                        QVERIFY(!layout.stage(one).intersects(layout.stage(other)));
        }
    }

    void theEncoderRunsDownAndTheDecoderUp() {
        const GridLayout layout(sample::paperStages());
        QVERIFY(layout.cell({StageId::enc2, 0, 1}).y() < layout.cell({StageId::enc2, 1, 2}).y());
        QVERIFY(layout.cell({StageId::dec2, 0, 1}).y() > layout.cell({StageId::dec2, 1, 2}).y());
        QVERIFY(layout.cell({StageId::bottleneck, 0, 1}).x() < layout.cell({StageId::bottleneck, 1, 2}).x());
        QVERIFY(layout.stage(StageId::refine).bottom() < layout.stage(StageId::dec1).top());
    }

    void skipsAreStraightAndLevel() {
        for (const Stages& stages : networks()) {
            const GridLayout layout(stages);
            for (int level = 1; level <= 3; ++level) {
                const QLineF skip = layout.skip(level);
                QCOMPARE(skip.y1(), skip.y2());
                const QRectF encoder = layout.stage(static_cast<StageId>(level - 1));
                const QRectF decoder = layout.stage(static_cast<StageId>(7 - level));
                QCOMPARE(encoder.bottom(), decoder.bottom());
                QCOMPARE(skip.y1(), encoder.bottom());
            }
        }
    }

    void aSpanIsAsTallAsItsBlocks() {
        const GridLayout layout(sample::paperStages());
        const QRectF whole = layout.cell({StageId::enc3, 0, 6});
        QCOMPARE(whole.top(), layout.cell({StageId::enc3, 0, 1}).top());
        QCOMPARE(whole.bottom(), layout.cell({StageId::enc3, 5, 6}).bottom());
    }

    void theBestSingleSurrogateLosesLeast() {
        std::vector<EdgeChoice> choices;
        const Span span{StageId::dec2, 4, 5};
        ChoiceTable table;
        QVERIFY(!table.bestSingle(span.stage, 4));
        EdgeChoice one = sample::surrogate(span, 1), other = sample::surrogate(span, 1, BlockKind::MambaIr);
        one.loss = other.loss = std::nullopt;
        one.relativeError = other.relativeError = std::nullopt;
        table.assign({one, other});
        QCOMPARE(table.bestSingle(span.stage, 4)->placed.edge.kind, BlockKind::Lite);
        other.relativeError = 0.5; // a known error beats none
        table.assign({one, other});
        QCOMPARE(table.bestSingle(span.stage, 4)->placed.edge.kind, BlockKind::MambaIr);
        one.relativeError = 0.9;
        one.loss = 0.3; // and a known loss beats an error
        table.assign({one, other});
        QCOMPARE(table.bestSingle(span.stage, 4)->placed.edge.kind, BlockKind::Lite);
        other.loss = 0.2;
        table.assign({one, other});
        QCOMPARE(table.bestSingle(span.stage, 4)->placed.edge.kind, BlockKind::MambaIr);
        other.state = EdgeState::Training;
        table.assign({one, other});
        QCOMPARE(table.bestSingle(span.stage, 4)->placed.edge.kind, BlockKind::Lite);
    }

    void controlsAreNoOnesFirstChoice() {
        const Span span{StageId::dec2, 0, 1};
        EdgeChoice ssm = sample::surrogate(span, 1), control = sample::surrogate(span, 1, BlockKind::Gated);
        ssm.loss = 0.5;
        control.loss = 0.1;
        ChoiceTable table;
        table.assign({control, ssm});
        QCOMPARE(table.bestSingle(span.stage, 0)->placed.edge.kind, BlockKind::Lite);
        table.assign({control});
        QCOMPARE(table.bestSingle(span.stage, 0)->placed.edge.kind, BlockKind::Gated);
    }

    void teacherValuesMayBeGivenOnceForAStage() {
        ChoiceTable table;
        table.assign({sample::teacherBlock(StageId::dec2, 0)});
        const EdgeChoice* fifth = table.find({{StageId::dec2, 4, 5}, {}});
        QVERIFY(fifth);
        QCOMPARE(*fifth->milliseconds, 60.0);
        QVERIFY(!table.find({{StageId::dec1, 0, 1}, {}}));
        QCOMPARE(table.state({{StageId::dec2, 0, 1}, lite}), EdgeState::Missing);
    }

    void overlayOfATeacherBlockTellsWhatReplacingItWouldDo() {
        ChoiceTable table;
        table.assign({sample::teacherBlock(StageId::enc1, 1), sample::surrogate({StageId::enc1, 1, 2}, 1)});
        const PlacedEdge block{{StageId::enc1, 1, 2}, {}}, surrogate{{StageId::enc1, 1, 2}, lite};
        QCOMPARE(*overlayValue(Overlay::Milliseconds, block, table).value, 10.0);
        QVERIFY(!overlayValue(Overlay::Milliseconds, block, table).ifReplaced);
        QCOMPARE(*overlayValue(Overlay::PsnrDrop, block, table).value, 0.011);
        QVERIFY(overlayValue(Overlay::PsnrDrop, block, table).ifReplaced);
        QVERIFY(!overlayValue(Overlay::PsnrDrop, surrogate, table).ifReplaced);
        QCOMPARE(*overlayValue(Overlay::Operations, surrogate, table).value, 0.5);
        QVERIFY(!overlayValue(Overlay::RelativeError, {{StageId::enc1, 0, 1}, {}}, table).value);
    }

    void bars_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("linear");
        QTest::addColumn<double>("logarithmic");
        QTest::newRow("longest") << 100.0 << 1.0 << 1.0;
        QTest::newRow("half") << 50.0 << 0.5 << 0.8996566681120062;
        QTest::newRow("a tenth") << 10.0 << 0.1 << 2.0 / 3;
        QTest::newRow("three decades below") << 0.1 << 0.001 << 0.0;
        QTest::newRow("zero") << 0.0 << 0.0 << 0.0;
        QTest::newRow("negative") << -3.0 << 0.0 << 0.0;
    }
    void bars() {
        QFETCH(double, value);
        QFETCH(double, linear);
        QFETCH(double, logarithmic);
        QVERIFY(std::abs(barFraction(value, 100, BarScale::Linear) - linear) < 1e-12);
        QVERIFY(std::abs(barFraction(value, 100, BarScale::Logarithmic) - logarithmic) < 1e-12);
    }

    void optionsOfASpan() {
        const Stages stages = sample::paperStages();
        ChoiceTable table;
        table.assign(sample::readyChoices(stages));
        const Span span{StageId::dec2, 4, 6};
        const Architecture a = allTeacher(stages).replaced({StageId::dec2, 5, 6}, lite);
        const auto options = spanOptions(span, a, table);
        QStringList titles;
        for (const SpanOption& option : options)
            titles << optionTitle(option);
        QCOMPARE(titles, (QStringList{"T T", "T S", "S S", "S 2→1"}));
        QVERIFY(options[1].onPath && !options[0].onPath);
        QCOMPARE(*options[0].milliseconds, 120.0);
        QCOMPARE(*options[0].loss, 0.0);
        QVERIFY(options[2].lossIsSum);
        QVERIFY(std::abs(*options[2].loss - (0.014 + 0.015)) < 1e-12);
        QVERIFY(!options[3].lossIsSum);
        QCOMPARE(optionNumbers(options[3]), QStringLiteral("error 0.040 · 4.0 ms · 0.024 dB"));
    }

    void unknownTimesStayUnknown() {
        const auto options = spanOptions({StageId::enc1, 0, 2}, allTeacher(sample::smallStages()), ChoiceTable());
        QCOMPARE(options.size(), std::size_t(1));
        QVERIFY(!options.front().milliseconds);
    }

    void choosingAnOptionIsOneStep() {
        Selection selection;
        selection.reset(sample::paperStages());
        ChoiceTable table;
        table.assign(sample::readyChoices(sample::paperStages()));
        const Span span{StageId::dec2, 4, 6};
        for (const char* title : {"S S", "S 2→1", "T T"}) {
            const int before = selection.undoStack().count();
            for (const SpanOption& option : spanOptions(span, selection.a(), table))
                if (optionTitle(option) == QString::fromUtf8(title))
                    putOnPath(option, selection);
            QCOMPARE(selection.undoStack().count(), before + 1);
        }
        QVERIFY(selection.a() == allTeacher(sample::paperStages()));
        const int steps = selection.undoStack().count();
        putOnPath(spanOptions(span, selection.a(), table).front(), selection); // there already
        QCOMPARE(selection.undoStack().count(), steps);
    }

    void severalSurrogatesAreOneStepWithItsName() {
        Selection selection;
        selection.reset(sample::paperStages());
        SpanOption option;
        option.span = {StageId::dec2, 4, 6};
        option.edges = {lite, lite};
        putOnPath(option, selection);
        QCOMPARE(selection.undoStack().count(), 1);
        QCOMPARE(selection.undoStack().undoText(), QStringLiteral("dec2.5–6: T T to S 1→1 lite S 1→1 lite"));
        selection.undoStack().undo();
        QVERIFY(selection.a() == allTeacher(sample::paperStages()));
    }

    void walking_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<int>("direction");
        QTest::addColumn<QString>("to");
        const auto row = [](const char* from, Direction direction, const char* to) {
            QTest::addRow("%s to %s", from, to)
                << QString::fromLatin1(from) << int(direction) << QString::fromLatin1(to);
        };
        row("enc2:0-1", Direction::Down, "enc2:1-2");
        row("enc2:0-1", Direction::Up, "enc1:3-4");
        row("enc1:0-1", Direction::Up, "nowhere");
        row("enc3:5-6", Direction::Down, "bottleneck:0-1");
        row("bottleneck:0-1", Direction::Left, "enc3:5-6");
        row("bottleneck:7-8", Direction::Right, "dec3:0-1");
        row("bottleneck:0-1", Direction::Up, "enc3:5-6");
        row("bottleneck:7-8", Direction::Up, "dec3:0-1");
        row("bottleneck:3-4", Direction::Down, "nowhere");
        row("dec3:0-1", Direction::Down, "bottleneck:7-8");
        row("dec3:5-6", Direction::Up, "dec2:0-1");
        row("dec1:3-4", Direction::Up, "refine:0-1");
        row("refine:3-4", Direction::Up, "nowhere");
        row("enc2:0-1", Direction::Right, "dec2:5-6");
        row("dec2:5-6", Direction::Left, "enc2:0-1");
        row("enc2:0-1", Direction::Left, "nowhere");
        row("dec2:5-6", Direction::Right, "nowhere");
        row("refine:0-1", Direction::Left, "nowhere");
        row("enc2:1-4", Direction::Down, "enc2:4-5");
        row("enc2:1-4", Direction::Up, "enc2:0-1");
    }
    void walking() {
        QFETCH(QString, from);
        QFETCH(int, direction);
        const Stages stages = sample::paperStages();
        const auto to = neighbour(stages, parseSpan(from.toStdString(), stages), static_cast<Direction>(direction));
        QTEST(to ? QString::fromStdString(toString(Span{to->stage, to->block, to->block + 1}))
                 : QStringLiteral("nowhere"),
              "to");
    }

    void theFanHasEveryAlternativeBesideItsBlocks() {
        for (const Stages& stages : networks()) {
            const GridLayout layout(stages);
            ChoiceTable table;
            table.assign(sample::readyChoices(stages));
            for (StageId stage : allStages) {
                const Fan fan = fanOf(stage, layout, table, allTeacher(stages));
                QCOMPARE(fan.cells.size(), table.surrogates(stage).size());
                QCOMPARE(fan.hidden, 0);
                for (const Fan::Cell& cell : fan.cells) {
                    QVERIFY(layout.bounds.contains(cell.rect));
                    const QRectF blocks = layout.cell(cell.choice.placed.span);
                    if (stage == StageId::bottleneck)
                        QCOMPARE(cell.rect.left(), blocks.left());
                    else
                        QCOMPARE(cell.rect.top(), blocks.top());
                    QVERIFY(fan.cellAt(cell.rect.center())->choice.placed == cell.choice.placed);
                    for (StageId other : allStages)
                        QVERIFY(!cell.rect.intersects(layout.stage(other)));
                }
            }
        }
    }

    void lanesThatOverlapStandSideBySide() {
        const Stages stages = sample::paperStages();
        std::vector<EdgeChoice> choices;
        for (int begin = 0; begin + 2 <= 6; ++begin)
            choices.push_back(sample::surrogate({StageId::dec2, begin, begin + 2}, 1));
        ChoiceTable table;
        table.assign(choices);
        const Fan fan = fanOf(StageId::dec2, GridLayout(stages), table, allTeacher(stages));
        QCOMPARE(fan.lanes.size(), std::size_t(1));
        QCOMPARE(fan.cells.size(), std::size_t(5));
        for (const Fan::Cell& one : fan.cells)
            for (const Fan::Cell& other : fan.cells)
                QVERIFY(&one == &other || !one.rect.intersects(other.rect));
    }

    void whatHasNoRoomIsCounted() {
        const Stages stages = sample::paperStages();
        const std::vector<BlockKind> kinds{BlockKind::Lite, BlockKind::MambaIr};
        std::vector<EdgeChoice> choices;
        for (BlockKind kind : kinds)
            for (int begin = 0; begin < 6; ++begin)
                for (int end = begin + 1; end <= 6; ++end)
                    for (int run = 1; run <= end - begin; ++run)
                        choices.push_back(sample::surrogate({StageId::dec2, begin, end}, run, kind));
        ChoiceTable table;
        table.assign(choices);
        const Fan fan = fanOf(StageId::dec2, GridLayout(stages), table, allTeacher(stages));
        QVERIFY(fan.hidden > 0);
        QCOMPARE(fan.cells.size() + std::size_t(fan.hidden), choices.size());
    }

    void descriptions_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<bool>("numbers");
        QTest::addColumn<QString>("text");
        QTest::newRow("ready") << int(EdgeState::Ready) << true
                               << "dec2, blocks 5 to 6, SSM surrogate 2→1, 24 ms predicted, 0.047 dB lost";
        QTest::newRow("without numbers") << int(EdgeState::Ready) << false << "dec2, blocks 5 to 6, SSM surrogate 2→1";
        QTest::newRow("training") << int(EdgeState::Training) << false
                                  << "dec2, blocks 5 to 6, SSM surrogate 2→1, distilling, 62 %";
        QTest::newRow("failed") << int(EdgeState::Failed) << false
                                << "dec2, blocks 5 to 6, SSM surrogate 2→1, failed: loss is not finite";
    }
    void descriptions() {
        QFETCH(int, state);
        QFETCH(bool, numbers);
        EdgeChoice choice;
        choice.placed = {{StageId::dec2, 4, 6}, {BlockKind::Lite, 1, 2}};
        choice.state = static_cast<EdgeState>(state);
        choice.percent = 62;
        choice.message = QStringLiteral("loss is not finite");
        if (numbers) {
            choice.milliseconds = 24;
            choice.loss = 0.047;
        }
        ChoiceTable table;
        table.assign({choice});
        QTEST(describeEdge(choice.placed, table), "text");
    }
};

QTEST_GUILESS_MAIN(GridValuesTest)
#include "grid_values_test.moc"
