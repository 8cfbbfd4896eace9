#include "imaging/image_file.h"
#include "imaging/image_probe.h"
#include "support.h"

#include <QTemporaryDir>

using namespace kintsugi;
using namespace kintsugi::test;
using namespace std::string_literals;
namespace fs = std::filesystem;

namespace {

const std::string exifStart = "Exif\0\0"s;

/// An EXIF block that says nothing but the orientation.
std::string exif(int orientation) {
    return "MM\0*"s + bigEndian(8, 4) + bigEndian(1, 2) + bigEndian(274, 2) + bigEndian(3, 2) + bigEndian(1, 4) +
           bigEndian(static_cast<std::uint32_t>(orientation), 2) + "\0\0"s + bigEndian(0, 4);
}

/// What a viewer shows of a picture stored in an EXIF orientation: pixel by pixel from the standard's table.
Image shown(const Image& stored, int orientation) {
    const bool turned = orientation >= 5;
    Image result(stored.channels, turned ? stored.width : stored.height, turned ? stored.height : stored.width);
    const int lastRow = stored.height - 1, lastColumn = stored.width - 1;
    for (int c = 0; c < result.channels; ++c)
        for (int y = 0; y < result.height; ++y)
            for (int x = 0; x < result.width; ++x) {
                const int rows[] = {y, y, lastRow - y, lastRow - y, x, lastRow - x, lastRow - x, x};
                const int columns[] = {x, lastColumn - x, lastColumn - x, x, y, y, lastColumn - y, lastColumn - y};
                result.row(c, y)[x] = stored.row(c, rows[orientation - 1])[columns[orientation - 1]];
            }
    return result;
}

struct TiffField {
    std::uint32_t tag;
    std::uint32_t value;
};

/// A big-endian TIFF file of one uncompressed strip.
std::string tiffFile(std::uint32_t width, std::uint32_t height, std::uint32_t bits, std::uint32_t photometric,
                     std::uint32_t samples, const std::string& data, std::vector<TiffField> more = {},
                     std::uint32_t next = 0) {
    std::vector<TiffField> fields{{256, width},   {257, height},      {258, bits},
                                  {259, 1},       {262, photometric}, {273, 0},
                                  {277, samples}, {278, height},      {279, static_cast<std::uint32_t>(data.size())}};
    fields.insert(fields.end(), more.begin(), more.end());
    std::sort(fields.begin(), fields.end(), [](const TiffField& a, const TiffField& b) { return a.tag < b.tag; });
    const auto bitsAt = static_cast<std::uint32_t>(8 + 2 + 12 * fields.size() + 4);
    std::string text = "MM\0*"s + bigEndian(8, 4) + bigEndian(static_cast<std::uint32_t>(fields.size()), 2);
    for (const TiffField& field : fields) {
        const bool manyBits = field.tag == 258 && samples > 2;
        const std::uint32_t value = field.tag == 273 ? bitsAt + 2 * samples : manyBits ? bitsAt : field.value;
        const bool isShort =
            field.tag == 258 || field.tag == 262 || field.tag == 274 || field.tag == 338 || field.tag == 339;
        text += bigEndian(field.tag, 2) + bigEndian(isShort ? 3 : 4, 2) + bigEndian(field.tag == 258 ? samples : 1, 4);
        if (manyBits || !isShort)
            text += bigEndian(value, 4);
        else
            text += bigEndian(value, 2) + (field.tag == 258 && samples == 2 ? bigEndian(value, 2) : "\0\0"s);
    }
    text += bigEndian(next, 4);
    for (std::uint32_t i = 0; i < samples; ++i)
        text += bigEndian(bits, 2);
    return text + data;
}

} // namespace

class ImageFileTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path path(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }
    QString refusal(const std::string& name) const {
        const QString sentence = sentenceOf<FileError>([&] { readImageFile(path(name)); });
        return sentence.contains(QString::fromStdString(path(name).string())) && sentence.endsWith('.') ? sentence
                                                                                                        : QString();
    }

private Q_SLOTS:
    void losslessFormatsComeBackExactly_data() {
        QTest::addColumn<QString>("ending");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("bits");
        QTest::addColumn<bool>("alpha");
        for (const char* ending : {".png", ".tif", ".TIFF", ".webp"})
            for (const int channels : {1, 3})
                for (const int bits : {8, 16})
                    for (const bool alpha : {false, true}) {
                        const bool webp = ending == std::string(".webp"), png = ending == std::string(".png");
                        if ((webp && bits == 16) || (!webp && !png && alpha && bits == 8))
                            continue;
                        QTest::addRow("%s, %d channels, %d bits%s", ending, channels, bits, alpha ? ", alpha" : "")
                            << ending << channels << bits << alpha;
                    }
    }
    void losslessFormatsComeBackExactly() {
        QFETCH(QString, ending);
        QFETCH(int, channels);
        QFETCH(int, bits);
        QFETCH(bool, alpha);
        for (const auto& [height, width] : {std::pair(1, 1), std::pair(37, 23), std::pair(1, 50)}) {
            Image image = randomImage(channels, height, width, 3), transparency = randomImage(1, height, width, 4);
            for (float& value : transparency.values)
                value = std::max(value, 0.1f); // WebP keeps no colour where nothing is seen
            image = bits == 8 ? toFloat(toBytes(image)) : toFloat(toWords(image));
            transparency = bits == 8 ? toFloat(toBytes(transparency)) : toFloat(toWords(transparency));
            const fs::path file = path("x" + ending.toStdString());
            const bool webp = ending == ".webp";
            writeImageFile(file, image, {bits, webp ? 101 : 95}, alpha ? &transparency : nullptr);
            const ImageFile read = readImageFile(file);
            QCOMPARE(read.bitDepth, bits);
            // WebP knows no grey, and neither does a TIFF or a PNG with an opaque grey made RGBA by the encoder.
            const Image expected = read.image.channels == 3 ? toRgb(image) : image;
            QCOMPARE(read.image.channels, channels == 1 && !webp && !alpha ? 1 : 3);
            QVERIFY(read.image.values == expected.values);
            QCOMPARE(read.alpha.has_value(), alpha);
            if (alpha)
                QVERIFY(read.alpha->values == transparency.values);
            QVERIFY(readImageBytes(file).values == toBytes(expected).values);
        }
    }

    void lossyFormatsComeClose_data() {
        QTest::addColumn<QString>("ending");
        QTest::addColumn<int>("channels");
        for (const char* ending : {".jpg", ".JPEG", ".webp"})
            for (const int channels : {1, 3})
                QTest::addRow("%s, %d channels", ending, channels) << ending << channels;
    }
    void lossyFormatsComeClose() {
        QFETCH(QString, ending);
        QFETCH(int, channels);
        const Image image = smoothImage(channels, 40, 50);
        const fs::path file = path("y" + ending.toStdString());
        writeImageFile(file, image);
        const ImageFile read = readImageFile(file);
        QCOMPARE(read.image.channels, ending == ".webp" ? 3 : channels);
        QVERIFY(largestDifference(read.image, read.image.channels == 3 ? toRgb(image) : image) < 0.15f);
        writeImageFile(file, Image(channels, 1, 1, 0.5f));
        QVERIFY(std::abs(readImageFile(file).image.values[0] - 0.5f) < 0.02f);
    }

    void contentDecidesNotTheName() {
        writeImageFile(path("really.png"), randomImage(3, 5, 5));
        fs::rename(path("really.png"), path("really.jpg"));
        QCOMPARE(readImageFile(path("really.jpg")).image.width, 5);
    }

    void palettesAndFewBitsBecomeBytes_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<int>("channels");
        QTest::addColumn<QList<int>>("planes");
        QTest::addColumn<int>("alpha"); // of the first pixel, -1 without
        const auto row = [](const char* name, const std::string& file, int channels, const QList<int>& planes,
                            int alpha = -1) {
            QTest::newRow(name) << QByteArray::fromStdString(file) << channels << planes << alpha;
        };
        const std::string palette = pngChunk("PLTE", "\x0a\x14\x1e\x28\x32\x3c");
        row("PNG palette", pngFile(2, 1, 8, 3, "\0\0\1"s, palette), 3, {10, 40, 20, 50, 30, 60});
        row("PNG palette with alpha", pngFile(2, 1, 8, 3, "\0\0\1"s, palette + pngChunk("tRNS", "\7")), 3,
            {10, 40, 20, 50, 30, 60}, 7);
        row("PNG 1 bit", pngFile(4, 1, 1, 0, "\0\xa0"s), 1, {255, 0, 255, 0});
        row("PNG 4 bits", pngFile(2, 1, 4, 0, "\0\x1f"s), 1, {17, 255});
        row("PNG grey with alpha", pngFile(2, 1, 8, 4, "\0\x64\x21\x32\x05"s), 1, {100, 50}, 33);
        row("TIFF grey", tiffFile(2, 1, 8, 1, 1, "\x64\x32"), 1, {100, 50});
        row("TIFF white is zero", tiffFile(2, 1, 8, 0, 1, "\x64\x32"), 1, {155, 205});
        row("TIFF RGB", tiffFile(1, 1, 8, 2, 3, "\1\2\3"), 3, {1, 2, 3});
        row("TIFF 1 bit", tiffFile(8, 1, 1, 1, 1, "\xf0"), 1, {255, 255, 255, 255, 0, 0, 0, 0});
    }
    void palettesAndFewBitsBecomeBytes() {
        QFETCH(QByteArray, file);
        QFETCH(int, channels);
        QFETCH(QList<int>, planes);
        QFETCH(int, alpha);
        writeText(path("few"), file.toStdString());
        const ImageFile read = readImageFile(path("few"));
        QCOMPARE(read.image.channels, channels);
        QCOMPARE(read.bitDepth, 8);
        QList<int> found;
        for (const float value : read.image.values)
            found << qRound(value * 255);
        QCOMPARE(found, planes);
        QCOMPARE(read.alpha ? qRound(read.alpha->values[0] * 255) : -1, alpha);
    }

    void sixteenBitTiffWithWhiteAsZero() {
        writeText(path("white16.tif"), tiffFile(1, 1, 16, 0, 1, bigEndian(1000, 2)));
        QCOMPARE(toWords(readImageFile(path("white16.tif")).image).values[0], std::uint16_t(64535));
    }

    void orientationIsApplied_data() {
        QTest::addColumn<int>("orientation");
        for (int orientation = 1; orientation <= 8; ++orientation)
            QTest::addRow("%d", orientation) << orientation;
    }
    void orientationIsApplied() {
        QFETCH(int, orientation);
        const Image stored = smoothImage(3, 24, 40);
        writeImageFile(path("plain.jpg"), stored);
        const std::string jpeg = readWholeFile(path("plain.jpg"));
        const std::string block = exifStart + exif(orientation);
        writeText(path("turned.jpg"), jpeg.substr(0, 2) + "\xff\xe1" +
                                          bigEndian(static_cast<std::uint32_t>(block.size() + 2), 2) + block +
                                          jpeg.substr(2));
        const Image expected = shown(readImageFile(path("plain.jpg")).image, orientation);
        QVERIFY(readImageFile(path("turned.jpg")).image.sameShape(expected));
        QVERIFY(readImageFile(path("turned.jpg")).image.values == expected.values);

        const std::string rows = "\0\1\2\3\0\4\5\6"s; // 3 x 2 grey
        writeText(path("plain.png"), pngFile(3, 2, 8, 0, rows));
        writeText(path("turned.png"), pngFile(3, 2, 8, 0, rows, pngChunk("eXIf", exif(orientation))));
        QVERIFY(readImageFile(path("turned.png")).image.values ==
                shown(readImageFile(path("plain.png")).image, orientation).values);

        for (const auto& [bits, photometric, samples] :
             {std::tuple(8u, 1u, 1u), std::tuple(16u, 1u, 1u), std::tuple(8u, 2u, 3u), std::tuple(16u, 2u, 3u)}) {
            std::string data;
            for (std::uint32_t i = 1; i <= 6 * samples; ++i)
                data += bigEndian(i, static_cast<int>(bits / 8));
            writeText(path("plain.tif"), tiffFile(3, 2, bits, photometric, samples, data));
            writeText(path("turned.tif"), tiffFile(3, 2, bits, photometric, samples, data,
                                                   {{274, static_cast<std::uint32_t>(orientation)}}));
            QVERIFY(readImageFile(path("turned.tif")).image.values ==
                    shown(readImageFile(path("plain.tif")).image, orientation).values);
        }
    }

    void wrongOrientationIsIgnored() {
        writeText(path("odd.png"),
                  pngFile(2, 1, 8, 0, "\0\1\2"s, pngChunk("eXIf", exif(9)) + pngChunk("tEXt", "a\0b"s)));
        QCOMPARE(readImageFile(path("odd.png")).image.width, 2);
        writeText(path("odd.png"), pngFile(2, 1, 8, 0, "\0\1\2"s, pngChunk("eXIf", "MM\0*\xff\xff\xff\xff"s)));
        QCOMPARE(readImageFile(path("odd.png")).image.width, 2);
    }

    void cutFilesAreRefused_data() {
        QTest::addColumn<QString>("ending");
        for (const char* ending : {".png", ".jpg", ".tif", ".webp"})
            QTest::newRow(ending) << ending;
    }
    void cutFilesAreRefused() {
        QFETCH(QString, ending);
        const std::string name = "cut" + ending.toStdString();
        writeImageFile(path(name), randomImage(3, 40, 30));
        const std::string whole = readWholeFile(path(name));
        for (std::size_t length = 0; length < whole.size(); length += length < 700 ? 1 : 37) {
            writeText(path(name), whole.substr(0, length));
            QVERIFY2(!refusal(name).isEmpty(), qPrintable(QString::number(length)));
        }
        writeText(path(name), whole.substr(0, whole.size() - 1));
        QVERIFY(!refusal(name).isEmpty());
    }

    void damagedFilesNeverCrash_data() { cutFilesAreRefused_data(); }
    void damagedFilesNeverCrash() {
        QFETCH(QString, ending);
        const std::string name = "damaged" + ending.toStdString();
        writeImageFile(path(name), smoothImage(3, 40, 30));
        const std::string whole = readWholeFile(path(name));
        RandomStream random(3);
        int refused = 0;
        for (int i = 0; i < 300; ++i) {
            std::string damaged = whole;
            for (int k = 0; k < 1 + i % 3; ++k)
                damaged[random.below(i % 2 ? std::min<std::size_t>(damaged.size(), 200) : damaged.size())] =
                    static_cast<char>(random.next());
            writeText(path(name), damaged); // anything but a FileError ends the test
            refused += !sentenceOf<FileError>([&] { readImageFile(path(name)); }).isEmpty();
        }
        QVERIFY(refused > 0);
    }

    void otherFilesAreRefusedWithAdvice_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* name, const std::string& content, const char* words) {
            QTest::newRow(name) << QByteArray::fromStdString(content) << words;
        };
        const std::string animation = bigEndian(2, 4) + bigEndian(0, 4);
        row("empty", "", "empty");
        row("text", "This is a letter, not a picture.", "not a PNG, JPEG, TIFF or WebP");
        row("one byte", "\x89", "not a PNG");
        row("GIF", "GIF89a\1\0\1\0\0\0\0;"s, "GIF is not supported");
        row("animated PNG", pngFile(2, 1, 8, 0, "\0\1\2"s, pngChunk("acTL", animation)), "animation");
        row("animated WebP", "RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\2\0\0\0\0\0\0\0\0\0"s, "animation");
        row(
            "PNG with a wrong checksum",
            [] {
                std::string file = pngFile(2, 1, 8, 0, "\0\1\2"s);
                file[20] ^= 1;
                return file;
            }(),
            "damaged");
        row("huge PNG",
            "\x89PNG\r\n\x1a\n" + pngChunk("IHDR", bigEndian(20001, 4) + bigEndian(20000, 4) + "\x08\0\0\0\0"s) +
                pngChunk("IEND", ""),
            "400 million");
        row("PNG without size", "\x89PNG\r\n\x1a\n" + pngChunk("IEND", ""), "no size");
        row("PNG without data",
            "\x89PNG\r\n\x1a\n" + pngChunk("IHDR", bigEndian(2, 4) + bigEndian(2, 4) + "\x08\0\0\0\0"s) +
                pngChunk("IEND", ""),
            "damaged");
        row("float TIFF", tiffFile(1, 1, 32, 1, 1, "\0\0\0\0"s, {{339, 3}}), "8 or 16 bits");
        row("CMYK TIFF", tiffFile(1, 1, 8, 5, 4, "\1\2\3\4"), "CMYK");
        row("TIFF with 8-bit alpha", tiffFile(1, 1, 8, 2, 4, "\1\2\3\4", {{338, 2}}), "transparency");
        row("BigTIFF", "II+\0\x08\0\0\0"s, "BigTIFF");
        row(
            "two pages",
            [] {
                const std::string page = tiffFile(1, 1, 8, 1, 1, "\1");
                const auto at = static_cast<std::uint32_t>(page.size());
                return tiffFile(1, 1, 8, 1, 1, "\1", {}, at) + page.substr(8);
            }(),
            "several pages");
    }
    void otherFilesAreRefusedWithAdvice() {
        QFETCH(QByteArray, content);
        QFETCH(QString, words);
        writeText(path("other.png"), content.toStdString());
        QVERIFY2(refusal("other.png").contains(words),
                 qPrintable(sentenceOf<FileError>([&] { readImageFile(path("other.png")); })));
    }

    void placesThatAreNoFilesAreRefused() {
        fs::create_directory(path("folder.png"));
        QVERIFY(!sentenceOf<FileError>([&] { readImageFile(path("folder.png")); }).isEmpty());
        QVERIFY(!sentenceOf<FileError>([&] { readImageFile(path("missing.png")); }).isEmpty());
    }

    void impossibleWritesAreRefused() {
        const Image image = randomImage(3, 8, 8), alpha(1, 8, 8, 0.5f), wrong(1, 8, 9);
        QVERIFY(sentenceOf<InputError>([&] { writeImageFile(path("a.bmp"), image); }).contains(".png"));
        QVERIFY(sentenceOf<InputError>([&] { writeImageFile(path("a"), image); }).contains(".png"));
        QVERIFY(sentenceOf<InputError>([&] { writeImageFile(path("a.jpg"), image, {16, 95}); }).contains("8 bits"));
        QVERIFY(
            sentenceOf<InputError>([&] { writeImageFile(path("a.jpg"), image, {}, &alpha); }).contains("transparency"));
        QVERIFY(sentenceOf<InputError>([&] { writeImageFile(path("a.png"), image, {}, &wrong); }).contains("size"));
        QVERIFY(sentenceOf<InputError>([&] { writeImageFile(path("a.png"), image, {12, 95}); }).contains("16"));
        QVERIFY(sentenceOf<InputError>([&] { writeImageFile(path("a.png"), Image(2, 8, 8)); }).contains("channels"));
        QVERIFY(sentenceOf<InputError>([&] { writeImageFile(path("a.jpg"), image, {8, 0}); }).contains("quality"));
        QVERIFY(sentenceOf<InputError>([&] { writeImageFile(path("a.webp"), Image(1, 1, 20000)); }).contains("16383"));
        QVERIFY(!sentenceOf<FileError>([&] { writeImageFile("/proc/nowhere/a.png", image); }).isEmpty());
        QVERIFY(!fs::exists(path("a.png")) && !fs::exists(path("a.jpg")));
    }
};

QTEST_APPLESS_MAIN(ImageFileTest)
#include "image_file_test.moc"
