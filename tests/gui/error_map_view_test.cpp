#include "compare/error_map_view.h"
#include "compare_support.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>

using namespace kintsugi;
using namespace kintsugi::test;

class ErrorMapViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void controlsSetTheMap() {
        Selection selection;
        Comparison comparison(selection);
        ErrorMapView view(comparison);
        show(view, {300, 460});
        load(comparison);
        ErrorAnalysis& analysis = comparison.analysis();
        const auto boxes = view.findChildren<QComboBox*>();
        boxes[0]->setFocus();
        QTest::keyClick(boxes[0], Qt::Key_Down);
        QCOMPARE(analysis.kind(), ErrorKind::Absolute);
        boxes[1]->setFocus();
        QTest::keyClick(boxes[1], Qt::Key_Down);
        QCOMPARE(analysis.pair(), ErrorPair::AB);
        const auto numbers = view.findChildren<QDoubleSpinBox*>();
        numbers[0]->setFocus();
        numbers[0]->selectAll();
        QTest::keyClicks(numbers[0], QStringLiteral("20"));
        QTest::keyClick(numbers[0], Qt::Key_Return);
        QCOMPARE(analysis.scale().gain, 20.0);
        numbers[1]->setFocus();
        QTest::keyClick(numbers[1], Qt::Key_Up);
        QCOMPARE(analysis.scale().threshold, 0.002);
        QTest::mouseClick(view.findChild<QCheckBox*>(), Qt::LeftButton, {}, {8, 8});
        QVERIFY(analysis.isOverlay());
        QTRY_COMPARE(analysis.errorMap().pair, ErrorPair::AB);
        QCOMPARE(view.legend().scaleTexts(),
                 (QStringList{QStringLiteral("0"), QStringLiteral("0.025"), QStringLiteral("0.050")}));
    }

    void unavailablePairsAreNotOffered() {
        Selection selection;
        Comparison comparison(selection);
        ErrorMapView view(comparison);
        load(comparison);
        const QComboBox* pairs = view.findChildren<QComboBox*>()[1];
        const auto isOffered = [&](ErrorPair pair) {
            const QModelIndex index = pairs->model()->index(pairs->findData(int(pair)), 0);
            return index.flags().testFlag(Qt::ItemIsEnabled);
        };
        QVERIFY(isOffered(ErrorPair::ATruth) && isOffered(ErrorPair::AB) && !isOffered(ErrorPair::ABefore));
        comparison.analysis().setBefore(TestImages().b);
        QVERIFY(isOffered(ErrorPair::ABefore));
        comparison.images().clear(Slot::Truth);
        QVERIFY(!isOffered(ErrorPair::ATruth) && isOffered(ErrorPair::AB));
    }

    void legendSaysWhatWasMeasured() {
        Selection selection;
        Comparison comparison(selection);
        ErrorMapView view(comparison);
        QVERIFY(view.legend().summaryText().isEmpty());
        load(comparison);
        const ErrorSummary summary = comparison.analysis().errorMap().summary;
        QCOMPARE(view.legend().summaryText(),
                 QStringLiteral("mean |e| %1, P99 %2").arg(summary.mean, 0, 'f', 3).arg(summary.p99, 0, 'f', 3));
        QCOMPARE(view.legend().scaleTexts().front(), QStringLiteral("−0.083 too dark"));
        QVERIFY(view.legend().accessibleName().contains(view.legend().summaryText()));
    }

    void clickAndDragMoveTheViewer() {
        Selection selection;
        Comparison comparison(selection);
        ErrorMapView view(comparison);
        show(view, {300, 460});
        load(comparison);
        ViewTransform& transform = comparison.transform();
        transform.setViewport({90, 64});
        transform.setScale(2.0);
        const QRectF map = view.canvas().mapRect();
        QVERIFY(std::abs(map.width() / map.height() - 180.0 / 128) < 0.01);
        const QRectF seen = view.canvas().viewRect();
        QVERIFY(std::abs(seen.width() / map.width() - 0.25) < 0.01);
        QTest::mouseClick(&view.canvas(), Qt::LeftButton, {},
                          (map.topLeft() + QPointF(map.width(), map.height()) / 4).toPoint());
        QVERIFY((transform.center() - QPointF(45, 32)).manhattanLength() < 2);
        drag(view.canvas(), {map.center().toPoint(), map.bottomRight().toPoint() - QPoint(2, 2)});
        QVERIFY((transform.center() - QPointF(180, 128)).manhattanLength() < 4);
        const QPointF center = transform.center();
        QTest::keyClick(&view.canvas(), Qt::Key_Left);
        QCOMPARE(transform.center(), center - QPointF(24, 0));
    }

    void commandsChangeTheMap() {
        Selection selection;
        Comparison comparison(selection);
        ErrorMapView view(comparison);
        namedActions(view.commands(), QStringLiteral("Double the error gain"))[0]->trigger();
        QCOMPARE(comparison.analysis().scale().gain, 24.0);
        namedActions(view.commands(), QStringLiteral("Error map: SSIM"))[0]->trigger();
        QCOMPARE(comparison.analysis().kind(), ErrorKind::Ssim);
        namedActions(view.commands(), QStringLiteral("Error map over the image"))[0]->trigger();
        QVERIFY(view.findChild<QCheckBox*>()->isChecked());
    }
};

QTEST_MAIN(ErrorMapViewTest)
#include "error_map_view_test.moc"
