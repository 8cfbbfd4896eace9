#include "grid_fixture.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalSpy>
#include <QtTest>

using namespace kintsugi;

namespace {
constexpr Edge lite{BlockKind::Lite, 1, 1}, lite2{BlockKind::Lite, 1, 2};
constexpr Span block{StageId::dec2, 4, 5}, pair{StageId::dec2, 4, 6};
} // namespace

class UnetKeysTest : public QObject {
    Q_OBJECT

private:
    static void hold(UnetView& view, Qt::Key key, int repetitions) {
        for (int i = 0; i <= repetitions; ++i)
            QTest::simulateEvent(&view, true, key, {}, QString(), i > 0);
        QTest::simulateEvent(&view, false, key, {}, QString(), false);
    }

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<std::vector<PlacedEdge>>(); }

    void arrowsWalkTheWholePath() {
        GridFixture grid;
        grid.selection.edit(pair, lite2);
        grid.selection.edit({StageId::bottleneck, 0, 8}, {BlockKind::Lite, 4, 8});
        QStringList visited;
        grid.key(Qt::Key_Down); // nothing is selected: to the first block
        visited << grid.span();
        const int cells = int(grid.selection.a().placedEdges().size());
        for (int i = 0; i < cells + 3; ++i) {
            const StageId stage = grid.selection.span()->stage;
            grid.key(stage < StageId::bottleneck    ? Qt::Key_Down
                     : stage == StageId::bottleneck ? Qt::Key_Right
                                                    : Qt::Key_Up);
            if (visited.back() != grid.span())
                visited << grid.span();
        }
        QStringList path;
        for (const PlacedEdge& placed : grid.selection.a().placedEdges())
            path << QString::fromStdString(toString(placed.span));
        QCOMPARE(visited, path);
    }

    void leftAndRightCrossTheSkip() {
        GridFixture grid;
        grid.selection.setSpan(Span{StageId::enc3, 1, 2});
        grid.key(Qt::Key_Right);
        QCOMPARE(grid.span(), QStringLiteral("dec3:4-5"));
        grid.key(Qt::Key_Left);
        QCOMPARE(grid.span(), QStringLiteral("enc3:1-2"));
    }

    void shiftExtendsAndShrinks() {
        GridFixture grid;
        grid.selection.setSpan(Span{StageId::enc2, 2, 3});
        grid.key(Qt::Key_Down, Qt::ShiftModifier);
        grid.key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(grid.span(), QStringLiteral("enc2:2-5"));
        grid.key(Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(grid.span(), QStringLiteral("enc2:2-4"));
        grid.key(Qt::Key_Up, Qt::ShiftModifier);
        grid.key(Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(grid.span(), QStringLiteral("enc2:1-3"));
        for (int i = 0; i < 9; ++i)
            grid.key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(grid.span(), QStringLiteral("enc2:2-6")); // never across the stage's border
        grid.key(Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(grid.span(), QStringLiteral("enc2:2-6"));
    }

    void extendingUpwardsInTheDecoderRunsForward() {
        GridFixture grid;
        grid.selection.setSpan(block);
        grid.key(Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(grid.span(), QStringLiteral("dec2:4-6"));
    }

    void tSwapsWhatIsSelected() {
        GridFixture grid;
        grid.selection.setSpan(block);
        grid.key(Qt::Key_T);
        QCOMPARE(grid.stage(StageId::dec2), QStringLiteral("T*4.lite1:1.T"));
        grid.key(Qt::Key_T);
        QCOMPARE(grid.stage(StageId::dec2), QStringLiteral("T*6"));
        QCOMPARE(grid.selection.undoStack().count(), 2); // two presses, two steps
    }

    void tOnSeveralBlocksIsOneStep() {
        GridFixture grid;
        grid.selection.setSpan(pair);
        grid.key(Qt::Key_T);
        QCOMPARE(grid.stage(StageId::dec2), QStringLiteral("T*4.lite1:1*2"));
        QCOMPARE(grid.selection.undoStack().count(), 1);
        grid.selection.undoStack().undo();
        QCOMPARE(grid.stage(StageId::dec2), QStringLiteral("T*6"));
    }

    void tHeldDownIsOneStep() {
        GridFixture grid;
        grid.selection.setSpan(block);
        hold(grid.view, Qt::Key_T, 4); // five swaps
        QCOMPARE(grid.stage(StageId::dec2), QStringLiteral("T*4.lite1:1.T"));
        QCOMPARE(grid.selection.undoStack().count(), 1);
        grid.selection.undoStack().undo();
        QCOMPARE(grid.stage(StageId::dec2), QStringLiteral("T*6"));
    }

    void commandsFromAMenuAreStepsOfTheirOwn() {
        GridFixture grid;
        grid.selection.setSpan(block);
        grid.key(Qt::Key_T);
        grid.view.unetActions().toggle->trigger();
        QCOMPARE(grid.selection.undoStack().count(), 2);
    }

    void sGoesThroughTheSurrogatesOfTheSpan() {
        GridFixture grid;
        grid.choices.push_back(sample::surrogate(pair, 2));
        grid.choices.push_back(sample::surrogate(pair, 1, BlockKind::Restormer));
        grid.choices.back().state = EdgeState::Missing;
        grid.view.setChoices(grid.choices);
        grid.selection.setSpan(pair);
        QStringList seen;
        for (int i = 0; i < 3; ++i) {
            grid.key(Qt::Key_S);
            seen << grid.stage(StageId::dec2);
        }
        QCOMPARE(seen, (QStringList{"T*4.lite2:2", "T*4.lite1:2", "T*4.lite2:2"}));
    }

    void sSaysWhenThereIsNone() {
        GridFixture grid;
        QSignalSpy said(&grid.view, &UnetView::messageRequested);
        grid.selection.setSpan(Span{StageId::dec2, 1, 3});
        grid.key(Qt::Key_S);
        QCOMPARE(said.count(), 1);
        QCOMPARE(said.front().front().toString(), QStringLiteral("No surrogate of dec2.2–3 yet; distil one."));
    }

    void enterListsTheChoices() {
        GridFixture grid;
        grid.selection.setSpan(pair);
        grid.key(Qt::Key_Return);
        QVERIFY(grid.menu());
        QCOMPARE(grid.menu()->activeAction(), grid.menu()->actions()[1]); // what is on the path
        QTest::keyClick(grid.menu(), Qt::Key_Down);
        QTest::keyClick(grid.menu(), Qt::Key_Return);
        QCOMPARE(grid.stage(StageId::dec2), QStringLiteral("T*4.lite1:1*2"));
    }

    void keysWithoutASelectionExplain() {
        GridFixture grid;
        QSignalSpy said(&grid.view, &UnetView::messageRequested);
        for (Qt::Key key : {Qt::Key_T, Qt::Key_S, Qt::Key_Return})
            grid.key(key);
        QCOMPARE(said.count(), 3);
        QVERIFY(grid.selection.a() == allTeacher(sample::paperStages()));
    }

    void tabGoesThroughTheStagesAndLeaves() {
        QWidget window;
        Selection selection;
        selection.reset(sample::paperStages());
        QLineEdit before, after;
        UnetView view(selection);
        auto* layout = new QHBoxLayout(&window);
        layout->addWidget(&before);
        layout->addWidget(&view);
        layout->addWidget(&after);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        before.setFocus();
        QStringList stages;
        QTest::keyClick(&before, Qt::Key_Tab);
        while (view.hasFocus() && stages.size() < 20) {
            stages << QString::fromStdString(toString(*selection.span()));
            QTest::keyClick(&view, Qt::Key_Tab);
        }
        QCOMPARE(stages, (QStringList{"enc1:0-1", "enc2:0-1", "enc3:0-1", "bottleneck:0-1", "dec3:0-1", "dec2:0-1",
                                      "dec1:0-1", "refine:0-1"}));
        QVERIFY(after.hasFocus());
        QTest::keyClick(&after, Qt::Key_Backtab, Qt::ShiftModifier);
        QVERIFY(view.hasFocus());
        for (int i = 0; i < 8; ++i)
            QTest::keyClick(&view, Qt::Key_Backtab, Qt::ShiftModifier);
        QVERIFY(before.hasFocus());
    }

    void letterKeysActOnlyInTheGrid() {
        QWidget window;
        Selection selection;
        selection.reset(sample::paperStages());
        QLineEdit field;
        UnetView view(selection);
        view.setChoices(sample::readyChoices(sample::paperStages()));
        auto* layout = new QHBoxLayout(&window);
        layout->addWidget(&field);
        layout->addWidget(&view);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        selection.setSpan(block);
        field.setFocus();
        QTest::keyClick(&field, Qt::Key_T);
        QVERIFY(selection.a() == allTeacher(sample::paperStages()));
        QCOMPARE(field.text(), QStringLiteral("t"));
    }

    void zoomKeys() {
        GridFixture grid;
        const double fitted = grid.view.zoom();
        grid.key(Qt::Key_Plus, Qt::ControlModifier);
        QVERIFY(grid.view.zoom() > fitted);
        grid.key(Qt::Key_F);
        QCOMPARE(grid.view.zoom(), fitted);
        grid.key(Qt::Key_Minus, Qt::ControlModifier);
        QVERIFY(grid.view.zoom() < fitted);
    }
};

QTEST_MAIN(UnetKeysTest)
#include "unet_keys_test.moc"
