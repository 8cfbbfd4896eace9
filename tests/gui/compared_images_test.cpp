#include "compare/color_maps.h"
#include "compare_support.h"

#include <QPainter>

using namespace kintsugi;
using namespace kintsugi::test;

namespace {

/// What a pyramid draws into a small picture.
QImage drawn(const ImagePyramid& pyramid, double scale, const QPointF& origin, const QSize& size) {
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::black);
    QPainter painter(&image);
    pyramid.paint(painter, origin, scale, QRectF(QPointF(), size));
    return image;
}

} // namespace

class ComparedImagesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void levelsAreMeansOfTheirPixels() {
        QImage image(129, 70, QImage::Format_RGB32);
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                image.setPixel(x, y, qRgb(x, y, (x * 7 + y * 3) % 256));
        const ImagePyramid pyramid(image);
        QCOMPARE(pyramid.levelCount(), 3);
        QCOMPARE(pyramid.level(1).size(), QSize(65, 35));
        QCOMPARE(pyramid.level(2).size(), QSize(33, 18));
        for (const QPoint& at : {QPoint(0, 0), QPoint(13, 9), QPoint(64, 34)}) {
            int red = 0, blue = 0;
            for (int i = 0; i < 4; ++i) {
                const QRgb pixel = image.pixel(std::min(2 * at.x() + i % 2, 128), 2 * at.y() + i / 2);
                red += qRed(pixel);
                blue += qBlue(pixel);
            }
            QCOMPARE(qRed(pyramid.level(1).pixel(at)), (red + 2) / 4);
            QCOMPARE(qBlue(pyramid.level(1).pixel(at)), (blue + 2) / 4);
        }
    }

    void levelIsTheSmallestThatIsNotEnlarged_data() {
        QTest::addColumn<double>("scale");
        QTest::addColumn<int>("level");
        QTest::newRow("enlarged") << 3.0 << 0;
        QTest::newRow("1:1") << 1.0 << 0;
        QTest::newRow("0.51") << 0.51 << 0;
        QTest::newRow("half") << 0.5 << 1;
        QTest::newRow("0.3") << 0.3 << 1;
        QTest::newRow("quarter") << 0.25 << 2;
        QTest::newRow("no smaller level") << 0.01 << 4;
    }
    void levelIsTheSmallestThatIsNotEnlarged() {
        QFETCH(double, scale);
        QTEST(ImagePyramid(flat(Qt::red, {1024, 100})).levelFor(scale), "level");
    }

    void pixelsStaySharpAtOneToOneAndAbove() {
        QImage image(40, 30, QImage::Format_RGB32);
        for (int y = 0; y < 30; ++y)
            for (int x = 0; x < 40; ++x)
                image.setPixel(x, y, qRgb(x * 6, y * 8, (x + y) % 2 * 255));
        const ImagePyramid pyramid(image);
        const QImage one = drawn(pyramid, 1.0, {-5.2, -3.4}, {20, 20}); // the corner goes to the nearest whole pixel
        const QImage four = drawn(pyramid, 4.0, {-8, -12}, {40, 40});
        for (int y = 0; y < 20; ++y)
            for (int x = 0; x < 20; ++x)
                QCOMPARE(one.pixel(x, y), image.pixel(x + 5, y + 3));
        for (int y = 0; y < 40; ++y)
            for (int x = 0; x < 40; ++x)
                QCOMPARE(four.pixel(x, y), image.pixel((x + 8) / 4, (y + 12) / 4));
    }

    void nothingIsDrawnBesideTheImage() {
        const QImage picture = drawn(ImagePyramid(flat(Qt::red, {10, 10})), 2.0, {5, 5}, {40, 40});
        QCOMPARE(picture.pixelColor(4, 10), QColor(Qt::black));
        QCOMPARE(picture.pixelColor(5, 5), QColor(Qt::red));
        QCOMPARE(picture.pixelColor(24, 24), QColor(Qt::red));
        QCOMPARE(picture.pixelColor(25, 24), QColor(Qt::black));
    }

    void floatsRoundAsBytes() {
        Image image(1, 1, 3);
        image.values = {-0.5f, 0.5f, 1.5f};
        const QImage picture = toQImage(image);
        QCOMPARE(picture.pixel(0, 0), qRgb(0, 0, 0));
        QCOMPARE(picture.pixel(1, 0), qRgb(128, 128, 128));
        QCOMPARE(picture.pixel(2, 0), qRgb(255, 255, 255));
        const Image back = toFloatRgb(picture, {1, 0, 2, 1});
        QVERIFY(back.channels == 3 && back.width == 2 && back.row(1, 0)[0] == 128 / 255.0f);
        QCOMPARE(int(toByteRgb(picture).values[3]), 128);
    }

    void colorsOfMaps_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<double>("t");
        QTest::addColumn<QColor>("color");
        QTest::newRow("cividis begins") << int(ErrorKind::Absolute) << 0.0 << QColor(0x00, 0x22, 0x4e);
        QTest::newRow("cividis ends") << int(ErrorKind::Ssim) << 1.0 << QColor(0xfe, 0xe8, 0x38);
        QTest::newRow("cividis is clamped") << int(ErrorKind::Absolute) << 7.0 << QColor(0xfe, 0xe8, 0x38);
        QTest::newRow("no signed error is white") << int(ErrorKind::Signed) << 0.5 << QColor(Qt::white);
    }
    void colorsOfMaps() {
        QFETCH(int, kind);
        QFETCH(double, t);
        QTEST(QColor(mapColor(static_cast<ErrorKind>(kind), t)), "color");
    }

    void cividisGrowsLighterAllTheWay() {
        for (int i = 1; i <= 100; ++i)
            QVERIFY(qGray(mapColor(ErrorKind::Absolute, i / 100.0)) >
                    qGray(mapColor(ErrorKind::Absolute, (i - 1) / 100.0)));
    }

    void gainAndThresholdDecideTheColor() {
        Image map(1, 1, 5);
        map.values = {-0.5f, -0.05f, 0.0f, 0.05f, 0.5f};
        const QImage picture = coloredMap(map, {ErrorKind::Signed, 2.0, 0.1});
        QCOMPARE(picture.pixel(0, 0), mapColor(ErrorKind::Signed, 0.0));
        QCOMPARE(picture.pixel(1, 0), mapColor(ErrorKind::Signed, 0.5));
        QCOMPARE(picture.pixel(2, 0), mapColor(ErrorKind::Signed, 0.5));
        QCOMPARE(picture.pixel(3, 0), mapColor(ErrorKind::Signed, 0.5));
        QCOMPARE(picture.pixel(4, 0), mapColor(ErrorKind::Signed, 1.0));
        QVERIFY(qBlue(picture.pixel(0, 0)) > qRed(picture.pixel(0, 0))); // too dark is blue
        QVERIFY(qRed(picture.pixel(4, 0)) > qBlue(picture.pixel(4, 0)));
        const QImage over = coloredMap(map, {ErrorKind::Signed, 2.0, 0.1}, flat(QColor(10, 200, 10), {5, 1}));
        QCOMPARE(over.pixel(2, 0), qRgb(qGray(10, 200, 10), qGray(10, 200, 10), qGray(10, 200, 10)));
        QCOMPARE(over.pixel(4, 0), mapColor(ErrorKind::Signed, 1.0));
    }

    void pictureArrivesWithItsCaption() {
        ComparedImages images;
        QSignalSpy pictures(&images, &ComparedImages::pictureChanged);
        images.setImage(Slot::A, flat(Qt::red), QStringLiteral("trial 5"), 31.5);
        QVERIFY(images.content(Slot::A).loading && images.content(Slot::A).isEmpty());
        QTRY_COMPARE(pictures.count(), 1);
        const SlotContent& content = images.content(Slot::A);
        QVERIFY(!content.loading && !content.isEmpty());
        QCOMPARE(content.psnr, std::optional(31.5));
        QCOMPARE(images.label(Slot::A), QStringLiteral("A trial 5"));
        QCOMPARE(images.label(Slot::Truth), QStringLiteral("Ground truth"));
        QCOMPARE(images.size(), QSize(180, 128));
    }

    void lastPictureWins() {
        ComparedImages images;
        QSignalSpy pictures(&images, &ComparedImages::pictureChanged);
        for (int i = 0; i < 20; ++i)
            images.setImage(Slot::B, flat(QColor(i * 10, 0, 0), {300, 300}), QString::number(i));
        QTRY_VERIFY(!images.content(Slot::B).loading);
        QCOMPARE(images.content(Slot::B).caption, QStringLiteral("19"));
        QCOMPARE(pictures.count(), 1);
    }

    void oldPictureStaysWhileTheNewOneLoads() {
        ComparedImages images;
        images.setImage(Slot::A, flat(Qt::red), QStringLiteral("old"));
        QTRY_VERIFY(!images.content(Slot::A).loading);
        images.setStale(Slot::A, QStringLiteral("edited"));
        images.setLoading(Slot::A, 40);
        QVERIFY(!images.content(Slot::A).isEmpty());
        QCOMPARE(images.content(Slot::A).percent, 40);
        images.setImage(Slot::A, flat(Qt::blue), QStringLiteral("new"));
        QTRY_COMPARE(images.content(Slot::A).caption, QStringLiteral("new"));
        QVERIFY(images.content(Slot::A).stale.isEmpty() && !images.content(Slot::A).loading);
    }

    void clearedSlotTakesNoLatePicture() {
        ComparedImages images;
        images.setImage(Slot::A, flat(Qt::red, {2000, 2000}), {});
        images.clear(Slot::A);
        QTest::qWait(150);
        QVERIFY(images.content(Slot::A).isEmpty() && !images.content(Slot::A).loading);
        images.setImage(Slot::A, flat(Qt::red), {});
        images.setProblem(Slot::A, QStringLiteral("out of memory"));
        QTest::qWait(50);
        QCOMPARE(images.content(Slot::A).problem, QStringLiteral("out of memory"));
        QVERIFY(images.content(Slot::A).isEmpty());
    }
};

QTEST_MAIN(ComparedImagesTest)
#include "compared_images_test.moc"
