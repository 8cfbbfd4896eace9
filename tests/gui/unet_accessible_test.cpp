#include "grid_fixture.h"

#include <QAccessible>
#include <QSet>
#include <QtTest>

using namespace kintsugi;

class UnetAccessibleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCellIsAChild() {
        GridFixture grid;
        QAccessibleInterface* canvas = QAccessible::queryAccessibleInterface(&grid.view);
        QVERIFY(canvas);
        QCOMPARE(canvas->text(QAccessible::Name), QStringLiteral("Network"));
        QCOMPARE(canvas->childCount(), 44);
        QSet<QString> names;
        for (int i = 0; i < canvas->childCount(); ++i) {
            QAccessibleInterface* cell = canvas->child(i);
            QVERIFY(cell && cell->isValid());
            QCOMPARE(canvas->indexOfChild(cell), i);
            QCOMPARE(cell->parent(), canvas);
            names << cell->text(QAccessible::Name);
        }
        QCOMPARE(names.size(), 44);
        QVERIFY(!canvas->child(44));
    }

    void cellsReadWhatTheyAre() {
        GridFixture grid;
        grid.selection.edit({StageId::dec2, 4, 6}, {BlockKind::Lite, 1, 2});
        QAccessibleInterface* canvas = QAccessible::queryAccessibleInterface(&grid.view);
        QCOMPARE(canvas->childCount(), 43);
        QStringList names;
        for (int i = 0; i < canvas->childCount(); ++i)
            names << canvas->child(i)->text(QAccessible::Name);
        QCOMPARE(names.front(), QStringLiteral("enc1, block 1, transformer block, 10.0 ms predicted"));
        QVERIFY(names.contains(QStringLiteral(
            "dec2, blocks 5 to 6, SSM surrogate 2→1, 4.0 ms predicted, 0.024 dB lost, relative error 0.040")));
    }

    void cellsAreWhereTheyAreDrawn() {
        GridFixture grid;
        QAccessibleInterface* canvas = QAccessible::queryAccessibleInterface(&grid.view);
        const QPoint global = grid.view.viewport()->mapToGlobal(grid.at({StageId::dec1, 2, 3}));
        QAccessibleInterface* cell = canvas->childAt(global.x(), global.y());
        QVERIFY(cell);
        QVERIFY(cell->text(QAccessible::Name).startsWith(QStringLiteral("dec1, block 3")));
        QVERIFY(cell->rect().contains(global));
    }

    void theSelectedCellHasTheFocus() {
        GridFixture grid;
        QAccessibleInterface* canvas = QAccessible::queryAccessibleInterface(&grid.view);
        grid.selection.setSpan(Span{StageId::enc1, 1, 2});
        QCOMPARE(canvas->focusChild(), canvas->child(1));
        QVERIFY(canvas->child(1)->state().selected);
        QVERIFY(!canvas->child(0)->state().selected);
    }

    void cellsActWithoutAMouse() {
        GridFixture grid;
        QAccessibleInterface* canvas = QAccessible::queryAccessibleInterface(&grid.view);
        QAccessibleActionInterface* actions = canvas->child(2)->actionInterface();
        QVERIFY(actions);
        actions->doAction(QAccessibleActionInterface::toggleAction());
        QCOMPARE(grid.span(), QStringLiteral("enc1:2-3"));
        QCOMPARE(grid.stage(StageId::enc1), QStringLiteral("T*2.lite1:1.T"));
        actions->doAction(QAccessibleActionInterface::showMenuAction());
        QVERIFY(grid.menu());
    }

    void cellsThatVanishBecomeInvalid() {
        GridFixture grid;
        QAccessibleInterface* canvas = QAccessible::queryAccessibleInterface(&grid.view);
        QAccessibleInterface* last = canvas->child(43);
        QVERIFY(last->isValid());
        grid.selection.edit({StageId::enc1, 0, 4}, {BlockKind::Lite, 1, 4});
        QVERIFY(!last->isValid());
        QVERIFY(last->text(QAccessible::Name).isEmpty());
        grid.selection.undoStack().undo();
        QVERIFY(last->isValid());
    }
};

QTEST_MAIN(UnetAccessibleTest)
#include "unet_accessible_test.moc"
