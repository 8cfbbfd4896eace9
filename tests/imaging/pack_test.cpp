#include "imaging/folder_dataset.h"
#include "imaging/image_file.h"
#include "imaging/pack.h"
#include "support.h"
#include "weights/safetensors.h"

#include <QTemporaryDir>

using namespace kintsugi;
using namespace kintsugi::test;
namespace fs = std::filesystem;

class PackTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

private Q_SLOTS:
    void imagesComeBackAsWritten() {
        const std::vector<ByteImage> images{randomBytes(5, 7, 3, 1), randomBytes(1, 1, 1, 2), randomBytes(16, 9, 3, 3)};
        QCOMPARE(writePack(path("a.safetensors"), {"one", "zwei ü \"3\"", "three"},
                           [&](std::size_t i) { return images[i]; }),
                 std::size_t(3));
        const Pack pack(path("a.safetensors"));
        QCOMPARE(pack.size(), std::size_t(3));
        QCOMPARE(pack.sourceName(1), std::string("zwei ü \"3\""));
        for (std::size_t i = 0; i < images.size(); ++i) {
            const ByteView view = pack.image(i);
            QVERIFY(view.height == images[i].height && view.width == images[i].width &&
                    view.channels == images[i].channels);
            QVERIFY(std::equal(images[i].values.begin(), images[i].values.end(), view.values));
        }
        const auto metadata = readSafetensors(path("a.safetensors")).metadata;
        QCOMPARE(metadata.at("format"), std::string("kintsugi-pack"));
        QCOMPARE(metadata.at("version"), std::string("1"));
    }

    void copiesShareTheFile() {
        writePack(path("b.safetensors"), {"x"}, [](std::size_t) { return randomBytes(4, 4, 3); });
        std::vector<Pack> packs;
        {
            const Pack first(path("b.safetensors"));
            packs.push_back(first);
        }
        fs::remove(path("b.safetensors"));
        QCOMPARE(packs[0].image(0).values[0], randomBytes(4, 4, 3).values[0]);
    }

    void authorsAndLicencesGoAlong() {
        const fs::path photos = path("credited/validation");
        writeImageFile(photos / "bee.png", randomImage(3, 70, 70, 1));
        writeImageFile(photos / "boat.png", randomImage(3, 70, 70, 2));
        writeText(
            path("credited/ATTRIBUTION.tsv"),
            "package\tfile\tlicence\tauthor\r\nx\tvalidation/boat.png\tCC0\tFelice Beato\r\ny\tother.png\tGPL\tN");
        packImages({photos}, path("credited.safetensors"), {});
        const Pack pack(path("credited.safetensors"));
        QCOMPARE(pack.credit(0), std::string());
        QCOMPARE(pack.credit(1), std::string("Felice Beato, CC0"));
    }

    void leftOutImagesLeaveNoGap() {
        QCOMPARE(writePack(path("c.safetensors"), {"a", "b", "c"},
                           [](std::size_t i) -> std::optional<ByteImage> {
                               return i == 1 ? std::nullopt : std::optional(randomBytes(3, 3, 3, i));
                           }),
                 std::size_t(2));
        const Pack pack(path("c.safetensors"));
        QCOMPARE(pack.sourceName(1), std::string("c"));
        QCOMPARE(pack.image(1).values[0], randomBytes(3, 3, 3, 2).values[0]);
    }

    void failuresLeaveTheOldFileAndNoTraces() {
        writePack(path("d/pack.safetensors"), {"a"}, [](std::size_t) { return randomBytes(3, 3, 3); });
        const std::string before = readWholeFile(path("d/pack.safetensors"));
        QVERIFY(!sentenceOf<FileError>([&] {
                     writePack(path("d/pack.safetensors"), {"a"},
                               [](std::size_t) { return std::optional<ByteImage>(); });
                 }).isEmpty());
        QVERIFY(!sentenceOf<Interrupted>([&] {
                     writePack(path("d/pack.safetensors"), {"a"},
                               [](std::size_t) -> std::optional<ByteImage> { throw Interrupted("x"); });
                 }).isEmpty());
        QVERIFY(!sentenceOf<InputError>([&] {
                     writePack(path("d/pack.safetensors"), {"a"}, [](std::size_t) { return randomBytes(3, 3, 4); });
                 }).isEmpty());
        QVERIFY(readWholeFile(path("d/pack.safetensors")) == before);
        QCOMPARE(std::distance(fs::directory_iterator(path("d")), fs::directory_iterator()), std::ptrdiff_t(1));
    }

    void otherFilesAreRefused() {
        writeSafetensors(path("weights.safetensors"), TensorMap{{"000000", makeTensor({1}, std::vector<float>{1.0f})}});
        writeSafetensors(path("floats.safetensors"),
                         TensorMap{{"000000", makeTensor({1, 1, 3}, std::vector<float>{1, 2, 3})}},
                         {{"format", "kintsugi-pack"}, {"version", "1"}, {"sources", "[\"a\"]"}});
        writeSafetensors(path("future.safetensors"),
                         TensorMap{{"000000", makeTensor({1, 1, 1}, std::vector<std::uint8_t>{1})}},
                         {{"format", "kintsugi-pack"}, {"version", "2"}, {"sources", "[\"a\"]"}});
        writeSafetensors(path("names.safetensors"),
                         TensorMap{{"000000", makeTensor({1, 1, 1}, std::vector<std::uint8_t>{1})}},
                         {{"format", "kintsugi-pack"}, {"version", "1"}, {"sources", "[\"a\", \"b\"]"}});
        writePack(path("whole.safetensors"), {"x"}, [](std::size_t) { return randomBytes(40, 40, 3); });
        const std::string whole = readWholeFile(path("whole.safetensors"));
        writeText(path("cut.safetensors"), whole.substr(0, whole.size() - 1));
        writeText(path("empty.safetensors"), "");
        for (const char* name : {"weights", "floats", "future", "names", "cut", "empty", "missing"}) {
            const fs::path file = path((std::string(name) + ".safetensors").c_str());
            QVERIFY2(sentenceOf<FileError>([&] { Pack pack(file); }).contains(QString::fromStdString(file.string())),
                     name);
        }
    }

    void foldersArePackedWithReasonsForTheRest() {
        const fs::path photos = path("photos");
        writeImageFile(photos / "b/large.png", randomImage(3, 96, 130, 1));
        writeImageFile(photos / "a/gray.PNG", randomImage(1, 80, 80, 2));
        const Image opaque(1, 70, 70, 1.0f);
        writeImageFile(photos / "alpha.png", randomImage(3, 70, 70, 3), {}, &opaque);
        writeImageFile(photos / "small.png", randomImage(3, 63, 200));
        writeText(photos / "text.png", "no picture at all");
        writeText(photos / "notes.txt", "not asked for");
        std::vector<std::size_t> seen;
        const PackReport report =
            packImages({photos}, path("photos.safetensors"), {1, 64},
                       [&](std::size_t done, std::size_t total) { seen.push_back(10 * done + total); });
        QCOMPARE(report.packed, std::size_t(3));
        QVERIFY((seen == std::vector<std::size_t>{15, 25, 35, 45, 55}));
        QCOMPARE(report.skipped.size(), std::size_t(2));
        QCOMPARE(report.skipped[0].path, photos / "small.png");
        QVERIFY(report.skipped[0].reason.find("less than 64") != std::string::npos);
        QCOMPARE(report.skipped[1].path, photos / "text.png");
        const Pack pack(path("photos.safetensors"));
        QCOMPARE(pack.sourceName(0), std::string("photos/a/gray.PNG"));
        QCOMPARE(pack.sourceName(1), std::string("photos/alpha.png"));
        QCOMPARE(pack.sourceName(2), std::string("photos/b/large.png"));
        for (std::size_t i = 0; i < pack.size(); ++i)
            QCOMPARE(pack.image(i).channels, 3);
        const ByteImage large = toBytes(randomImage(3, 96, 130, 1));
        QVERIFY(std::equal(large.values.begin(), large.values.end(), pack.image(2).values));
        std::vector<SkippedImage> skipped;
        QCOMPARE(readFolder(photos, &skipped).size(), std::size_t(4));
        QCOMPARE(skipped.size(), std::size_t(1));
    }

    void downscalingTakesMeans() {
        ByteImage image(5, 7, 3);
        for (std::size_t i = 0; i < image.values.size(); ++i)
            image.values[i] = static_cast<std::uint8_t>(i);
        writeImageFile(path("scale/x.png"), toFloat(image));
        packImages({path("scale")}, path("scale.safetensors"), {2, 1});
        const Pack pack(path("scale.safetensors"));
        QCOMPARE(pack.image(0).height, 2);
        QCOMPARE(pack.image(0).width, 3);
        QCOMPARE(int(pack.image(0).values[0]), 12); // of 0, 3, 21, 24
    }

    void packingStops() {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!sentenceOf<Interrupted>([&] {
                     packImages({path("scale")}, path("stopped.safetensors"), {1, 1}, {}, stop.get_token());
                 }).isEmpty());
        QVERIFY(!fs::exists(path("stopped.safetensors")));
        QVERIFY(!sentenceOf<FileError>([&] { packImages({path("nowhere")}, path("x.safetensors"), {}); }).isEmpty());
        QVERIFY(!sentenceOf<InputError>([&] { packImages({path("scale")}, path("x.safetensors"), {0, 1}); }).isEmpty());
    }
};

QTEST_APPLESS_MAIN(PackTest)
#include "pack_test.moc"
