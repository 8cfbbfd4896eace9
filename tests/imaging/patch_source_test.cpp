#include "imaging/image_file.h"
#include "imaging/patch_prefetcher.h"
#include "support.h"

#include <QTemporaryDir>
#include <set>

using namespace kintsugi;
using namespace kintsugi::test;
namespace fs = std::filesystem;

namespace {

std::string textOf(const Image& image) {
    const ByteImage bytes = toBytes(image);
    return {bytes.values.begin(), bytes.values.end()};
}

} // namespace

class PatchSourceTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }
    std::vector<fs::path> packs() const { return {path("a.safetensors"), path("b.safetensors")}; }

private Q_SLOTS:
    void initTestCase() {
        writePack(path("a.safetensors"), {"1", "2"}, [](std::size_t i) { return randomBytes(90, 120, 3, i); });
        writePack(path("b.safetensors"), {"3"}, [](std::size_t i) { return randomBytes(40, 30, 1, 7 + i); });
    }

    void patchesDependOnSeedAndIndexOnly() {
        for (const char* task : {"denoise-color-25", "denoise-gray-25", "derain", "deblur-motion", "deblur-defocus"}) {
            const PatchSource one(packs(), parseTask(task), 1), again(packs(), parseTask(task), 1),
                other(packs(), parseTask(task), 2);
            QCOMPARE(one.imageCount(), std::size_t(3));
            QCOMPARE(one.pixelCount(), std::uint64_t(2 * 90 * 120 + 40 * 30));
            again.patch(17, 16);
            const PatchPair patch = one.patch(3, 24), same = again.patch(3, 24);
            QCOMPARE(patch.clean.channels, one.task().channels);
            QVERIFY(patch.clean.height == 24 && patch.clean.width == 24 && patch.degraded.sameShape(patch.clean));
            QVERIFY(patch.clean.values == same.clean.values);
            QVERIFY(patch.degraded.values == same.degraded.values);
            QVERIFY(patch.degraded.values != patch.clean.values);
            QVERIFY(patch.clean.values != one.patch(4, 24).clean.values);
            QVERIFY(patch.clean.values != other.patch(3, 24).clean.values);
        }
    }

    void imagesAreDrawnByArea() {
        // Constant images tell which one a patch came from: areas 1 to 3.
        writePack(path("areas.safetensors"), {"small", "large"},
                  [](std::size_t i) { return ByteImage(i == 0 ? 20 : 60, 50, 3, static_cast<std::uint8_t>(i)); });
        const PatchSource source({path("areas.safetensors")}, parseTask("denoise-color-1"), 5, 1);
        int large = 0;
        for (std::uint64_t i = 0; i < 2000; ++i)
            large += source.patch(i, 8).clean.values[0] > 0.0f;
        QVERIFY2(std::abs(large - 1500) < 100, qPrintable(QString::number(large)));
    }

    void everyPositionAndSymmetryOccurs() {
        ByteImage image(3, 3, 1);
        for (std::size_t i = 0; i < 9; ++i)
            image.values[i] = static_cast<std::uint8_t>(i);
        writePack(path("tiny.safetensors"), {"x"}, [&](std::size_t) { return image; });
        const PatchSource source({path("tiny.safetensors")}, parseTask("denoise-gray-1"), 5, 1);
        std::set<std::string> seen;
        for (std::uint64_t i = 0; i < 2000; ++i)
            seen.insert(textOf(source.patch(i, 2).clean));
        QCOMPARE(seen.size(), std::size_t(4 * 8));
        std::set<std::string> whole;
        for (std::uint64_t i = 0; i < 500; ++i)
            whole.insert(textOf(source.patch(i, 3).clean));
        QCOMPARE(whole.size(), std::size_t(8));
    }

    void bestOfSeveralIsBusier() {
        ByteImage image(64, 256, 3, 100); // a quarter of texture, the rest sky
        for (std::size_t y = 0; y < 64; ++y)
            for (std::size_t i = 0; i < 64 * 3; ++i)
                image.values[y * 256 * 3 + i] = static_cast<std::uint8_t>((y * 37 + i * 91) % 251);
        writePack(path("sky.safetensors"), {"x"}, [&](std::size_t) { return image; });
        const auto busy = [&](int bestOf) {
            const PatchSource source({path("sky.safetensors")}, parseTask("denoise-color-1"), 5, bestOf);
            int count = 0;
            for (std::uint64_t i = 0; i < 400; ++i) {
                const Image clean = source.patch(i, 16).clean;
                count += std::set<float>(clean.values.begin(), clean.values.end()).size() > 1;
            }
            return count;
        };
        QVERIFY2(busy(3) > 1.5 * busy(1), qPrintable(QString("%1 %2").arg(busy(3)).arg(busy(1))));
    }

    void smallImagesAreReflected() {
        writePack(path("pixel.safetensors"), {"x"}, [](std::size_t) { return ByteImage(1, 1, 3, 51); });
        for (const char* task : {"denoise-color-25", "deblur-motion"}) {
            const PatchSource source({path("pixel.safetensors")}, parseTask(task), 1);
            QVERIFY(source.patch(0, 16).clean.values == std::vector<float>(3 * 16 * 16, 0.2f));
        }
    }

    void foldersWorkLikePacks() {
        writeImageFile(path("folder/1.png"), toFloat(randomBytes(90, 120, 3, 0)));
        writeImageFile(path("folder/2.png"), toFloat(randomBytes(90, 120, 3, 1)));
        const PatchSource folder({path("folder")}, parseTask("denoise-color-25"), 1);
        const PatchSource pack({path("a.safetensors")}, parseTask("denoise-color-25"), 1);
        for (std::uint64_t i = 0; i < 5; ++i)
            QVERIFY(folder.patch(i, 32).degraded.values == pack.patch(i, 32).degraded.values);
    }

    void unusableSourcesAreRefused() {
        const Task task = parseTask("derain");
        QVERIFY(!sentenceOf<InputError>([&] { PatchSource({}, task, 1); }).isEmpty());
        QVERIFY(!sentenceOf<FileError>([&] { PatchSource({path("missing")}, task, 1); }).isEmpty());
        fs::create_directory(path("nothing"));
        QVERIFY(!sentenceOf<InputError>([&] { PatchSource({path("nothing")}, task, 1); }).isEmpty());
        QVERIFY(!sentenceOf<InputError>([&] { PatchSource(packs(), task, 1).patch(0, 0); }).isEmpty());
    }

    void prefetchedEqualsDirect_data() {
        QTest::addColumn<int>("threads");
        QTest::addColumn<int>("ahead");
        for (const int threads : {1, 2, 3, 4})
            for (const int ahead : {1, 4})
                QTest::addRow("%d threads, %d ahead", threads, ahead) << threads << ahead;
    }
    void prefetchedEqualsDirect() {
        QFETCH(int, threads);
        QFETCH(int, ahead);
        const PatchSource source(packs(), parseTask("derain"), 9);
        PatchPrefetcher prefetcher(source, 3, 16, threads, 5, ahead); // as if resumed at batch 5
        for (std::uint64_t number = 5; number < 30; ++number) {
            const PatchBatch batch = prefetcher.next(), direct = makeBatch(source, number, 3, 16);
            QCOMPARE(batch.number, number);
            QCOMPARE(batch.clean.size(), std::size_t(3 * 3 * 16 * 16));
            QVERIFY(batch.clean == direct.clean);
            QVERIFY(batch.degraded == direct.degraded);
            const PatchPair item = source.patch(3 * number + 2, 16);
            QVERIFY(std::equal(item.clean.values.begin(), item.clean.values.end(), batch.clean.end() - 3 * 16 * 16));
        }
    }

    void prefetcherStopsWhileBusy() {
        const PatchSource source(packs(), parseTask("deblur-motion"), 9);
        for (int i = 0; i < 20; ++i)
            PatchPrefetcher(source, 2, 32, 4); // destroyed at once
        QVERIFY(!sentenceOf<InputError>([&] { PatchPrefetcher(source, 0, 32); }).isEmpty());
    }

    void failuresReachTheConsumer() {
        Task task = parseTask("derain");
        task.apply = [](const Image&, double, std::uint64_t) -> Image { throw Error("broken"); };
        const PatchSource source(packs(), task, 9);
        PatchPrefetcher prefetcher(source, 2, 16, 2);
        QCOMPARE(sentenceOf<Error>([&] { prefetcher.next(); }), QString("broken"));
    }
};

QTEST_APPLESS_MAIN(PatchSourceTest)
#include "patch_source_test.moc"
