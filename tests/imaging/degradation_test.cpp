#include "imaging/degradation.h"
#include "imaging/noise.h"
#include "imaging/task.h"
#include "support.h"

#include <cmath>
#include <numeric>

using namespace kintsugi;
using namespace kintsugi::test;

namespace {

double sumOf(const BlurKernel& kernel) {
    return std::accumulate(kernel.weights.begin(), kernel.weights.end(), 0.0);
}

} // namespace

class DegradationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesBecomeTasks_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("channels");
        QTest::addColumn<double>("strength");
        QTest::addColumn<bool>("luma");
        QTest::newRow("color") << "denoise-color-25" << 3 << 25.0 << false;
        QTest::newRow("gray, fraction") << "denoise-gray-12.5" << 1 << 12.5 << false;
        QTest::newRow("rain") << "derain" << 3 << 0.0 << true;
        QTest::newRow("motion") << "deblur-motion" << 3 << 0.0 << false;
        QTest::newRow("defocus") << "deblur-defocus" << 3 << 0.0 << false;
    }
    void namesBecomeTasks() {
        QFETCH(QString, name);
        QFETCH(int, channels);
        QFETCH(double, strength);
        QFETCH(bool, luma);
        const Task task = parseTask(name.toStdString());
        QCOMPARE(QString::fromStdString(task.name), name);
        QCOMPARE(task.channels, channels);
        QCOMPARE(task.strength, strength);
        QCOMPARE(task.psnr == PsnrKind::LumaU8, luma);

        const Image clean = withTaskChannels(task, smoothImage(3, 40, 50));
        const Image degraded = degrade(task, clean, 5);
        QVERIFY(degraded.sameShape(clean));
        QVERIFY(degraded.values != clean.values);
        QVERIFY(degraded.values == degrade(task, clean, 5).values);
        QVERIFY(degraded.values != degrade(task, clean, 6).values);
        QVERIFY(degradeForEvaluation(task, clean, 1).values == degradeForEvaluation(task, clean, 1).values);
        QVERIFY(degrade(task, Image(channels, 1, 1, 0.5f), 1).values.size() == std::size_t(channels));
    }

    void wrongNamesAreAnsweredWithTheForms_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"", "denoise", "denoise-color-", "denoise-color-x", "denoise-color-25x",
                                 "denoise-color--3", "denoise-color-0", "denoise-color-256", "denoise-color-nan",
                                 "denoise-color-1e1", "Derain", "derain ", "derain-3"})
            QTest::newRow(qPrintable(QString("'%1'").arg(name))) << name;
    }
    void wrongNamesAreAnsweredWithTheForms() {
        QFETCH(QString, name);
        const QString sentence = sentenceOf<InputError>([&] { parseTask(name.toStdString()); });
        for (const std::string& form : taskForms())
            QVERIFY2(sentence.contains(QString::fromStdString(form)), qPrintable(sentence));
    }

    void evaluationOfDenoisingIsUpstreams() {
        const Image clean = randomImage(3, 6, 6);
        const Task task = parseTask("denoise-color-50");
        QVERIFY(degradeForEvaluation(task, clean, 7).values == withUpstreamNoise(clean, 50, 0).values);
    }

    void tasksRefuseOtherChannels() {
        QVERIFY(sentenceOf<InputError>([] {
                    degrade(parseTask("denoise-gray-25"), Image(3, 4, 4), 1);
                }).contains("channels"));
        QVERIFY(!sentenceOf<InputError>([] { degrade(Task(), Image(3, 4, 4), 1); }).isEmpty());
    }

    void kernelsSumToOne() {
        for (const double length : {1.0, 2.5, 9.0, 25.0})
            for (const double angle : {0.0, 0.3, 1.5707963, 3.0}) {
                QVERIFY(std::abs(sumOf(linearMotionKernel(length, angle)) - 1) < 1e-5);
                QVERIFY(std::abs(sumOf(shakeKernel(length, 15, static_cast<std::uint64_t>(length + 100 * angle))) - 1) <
                        1e-5);
            }
        for (const double radius : {0.0, 0.7, 3.0, 7.0})
            QVERIFY(std::abs(sumOf(discKernel(radius)) - 1) < 1e-5);
    }

    void seededBlursStayWithinTheirMargin() {
        // The promise that patches rely on: what lies farther away than the margin has no influence.
        for (const auto& [name, margin] :
             {std::pair("deblur-motion", motionMargin), std::pair("deblur-defocus", defocusMargin)}) {
            const Task task = parseTask(name);
            QCOMPARE(task.margin, margin);
            const Image clean = randomImage(3, 80, 80);
            Image changed = clean;
            for (int c = 0; c < 3; ++c)
                for (int y = 0; y < 80; ++y)
                    changed.row(c, y)[0] = 5.0f;
            for (std::uint64_t seed = 0; seed < 40; ++seed) {
                const Image a = crop(degrade(task, clean, seed), margin, margin + 1, 80 - 2 * margin, 79 - 2 * margin);
                const Image b =
                    crop(degrade(task, changed, seed), margin, margin + 1, 80 - 2 * margin, 79 - 2 * margin);
                QVERIFY(a.values == b.values);
            }
        }
    }

    void kernelsHaveTheirShape() {
        const BlurKernel none = linearMotionKernel(1.0, 0.4);
        QCOMPARE(none.weights[none.weights.size() / 2], 1.0f);
        const BlurKernel flat = linearMotionKernel(9.0, 0.0); // 9 pixels in a row, nothing above or below
        for (int y = 0; y < flat.size(); ++y)
            for (int x = 0; x < flat.size(); ++x)
                QCOMPARE(flat.weights[static_cast<std::size_t>(y * flat.size() + x)] > 0.0f,
                         y == flat.radius && std::abs(x - flat.radius) <= 4);
        const BlurKernel disc = discKernel(1.0);
        QCOMPARE(std::count_if(disc.weights.begin(), disc.weights.end(), [](float weight) { return weight > 0; }), 9);
    }

    void blurringIsTheWeightedMean() {
        const Image clean = randomImage(2, 7, 6);
        const BlurKernel kernel = shakeKernel(8.0, 5, 3);
        const Image fast = blurred(clean, kernel);
        for (int c = 0; c < 2; ++c)
            for (int y = 0; y < 7; ++y)
                for (int x = 0; x < 6; ++x) {
                    double sum = 0.0;
                    for (int ky = -5; ky <= 5; ++ky)
                        for (int kx = -5; kx <= 5; ++kx)
                            sum += kernel.weights[static_cast<std::size_t>((ky + 5) * 11 + kx + 5)] *
                                   clean.row(c, reflectIndex(y + ky, 7))[reflectIndex(x + kx, 6)];
                    QVERIFY(std::abs(fast.row(c, y)[x] - sum) < 1e-5);
                }
        QVERIFY(largestDifference(blurred(Image(3, 20, 20, 0.4f), kernel), Image(3, 20, 20, 0.4f)) < 1e-6f);
    }

    void rainBrightensEveryChannelAlike() {
        const Image clean(3, 200, 200, 0.3f);
        double coverage = 0.0;
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const Image rainy = withRain(clean, seed);
            std::size_t wet = 0;
            for (std::size_t i = 0; i < rainy.planeSize(); ++i) {
                QVERIFY(rainy.plane(0)[i] >= 0.3f && rainy.plane(0)[i] <= 1.0f);
                QCOMPARE(rainy.plane(1)[i], rainy.plane(0)[i]);
                wet += rainy.plane(0)[i] > 0.32f;
            }
            QVERIFY(wet > 100);
            coverage += static_cast<double>(wet) / 40000 / 20;
        }
        QVERIFY2(coverage > 0.03 && coverage < 0.4, qPrintable(QString::number(coverage)));
    }

    void impossibleKernelsAreRefused() {
        QVERIFY(!sentenceOf<InputError>([] { linearMotionKernel(0.5, 0); }).isEmpty());
        QVERIFY(!sentenceOf<InputError>([] { shakeKernel(5, 0, 1); }).isEmpty());
        QVERIFY(!sentenceOf<InputError>([] { discKernel(-1); }).isEmpty());
    }
};

QTEST_APPLESS_MAIN(DegradationTest)
#include "degradation_test.moc"
