#include "compare/view_transform.h"

#include <QtTest>

using namespace kintsugi;

namespace {

bool near(const QPointF& a, const QPointF& b) {
    return (a - b).manhattanLength() < 1e-6;
}

} // namespace

class ViewTransformTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fitsImageIntoPane_data() {
        QTest::addColumn<QSize>("image");
        QTest::addColumn<QSizeF>("pane");
        QTest::addColumn<double>("scale");
        QTest::newRow("wide") << QSize(400, 100) << QSizeF(200, 200) << 0.5;
        QTest::newRow("tall") << QSize(100, 400) << QSizeF(200, 200) << 0.5;
        QTest::newRow("small one is enlarged") << QSize(50, 20) << QSizeF(200, 200) << 4.0;
        QTest::newRow("24 MP") << QSize(6000, 4000) << QSizeF(900, 600) << 0.15;
    }
    void fitsImageIntoPane() {
        QFETCH(QSize, image);
        QFETCH(QSizeF, pane);
        ViewTransform view;
        view.setViewport(pane);
        view.setImageSize(image);
        QTEST(view.scale(), "scale");
        QVERIFY(view.isFitted());
        QVERIFY(near(view.center(), QPointF(image.width(), image.height()) / 2));
        QVERIFY(view.visibleRect().contains(QRectF(QPointF(), image).adjusted(1, 1, -1, -1)));
        view.setViewport(pane * 2); // follows while fitted
        QTEST(view.scale() / 2, "scale");
        view.setScale(3.0);
        view.setViewport(pane);
        QCOMPARE(view.scale(), 3.0);
    }

    void pointUnderThePointerStays_data() {
        QTest::addColumn<double>("factor");
        QTest::newRow("in") << 1.25;
        QTest::newRow("out") << 0.8;
        QTest::newRow("through 1:1") << 8.0;
    }
    void pointUnderThePointerStays() {
        QFETCH(double, factor);
        ViewTransform view;
        view.setViewport({200, 200});
        view.setImageSize({400, 400});
        const QPointF pointer(30, -50), before = view.toImage(pointer, Slot::A);
        for (int i = 0; i < 3; ++i) {
            view.zoomBy(factor, pointer);
            QVERIFY(near(view.toImage(pointer, Slot::A), before));
            QVERIFY(near(view.toPane(before, Slot::B), pointer));
        }
    }

    void zoomStopsAtOneToOne() {
        ViewTransform view;
        view.setViewport({200, 200});
        view.setImageSize({240, 240});
        const double start = view.scale(); // 0.833
        view.zoomBy(1.25);
        QCOMPARE(view.scale(), 1.0);
        view.zoomBy(1.25);
        QCOMPARE(view.scale(), 1.25);
        view.zoomBy(0.5);
        QCOMPARE(view.scale(), 1.0);
        view.zoomBy(start);
        QCOMPARE(view.scale(), start);
    }

    void stepsAreTheUsualOnes() {
        ViewTransform view;
        view.setImageSize({100, 100});
        view.setScale(0.9);
        QList<double> up;
        for (int i = 0; i < 4; ++i) {
            view.stepZoom(1);
            up << view.scale();
        }
        QCOMPARE(up, (QList<double>{1.0, 1.5, 2.0, 3.0}));
        view.stepZoom(-1);
        QCOMPARE(view.scale(), 2.0);
        for (int i = 0; i < 40; ++i)
            view.stepZoom(-1);
        QCOMPARE(view.scale(), ViewTransform::smallestScale);
        for (int i = 0; i < 40; ++i)
            view.stepZoom(1);
        QCOMPARE(view.scale(), ViewTransform::largestScale);
    }

    void panMovesByPhysicalPixelsAndKeepsTheImageInReach() {
        ViewTransform view;
        view.setViewport({200, 200});
        view.setImageSize({400, 400});
        view.setScale(2.0);
        view.panBy({30, -10});
        QVERIFY(near(view.center(), {185, 205}));
        view.panBy({1e6, -1e6});
        QVERIFY(near(view.center(), {0, 400}));
    }

    void unlinkedImagesKeepTheirOffsets() {
        ViewTransform view;
        view.setViewport({200, 200});
        view.setImageSize({400, 400});
        view.setScale(2.0);
        view.setLinked(false);
        view.panBy({20, 0}, Slot::B);
        view.setScale(4.0, {}, Slot::B);
        QVERIFY(near(view.center(Slot::A), {200, 200}) && near(view.center(Slot::B), {190, 200}));
        QCOMPARE(view.scale(Slot::A), 2.0);
        QCOMPARE(view.scale(Slot::B), 4.0);
        view.setLinked(true);
        view.panBy({-40, 0});
        view.zoomBy(1.5);
        QVERIFY(near(view.center(Slot::B) - view.center(Slot::A), {-10, 0}));
        QCOMPARE(view.scale(Slot::A), 3.0);
        QCOMPARE(view.scale(Slot::B), 6.0);
        QVERIFY(!view.isAligned());
        view.align();
        QVERIFY(view.isAligned());
        QCOMPARE(view.scale(Slot::B), 3.0);
        QVERIFY(near(view.center(Slot::B), view.center(Slot::A)));
    }

    void linkedZoomOfAShiftedImageKeepsItsOwnPoint() {
        ViewTransform view;
        view.setViewport({200, 200});
        view.setImageSize({400, 400});
        view.setLinked(false);
        view.panBy({15, 5}, Slot::B);
        view.setScale(3.0, {10, 10}, Slot::B);
        view.setLinked(true);
        const QPointF pointer(40, 20), before = view.toImage(pointer, Slot::B);
        view.zoomBy(1.2, pointer, Slot::B);
        QVERIFY(near(view.toImage(pointer, Slot::B), before));
    }

    void revealMovesOnlyWhenNeeded() {
        ViewTransform view;
        view.setViewport({100, 100});
        view.setImageSize({400, 400});
        view.setScale(1.0);
        QSignalSpy changes(&view, &ViewTransform::changed);
        view.reveal({190, 190, 36, 32});
        QCOMPARE(changes.count(), 0);
        view.reveal({300, 40, 36, 32});
        QVERIFY(near(view.center(), {318, 56}));
        QCOMPARE(changes.count(), 1);
        QCOMPARE(view.scale(), 1.0);
    }

    void newImageOfTheSameSizeKeepsThePlace() {
        ViewTransform view;
        view.setViewport({100, 100});
        view.setImageSize({400, 400});
        view.setScale(2.0);
        view.setImageSize({400, 400});
        QCOMPARE(view.scale(), 2.0);
        view.setImageSize({200, 400});
        QVERIFY(view.isFitted());
        QCOMPARE(view.scale(), 0.25);
    }
};

QTEST_APPLESS_MAIN(ViewTransformTest)
#include "view_transform_test.moc"
