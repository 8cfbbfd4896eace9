#include "common/wording.h"
#include "grid/path_table.h"
#include "grid_fixture.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QTableView>
#include <QTest>

namespace kintsugi {

class PathTableTest : public QObject {
    Q_OBJECT

    static QString text(const QAbstractItemModel& model, int row, int column) {
        return model.index(row, column).data().toString();
    }

private Q_SLOTS:
    void numbersAreThoseOfTheEdges() {
        PathModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0);
        const Stages stages = sample::paperStages();
        std::vector<EdgeChoice> choices = sample::readyChoices(stages);
        for (EdgeChoice& choice : choices)
            choice.milliseconds = choice.placed.edge.isTeacher() ? 10 : 2.5;
        model.setChoices(choices);
        const PlacedEdge surrogate{{StageId::dec2, 0, 1}, {BlockKind::Lite, 1, 1}};
        model.setPath(allTeacher(stages).replaced(surrogate.span, surrogate.edge));
        QCOMPARE(model.rowCount(), blockCount(stages));
        const int row = model.rowOf(surrogate.span);
        QVERIFY(row > 0);
        QCOMPARE(text(model, row, PathModel::Place), QStringLiteral("dec2.1"));
        QCOMPARE(text(model, row, PathModel::Kind), edgeText(surrogate.edge));
        QCOMPARE(text(model, row, PathModel::PredictedMs), QStringLiteral("2.50"));
        QCOMPARE(text(model, row, PathModel::MeasuredMs), notMeasured());
        const double sum = 10.0 * (blockCount(stages) - 1) + 2.5;
        QCOMPARE(model.index(row, PathModel::Share).data(PathModel::SortRole).toDouble(), 250 / sum);
        QCOMPARE(text(model, 0, PathModel::Loss), notMeasured()); // the teacher's own
        model.setMeasured({{surrogate, 3.25}});
        QCOMPARE(text(model, row, PathModel::MeasuredMs), QStringLiteral("3.25"));
        QCOMPARE(model.text().split(QLatin1Char('\n'), Qt::SkipEmptyParts).size(), model.rowCount() + 1);
    }

    void aShareNeedsAllTimes() {
        PathModel model;
        const Stages stages = sample::paperStages();
        model.setChoices({});
        model.setPath(allTeacher(stages));
        QCOMPARE(text(model, 0, PathModel::Share), notMeasured());
        QCOMPARE(text(model, 0, PathModel::PredictedMs), notMeasured());
    }

    void rowsAndGridShareTheSpan() {
        GridFixture grid;
        PathTable table(grid.selection);
        table.model().setChoices(grid.choices);
        table.resize(700, 400);
        table.show();
        grid.click(grid.at({StageId::enc2, 1, 2}));
        const QModelIndexList chosen = table.view().selectionModel()->selectedRows();
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0].data().toString(), QStringLiteral("enc2.2"));
        // Also with the rows in another order.
        table.view().sortByColumn(PathModel::Gmacs, Qt::DescendingOrder);
        QCOMPARE(table.view().selectionModel()->selectedRows()[0].data().toString(), QStringLiteral("enc2.2"));
        const QModelIndex first = table.view().model()->index(0, 0);
        QTest::mouseClick(table.view().viewport(), Qt::LeftButton, {}, table.view().visualRect(first).center());
        QVERIFY(grid.selection.span());
        QCOMPARE(spanText(*grid.selection.span()), first.data().toString());
    }

    void anEditShowsInTheTable() {
        GridFixture grid;
        PathTable table(grid.selection);
        table.model().setChoices(grid.choices);
        const int before = table.model().rowCount();
        grid.selection.edit({StageId::enc2, 0, 2}, {BlockKind::Lite, 1, 2});
        QCOMPARE(table.model().rowCount(), before - 1);
        grid.selection.undoStack().undo();
        QCOMPARE(table.model().rowCount(), before);
        QCOMPARE(table.commands().size(), 1);
        table.commands().front()->trigger();
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("enc2.2\t")));
        grid.selection.clear();
        QCOMPARE(table.model().rowCount(), 0);
    }
};

} // namespace kintsugi

QTEST_MAIN(kintsugi::PathTableTest)
#include "path_table_test.moc"
