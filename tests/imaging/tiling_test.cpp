#include "imaging/tiling.h"
#include "support.h"

#include <cmath>

using namespace kintsugi;
using namespace kintsugi::test;

namespace {

Image identity(const Image& tile) {
    return tile;
}

/// Adds what depends on the position inside the tile, as a network with zero padding at its borders does.
Image positionDependent(const Image& tile) {
    Image result = tile;
    for (int c = 0; c < tile.channels; ++c)
        for (int y = 0; y < tile.height; ++y)
            for (int x = 0; x < tile.width; ++x)
                result.row(c, y)[x] = 0.7f * tile.row(c, y)[x] + 0.01f * static_cast<float>(y * 31 + x * 17 + c);
    return result;
}

Image paddedToEight(const Image& image) {
    Image result(image.channels, (image.height + 7) / 8 * 8, (image.width + 7) / 8 * 8);
    for (int c = 0; c < image.channels; ++c)
        for (int y = 0; y < result.height; ++y)
            for (int x = 0; x < result.width; ++x)
                result.row(c, y)[x] = image.row(c, reflectIndex(y, image.height))[reflectIndex(x, image.width)];
    return result;
}

/// The published procedure with whole-size sums and counts.
Image literalUniform(const Image& input, int tile, int overlap, const TileFunction& restore) {
    const Image padded = paddedToEight(input);
    tile = std::min({tile, padded.height, padded.width});
    const auto starts = [&](int size) {
        std::vector<int> result;
        for (int start = 0; start < size - tile; start += tile - overlap)
            result.push_back(start);
        result.push_back(size - tile);
        return result;
    };
    Image sum(padded.channels, padded.height, padded.width), count = sum;
    for (const int top : starts(padded.height))
        for (const int left : starts(padded.width)) {
            const Image result = restore(crop(padded, top, left, tile, tile));
            for (int c = 0; c < sum.channels; ++c)
                for (int y = 0; y < tile; ++y)
                    for (int x = 0; x < tile; ++x) {
                        sum.row(c, top + y)[left + x] += result.row(c, y)[x];
                        count.row(c, top + y)[left + x] += 1.0f;
                    }
        }
    for (std::size_t i = 0; i < sum.values.size(); ++i)
        sum.values[i] /= count.values[i];
    return crop(sum, 0, 0, input.height, input.width);
}

} // namespace

class TilingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void startsAreUpstreams_data() {
        QTest::addColumn<int>("tile");
        QTest::addColumn<int>("overlap");
        QTest::addColumn<QList<int>>("rows");
        QTest::addColumn<QList<int>>("columns");
        QTest::newRow("32/8") << 32 << 8 << QList<int>{0, 24, 40} << QList<int>{0, 24, 48, 56};
        QTest::newRow("40/16") << 40 << 16 << QList<int>{0, 24, 32} << QList<int>{0, 24, 48};
        QTest::newRow("cut to the height") << 720 << 32 << QList<int>{0} << QList<int>{0, 16};
    }
    void startsAreUpstreams() {
        QFETCH(int, tile);
        QFETCH(int, overlap);
        QFETCH(QList<int>, rows);
        QFETCH(QList<int>, columns);
        const TilePlan plan = planTiles(72, 88, tile, overlap, TileBlend::Uniform);
        QCOMPARE(QList<int>(plan.rowStarts.begin(), plan.rowStarts.end()), rows);
        QCOMPARE(QList<int>(plan.columnStarts.begin(), plan.columnStarts.end()), columns);
    }

    void uniformEqualsTheLiteralProcedure_data() {
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("tile");
        QTest::addColumn<int>("overlap");
        QTest::newRow("golden 32/8") << 72 << 88 << 32 << 8;
        QTest::newRow("golden 40/16") << 72 << 88 << 40 << 16;
        QTest::newRow("padded") << 67 << 81 << 32 << 8;
        QTest::newRow("no overlap") << 64 << 64 << 16 << 0;
        QTest::newRow("large overlap") << 50 << 61 << 24 << 20;
        QTest::newRow("one tile") << 30 << 30 << 32 << 8;
        QTest::newRow("one pixel") << 1 << 1 << 32 << 4;
    }
    void uniformEqualsTheLiteralProcedure() {
        QFETCH(int, height);
        QFETCH(int, width);
        QFETCH(int, tile);
        QFETCH(int, overlap);
        const Image input = randomImage(3, height, width);
        const TilePlan plan = planTiles(height, width, tile, overlap, TileBlend::Uniform);
        QVERIFY(runTiled(input, plan, positionDependent).values ==
                literalUniform(input, tile, overlap, positionDependent).values);
    }

    void nothingDoneLeavesThePicture_data() {
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        for (const int height : {1, 2, 3, 7, 8, 9, 31, 33, 64, 100})
            for (const int width : {1, 5, 8, 17, 70})
                QTest::addRow("%d x %d", width, height) << height << width;
    }
    void nothingDoneLeavesThePicture() {
        QFETCH(int, height);
        QFETCH(int, width);
        const Image input = toFloat(randomBytes(height, width, 3));
        for (const TileBlend blend : {TileBlend::Feather, TileBlend::Uniform})
            for (const auto& [tile, overlap] :
                 {std::pair(0, 0), std::pair(8, 0), std::pair(16, 8), std::pair(32, 5), std::pair(24, 23)}) {
                const Image output = runTiled(input, planTiles(height, width, tile, overlap, blend), identity);
                // With 24/23 up to 576 tiles are summed in a pixel, and each sum rounds.
                QVERIFY(largestDifference(input, output) < (overlap > tile / 2 ? 2e-5f : 2e-6f));
                QVERIFY(toBytes(output).values == toBytes(input).values);
            }
    }

    void featherWeightsSumToOne_data() {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("tile");
        QTest::addColumn<int>("overlap");
        for (const int size : {1, 8, 40, 72, 129})
            for (const auto& [tile, overlap] :
                 {std::pair(8, 0), std::pair(16, 7), std::pair(40, 16), std::pair(32, 31)})
                QTest::addRow("%d by %d/%d", size, tile, overlap) << size << tile << overlap;
    }
    void featherWeightsSumToOne() {
        QFETCH(int, size);
        QFETCH(int, tile);
        QFETCH(int, overlap);
        const TilePlan plan = planTiles(size, 8, tile, overlap);
        std::vector<double> sums(static_cast<std::size_t>(plan.rowStarts.back() + plan.tileHeight), 0.0);
        for (std::size_t t = 0; t < plan.rowStarts.size(); ++t)
            for (int i = 0; i < plan.tileHeight; ++i)
                sums[static_cast<std::size_t>(plan.rowStarts[t] + i)] +=
                    plan.rowWeights[t * static_cast<std::size_t>(plan.tileHeight) + static_cast<std::size_t>(i)];
        for (const double sum : sums)
            QVERIFY(std::abs(sum - 1.0) < 1e-6);
    }

    void featherHidesTilesThatDisagree() {
        // Each tile answers with a constant of its own. A plain average jumps at the tiles' edges; the ramp takes half
        // an overlap.
        const int size = 64, tile = 32, overlap = 16;
        const auto steepest = [&](TileBlend blend) {
            float answer = 0.0f;
            const Image output = runTiled(Image(1, 8, size), planTiles(8, size, tile, overlap, blend),
                                          [&](const Image& cut) { return Image(1, cut.height, cut.width, answer++); });
            float step = 0.0f;
            for (int x = 1; x < size; ++x)
                step = std::max(step, std::abs(output.row(0, 4)[x] - output.row(0, 4)[x - 1]));
            return step;
        };
        QVERIFY(steepest(TileBlend::Feather) <= 2.0f / overlap + 1e-5f);
    }

    void localRestorationShowsNoSeam() {
        // A 5 x 5 mean is wrong within 2 pixels of a tile's edge; feathering must keep what it does to the picture
        // small.
        const Image input = smoothImage(1, 96, 96);
        const auto mean5 = [](const Image& image) {
            Image result = image;
            for (int y = 0; y < image.height; ++y)
                for (int x = 0; x < image.width; ++x) {
                    float sum = 0.0f;
                    for (int dy = -2; dy <= 2; ++dy)
                        for (int dx = -2; dx <= 2; ++dx)
                            sum += image.row(0, reflectIndex(y + dy, image.height))[reflectIndex(x + dx, image.width)];
                    result.row(0, y)[x] = sum / 25.0f;
                }
            return result;
        };
        const Image whole = mean5(input);
        qDebug() << largestDifference(whole, runTiled(input, planTiles(96, 96, 32, 16), mean5))
                 << largestDifference(whole, runTiled(input, planTiles(96, 96, 32, 16, TileBlend::Uniform), mean5))
                 << largestDifference(whole, runTiled(input, planTiles(96, 96, 32, 0), mean5));
        QVERIFY(largestDifference(whole, runTiled(input, planTiles(96, 96, 32, 0), mean5)) > 0.004f);
    }

    void channelsMayChange() {
        const Image output = runTiled(randomImage(6, 20, 20), planTiles(20, 20, 16, 4),
                                      [](const Image& tile) { return Image(3, tile.height, tile.width, 0.25f); });
        QVERIFY(largestDifference(output, Image(3, 20, 20, 0.25f)) < 1e-6f);
    }

    void progressAndStop() {
        const Image input = randomImage(1, 64, 64);
        const TilePlan plan = planTiles(64, 64, 32, 0);
        std::vector<std::size_t> seen;
        runTiled(input, plan, identity,
                 [&](std::size_t done, std::size_t total) { seen.push_back(10 * done + total); });
        QVERIFY((seen == std::vector<std::size_t>{14, 24, 34, 44}));
        std::stop_source stop;
        int calls = 0;
        QVERIFY(!sentenceOf<Interrupted>([&] {
                     runTiled(
                         input, plan,
                         [&](const Image& tile) {
                             ++calls;
                             stop.request_stop();
                             return tile;
                         },
                         {}, stop.get_token());
                 }).isEmpty());
        QCOMPARE(calls, 1);
    }

    void impossiblePlansAreRefused() {
        QVERIFY(!sentenceOf<InputError>([] { planTiles(64, 64, 30, 8); }).isEmpty());
        QVERIFY(!sentenceOf<InputError>([] { planTiles(64, 64, 32, 32); }).isEmpty());
        QVERIFY(!sentenceOf<InputError>([] { planTiles(64, 64, -8, 0); }).isEmpty());
        QVERIFY(!sentenceOf<InputError>([] { planTiles(0, 64, 32, 0); }).isEmpty());
        QVERIFY(!sentenceOf<InputError>([] { runTiled(Image(1, 8, 8), planTiles(8, 9, 8, 0), identity); }).isEmpty());
        QVERIFY(!sentenceOf<Error>([] {
                     runTiled(Image(1, 8, 8), planTiles(8, 8, 8, 0), [](const Image&) { return Image(1, 4, 4); });
                 }).isEmpty());
    }

    void largestTileKeepsTheBudget() {
        const TileMemory memory{4000.0, 3, 3};
        for (const std::uint64_t budget : {120'000'000ull, 500'000'000ull, 3'000'000'000ull}) {
            const int tile = largestTile(1200, 1600, memory, budget);
            QCOMPARE(tile % 8, 0);
            QVERIFY(forecastBytes(planTiles(1200, 1600, tile, 0), memory) <= budget);
            QVERIFY(forecastBytes(planTiles(1200, 1600, tile + 8, 0), memory) > budget);
        }
        QCOMPARE(largestTile(100, 60, memory, 1'000'000'000), 104);
        QVERIFY(sentenceOf<InputError>([&] { largestTile(1200, 1600, memory, 46'000'000); }).contains("MB"));
    }
};

QTEST_APPLESS_MAIN(TilingTest)
#include "tiling_test.moc"
