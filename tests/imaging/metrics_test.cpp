#include "imaging/image_file.h"
#include "imaging/metrics.h"
#include "support.h"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace kintsugi;
using namespace kintsugi::test;
using nlohmann::json;

namespace {

const json pairs = json::parse(std::ifstream(golden / "metrics/metrics.json"));

double expectedNumber(const json& value) {
    return value == "inf" ? std::numeric_limits<double>::infinity() : value.get<double>();
}

bool near(double got, double expected, double tolerance) {
    return got == expected || std::abs(got - expected) <= tolerance;
}

double measured(const std::string& field, const ByteImage& a, const ByteImage& b, int border) {
    if (field == "psnr_rgb")
        return psnr(a, b, PsnrKind::Direct, border);
    if (field == "psnr_y")
        return psnr(a, b, PsnrKind::Luma, border);
    if (field == "psnr_y_u8")
        return psnr(a, b, PsnrKind::LumaU8, border);
    if (field == "ssim_rgb" || field == "ssim_skimage_gaussian_rgb")
        return ssim(a, b, PsnrKind::Direct, border);
    if (field == "ssim_y")
        return ssim(a, b, PsnrKind::Luma, border);
    if (field == "ssim_y_u8")
        return ssim(a, b, PsnrKind::LumaU8, border);
    if (field == "ssim_skimage_uniform7_rgb")
        return ssimUniform7(a, b, border);
    return std::nan(""); // a field that nobody measures fails
}

} // namespace

class MetricsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pairsMeasureAsUpstream_data() {
        QTest::addColumn<QString>("pair");
        for (const auto& item : pairs.items())
            QTest::newRow(item.key().c_str()) << QString::fromStdString(item.key());
        QCOMPARE(pairs.size(), std::size_t(15));
    }
    void pairsMeasureAsUpstream() {
        QFETCH(QString, pair);
        const json& expected = pairs[pair.toStdString()];
        const ByteImage a = readImageBytes(golden / "metrics" / expected["a"].get<std::string>());
        const ByteImage b = readImageBytes(golden / "metrics" / expected["b"].get<std::string>());
        QVERIFY(near(meanSquaredError(a, b), expected["mse_rgb"], 1e-6));
        QVERIFY(near(meanAbsoluteError(a, b), expected["mae_rgb"], 1e-6));
        for (const auto& [name, border] : {std::pair("crop0", 0), std::pair("crop4", 4)}) {
            if (!expected.contains(name))
                continue;
            for (const auto& [field, value] : expected[name].items()) {
                const double got = measured(field, a, b, border);
                const double tolerance = field.starts_with("psnr") ? 0.0002 : 2e-5;
                QVERIFY2(near(got, expectedNumber(value), tolerance),
                         qPrintable(QString("%1 %2: got %3").arg(name).arg(field.c_str()).arg(got, 0, 'f', 6)));
            }
        }
    }

    void floatsHavePeakOne() {
        const Image a(3, 8, 8, 0.5f), b(3, 8, 8, 0.6f);
        QVERIFY(near(psnr(a, b), 20.0, 1e-5));
        QVERIFY(std::isinf(psnr(a, a)));
        Image border = a;
        border.row(0, 0)[0] = 9.0f;
        QVERIFY(std::isinf(psnr(a, border, 1)));
    }

    void floatsOfBytesMeasureAsTheBytes() {
        const ByteImage a = randomBytes(9, 11, 3, 1), b = randomBytes(9, 11, 3, 2);
        QVERIFY(near(psnr(a, b), psnr(toFloat(a), toFloat(b)), 1e-5));
    }

    void grayIsItsOwnLuma() {
        const ByteImage a = randomBytes(12, 12, 1, 1), b = randomBytes(12, 12, 1, 2);
        QCOMPARE(psnr(a, b, PsnrKind::Luma), psnr(a, b));
        QCOMPARE(ssim(a, b, PsnrKind::LumaU8), ssim(a, b));
    }

    void whatCannotBeMeasuredIsRefused() {
        const ByteImage small = randomBytes(10, 10, 3), other = randomBytes(10, 11, 3);
        QVERIFY(sentenceOf<InputError>([&] { psnr(small, other); }).contains("same shape"));
        QVERIFY(sentenceOf<InputError>([&] { ssim(small, small); }).contains("11"));
        QVERIFY(sentenceOf<InputError>([&] { psnr(small, small, PsnrKind::Direct, 5); }).contains("border"));
        QVERIFY(sentenceOf<InputError>([&] { psnr(small, small, PsnrKind::Direct, -1); }).contains("border"));
        QCOMPARE(ssimUniform7(small, small), 1.0);
    }
};

QTEST_APPLESS_MAIN(MetricsTest)
#include "metrics_test.moc"
