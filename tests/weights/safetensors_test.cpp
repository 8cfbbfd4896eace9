#include "weights/safetensors.h"

#include "base/atomic_file.h"
#include "reader_test.h"
#include "zip_writer.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <limits>
#include <sys/resource.h>

using namespace kintsugi;

namespace {

std::string makeFile(const std::string& header, std::size_t dataSize) {
    return littleEndian<std::uint64_t>(header.size()) + header + std::string(dataSize, '\0');
}

HostTensor bytesOf(DType dtype, std::vector<std::int64_t> shape, std::size_t size) {
    std::vector<std::byte> content(size);
    for (std::size_t i = 0; i < size; ++i)
        content[i] = static_cast<std::byte>(i * 37 + 11);
    return makeTensor(dtype, std::move(shape), content);
}

bool sameTensor(const HostTensor& a, const HostTensor& b) {
    return a.dtype == b.dtype && a.shape == b.shape && std::ranges::equal(a.bytes(), b.bytes());
}

} // namespace

class SafetensorsTest : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }

private Q_SLOTS:
    void readsGoldenFiles() {
        const Checkpoint checkpoint = readSafetensors(KINTSUGI_GOLDEN_DIR "/selective-scan-l1/input.safetensors");
        QCOMPARE(checkpoint.tensors.size(), 9u);
        QCOMPARE(checkpoint.format, std::string("safetensors"));
        QVERIFY(checkpoint.nestedUnder.empty());
    }

    void roundTrip() {
        TensorMap tensors{
            {"b.f64", bytesOf(DType::F64, {2, 1}, 16)}, {"a.u8", bytesOf(DType::U8, {3}, 3)},
            {"c.f32", bytesOf(DType::F32, {}, 4)},      {"d.f16", bytesOf(DType::F16, {1, 3}, 6)},
            {"e.bf16", bytesOf(DType::BF16, {2}, 4)},   {"f.i64", bytesOf(DType::I64, {1}, 8)},
            {"g.i32", bytesOf(DType::I32, {1}, 4)},     {"h.i16", bytesOf(DType::I16, {5}, 10)},
            {"i.i8", bytesOf(DType::I8, {1}, 1)},       {"j.bool", bytesOf(DType::Bool, {1}, 1)},
            {"empty", bytesOf(DType::F32, {0, 7}, 0)},  {"quote \" and é", bytesOf(DType::F32, {1}, 4)},
        };
        const std::map<std::string, std::string> metadata{{"made by", "a \"test\"\n"}, {"ü", ""}};
        writeSafetensors(path("all.safetensors"), tensors, metadata);
        const Checkpoint read = readSafetensors(path("all.safetensors"));
        QCOMPARE(read.metadata, metadata);
        QCOMPARE(read.tensors.size(), tensors.size());
        for (const auto& [name, tensor] : read.tensors) {
            QVERIFY2(sameTensor(tensor, tensors.at(name)), name.c_str());
            QCOMPARE(reinterpret_cast<std::uintptr_t>(tensor.data) % byteSize(tensor.dtype), 0u);
            QVERIFY(tensor.byteCount == 0 || tensor.owner.use_count() > 10); // the map, not a copy
        }
        const std::string content = readWholeFile(path("all.safetensors"));
        QCOMPARE(static_cast<unsigned char>(content[0]) % 8, 0);
    }

    void emptyFileOfNothing() {
        writeSafetensors(path("none.safetensors"), TensorMap{});
        QVERIFY(readCheckpoint(path("none.safetensors")).tensors.empty());
    }

    void tensorsOutliveCheckpointAndFile() {
        writeSafetensors(path("life.safetensors"), {{"a", makeTensor({3}, std::vector<float>{1, 2, 3})}});
        const HostTensor tensor = readSafetensors(path("life.safetensors")).tensors.at("a");
        writeSafetensors(path("life.safetensors"), {{"a", makeTensor({1}, std::vector<float>{9})}});
        QCOMPARE(tensor.toFloat(), (std::vector<float>{1, 2, 3}));
        std::filesystem::remove(path("life.safetensors"));
        QCOMPARE(tensor.toFloat(), (std::vector<float>{1, 2, 3}));
    }

    void copiesMisalignedData() {
        const std::string content = makeFile(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                                             R"("b":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}})",
                                             5);
        const Checkpoint checkpoint = parseCheckpoint(inMemory(content));
        const HostTensor& tensor = checkpoint.tensors.at("b");
        QCOMPARE(reinterpret_cast<std::uintptr_t>(tensor.data) % 4, 0u);
        QCOMPARE(tensor.toFloat(), std::vector<float>{0});
    }

    void convertsToFloat() {
        const auto convert = [](DType dtype, auto value) {
            return makeTensor(dtype, {}, std::as_bytes(std::span(&value, 1))).toFloat().at(0);
        };
        QCOMPARE(convert(DType::F64, 0.1), 0.1f);
        QCOMPARE(convert(DType::F16, std::uint16_t{0x3555}), 0.333251953125f);
        QCOMPARE(convert(DType::F16, std::uint16_t{0x0001}), 0x1.0p-24f);
        QCOMPARE(convert(DType::F16, std::uint16_t{0x83ff}), -1023 * 0x1.0p-24f);
        QCOMPARE(convert(DType::F16, std::uint16_t{0xfc00}), -std::numeric_limits<float>::infinity());
        QVERIFY(std::isnan(convert(DType::F16, std::uint16_t{0x7e00})));
        QVERIFY(std::signbit(convert(DType::F16, std::uint16_t{0x8000})));
        QCOMPARE(convert(DType::BF16, std::uint16_t{0xc049}), -3.140625f);
        QCOMPARE(convert(DType::I64, std::int64_t{-5}), -5.0f);
        QCOMPARE(convert(DType::I32, std::int32_t{-6}), -6.0f);
        QCOMPARE(convert(DType::I16, std::int16_t{-7}), -7.0f);
        QCOMPARE(convert(DType::I8, std::int8_t{-8}), -8.0f);
        QCOMPARE(convert(DType::U8, std::uint8_t{200}), 200.0f);
        QCOMPARE(convert(DType::Bool, std::uint8_t{2}), 1.0f);
        QVERIFY_EXCEPTION_THROWN(makeTensor({2, 2}, std::vector<float>(3)), InputError);
        QVERIFY_EXCEPTION_THROWN(makeTensor({-1}, std::vector<float>(1)), InputError);
    }

    void insistsOnTheRules_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("said");
        const auto add = [](const char* row, const std::string& file, const char* said) {
            QTest::newRow(row) << QByteArray::fromStdString(file) << QString(said);
        };
        const auto tensor = [](const std::string& name, const std::string& fields) {
            return "\"" + name + "\":{" + fields + "}";
        };
        const auto f32 = [&](const std::string& name, const std::string& shape, const std::string& offsets) {
            return tensor(name, R"("dtype":"F32","shape":[)" + shape + R"(],"data_offsets":[)" + offsets + "]");
        };
        const auto file = [](const std::string& inside, std::size_t size) {
            return makeFile("{" + inside + "}", size);
        };
        add("header beyond the file", littleEndian<std::uint64_t>(100) + "{}", "claims 100 bytes");
        add("header beyond the limit", littleEndian<std::uint64_t>(100'000'001) + "{}", "more than the 100000000");
        add("no JSON", file("oops", 0), "not valid JSON");
        add("text after JSON", makeFile("{}x", 0), "not valid JSON");
        add("invalid UTF-8", file(f32("a\xff", "1", "0,4"), 4), "not valid JSON");
        add("hole at the start", file(f32("a", "1", "4,8"), 8), "leaves a hole or overlaps");
        add("hole between", file(f32("a", "1", "0,4") + "," + f32("b", "1", "8,12"), 12), "leaves a hole or overlaps");
        add("overlap", file(f32("a", "2", "0,8") + "," + f32("b", "1", "4,8"), 8), "leaves a hole or overlaps");
        add("same data twice", file(f32("a", "1", "0,4") + "," + f32("b", "1", "0,4"), 4), "leaves a hole or overlaps");
        add("end before begin", file(f32("a", "1", "4,0"), 4), "leaves a hole or overlaps");
        add("data missing", file(f32("a", "2", "0,8"), 7), "holds only 7 bytes");
        add("data left over", file(f32("a", "1", "0,4"), 5), "holds 5 bytes of data but its header describes 4");
        add("shape too large", file(f32("a", "2", "0,4"), 4), "not what its shape and type need");
        add("shape overflows", file(f32("a", "4294967296,4294967296,4294967296", "0,4"), 4), "not what its shape");
        add("bytes overflow", file(f32("a", "4611686018427387905", "0,4"), 4), "not what its shape");
        add("zero hides overflow", file(f32("a", "9223372036854775807,3,0", "0,0"), 0), "not what its shape");
        add("extent beyond int64", file(f32("a", "9223372036854775808", "0,4"), 4), "wrong place");
        add("negative extent", file(f32("a", "-1", "0,4"), 4), "negative number");
        add("fraction", file(f32("a", "1.0", "0,4"), 4), "not a whole one");
        add("offset beyond 64 bits", file(f32("a", "1", "0,18446744073709551620"), 4), "not a whole one");
        add("three offsets", file(f32("a", "1", "0,4,4"), 4), "wrong place");
        add("one offset", file(f32("a", "1", "0"), 4), "incompletely");
        add("name twice", file(f32("a", "1", "0,4") + "," + f32("a", "1", "4,8"), 8), "names a twice");
        add("field twice", file(tensor("a", R"("dtype":"F32","dtype":"F32")"), 0), "names dtype twice");
        add("field missing", file(tensor("a", R"("dtype":"F32","shape":[1])"), 4), "incompletely");
        add("field unknown", file(tensor("a", R"("size":4)"), 4), "unknown field size");
        add("type unknown", file(tensor("a", R"("dtype":"F8_E4M3")"), 4), "type F8_E4M3, which Kintsugi does not know");
        add("type is a number", file(tensor("a", R"("dtype":1)"), 4), "wrong place");
        add("shape is text", file(tensor("a", R"("shape":"1")"), 4), "wrong place");
        add("shape is null", file(tensor("a", R"("shape":null)"), 4), "null");
        add("nested shape", file(tensor("a", R"("shape":[[1]])"), 4), "list in a wrong place");
        add("tensor is a list", file(R"("a":[])", 0), "list in a wrong place");
        add("metadata is nested", file(R"("__metadata__":{"a":{}})", 0), "nested too deeply");
        add("metadata is a number", file(R"("__metadata__":{"a":1})", 0), "wrong place");
        add("deep nest", makeFile("{\"a\":" + std::string(1'000'000, '['), 0), "list in a wrong place");
    }
    void insistsOnTheRules() {
        QFETCH(QByteArray, file);
        QFETCH(QString, said);
        const std::string content = file.toStdString();
        COMPARE_REFUSAL(refusal([&] { parseSafetensors(inMemory(content)); }), said);
    }

    void refusesEveryTruncation() {
        const std::string whole = readWholeFile(KINTSUGI_GOLDEN_DIR "/selective-scan-l1/output.safetensors").substr();
        QVERIFY(refusalOf(whole).isEmpty());
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const std::string part = whole.substr(0, size);
            QVERIFY2(!refusalOf(part).isEmpty(), qPrintable(QString("%1 bytes").arg(size)));
        }
    }

    void streamsAnnouncedTensors() {
        const std::vector<TensorLayout> layout{
            {"photo 2", DType::U8, {2, 2, 3}}, {"none", DType::U8, {0}}, {"photo 1", DType::U8, {1, 1, 3}}};
        const HostTensor first = bytesOf(DType::U8, {2, 2, 3}, 12);
        const HostTensor last = bytesOf(DType::U8, {1, 1, 3}, 3);
        writeSafetensors(path("pack.safetensors"), layout, {{"kind", "photographs"}}, [&](SafetensorsWriter& writer) {
            writer.append("photo 2", first.bytes().first(5));
            writer.append("photo 2", first.bytes().subspan(5));
            writer.append("photo 1", last.bytes());
        });
        const Checkpoint pack = readSafetensors(path("pack.safetensors"));
        QCOMPARE(pack.tensors.size(), 3u);
        QVERIFY(sameTensor(pack.tensors.at("photo 2"), first));
        QVERIFY(sameTensor(pack.tensors.at("photo 1"), last));
        QVERIFY(pack.tensors.at("photo 1").data > pack.tensors.at("photo 2").data);
    }

    void aWrongStreamLeavesTheOldFile_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("size");
        QTest::newRow("unknown name") << "b" << 4;
        QTest::newRow("too much") << "a" << 5;
        QTest::newRow("too little") << "a" << 3;
    }
    void aWrongStreamLeavesTheOldFile() {
        QFETCH(QString, name);
        QFETCH(int, size);
        writeSafetensors(path("kept.safetensors"), {{"old", bytesOf(DType::U8, {2}, 2)}});
        const std::vector<std::byte> content(static_cast<std::size_t>(size));
        QVERIFY_EXCEPTION_THROWN(
            writeSafetensors(path("kept.safetensors"), {{"a", DType::U8, {4}}}, {},
                             [&](SafetensorsWriter& writer) { writer.append(name.toStdString(), content); }),
            InputError);
        QVERIFY(readSafetensors(path("kept.safetensors")).tensors.contains("old"));
        QCOMPARE(QDir(m_folder.path()).entryList({"kept*"}).size(), 1);
    }

    void refusesToWriteWhatNobodyCouldRead_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QList<qint64>>("shape");
        QTest::newRow("reserved name") << QByteArray("__metadata__") << QList<qint64>{1};
        QTest::newRow("name twice") << QByteArray("first") << QList<qint64>{1};
        QTest::newRow("invalid UTF-8") << QByteArray("a\xff") << QList<qint64>{1};
        QTest::newRow("negative extent") << QByteArray("a") << QList<qint64>{-1};
        QTest::newRow("overflow") << QByteArray("a") << QList<qint64>{INT64_MAX, 2};
    }
    void refusesToWriteWhatNobodyCouldRead() {
        QFETCH(QByteArray, name);
        QFETCH(QList<qint64>, shape);
        const std::vector<TensorLayout> layout{{"first", DType::U8, {0}},
                                               {name.toStdString(), DType::F32, {shape.begin(), shape.end()}}};
        QVERIFY_EXCEPTION_THROWN(writeSafetensors(path("never.safetensors"), layout, {}, [](SafetensorsWriter&) {}),
                                 InputError);
        QVERIFY(!std::filesystem::exists(path("never.safetensors")));
    }

    void aFullDiskLeavesTheOldFile() {
        writeSafetensors(path("full.safetensors"), {{"old", bytesOf(DType::U8, {2}, 2)}});
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{1 << 16, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        const QString message = refusal([&] {
            writeSafetensors(path("full.safetensors"), {{"new", bytesOf(DType::U8, {1 << 20}, 1 << 20)}});
        });
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QVERIFY2(message.contains("full.safetensors") && message.contains("space"), qPrintable(message));
        QVERIFY(readSafetensors(path("full.safetensors")).tensors.contains("old"));
        QCOMPARE(QDir(m_folder.path()).entryList({"full*"}).size(), 1);
    }
};

QTEST_APPLESS_MAIN(SafetensorsTest)
#include "safetensors_test.moc"
