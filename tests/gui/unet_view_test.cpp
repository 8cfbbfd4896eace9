#include "grid/unet_panel.h"
#include "grid_fixture.h"

#include <QComboBox>
#include <QGraphicsItem>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>
#include <QWheelEvent>
#include <QtTest>

using namespace kintsugi;

namespace {
constexpr Edge lite{BlockKind::Lite, 1, 1}, lite2{BlockKind::Lite, 1, 2};
constexpr Span block{StageId::dec2, 4, 5}, pair{StageId::dec2, 4, 6};
} // namespace

class UnetViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        qRegisterMetaType<std::vector<PlacedEdge>>();
        qRegisterMetaType<ArchitecturePreset>();
    }

    void aClickSelectsTheCellAndOpensItsFan() {
        GridFixture grid;
        QVERIFY(!grid.view.unetScene().fan());
        grid.click(grid.at(block));
        QCOMPARE(grid.span(), QStringLiteral("dec2:4-5"));
        QVERIFY(grid.view.unetScene().fan());
        QCOMPARE(grid.view.unetScene().fan()->stage, StageId::dec2);
        QCOMPARE(grid.stage(StageId::dec2), QStringLiteral("T*6")); // a click edits nothing
    }

    void aClickOnASurrogateSelectsAllThatItCovers() {
        GridFixture grid;
        grid.selection.edit(pair, lite2);
        grid.click(grid.at(block));
        QCOMPARE(grid.span(), QStringLiteral("dec2:4-6"));
    }

    void aClickBesideClosesTheFan() {
        GridFixture grid;
        grid.click(grid.at(block));
        grid.click(grid.view.mapFromScene(QPointF(grid.view.unetScene().layout().leftRight + 100, 60)));
        QCOMPARE(grid.span(), QStringLiteral("none"));
        QVERIFY(!grid.view.unetScene().fan());
    }

    void aDoubleClickSwapsBlockAndSurrogate() {
        GridFixture grid;
        grid.doubleClick(grid.at(block));
        QCOMPARE(grid.stage(StageId::dec2), QStringLiteral("T*4.lite1:1.T"));
        grid.doubleClick(grid.at(block));
        QCOMPARE(grid.stage(StageId::dec2), QStringLiteral("T*6"));
        QCOMPARE(grid.selection.undoStack().count(), 2);
    }

    void aDoubleClickOnALongSurrogateBringsItsBlocksBack() {
        GridFixture grid;
        grid.selection.edit(pair, lite2);
        grid.doubleClick(grid.at(block));
        QCOMPARE(grid.stage(StageId::dec2), QStringLiteral("T*6"));
    }

    void withoutASurrogateItSaysSo() {
        GridFixture grid;
        sample::at(grid.choices, {block, lite}).state = EdgeState::Missing;
        grid.view.setChoices(grid.choices);
        QSignalSpy said(&grid.view, &UnetView::messageRequested);
        grid.doubleClick(grid.at(block));
        QCOMPARE(grid.stage(StageId::dec2), QStringLiteral("T*6"));
        QCOMPARE(said.count(), 1);
        QCOMPARE(said.front().front().toString(), QStringLiteral("No surrogate of dec2.5 yet; distil one."));
    }

    void draggingSelectsASpanAndOffersItsSurrogates() {
        GridFixture grid;
        grid.drag(grid.at({StageId::dec2, 5, 6}), grid.at({StageId::dec2, 4, 5}));
        QCOMPARE(grid.span(), QStringLiteral("dec2:4-6"));
        QVERIFY(grid.menu());
        QVERIFY(grid.menuTexts().filter(QStringLiteral("S 2→1")).size() == 1);
        grid.choose(QStringLiteral("S 2→1"));
        QCOMPARE(grid.stage(StageId::dec2), QStringLiteral("T*4.lite1:2"));
        QCOMPARE(grid.selection.undoStack().count(), 1);
    }

    void draggingBeyondAStageStaysInIt() {
        GridFixture grid;
        grid.drag(grid.at({StageId::enc2, 3, 4}), grid.at({StageId::enc3, 2, 3}) + QPoint(60, 0));
        QCOMPARE(grid.span(), QStringLiteral("enc2:3-6"));
    }

    void draggingInsideOneCellOffersNothing() {
        GridFixture grid;
        grid.drag(grid.at(block), grid.at(block) + QPoint(8, 2));
        QCOMPARE(grid.span(), QStringLiteral("dec2:4-5"));
        QVERIFY(!grid.menu());
    }

    void aLanePutsItsSurrogateOnThePath() {
        GridFixture grid;
        grid.selection.edit(block, lite);
        grid.click(grid.at(block));
        grid.click(grid.atLane({pair, lite2}));
        QCOMPARE(grid.stage(StageId::dec2), QStringLiteral("T*4.lite1:2"));
        QCOMPARE(grid.span(), QStringLiteral("dec2:4-6"));
        const Fan* fan = grid.view.unetScene().fan();
        for (const Fan::Cell& cell : fan->cells)
            QCOMPARE(cell.onPath, cell.choice.placed == (PlacedEdge{pair, lite2}));
    }

    void aMissingLaneIsDistilledByRightClick() {
        GridFixture grid;
        const PlacedEdge missing{pair, lite2};
        sample::at(grid.choices, missing).state = EdgeState::Missing;
        grid.view.setChoices(grid.choices);
        QSignalSpy asked(&grid.view, &UnetView::distilRequested), said(&grid.view, &UnetView::messageRequested);
        grid.click(grid.at(block));
        grid.click(grid.atLane(missing));
        QCOMPARE(grid.stage(StageId::dec2), QStringLiteral("T*6"));
        QCOMPARE(said.count(), 1);
        grid.rightClick(grid.atLane(missing));
        QVERIFY(grid.menu());
        grid.choose(QStringLiteral("Distil S 2→1 lite now"));
        QCOMPARE(asked.count(), 1);
        QVERIFY(asked.front().front().value<std::vector<PlacedEdge>>() == std::vector{missing});
    }

    void aRightClickListsOptionsWithTheirNumbers() {
        GridFixture grid;
        grid.rightClick(grid.at(block));
        QVERIFY(grid.menu());
        QCOMPARE(grid.span(), QStringLiteral("dec2:4-5"));
        QStringList entries;
        for (const QAction* action : grid.menu()->actions())
            if (action->isCheckable())
                entries << action->text() + (action->isChecked() ? QStringLiteral(" *") : QString());
        QCOMPARE(entries,
                 (QStringList{"T   1 transformer\t60 ms · 0 dB *", "S   1 lite\terror 0.020 · 4.0 ms · 0.014 dB"}));
    }

    void aRightClickInTheSelectedSpanKeepsIt() {
        GridFixture grid;
        grid.selection.setSpan(pair);
        grid.rightClick(grid.at(block));
        QCOMPARE(grid.span(), QStringLiteral("dec2:4-6"));
    }

    void whatCannotRunCannotBeChosen() {
        GridFixture grid;
        EdgeChoice& training = sample::at(grid.choices, {block, lite});
        training.state = EdgeState::Training;
        training.percent = 62;
        grid.view.setChoices(grid.choices);
        grid.rightClick(grid.at(block));
        const QAction* entry = nullptr;
        for (const QAction* action : grid.menu()->actions())
            if (action->text().startsWith(QStringLiteral("S ")))
                entry = action;
        QVERIFY(entry && !entry->isEnabled());
        QVERIFY(entry->text().contains(QStringLiteral("62 %")));
    }

    void aSpanWithoutAnySurrogateOffersToDistilOne() {
        GridFixture grid;
        QSignalSpy asked(&grid.view, &UnetView::distilRequested);
        grid.selection.setSpan(Span{StageId::dec2, 1, 4});
        grid.rightClick(grid.at({StageId::dec2, 2, 3}));
        auto* more = grid.menu()->findChild<QMenu*>();
        QVERIFY(more);
        QCOMPARE(more->actions().size(), 3); // 3→3, 3→2, 3→1
        more->actions().back()->trigger();
        QVERIFY(asked.front().front().value<std::vector<PlacedEdge>>() ==
                (std::vector{PlacedEdge{{StageId::dec2, 1, 4}, {BlockKind::Lite, 1, 3}}}));
    }

    void onlyTheStageThatChangedIsDrawnAnew() {
        GridFixture grid;
        const auto cells = [&] {
            QSet<QGraphicsItem*> items;
            for (QGraphicsItem* item : grid.view.scene()->items())
                if (dynamic_cast<CellItem*>(item))
                    items << item;
            return items;
        };
        QSet<QGraphicsItem*> before = cells();
        QCOMPARE(before.size(), 44);
        grid.selection.edit(pair, lite2);
        const QSet<QGraphicsItem*> after = cells();
        QCOMPARE(after.size(), 43);
        QVERIFY(before.intersect(after).size() >= 38); // all but dec2's six
    }

    void unmeasuredValuesAreDashes() {
        GridFixture grid(sample::smallStages());
        const auto barTexts = [&] {
            QStringList texts;
            for (QGraphicsItem* item : grid.view.scene()->items())
                if (const auto* bar = dynamic_cast<BarItem*>(item))
                    texts << bar->text();
            return texts;
        };
        QVERIFY(!barTexts().contains(QStringLiteral("–")));
        for (EdgeChoice& choice : grid.choices)
            choice.milliseconds.reset();
        grid.view.setChoices(grid.choices);
        QCOMPARE(barTexts().count(QStringLiteral("–")), 18);
        grid.view.setOverlay(Overlay::Operations);
        QCOMPARE(barTexts().count(QStringLiteral("2.0")), 18);
    }

    void differencesFromBAreOutlined() {
        GridFixture grid;
        grid.selection.edit(pair, lite2);
        const QImage plain = grid.view.exportImage(1);
        grid.view.unetActions().outline->trigger();
        QVERIFY(grid.view.exportImage(1) != plain);
        grid.selection.pinA(); // no difference any more, only the legend's line
        const QRectF cell = grid.view.unetScene().layout().cell(pair).translated(-grid.view.sceneRect().topLeft());
        QCOMPARE(grid.view.exportImage(1).copy(cell.toAlignedRect().adjusted(-4, -4, 4, 4)),
                 plain.copy(cell.toAlignedRect().adjusted(-4, -4, 4, 4)));
    }

    void presetsAreAskedFor() {
        GridFixture grid;
        QSignalSpy asked(&grid.view, &UnetView::presetRequested);
        grid.view.unetActions().allSurrogate->trigger();
        grid.view.unetActions().knee->trigger();
        QCOMPARE(asked.count(), 2);
        QCOMPARE(asked[0][0].value<ArchitecturePreset>(), ArchitecturePreset::AllSurrogate);
        QCOMPARE(asked[1][0].value<ArchitecturePreset>(), ArchitecturePreset::Knee);
    }

    void theWheelZoomsWithControl() {
        GridFixture grid;
        const double fitted = grid.view.zoom();
        const QPointF pos = grid.at(block);
        const auto wheel = [&](Qt::KeyboardModifiers modifiers) {
            QWheelEvent event(pos, grid.view.viewport()->mapToGlobal(pos), {}, {0, 240}, Qt::NoButton, modifiers,
                              Qt::NoScrollPhase, false);
            QApplication::sendEvent(grid.view.viewport(), &event);
        };
        wheel(Qt::NoModifier);
        QCOMPARE(grid.view.zoom(), fitted);
        wheel(Qt::ControlModifier);
        QVERIFY(grid.view.zoom() > fitted * 1.2);
        grid.view.resize(900, 600);
        QVERIFY(grid.view.zoom() > fitted * 1.2); // a zoom by hand stays
        grid.view.unetActions().fit->trigger();
        QVERIFY(grid.view.zoom() < fitted);
    }

    void theMiddleButtonPans() {
        GridFixture grid;
        for (int i = 0; i < 5; ++i)
            grid.view.unetActions().zoomIn->trigger();
        QScrollBar* bar = grid.view.horizontalScrollBar();
        bar->setValue((bar->minimum() + bar->maximum()) / 2);
        const int before = bar->value();
        QTest::mousePress(grid.view.viewport(), Qt::MiddleButton, {}, {200, 200});
        QMouseEvent move(QEvent::MouseMove, QPointF(150, 200), QPointF(150, 200), Qt::NoButton, Qt::MiddleButton, {});
        QApplication::sendEvent(grid.view.viewport(), &move);
        QTest::mouseRelease(grid.view.viewport(), Qt::MiddleButton, {}, {150, 200});
        QCOMPARE(bar->value(), before + 50);
    }

    void blocksAreFoundByName_data() {
        QTest::addColumn<bool>("found");
        QTest::addColumn<QString>("span");
        QTest::newRow("dec2.5") << true << "dec2:4-5";
        QTest::newRow("DEC2.5-6") << true << "dec2:4-6";
        QTest::newRow("dec2.5–6") << true << "dec2:4-6";
        QTest::newRow("bottleneck") << true << "bottleneck:0-8";
        QTest::newRow("dec2.7") << false << "none";
        QTest::newRow("dec2.0") << false << "none";
        QTest::newRow("dec2.4-2") << false << "none";
        QTest::newRow("dec9.1") << false << "none";
        QTest::newRow("fit") << false << "none";
    }
    void blocksAreFoundByName() {
        GridFixture grid;
        QFETCH(bool, found);
        QCOMPARE(grid.view.goTo(QString::fromUtf8(QTest::currentDataTag())), found);
        QTEST(grid.span(), "span");
    }

    void picturesAreSavedAtAnyScale() {
        GridFixture grid;
        const QSizeF size = grid.view.sceneRect().size();
        QCOMPARE(grid.view.exportImage(2).size(), (size * 2).toSize());
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("grid.png"));
        QCOMPARE(grid.view.exportTo(path), QString());
        QCOMPARE(QImage(path).size(), (size * 3).toSize());
        QVERIFY(!grid.view.exportTo(folder.filePath(QStringLiteral("none/grid.png"))).isEmpty());
        const QString svg = folder.filePath(QStringLiteral("grid.svg"));
        QCOMPARE(grid.view.exportTo(svg).isEmpty(), UnetView::canExportSvg());
        QCOMPARE(QFile::exists(svg), UnetView::canExportSvg());
    }

    void theDarkThemeIsFollowed() {
        GridFixture grid;
        grid.view.setPalette(paletteOf(darkTokens()));
        QCOMPARE(grid.view.exportImage(1).pixelColor(1, 1), darkTokens().base);
    }

    void thePanelOffersToOpenAProject() {
        Selection selection;
        UnetPanel panel(selection);
        panel.resize(1000, 600);
        panel.show();
        QSignalSpy asked(&panel, &UnetPanel::openRequested);
        auto* button = panel.findChild<QPushButton*>();
        QVERIFY(button && button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        selection.reset(sample::smallStages());
        QVERIFY(panel.view().isVisible());
        QVERIFY(!button->isVisible());
    }

    void theToolBarAndTheActionsAgree() {
        Selection selection;
        selection.reset(sample::smallStages());
        UnetPanel panel(selection);
        panel.show();
        auto* overlay = panel.findChild<QComboBox*>(QStringLiteral("overlay"));
        panel.view().unetActions().overlays.at(Overlay::Operations)->trigger();
        QCOMPARE(overlay->currentIndex(), int(Overlay::Operations));
        QTest::keyClick(overlay, Qt::Key_Down);
        QCOMPARE(panel.view().overlay(), Overlay::RelativeError);
        QVERIFY(panel.view().unetActions().overlays.at(Overlay::RelativeError)->isChecked());
        panel.setDevices({QStringLiteral("This computer"), QStringLiteral("Pixel 8")});
        QTest::keyClick(panel.findChild<QComboBox*>(QStringLiteral("device")), Qt::Key_End);
        QCOMPARE(selection.device(), QStringLiteral("Pixel 8"));
    }

    void undoAndRedoButtons() {
        Selection selection;
        selection.reset(sample::smallStages());
        UnetPanel panel(selection);
        panel.resize(1100, 600);
        panel.show();
        auto* undo = panel.findChild<QToolButton*>(QStringLiteral("undo"));
        auto* redo = panel.findChild<QToolButton*>(QStringLiteral("redo"));
        QVERIFY(!undo->isEnabled());
        selection.edit({StageId::enc1, 0, 1}, lite);
        QCOMPARE(undo->toolTip(), QStringLiteral("enc1.1: T to S 1→1 lite"));
        QTest::mouseClick(undo, Qt::LeftButton);
        QVERIFY(selection.a() == allTeacher(sample::smallStages()));
        QTest::mouseClick(redo, Qt::LeftButton);
        QVERIFY(selection.a() != allTeacher(sample::smallStages()));
    }

    void everyCommandHasNameAndTip() {
        GridFixture grid;
        QSet<QString> names;
        for (const QAction* action : grid.view.commands()) {
            QVERIFY(!action->text().isEmpty() && !action->toolTip().isEmpty());
            QVERIFY(!names.contains(action->objectName()));
            names << action->objectName();
        }
        QVERIFY(names.size() >= 17);
    }
};

QTEST_MAIN(UnetViewTest)
#include "unet_view_test.moc"
