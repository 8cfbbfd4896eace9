#include "imaging/image_file.h"
#include "imaging/noise.h"
#include "support.h"
#include "weights/safetensors.h"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace kintsugi;
using namespace kintsugi::test;

class NoiseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void legacyNormalsAreNumpys() {
        const auto expected =
            nlohmann::json::parse(std::ifstream(golden / "noise/case.json"))["first_standard_normals"];
        QCOMPARE(expected.size(), std::size_t(8));
        NumpyLegacyNormal normal(0);
        for (const auto& value : expected)
            QVERIFY(std::abs(normal.next() - std::stod(value.get<std::string>())) < 1e-15);
    }

    void upstreamNoiseIsUpstreams_data() {
        QTest::addColumn<QString>("picture");
        QTest::addColumn<QString>("tensor");
        QTest::addColumn<double>("sigma");
        QTest::newRow("color 25") << "color.png"
                                  << "color_sigma25" << 25.0;
        QTest::newRow("color 50") << "color.png"
                                  << "color_sigma50" << 50.0;
        QTest::newRow("gray 25") << "gray.png"
                                 << "gray_sigma25" << 25.0;
    }
    void upstreamNoiseIsUpstreams() {
        QFETCH(QString, picture);
        QFETCH(QString, tensor);
        QFETCH(double, sigma);
        const Image clean = readImageFile(golden / "noise" / picture.toStdString()).image;
        const auto expected = readSafetensors(golden / "noise/noisy.safetensors").tensors.at(tensor.toStdString());
        QCOMPARE(expected.shape[1], std::int64_t(clean.channels));
        const std::vector<float> values = expected.toFloat();
        const Image noisy = withUpstreamNoise(clean, sigma, 0);
        QCOMPARE(noisy.values.size(), values.size());
        for (std::size_t i = 0; i < values.size(); ++i)
            QVERIFY2(std::abs(noisy.values[i] - values[i]) <= 6e-8f * std::max(1.0f, std::abs(values[i])),
                     qPrintable(QString::number(i)));
    }

    void fastNoiseIsNormal() {
        const Image noise = withFastNoise(Image(3, 600, 600), 255.0, 11);
        const double count = static_cast<double>(noise.values.size());
        double moments[5] = {}, beyondTwo = 0, neighbours = 0;
        for (std::size_t i = 0; i < noise.values.size(); ++i) {
            const double value = noise.values[i];
            for (int power = 1; power <= 4; ++power)
                moments[power] += std::pow(value, power) / count;
            beyondTwo += std::abs(value) > 2.0 ? 1 / count : 0;
            neighbours += i > 0 ? value * noise.values[i - 1] / count : 0;
        }
        const double error = 5.0 / std::sqrt(count); // five standard errors of the mean
        QVERIFY(std::abs(moments[1]) < error);
        QVERIFY(std::abs(moments[2] - 1) < error * std::sqrt(2.0));
        QVERIFY(std::abs(moments[3]) < error * std::sqrt(15.0));
        QVERIFY(std::abs(moments[4] - 3) < error * std::sqrt(96.0));
        QVERIFY(std::abs(beyondTwo - 0.04550) < error * 0.21);
        QVERIFY(std::abs(neighbours) < error);
    }

    void fastNoiseRepeatsBySeedAndScalesBySigma() {
        const Image clean = randomImage(3, 5, 7);
        QVERIFY(withFastNoise(clean, 25, 3).values == withFastNoise(clean, 25, 3).values);
        QVERIFY(withFastNoise(clean, 25, 3).values != withFastNoise(clean, 25, 4).values);
        const Image black(1, 4, 4);
        const Image weak = withFastNoise(black, 10, 1), strong = withFastNoise(black, 20, 1);
        for (std::size_t i = 0; i < weak.values.size(); ++i)
            QVERIFY(std::abs(2 * weak.values[i] - strong.values[i]) < 1e-6f);
    }
};

QTEST_APPLESS_MAIN(NoiseTest)
#include "noise_test.moc"
