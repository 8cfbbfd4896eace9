#include "imaging/metrics.h"
#include "imaging/worst_patches.h"
#include "support.h"

#include <cmath>

using namespace kintsugi;
using namespace kintsugi::test;

namespace {

double patchPsnr(const Image& a, const Image& b, int x, int y, PatchSize size) {
    return std::min(psnr(crop(a, y, x, size.height, size.width), crop(b, y, x, size.height, size.width)),
                    10.0 * std::log10(12.0 * 255 * 255));
}

/// The list by its definition: all positions, the worst that touches none before it, again and again.
std::vector<WorstPatch> plainLoop(const Image& a, const Image& b, const Image* truth, int count, PatchSize size) {
    std::vector<WorstPatch> chosen;
    while (static_cast<int>(chosen.size()) < count) {
        std::optional<WorstPatch> worst;
        double most = 0;
        for (int y = 0; y + size.height <= a.height; ++y)
            for (int x = 0; x + size.width <= a.width; ++x) {
                const bool isPosition = (x % (size.width / 4) == 0 || x + size.width == a.width) &&
                                        (y % (size.height / 4) == 0 || y + size.height == a.height);
                const bool isFree = std::none_of(chosen.begin(), chosen.end(), [&](const WorstPatch& p) {
                    return std::abs(p.x - x) < size.width && std::abs(p.y - y) < size.height;
                });
                if (!isPosition || !isFree)
                    continue;
                WorstPatch patch{x, y, size.width, size.height, patchPsnr(a, truth ? *truth : b, x, y, size), {}};
                if (truth)
                    patch.psnrB = patchPsnr(b, *truth, x, y, size);
                const double floor = truth ? std::pow(10.0, *patch.psnrB / -10.0) : 1.0 / (12.0 * 255 * 255);
                const double value = std::pow(10.0, patch.psnrA / -10.0) - floor;
                if (value > most + 1e-12) {
                    most = value;
                    worst = patch;
                }
            }
        if (!worst)
            break;
        chosen.push_back(*worst);
    }
    return chosen;
}

bool same(const std::vector<WorstPatch>& got, const std::vector<WorstPatch>& expected) {
    return std::equal(got.begin(), got.end(), expected.begin(), expected.end(), [](const auto& p, const auto& q) {
        return p.x == q.x && p.y == q.y && p.width == q.width && p.height == q.height &&
               std::abs(p.psnrA - q.psnrA) < 1e-6 && p.psnrB.has_value() == q.psnrB.has_value() &&
               (!p.psnrB || std::abs(*p.psnrB - *q.psnrB) < 1e-6);
    });
}

} // namespace

class WorstPatchesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listIsThatOfThePlainLoop_data() {
        QTest::addColumn<bool>("withTruth");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("count");
        QTest::newRow("truth, RGB") << true << 3 << 5;
        QTest::newRow("truth, grey, all") << true << 1 << 100;
        QTest::newRow("no truth, RGB") << false << 3 << 5;
        QTest::newRow("no truth, all") << false << 3 << 100;
    }
    void listIsThatOfThePlainLoop() {
        QFETCH(bool, withTruth);
        QFETCH(int, channels);
        QFETCH(int, count);
        const Image a = randomImage(channels, 37, 45, 1), b = randomImage(channels, 37, 45, 2),
                    truth = randomImage(channels, 37, 45, 3);
        const PatchSize size{12, 8};
        const auto got = worstPatches(a, b, withTruth ? &truth : nullptr, count, size);
        QVERIFY(!got.empty());
        QVERIFY(same(got, plainLoop(a, b, withTruth ? &truth : nullptr, count, size)));
    }

    void damagedPlaceIsFirst() {
        const Image truth(3, 64, 96, 0.5f);
        Image a = truth, b = truth;
        for (float& value : b.values)
            value += 0.01f;
        a = b;
        for (int y = 60; y < 64; ++y)
            a.row(1, y)[94] += 0.5f;
        const auto patches = worstPatches(a, b, &truth, 20);
        QCOMPARE(patches.size(), std::size_t(1)); // nothing is lost elsewhere
        QCOMPARE(patches[0].x + patches[0].width, 96);
        QCOMPARE(patches[0].y + patches[0].height, 64);
        QVERIFY(*patches[0].difference() < -1.0);
    }

    void equalImagesHaveNoWorstPatch() {
        const Image image = randomImage(3, 40, 40);
        QVERIFY(worstPatches(image, image, nullptr, 5).empty());
        QVERIFY(worstPatches(image, image, &image, 5).empty());
    }

    void roundingErrorsDoNotLead() {
        const Image truth(1, 32, 72, 0.5f);
        Image a = truth, b = truth; // left: B is exact and A off by a tenth of a step; right: A is 1 dB worse
        for (int y = 0; y < 32; ++y)
            for (int x = 0; x < 72; ++x) {
                a.row(0, y)[x] += x < 36 ? 0.1f / 255 : 0.1122f;
                b.row(0, y)[x] += x < 36 ? 0.0f : 0.1f;
            }
        const auto patches = worstPatches(a, b, &truth, 1);
        QCOMPARE(patches.size(), std::size_t(1));
        QVERIFY(patches[0].x > 0); // the left half alone would be infinitely worse
        QVERIFY(std::abs(*patches[0].difference() + 1.0) < 0.01);
    }

    void visibleDamageLeads() {
        const Image truth(1, 32, 72, 0.5f);
        Image a = truth, b = truth; // left: 12 dB lost of almost nothing; right: 1 dB lost of much
        for (int y = 0; y < 32; ++y)
            for (int x = 0; x < 72; ++x) {
                a.row(0, y)[x] += x < 36 ? 0.008f : 0.1122f;
                b.row(0, y)[x] += x < 36 ? 0.002f : 0.1f;
            }
        QCOMPARE(worstPatches(a, b, &truth, 2).size(), std::size_t(2));
        QCOMPARE(worstPatches(a, b, &truth, 1)[0].x, 36);
    }

    void patchIsCutToASmallImage() {
        const auto patches = worstPatches(randomImage(3, 10, 20, 1), randomImage(3, 10, 20, 2), nullptr, 9);
        QCOMPARE(patches.size(), std::size_t(1));
        QVERIFY(patches[0].width == 20 && patches[0].height == 10);
    }

    void wrongInputIsRefused() {
        const Image a(3, 8, 8), b(3, 8, 9);
        QVERIFY(sentenceOf<InputError>([&] { worstPatches(a, b, nullptr, 1); }).contains("same size"));
        QVERIFY(sentenceOf<InputError>([&] { worstPatches(a, a, &b, 1); }).contains("same size"));
        QVERIFY(sentenceOf<InputError>([&] { worstPatches(a, a, nullptr, 1, {0, 4}); }).contains("at least 1"));
        QVERIFY(sentenceOf<InputError>([&] { worstPatches(a, a, nullptr, -1); }).contains("at least 0"));
        std::stop_source source;
        source.request_stop();
        QVERIFY_EXCEPTION_THROWN(worstPatches(a, a, nullptr, 1, {}, source.get_token()), Interrupted);
    }
};

QTEST_APPLESS_MAIN(WorstPatchesTest)
#include "worst_patches_test.moc"
