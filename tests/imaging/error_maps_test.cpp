#include "imaging/error_maps.h"
#include "imaging/metrics.h"
#include "support.h"

#include <cmath>

using namespace kintsugi;
using namespace kintsugi::test;

namespace {

/// One window of the definition of SSIM, in a plain loop.
double ssimAt(const ByteImage& a, const ByteImage& b, int channel, int top, int left) {
    double weights = 0, meanA = 0, meanB = 0, aa = 0, bb = 0, ab = 0;
    for (int y = 0; y < 11; ++y)
        for (int x = 0; x < 11; ++x) {
            const double weight = std::exp(-((x - 5) * (x - 5) + (y - 5) * (y - 5)) / (2 * 1.5 * 1.5));
            const std::size_t i = static_cast<std::size_t>(((top + y) * a.width + left + x) * a.channels + channel);
            const double p = a.values[i], q = b.values[i];
            weights += weight;
            meanA += weight * p;
            meanB += weight * q;
            aa += weight * p * p;
            bb += weight * q * q;
            ab += weight * p * q;
        }
    meanA /= weights;
    meanB /= weights;
    const double c1 = std::pow(0.01 * 255, 2), c2 = std::pow(0.03 * 255, 2);
    const double varianceA = aa / weights - meanA * meanA, varianceB = bb / weights - meanB * meanB;
    const double covariance = ab / weights - meanA * meanB;
    return (2 * meanA * meanB + c1) * (2 * covariance + c2) /
           ((meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2));
}

Image mapOf(std::vector<float> values) {
    Image map(1, 1, static_cast<int>(values.size()));
    map.values = std::move(values);
    return map;
}

} // namespace

class ErrorMapsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void absoluteErrorIsTheMeanOverTheChannels() {
        const Image a = randomImage(3, 5, 7, 1), b = randomImage(3, 5, 7, 2);
        const Image map = absoluteErrorMap(a, b);
        QVERIFY(map.channels == 1 && map.height == 5 && map.width == 7);
        for (int y = 0; y < 5; ++y)
            for (int x = 0; x < 7; ++x) {
                float sum = 0;
                for (int c = 0; c < 3; ++c)
                    sum += std::abs(a.row(c, y)[x] - b.row(c, y)[x]);
                QVERIFY(std::abs(map.row(0, y)[x] - sum / 3) < 1e-6f);
            }
    }

    void signedErrorIsThatOfTheLuma() {
        const Image a = randomImage(3, 5, 7, 1), b = randomImage(3, 5, 7, 2);
        const Image map = signedErrorMap(a, b);
        for (int y = 0; y < 5; ++y)
            for (int x = 0; x < 7; ++x) {
                const auto difference = [&](int c) { return a.row(c, y)[x] - b.row(c, y)[x]; };
                const float expected = 0.299f * difference(0) + 0.587f * difference(1) + 0.114f * difference(2);
                QVERIFY(std::abs(map.row(0, y)[x] - expected) < 1e-6f);
            }
        QVERIFY(signedErrorMap(Image(1, 1, 1, 0.7f), Image(1, 1, 1, 0.2f)).values[0] > 0.49f);
    }

    void ssimMapIsTheDefinitionAtEveryWindow() {
        const ByteImage a = randomBytes(14, 17, 3, 1), b = randomBytes(14, 17, 3, 2);
        const Image map = ssimMap(a, b);
        double sum = 0;
        for (int y = 0; y < 14; ++y)
            for (int x = 0; x < 17; ++x) {
                const int top = std::clamp(y - 5, 0, 14 - 11), left = std::clamp(x - 5, 0, 17 - 11);
                double expected = 0;
                for (int c = 0; c < 3; ++c)
                    expected += ssimAt(a, b, c, top, left) / 3;
                QVERIFY2(std::abs(map.row(0, y)[x] - expected) < 1e-5, qPrintable(QString("%1, %2").arg(x).arg(y)));
                if (y == top + 5 && x == left + 5)
                    sum += map.row(0, y)[x];
            }
        QVERIFY(std::abs(sum / (4 * 7) - ssim(a, b)) < 1e-6);
    }

    void equalImagesHaveNoError() {
        const ByteImage bytes = randomBytes(12, 12, 3);
        const Image image = toFloat(bytes);
        QCOMPARE(absoluteErrorMap(image, image).values, std::vector<float>(144, 0.0f));
        QCOMPARE(signedErrorMap(image, image).values, std::vector<float>(144, 0.0f));
        for (const float value : ssimMap(bytes, bytes).values)
            QVERIFY(std::abs(value - 1.0f) < 1e-6f);
    }

    void ssimMapStops() {
        std::stop_source source;
        source.request_stop();
        const ByteImage image = randomBytes(12, 12, 1);
        QVERIFY_EXCEPTION_THROWN(ssimMap(image, image, source.get_token()), Interrupted);
    }

    void thresholdKeepsWhatReachesIt() {
        const Image map = thresholded(mapOf({-0.5f, -0.1f, 0.0f, 0.1f, 0.2f}), 0.2f);
        QCOMPARE(map.values, (std::vector<float>{-0.5f, 0.0f, 0.0f, 0.0f, 0.2f}));
    }

    void summaryCountsMagnitudes_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("rank"); ///< of P99 among 1, 2, …
        QTest::newRow("1") << 1 << 1;
        QTest::newRow("50") << 50 << 50;
        QTest::newRow("100") << 100 << 99;
        QTest::newRow("101") << 101 << 100;
        QTest::newRow("1000") << 1000 << 990;
    }
    void summaryCountsMagnitudes() {
        QFETCH(int, count);
        QFETCH(int, rank);
        std::vector<float> values;
        for (int i = count; i >= 1; --i)
            values.push_back(static_cast<float>(i % 2 ? i : -i));
        const ErrorSummary summary = summarize(mapOf(values));
        QCOMPARE(summary.mean, (count + 1) / 2.0);
        QCOMPARE(summary.p99, double(rank));
        QCOMPARE(summary.largest, double(count));
    }

    void histogramCountsEveryValueOnce() {
        const Histogram bins = histogram(mapOf({-9.0f, -1.0f, -0.6f, -0.4f, 0.0f, 0.4f, 1.0f, 9.0f}), -1.0f, 1.0f, 4);
        QCOMPARE(bins.counts, (std::vector<std::uint64_t>{3, 1, 2, 2}));
        QVERIFY_EXCEPTION_THROWN(histogram(mapOf({0.0f}), 1.0f, 1.0f, 4), InputError);
        QVERIFY_EXCEPTION_THROWN(histogram(mapOf({0.0f}), 0.0f, 1.0f, 0), InputError);
    }

    void differentShapesAreRefused() {
        const Image a(3, 4, 4), b(3, 4, 5);
        QVERIFY(sentenceOf<InputError>([&] { absoluteErrorMap(a, b); }).contains("same shape"));
        QVERIFY(sentenceOf<InputError>([&] { signedErrorMap(a, b); }).contains("same shape"));
        QVERIFY(
            sentenceOf<InputError>([&] { ssimMap(randomBytes(10, 20, 1), randomBytes(10, 20, 1)); }).contains("11"));
    }
};

QTEST_APPLESS_MAIN(ErrorMapsTest)
#include "error_maps_test.moc"
