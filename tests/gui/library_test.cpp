#include "common/banner.h"
#include "common/selection.h"
#include "grid_support.h"
#include "library/distil_dialog.h"
#include "library/library_panel.h"
#include "library/surrogate_filter.h"
#include "library/surrogate_model.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QCheckBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTreeView>
#include <QtTest>

using namespace kintsugi;

namespace {

constexpr Edge lite{BlockKind::Lite, 1, 1}, lite2{BlockKind::Lite, 1, 2};

/// enc1: 1→1 of both blocks, 2→1; one each ready, missing, training, failed.
std::vector<EdgeChoice> someChoices() {
    std::vector<EdgeChoice> choices{sample::teacherBlock(StageId::enc1, 0), sample::surrogate({StageId::enc1, 1, 2}, 1),
                                    sample::surrogate({StageId::enc1, 0, 1}, 1),
                                    sample::surrogate({StageId::enc1, 0, 2}, 1),
                                    sample::surrogate({StageId::dec2, 0, 2}, 1, BlockKind::MambaIr)};
    choices[2].state = EdgeState::Training;
    choices[2].percent = 62;
    choices[3].state = EdgeState::Missing;
    choices[3].relativeError = choices[3].loss = std::nullopt;
    choices[4].state = EdgeState::Failed;
    choices[4].message = QStringLiteral("Loss is not finite at step 1240.");
    return choices;
}

QStringList treeOf(const QAbstractItemModel& model) {
    QStringList lines;
    for (int s = 0; s < model.rowCount(); ++s) {
        const QModelIndex stage = model.index(s, 0);
        for (int row = 0; row < model.rowCount(stage); ++row) {
            QStringList cells{stage.data().toString()};
            for (int column = 0; column < model.columnCount(); ++column)
                cells << model.index(row, column, stage).data().toString();
            lines << cells.join(QLatin1Char('|'));
        }
    }
    return lines;
}

} // namespace

class LibraryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        qRegisterMetaType<DistilRequest>();
        qRegisterMetaType<PlacedEdge>();
    }

    void theTreeHasStagesAndTheirSurrogates() {
        SurrogateModel model;
        QAbstractItemModelTester tester(&model);
        model.setChoices(sample::smallStages(), someChoices());
        QCOMPARE(model.rowCount(), stageCount);
        QCOMPARE(treeOf(model),
                 (QStringList{"enc1|enc1.1|1→1|lite|0.020|0.010|62 %", "enc1|enc1.2|1→1|lite|0.020|0.011|ready",
                              "enc1|enc1|2→1|lite|–|–|missing", "dec2|dec2|2→1|MambaIR|0.040|0.020|failed"}));
        QCOMPARE(model.index(0, SurrogateModel::State).data().toString(), QStringLiteral("1/3"));
    }

    void withoutANetworkItIsEmpty() {
        SurrogateModel model;
        QAbstractItemModelTester tester(&model);
        model.setChoices(std::nullopt, {});
        QCOMPARE(model.rowCount(), 0);
    }

    void progressKeepsTheRows() {
        SurrogateModel model;
        QAbstractItemModelTester tester(&model);
        auto choices = someChoices();
        model.setChoices(sample::smallStages(), choices);
        const QPersistentModelIndex row = model.indexOf(choices[2].placed);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset), changed(&model, &QAbstractItemModel::dataChanged);
        choices[2].percent = 80;
        model.setChoices(sample::smallStages(), choices);
        QCOMPARE(reset.count(), 0);
        QVERIFY(changed.count() > 0);
        QVERIFY(row.isValid());
        QCOMPARE(row.sibling(row.row(), SurrogateModel::State).data().toString(), QStringLiteral("80 %"));
        choices.pop_back();
        model.setChoices(sample::smallStages(), choices);
        QCOMPARE(reset.count(), 1);
    }

    void failuresSayWhyAndWhatNext() {
        SurrogateModel model;
        model.setChoices(sample::smallStages(), someChoices());
        const QString tip = model.indexOf(someChoices()[4].placed).data(Qt::ToolTipRole).toString();
        QVERIFY(tip.contains(QStringLiteral("Loss is not finite")));
        QVERIFY(tip.contains(QStringLiteral("Distil again")));
    }

    void filtering_data() {
        QTest::addColumn<int>("rows");
        QTest::newRow("") << 4;
        QTest::newRow("enc1") << 3;
        QTest::newRow("enc1.2") << 1;
        QTest::newRow("mambair") << 1;
        QTest::newRow("1→1 ready") << 1;
        QTest::newRow("missing") << 1;
        QTest::newRow("purple") << 0;
    }
    void filtering() {
        SurrogateModel model;
        model.setChoices(sample::smallStages(), someChoices());
        SurrogateFilter filter;
        QAbstractItemModelTester tester(&filter);
        filter.setSourceModel(&model);
        filter.setFilter(QString::fromUtf8(QTest::currentDataTag()));
        QTEST(int(treeOf(filter).size()), "rows");
    }

    void sortingKeepsTheOrderOfStages() {
        SurrogateModel model;
        model.setChoices(sample::smallStages(), someChoices());
        SurrogateFilter filter;
        filter.setSourceModel(&model);
        filter.sort(SurrogateModel::Loss, Qt::DescendingOrder);
        QCOMPARE(filter.index(0, 0).data().toString(), QStringLiteral("enc1"));
        QCOMPARE(treeOf(filter).first(3),
                 (QStringList{"enc1|enc1|2→1|lite|–|–|missing", "enc1|enc1.2|1→1|lite|0.020|0.011|ready",
                              "enc1|enc1.1|1→1|lite|0.020|0.010|62 %"}));
    }

    void aRowSelectsItsSpanAndBack() {
        Selection selection;
        selection.reset(sample::smallStages());
        LibraryPanel panel(selection);
        panel.resize(400, 500);
        panel.show();
        panel.setChoices(someChoices());
        panel.view().expandAll();
        const QModelIndex row = panel.view().model()->index(1, 0, panel.view().model()->index(0, 0));
        QTest::mouseClick(panel.view().viewport(), Qt::LeftButton, {}, panel.view().visualRect(row).center());
        QVERIFY(selection.span() == (Span{StageId::enc1, 1, 2}));
        selection.setSpan(Span{StageId::dec2, 0, 2});
        QCOMPARE(panel.view().currentIndex().data().toString(), QStringLiteral("dec2"));
        QVERIFY(panel.view().currentIndex().parent().isValid());
        QVERIFY(selection.span() == (Span{StageId::dec2, 0, 2})); // following does not select in turn
    }

    void commandsFitTheState_data() {
        QTest::addColumn<int>("choice");
        QTest::addColumn<bool>("put");
        QTest::addColumn<bool>("distil");
        QTest::addColumn<bool>("curve");
        QTest::newRow("ready") << 1 << true << false << true; // others rest on it
        QTest::newRow("training") << 2 << false << false << true;
        QTest::newRow("missing") << 3 << false << true << false;
        QTest::newRow("failed") << 4 << false << true << true;
    }
    void commandsFitTheState() {
        QFETCH(int, choice);
        Selection selection;
        selection.reset(sample::smallStages());
        LibraryPanel panel(selection);
        panel.setChoices(someChoices());
        selection.setSpan(someChoices()[std::size_t(choice)].placed.span);
        const QList<QAction*> commands = panel.commands();
        QTEST(commands[0]->isEnabled(), "put");
        QTEST(commands[1]->isEnabled(), "distil");
        QTEST(commands[2]->isEnabled(), "curve");
    }

    void commandsActOnTheRow() {
        Selection selection;
        selection.reset(sample::smallStages());
        LibraryPanel panel(selection);
        panel.setChoices(someChoices());
        QSignalSpy asked(&panel, &LibraryPanel::distilRequested), curve(&panel, &LibraryPanel::curveRequested);
        selection.setSpan(Span{StageId::enc1, 1, 2});
        panel.commands()[0]->trigger();
        QCOMPARE(QString::fromStdString(selection.a().stageText(StageId::enc1)), QStringLiteral("T.lite1:1"));
        panel.commands()[2]->trigger();
        QVERIFY(curve.front().front().value<PlacedEdge>() == (PlacedEdge{{StageId::enc1, 1, 2}, lite}));
        selection.setSpan(Span{StageId::enc1, 0, 2});
        panel.commands()[1]->trigger();
        QVERIFY(asked.front().front().value<DistilRequest>().edges ==
                (std::vector{PlacedEdge{{StageId::enc1, 0, 2}, lite2}}));
    }

    void aFailedRowShowsItsReasonAndARemedy() {
        Selection selection;
        selection.reset(sample::smallStages());
        LibraryPanel panel(selection);
        panel.resize(400, 500);
        panel.show();
        panel.setChoices(someChoices());
        auto* banner = panel.findChild<Banner*>();
        QVERIFY(!banner->isVisible());
        selection.setSpan(Span{StageId::dec2, 0, 2});
        QVERIFY(banner->isVisible());
        QVERIFY(banner->text().contains(QStringLiteral("Loss is not finite")));
        QSignalSpy asked(&panel, &LibraryPanel::distilRequested);
        QTest::mouseClick(banner->findChild<QPushButton*>(QStringLiteral("remedy")), Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        selection.setSpan(Span{StageId::enc1, 1, 2});
        QVERIFY(!banner->isVisible());
    }

    void missingOnesAreChosenByKindAndSpan() {
        const Stages stages = sample::paperStages();
        std::vector<EdgeChoice> choices{sample::surrogate({StageId::dec2, 0, 1}, 1),
                                        sample::surrogate({StageId::dec2, 0, 2}, 1),
                                        sample::surrogate({StageId::dec2, 0, 6}, 4, BlockKind::MambaIr),
                                        sample::surrogate({StageId::dec2, 1, 2}, 1)};
        for (std::size_t i = 0; i < 3; ++i)
            choices[i].state = EdgeState::Missing;
        const std::vector<BlockKind> both{BlockKind::Lite, BlockKind::MambaIr};
        QCOMPARE(missingEdges(choices, stages, both, SpanSet::All).size(), std::size_t(3));
        QCOMPARE(missingEdges(choices, stages, {BlockKind::Lite}, SpanSet::All).size(), std::size_t(2));
        QVERIFY(missingEdges(choices, stages, both, SpanSet::WholeStages) == std::vector{choices[2].placed});
        QVERIFY(missingEdges(choices, stages, both, SpanSet::SingleBlocks) == std::vector{choices[0].placed});
    }

    void theDialogAsksAndThePanelPassesItOn() {
        Selection selection;
        selection.reset(sample::smallStages());
        LibraryPanel panel(selection);
        panel.resize(400, 500);
        panel.show();
        panel.setChoices(someChoices());
        QSignalSpy asked(&panel, &LibraryPanel::distilRequested);
        auto* button = panel.findChild<QPushButton*>(QStringLiteral("distilMissing"));
        QCOMPARE(button->text(), QStringLiteral("Distil missing (2)")); // the failed one counts
        QTest::mouseClick(button, Qt::LeftButton);
        auto* dialog = panel.findChild<DistilDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        auto* start = dialog->findChild<QPushButton*>(QStringLiteral("start"));
        QVERIFY(start->isEnabled());
        dialog->findChild<QRadioButton*>(QStringLiteral("spans.blocks"))->setChecked(true);
        QVERIFY(!start->isEnabled()); // none of single blocks is missing
        dialog->findChild<QRadioButton*>(QStringLiteral("spans.stages"))->setChecked(true);
        dialog->findChild<QCheckBox*>(QStringLiteral("kind.mambair"))->click();
        dialog->findChild<QSpinBox*>(QStringLiteral("iterations"))->setValue(300);
        QTest::mouseClick(start, Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        const auto request = asked.front().front().value<DistilRequest>();
        QCOMPARE(request.iterations, 300);
        QVERIFY(request.edges == (std::vector{PlacedEdge{{StageId::enc1, 0, 2}, lite2}}));
    }
};

QTEST_MAIN(LibraryTest)
#include "library_test.moc"
