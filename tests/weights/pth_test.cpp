#include "weights/pth_reader.h"

#include "base/atomic_file.h"
#include "pickle_writer.h"
#include "reader_test.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QtTest>

using namespace kintsugi;

namespace {

QJsonObject readJson(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    return QJsonDocument::fromJson(file.readAll()).object();
}

std::string readData(const QString& name) {
    return readWholeFile((QString(KINTSUGI_WEIGHTS_DATA_DIR "/") + name).toStdString());
}

DType dtypeOf(const QString& torchName) {
    static const QHash<QString, DType> names{
        {"float64", DType::F64}, {"float32", DType::F32}, {"float16", DType::F16}, {"bfloat16", DType::BF16},
        {"int64", DType::I64},   {"int32", DType::I32},   {"int16", DType::I16},   {"int8", DType::I8},
        {"uint8", DType::U8},    {"bool", DType::Bool},
    };
    return names.value(torchName);
}

Checkpoint parse(const std::string& content) {
    return parsePth(inMemory(content));
}

} // namespace

class PthTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsGoldenCheckpoints_data() {
        QTest::addColumn<QString>("folder");
        QDir golden(KINTSUGI_GOLDEN_DIR);
        for (const QString& name : golden.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            if (golden.exists(name + "/weights.pth"))
                QTest::newRow(qPrintable(name)) << golden.filePath(name);
        }
    }
    void readsGoldenCheckpoints() {
        QFETCH(QString, folder);
        const QString stated = readJson(folder + "/case.json")["files"].toObject()["weights.pth"].toString();
        const auto match = QRegularExpression("(\\d+) tensors, (\\d+) values").match(stated);
        QVERIFY(match.hasMatch());
        const Checkpoint checkpoint = readPth((folder + "/weights.pth").toStdString());
        std::int64_t values = 0;
        for (const auto& [name, tensor] : checkpoint.tensors)
            values += tensor.elements();
        QCOMPARE(checkpoint.tensors.size(), match.captured(1).toULongLong());
        QCOMPARE(values, match.captured(2).toLongLong());
        QCOMPARE(checkpoint.nestedUnder, std::string("params"));
        QCOMPARE(checkpoint.format, std::string(stated.contains("legacy") ? "pth-legacy" : "pth"));
    }

    void readsWhatPythonWrote_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QJsonObject>("expected");
        const QJsonObject cases = readJson(KINTSUGI_WEIGHTS_DATA_DIR "/expected.json");
        QVERIFY(!cases.isEmpty());
        for (auto it = cases.begin(); it != cases.end(); ++it)
            QTest::newRow(qPrintable(it.key())) << it.key() << it.value().toObject();
    }
    void readsWhatPythonWrote() {
        QFETCH(QString, file);
        QFETCH(QJsonObject, expected);
        const Checkpoint checkpoint = readPth((QString(KINTSUGI_WEIGHTS_DATA_DIR "/") + file).toStdString());
        QCOMPARE(QString::fromStdString(checkpoint.format), expected["format"].toString());
        QCOMPARE(QString::fromStdString(checkpoint.nestedUnder), expected["nestedUnder"].toString());
        QCOMPARE(QString::fromStdString(checkpoint.strippedPrefix), expected["strippedPrefix"].toString());
        const QJsonObject tensors = expected["tensors"].toObject();
        QCOMPARE(checkpoint.tensors.size(), static_cast<std::size_t>(tensors.size()));
        for (const auto& [name, tensor] : checkpoint.tensors) {
            const QJsonObject wanted = tensors[QString::fromStdString(name)].toObject();
            QCOMPARE(tensor.dtype, dtypeOf(wanted["dtype"].toString()));
            QJsonArray shape;
            for (const std::int64_t extent : tensor.shape)
                shape.append(static_cast<qint64>(extent));
            QCOMPARE(shape, wanted["shape"].toArray());
            std::vector<float> values;
            for (const QJsonValue value : wanted["values"].toArray())
                values.push_back(static_cast<float>(value.toDouble()));
            QCOMPARE(tensor.toFloat(), values);
            QCOMPARE(reinterpret_cast<std::uintptr_t>(tensor.data) % byteSize(tensor.dtype), 0u);
        }
    }

    void contiguousTensorsPointIntoTheFile() {
        const std::string content = readData("tied.pth");
        const Checkpoint checkpoint = parse(content);
        const HostTensor& tensor = checkpoint.tensors.at("a");
        const auto* begin = reinterpret_cast<const std::byte*>(content.data());
        QVERIFY(tensor.data > begin && tensor.data + tensor.byteCount <= begin + content.size());
        QCOMPARE(checkpoint.tensors.at("same").data, tensor.data);
        QCOMPARE(checkpoint.tensors.at("row").data, tensor.data + 3 * sizeof(float));
    }

    void tensorsOutliveTheCheckpoint() {
        HostTensor tensor = readPth(KINTSUGI_WEIGHTS_DATA_DIR "/dict.pth").tensors.at("b");
        QCOMPARE(tensor.toFloat().size(), 4u);
        QCOMPARE(tensor.toFloat(), parse(readData("dict.pth")).tensors.at("b").toFloat());
    }

    void readsOtherFormsOfTheSame_data() {
        using namespace pickles;
        QTest::addColumn<QByteArray>("file");
        const auto add = [](const char* name, const std::string& content) {
            QTest::newRow(name) << QByteArray::fromStdString(content);
        };
        const std::string whole = tensor(storage("0", 4), 0, {2, 2}, {2, 1});
        add("plain", checkpoint(dict({{"a", whole}})));
        add("later key wins", checkpoint(dict({{"a", tensor(storage("0", 4), 1, {1}, {1})}, {"a", whole}})));
        add("stored on a GPU", checkpoint(dict({{"a", tensor(tuple({text("storage"), "ctorch.cuda\nFloatStorage\n",
                                                                    text("0"), text("cuda:0"), integer(4)}) +
                                                                 "Q",
                                                             0, {2, 2}, {2, 1})}})));
        add("Python 2", checkpoint(call("collections\nOrderedDict", "](](U\x01"
                                                                    "a" +
                                                                        whole + "ee\x85")));
        add("byte order of PyTorch 2", checkpoint(dict({{"a", whole}}), {{"net/byteorder", "little"}}));
        add("extra records of PyTorch 2", checkpoint(dict({{"a", whole}}), {{"net/.format_version", "1"},
                                                                            {"net/.storage_alignment", "64"},
                                                                            {"net/.data/serialization_id", "12"}}));
        add("zip64", makeZip({{"net/data.pkl", program(dict({{"a", whole}})), 0, true},
                              {"net/data/0", std::string("\0\0\0\0\0\0\x80\x3f\0\0\0\x40\0\0\x40\x40", 16), 0, true}}));
        add("cycle", checkpoint("}q\x01(" + text("a") + whole + text("itself") + "h\x01u"));
        add("deep nest", checkpoint("}(" + text("deep") + std::string(100'000, ']') + std::string(99'999, 'a') +
                                    text("a") + whole + "u"));
        add("huge stride of one row",
            checkpoint(dict({{"a", tensor(storage("0", 4), 0, {2, 1, 2}, {2, INT64_MAX, 1})}})));
    }
    void readsOtherFormsOfTheSame() {
        QFETCH(QByteArray, file);
        const std::string content = file.toStdString();
        const Checkpoint checkpoint = parse(content);
        QCOMPARE(checkpoint.tensors.size(), 1u);
        QCOMPARE(checkpoint.tensors.at("a").toFloat(), (std::vector<float>{0, 1, 2, 3}));
    }

    void copiesWhatIsNotContiguous() {
        using namespace pickles;
        const std::string content =
            checkpoint(dict({{"a", tensor(storage("0", 4), 0, {1, 2, 1, 2}, {INT64_MAX, 1, INT64_MAX, 2})}}));
        QCOMPARE(parse(content).tensors.at("a").toFloat(), (std::vector<float>{0, 2, 1, 3}));
    }

    void refusesByName_data() {
        using namespace pickles;
        QTest::addColumn<QByteArray>("pickle");
        QTest::addColumn<QString>("named");
        const auto add = [](const char* row, const std::string& pickle, const char* named) {
            QTest::newRow(row) << QByteArray::fromStdString(pickle) << QString(named);
        };
        const std::string argument = text("echo harm");
        const std::string ordered = "ccollections\nOrderedDict\n";
        add("REDUCE", "cos\nsystem\n" + argument + "\x85R", "names os.system,");
        add("REDUCE inside a value", dict({{"a", "cposix\nsystem\n" + argument + "\x85R"}}), "names posix.system,");
        add("INST", "(" + argument + "ios\nsystem\n", "names os.system by");
        add("OBJ", "(cos\nsystem\n" + argument + "o", "names os.system,");
        add("OBJ of a known class", "(" + ordered + "o", "instruction OBJ,");
        add("NEWOBJ", "cos\nsystem\n)\x81", "names os.system,");
        add("NEWOBJ of a known class", ordered + ")\x81", "instruction NEWOBJ,");
        add("NEWOBJ_EX", ordered + ")}\x92", "instruction NEWOBJ_EX,");
        add("BUILD with a named state", call("collections\nOrderedDict", ")") + "}(" + text("x") + "cos\nsystem\nub",
            "names os.system,");
        add("BUILD of a tensor", tensor(storage("0", 4), 0, {4}, {1}) + "}b", "instruction BUILD)");
        add("STACK_GLOBAL", text("builtins") + text("eval") + "\x93", "names builtins.eval,");
        add("STACK_GLOBAL through the memo", text("os") + "q\x05" + text("system") + "q\x06" + "h\x05h\x06\x93",
            "names os.system,");
        add("EXT1", "\x82\x01", "instruction EXT1,");
        add("EXT2", std::string("\x83\x01\0", 3), "instruction EXT2,");
        add("EXT4", std::string("\x84\x01\0\0\0", 5), "instruction EXT4,");
        add("PERSID", "Pstorage\n", "instruction PERSID,");
        add("attribute of a known class", "ccollections\nOrderedDict.fromkeys\n",
            "names collections.OrderedDict.fromkeys,");
        add("other torch function", "ctorch.storage\n_load_from_bytes\n", "names torch.storage._load_from_bytes,");
        add("storage elsewhere", "cevil\nFloatStorage\n", "names evil.FloatStorage,");
        add("control bytes in a name", "cos\x1b[2J\nsystem\n", "names os?[2J.system,");
    }
    void refusesByName() {
        QFETCH(QByteArray, pickle);
        QFETCH(QString, named);
        const QString message = refusalOf(pickles::checkpoint(pickle.toStdString()));
        COMPARE_REFUSAL(message, named);
        QVERIFY(message.contains("nothing was run"));
    }

    void refusesDamage_data() {
        using namespace pickles;
        QTest::addColumn<QByteArray>("pickle");
        QTest::addColumn<QString>("said");
        const auto add = [](const char* row, const std::string& pickle, const char* said) {
            QTest::newRow(row) << QByteArray::fromStdString(pickle) << QString(said);
        };
        const auto addTensor = [&](const char* row, std::int64_t offset, std::vector<std::int64_t> shape,
                                   std::vector<std::int64_t> strides, const char* said) {
            add(row, dict({{"a", tensor(storage("0", 4), offset, shape, strides)}}), said);
        };
        addTensor("beyond the storage", 0, {5}, {1}, "reaches outside its storage");
        addTensor("offset beyond the storage", 4, {1}, {1}, "reaches outside its storage");
        addTensor("stride beyond the storage", 0, {2, 2}, {3, 1}, "reaches outside its storage");
        addTensor("stride overflows", 0, {3, 2}, {INT64_MAX, 1}, "reaches outside its storage");
        addTensor("negative offset", -1, {1}, {1}, "described incompletely");
        addTensor("negative extent", 0, {-1}, {1}, "no usable shape");
        addTensor("negative stride", 3, {2}, {-1}, "no usable shape");
        addTensor("shape overflows", 0, {INT64_MAX, 4}, {0, 0}, "no usable shape");
        addTensor("shape and strides differ", 0, {2, 2}, {1}, "no usable shape");
        addTensor("expanded bomb", 0, {1'000'000, 1'000'000}, {0, 0}, "far more memory");
        addTensor("expanded overflow", 0, {INT64_MAX}, {0}, "no usable shape");
        addTensor("65 dimensions", 0, std::vector<std::int64_t>(65, 1), std::vector<std::int64_t>(65, 1),
                  "no usable shape");
        add("storage too short", dict({{"a", tensor(storage("0", 5), 0, {1}, {1})}}), "missing or too short");
        add("storage overflows", dict({{"a", tensor(storage("0", INT64_MAX), 0, {1}, {1})}}), "missing or too short");
        add("storage is missing", dict({{"a", tensor(storage("1", 4), 0, {1}, {1})}}), "missing or too short");
        add("storage of an odd kind", dict({{"a", tensor(tuple({text("module"), text("x")}) + "Q", 0, {1}, {1})}}),
            "storage in an unknown way");
        add("no storage", dict({{"a", tensor("N", 0, {1}, {1})}}), "has no storage");
        add("many values", std::string(2'100'000, ']'), "more than 2000000 values");
        add("far memo", std::string("]r\xff\xff\xff\xff", 6), "numbers a value beyond its size");
        add("unknown memo", "h\x01", "refers to a value that is not there");
        add("dictionary of lone values", "ccollections\nOrderedDict\n](NNe\x85R", "not pairs");
        add("no mark", "]e", "closes a group that was not opened");
        add("empty stack", "", "takes a value that is not there");
        add("text longer than the file", std::string("X\xff\xff\xff\xff", 5), "ends early");
        add("frame longer than the file", "\x95" + littleEndian<std::uint64_t>(UINT64_MAX), "ends early");
        add("name without a value", "}(" + text("a") + "u", "name without a value");
        add("calls text", text("a") + ")R", "not a function");
        add("unknown instruction", "\xfe", "unknown instruction 0xfe");
        add("unknown protocol", "\x80\x09", "unknown pickle protocol 9");
        add("old protocol", std::string("\x80\0", 2), "unknown pickle protocol 0");
    }
    void refusesDamage() {
        QFETCH(QByteArray, pickle);
        QFETCH(QString, said);
        COMPARE_REFUSAL(refusalOf(pickles::checkpoint(pickle.toStdString())), said);
    }

    void aListUsedAgainAndAgainStaysCheap() {
        using namespace pickles;
        std::string pickle = "](";
        for (int i = 0; i < 1000; ++i)
            pickle += "NN\x86";
        pickle += "eq\x01"
                  "ccollections\nOrderedDict\nq\x02";
        for (int i = 0; i < 1000; ++i)
            pickle += "h\x02h\x01\x85R";
        COMPARE_REFUSAL(refusalOf(checkpoint(pickle)), "repeats a dictionary too often");
    }

    void refusesOtherArchives_data() {
        using namespace pickles;
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("said");
        const auto add = [](const char* row, const std::string& file, const char* said) {
            QTest::newRow(row) << QByteArray::fromStdString(file) << QString(said);
        };
        const std::string value = dict({{"a", tensor(storage("0", 4), 0, {4}, {1})}});
        add("big-endian", checkpoint(value, {{"net/byteorder", "big"}}), "big-endian");
        add("TorchScript code", checkpoint(value, {{"net/code/x.py", ""}}), "TorchScript");
        add("TorchScript constants", checkpoint(value, {{"net/constants.pkl", ""}}), "TorchScript");
        add("pictures", makeZip({{"a.png", "x"}}), "holds no PyTorch checkpoint");
        add("nothing", makeZip({}), "holds no PyTorch checkpoint");
        add("two", checkpoint(value, {{"other/data.pkl", ""}}), "more than one checkpoint");
        add("compressed", makeZip({{"net/data.pkl", program(value), 8}}), "compressed");
        add("compressed data", makeZip({{"net/data.pkl", program(value)}, {"net/data/0", "x", 8}}), "compressed");
        add("a name twice", checkpoint(value, {{"net/data/0", "x"}}), "twice");
    }
    void refusesOtherArchives() {
        QFETCH(QByteArray, file);
        QFETCH(QString, said);
        COMPARE_REFUSAL(refusalOf(file.toStdString()), said);
    }

    void refusesWhatPythonWroteBesides_data() {
        QTest::addColumn<QString>("said");
        QTest::newRow("refused_whole_module.pth") << "names __main__.Net,";
        QTest::newRow("refused_numpy.pth") << "names numpy.core.multiarray.scalar,";
        QTest::newRow("refused_complex.pth") << "names torch.ComplexFloatStorage,";
        QTest::newRow("refused_sparse.pth") << "names torch._utils._rebuild_sparse_tensor,";
        QTest::newRow("refused_list.pth") << "holds no dictionary of weights";
        QTest::newRow("refused_unknown_key.pth") << "its names are: encoder.";
        QTest::newRow("refused_torchscript.pth") << "TorchScript";
    }
    void refusesWhatPythonWroteBesides() {
        QFETCH(QString, said);
        COMPARE_REFUSAL(refusalOf(readData(QTest::currentDataTag())), said);
    }

    void refusesLegacyOfOtherMachines_data() {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("big-endian") << "big-endian" << QByteArray("endianq\x02\x88") << QByteArray("endianq\x02\x89");
        QTest::newRow("protocol") << "unknown version" << QByteArray("M\xe9\x03.") << QByteArray("M\xea\x03.");
        QTest::newRow("type") << "names torch.BlobsStorage" << QByteArray("torch\nFloatStorage")
                              << QByteArray("torch\nBlobsStorage");
    }
    void refusesLegacyOfOtherMachines() {
        QFETCH(QString, said);
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QByteArray file = QByteArray::fromStdString(readData("legacy_tied.pth"));
        QVERIFY(file.contains(before));
        COMPARE_REFUSAL(refusalOf(file.replace(before, after).toStdString()), said);
    }

    void refusesEveryTruncation_data() {
        QTest::addColumn<QString>("file");
        for (const char* file :
             {"dict.pth", "training.pth", "protocol4.pth", "legacy_tied.pth", "legacy_protocol4.pth"})
            QTest::newRow(file) << QString(file);
    }
    void refusesEveryTruncation() {
        QFETCH(QString, file);
        const std::string whole = readData(file);
        QVERIFY(refusalOf(whole).isEmpty());
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const std::string part = whole.substr(0, size); // its own buffer, so that a sanitizer sees a byte too far
            QVERIFY2(!refusalOf(part).isEmpty(), qPrintable(QString("%1 bytes").arg(size)));
        }
    }
};

QTEST_APPLESS_MAIN(PthTest)
#include "pth_test.moc"
