#include "support.h"

#include <cmath>
#include <limits>

using namespace kintsugi;
using namespace kintsugi::test;

class ImageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyByteSurvivesTheWayThroughFloat() {
        ByteImage image(1, 256, 1);
        for (std::size_t i = 0; i < 256; ++i)
            image.values[i] = static_cast<std::uint8_t>(i);
        const Image asFloat = toFloat(image);
        QCOMPARE(asFloat.values[255], 1.0f);
        QCOMPARE(asFloat.values[51], 51.0f / 255.0f);
        QVERIFY(toBytes(asFloat).values == image.values);
    }

    void everyWordSurvivesTheWayThroughFloat() {
        WordImage image(256, 256, 1);
        for (std::size_t i = 0; i < 65536; ++i)
            image.values[i] = static_cast<std::uint16_t>(i);
        QVERIFY(toWords(toFloat(image)).values == image.values);
    }

    void eightBitsRoundHalfToEvenAndClamp_data() {
        QTest::addColumn<float>("value");
        QTest::addColumn<int>("byte");
        QTest::newRow("below") << -0.5f << 0;
        QTest::newRow("zero") << 0.0f << 0;
        QTest::newRow("half rounds to even 0") << 0.5f / 255 << 0;
        QTest::newRow("half rounds to even 2") << 1.5f / 255 << 2;
        QTest::newRow("middle") << 0.5f << 128; // 127.5
        QTest::newRow("one") << 1.0f << 255;
        QTest::newRow("above") << 7.0f << 255;
        QTest::newRow("infinite") << std::numeric_limits<float>::infinity() << 255;
        QTest::newRow("not a number") << std::numeric_limits<float>::quiet_NaN() << 0;
    }
    void eightBitsRoundHalfToEvenAndClamp() {
        QFETCH(float, value);
        QFETCH(int, byte);
        QCOMPARE(int(toBytes(Image(1, 1, 1, value)).values[0]), byte);
    }

    void interleavedBecomesPlanar() {
        ByteImage image(1, 2, 3);
        image.values = {0, 51, 102, 153, 204, 255};
        const Image planar = toFloat(image);
        const std::vector<float> expected{0.0f, 0.6f, 0.2f, 0.8f, 0.4f, 1.0f};
        QVERIFY(planar.values == expected);
        QVERIFY(toBytes(planar).values == image.values);
    }

    void grayFollowsBt601AndBack() {
        Image image(3, 1, 1);
        image.values = {1.0f, 0.5f, 0.25f};
        QVERIFY(std::abs(toGray(image).values[0] - (0.299f + 0.2935f + 0.0285f)) < 1e-6f);
        QVERIFY(toRgb(Image(1, 2, 2, 0.3f)).values == std::vector<float>(12, 0.3f));
        QVERIFY(toRgb(ByteImage(2, 2, 1, 7)).values == std::vector<std::uint8_t>(12, 7));
        QVERIFY(!sentenceOf<InputError>([] { toGray(Image(4, 2, 2)); }).isEmpty());
    }

    void wrongShapesAreRefused() {
        QVERIFY(!sentenceOf<InputError>([] { Image(3, 0, 5); }).isEmpty());
        QVERIFY(!sentenceOf<InputError>([] { ByteImage(3, -1, 5); }).isEmpty());
        QVERIFY(!sentenceOf<InputError>([] { toFloat(ByteImage()); }).isEmpty());
        Image broken(1, 2, 2);
        broken.values.pop_back();
        QVERIFY(!sentenceOf<InputError>([&] { toBytes(broken); }).isEmpty());
        QVERIFY(!sentenceOf<InputError>([] { crop(Image(1, 4, 4), 2, 0, 3, 1); }).isEmpty());
    }

    void reflectionNeverRepeatsTheBorder_data() {
        QTest::addColumn<int>("size");
        QTest::addColumn<QList<int>>("indices"); // of positions -3 to 6
        QTest::newRow("1") << 1 << QList<int>{0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        QTest::newRow("2") << 2 << QList<int>{1, 0, 1, 0, 1, 0, 1, 0, 1, 0};
        QTest::newRow("3") << 3 << QList<int>{1, 2, 1, 0, 1, 2, 1, 0, 1, 2};
        QTest::newRow("5") << 5 << QList<int>{3, 2, 1, 0, 1, 2, 3, 4, 3, 2};
    }
    void reflectionNeverRepeatsTheBorder() {
        QFETCH(int, size);
        QFETCH(QList<int>, indices);
        QList<int> found;
        for (int position = -3; position <= 6; ++position)
            found << reflectIndex(position, size);
        QCOMPARE(found, indices);
    }
};

QTEST_APPLESS_MAIN(ImageTest)
#include "image_test.moc"
