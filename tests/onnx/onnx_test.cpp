#include "base/atomic_file.h"
#include "base/error.h"
#include "base/random.h"
#include "nets/tensors.h"
#include "onnx/model_limit.h"
#include "onnx/parity.h"
#include "reference/session.h"
#include "space/space.h"
#include "support.h"
#include "weights/safetensors.h"

#ifdef KINTSUGI_HAS_RUNTIME
#include "runtime/session.h"
#endif

#include <QtTest>
#include <filesystem>
#include <fmt/format.h>
#include <onnx/checker.h>

using namespace kintsugi;
using namespace kintsugi::test;
namespace fs = std::filesystem;

namespace {

const char* const allTeacherPath = "T*2/T*2/T*2/T*2/T*2/T*2/T*2/T*2";
/// Every kind, in stages of every size; edges of several blocks; a stage of nothing.
const char* const everyKind =
    "lite1:1.T/mambair1:2/gated1:1.lite1:1/restormer1:2/skip0:2/lite2:2/T.skip0:1/mambair1:1.T";

std::string whyNoRuntime() {
    try {
        parityRuntimeVersion();
        return {};
    } catch (const Error& e) {
        return e.what();
    }
}

onnx::ModelProto load(const fs::path& file) {
    onnx::ModelProto model;
    if (!model.ParseFromString(readWholeFile(file)))
        throw Error("not a model");
    return model;
}

std::map<std::string, std::string> metadata(const onnx::ModelProto& model) {
    std::map<std::string, std::string> values;
    for (const auto& property : model.metadata_props())
        values[property.key()] = property.value();
    return values;
}

ExportOptions options(OnnxScan scan, int height, int width, bool dynamicSize = false) {
    ExportOptions result;
    result.scan = scan;
    result.height = height;
    result.width = width;
    result.dynamicSize = dynamicSize;
    return result;
}

QString sentenceOf(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& e) {
        return e.what();
    }
    return "no error";
}

} // namespace

class OnnxTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path m_root;
    QString m_whyNoRuntime;

    /// Exports, checks the file's form, and compares it with LibTorch where there is a runtime. Returns the difference,
    /// 0 without a runtime.
    double difference(const HybridUNet& net, const Architecture& path, const ExportOptions& how, int height,
                      int width) {
        const fs::path file = m_root / "network.onnx";
        const ExportedModel written = exportNetwork(net, path, how, file);
        const onnx::ModelProto model = load(file);
        onnx::checker::check_model(model);
        if (fs::file_size(file) != written.bytes || model.graph().node_size() != written.nodes)
            throw Error("The summary is not that of the file.");
        if (!m_whyNoRuntime.isEmpty())
            return 0;
        const ParityCase expected = networkParityCase(net, height, width);
        if (expected.blocksShare < 0.02)
            throw Error(fmt::format("The blocks hardly matter: {}.", expected.blocksShare));
        const ParityResult result = checkParity(file, expected);
        if (how.scan == OnnxScan::Custom)
            checkReferenceKernels(file, expected);
        qInfo("%s: %d nodes, difference %.2g, blocks' share %.2g",
              QTest::currentDataTag() ? QTest::currentDataTag() : "", written.nodes, result.maxRel,
              expected.blocksShare);
        return result.maxRel;
    }

    /// The kernels for devices without a runtime must agree as well; throws Error where they do not.
    static void checkReferenceKernels(const fs::path& file, const ParityCase& expected) {
        reference::Session session(file, 2);
        const NamedTensor input{session.inputs().at(0).name, expected.input.shape, expected.input.toFloat()};
        const auto output = session.run(std::span(&input, 1)).at(0);
        const at::Tensor got = toTensor(makeTensor(output.shape, output.data)), wanted = toTensor(expected.expected);
        const double off = (got - wanted).abs().max().item<double>() / expected.scale;
        if (got.sizes() != wanted.sizes() || !(off <= parityTolerance))
            throw Error(fmt::format("The reference kernels are off by {}.", off));
        qInfo("reference kernels: difference %.2g", off);
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        m_root = m_folder.path().toStdString();
        m_whyNoRuntime = QString::fromStdString(whyNoRuntime());
    }

    void goldenNetworks_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("dynamicSize");
        for (const char* name : {"restormer-tiny-withbias", "restormer-tiny-biasfree", "restormer-tiny-gray",
                                 "restormer-tiny-dualpixel", "mambair-unet-d30"}) {
            QTest::newRow(name) << name << false;
            QTest::addRow("%s, free size", name) << name << true;
        }
    }
    void goldenNetworks() {
        QFETCH(QString, name);
        QFETCH(bool, dynamicSize);
        const fs::path folder = fs::path(KINTSUGI_GOLDEN_DIR) / name.toStdString();
        const QJsonObject config =
            QJsonDocument::fromJson(QByteArray::fromStdString(readWholeFile(folder / "case.json")))["config"]
                .toObject();
        const std::string text = QJsonDocument(config).toJson().toStdString();
        const bool mambaIr = name.startsWith("mambair");
        const auto net =
            mambaIr ? makeMambaIrUNet(mambaIrUNetConfigFromJson(text)) : makeRestormer(restormerConfigFromJson(text));
        loadStateDict(*net, readCheckpoint(folder / "weights.pth").tensors, "golden");
        const HybridUNet whole(net, HybridUNet::allTeacherPath(*net));
        const Architecture path = allTeacher(stagesOf(net->config()));
        const at::Tensor input = toTensor(readSafetensors(folder / "input.safetensors").tensors.at("input"));
        const int height = static_cast<int>(input.size(2)), width = static_cast<int>(input.size(3));
        const double off =
            difference(whole, path, options(OnnxScan::Custom, height, width, dynamicSize), height, width);
        QVERIFY2(off <= parityTolerance, qPrintable(QString::number(off)));
        if (!m_whyNoRuntime.isEmpty())
            QSKIP(qPrintable("Written and checked, but not run: " + m_whyNoRuntime));
#ifdef KINTSUGI_HAS_RUNTIME
        // Not only as LibTorch has it: as upstream's own code wrote it down.
        OnnxSession session(m_root / "network.onnx");
        const at::Tensor expected = toTensor(readSafetensors(folder / "output.safetensors").tensors.at("output"));
        const HostTensor first = toHostTensor(input.narrow(0, 0, 1));
        const NamedTensor feed{"input", first.shape, first.toFloat()};
        const auto output = session.run(std::span(&feed, 1));
        QCOMPARE(output.front().name, std::string("output"));
        const at::Tensor got = toTensor(makeTensor(output.front().shape, output.front().data));
        const at::Tensor wanted = expected.narrow(0, 0, 1);
        const at::Tensor added =
            wanted.sizes() == input.narrow(0, 0, 1).sizes() ? wanted - input.narrow(0, 0, 1) : wanted;
        const double golden = ((got - wanted).abs().max() / added.abs().max()).item<double>();
        QVERIFY2(golden <= parityTolerance, qPrintable(QString::number(golden)));
#endif
    }

    void everyKindOfBlock_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("withBias");
        QTest::addColumn<int>("scan"); // 0 custom, 1 standard
        QTest::addColumn<bool>("dynamicSize");
        for (const bool dynamicSize : {false, true})
            for (const int scan : {0, 1})
                for (const bool withBias : {false, true})
                    QTest::addRow("every kind, %s, %s, %s", withBias ? "biases" : "bias-free",
                                  scan ? "standard" : "custom", dynamicSize ? "free size" : "fixed")
                        << everyKind << withBias << scan << dynamicSize;
        QTest::newRow("teacher, biases") << allTeacherPath << true << 0 << false;
        QTest::newRow("one mambair") << "skip0:2/mambair2:2/skip0:2/skip0:2/skip0:2/skip0:2/skip0:2/skip0:2" << true
                                     << 1 << false;
        QTest::newRow("one restormer") << "skip0:2/skip0:2/skip0:2/skip0:2/skip0:2/skip0:2/skip0:2/T.skip0:1" << true
                                       << 0 << false;
    }
    void everyKindOfBlock() {
        QFETCH(QString, path);
        QFETCH(bool, withBias);
        QFETCH(int, scan);
        QFETCH(bool, dynamicSize);
        const auto teacher = smallTeacher(smallConfig(withBias ? NormType::WithBias : NormType::BiasFree, withBias));
        const auto architecture = parseArchitecture(path.toStdString(), stagesOf(teacher->config()));
        const auto net = hybrid(teacher, path.toStdString());
        const auto how = options(scan ? OnnxScan::Standard : OnnxScan::Custom, 40, 24, dynamicSize);
        const double off = difference(net, architecture, how, 40, 24);
        QVERIFY2(off <= parityTolerance, qPrintable(QString::number(off)));
        const onnx::ModelProto model = load(m_root / "network.onnx");
        const bool hasDomain = model.opset_import_size() == 2;
        QCOMPARE(hasDomain, scan == 0 && (path.contains("lite") || path.contains("mambair")));
        if (hasDomain)
            QCOMPARE(model.opset_import(1).version(), 1);
        QCOMPARE(model.doc_string().empty(), scan == 0); // says that it is slow
        if (!m_whyNoRuntime.isEmpty())
            QSKIP(qPrintable("Written and checked, but not run: " + m_whyNoRuntime));
    }

    void liteVariants_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("directions");
        QTest::addColumn<double>("expand");
        QTest::addColumn<double>("ffn");
        QTest::addColumn<int>("scan");
        QTest::addColumn<int>("size"); // 72 x size: the chunks of Mamba-2 do not divide it evenly
        const auto selective = static_cast<int>(LiteOptions::Scan::Selective),
                   ssd = static_cast<int>(LiteOptions::Scan::Ssd);
        for (const int scan : {0, 1}) {
            const char* form = scan ? "standard" : "custom";
            QTest::addRow("1 direction, %s", form) << selective << 1 << 1.5 << 0.0 << scan << 8;
            QTest::addRow("4 directions and ffn, %s", form) << selective << 4 << 1.0 << 1.0 << scan << 16;
            QTest::addRow("ssd, 1 direction, %s", form) << ssd << 1 << 1.0 << 0.0 << scan << 8;
            QTest::addRow("ssd, 2 directions, %s", form) << ssd << 2 << 1.0 << 1.5 << scan << 24;
            QTest::addRow("ssd, 4 directions, %s", form) << ssd << 4 << 2.0 << 0.0 << scan << 40;
        }
    }
    void liteVariants() {
        QFETCH(int, kind);
        QFETCH(int, directions);
        QFETCH(double, expand);
        QFETCH(double, ffn);
        QFETCH(int, scan);
        QFETCH(int, size);
        LiteOptions lite;
        lite.scan = static_cast<LiteOptions::Scan>(kind);
        lite.directions = directions;
        lite.expand = expand;
        lite.ffnExpansion = ffn;
        lite.headDim = 8;
        const auto teacher = smallTeacher(smallConfig());
        const std::string path = "lite1:1.T/lite1:2/lite2:2/lite1:2/lite1:2/lite1:2/lite1:2/lite1:2";
        const auto net = hybrid(teacher, path, lite);
        const auto architecture = parseArchitecture(path, stagesOf(teacher->config()));
        for (const bool dynamicSize : {false, true}) {
            const auto how = options(scan ? OnnxScan::Standard : OnnxScan::Custom, 72, size, dynamicSize);
            const double off = difference(net, architecture, how, 72, size);
            QVERIFY2(off <= parityTolerance, qPrintable(QString::number(off)));
        }
        if (!m_whyNoRuntime.isEmpty())
            QSKIP(qPrintable("Written and checked, but not run: " + m_whyNoRuntime));
    }

    void randomPaths() {
        const auto teacher = smallTeacher(smallConfig(NormType::WithBias));
        const Space space = Space::allSpans(stagesOf(teacher->config()), surrogateKinds);
        RandomStream random(11);
        for (int i = 0; i < 6; ++i) {
            const Architecture path = space.sample(random);
            const double off =
                difference(hybrid(teacher, path.text()), path, options(OnnxScan::Custom, 32, 48), 32, 48);
            QVERIFY2(off <= parityTolerance, qPrintable(QString("%1: %2").arg(path.text().c_str()).arg(off)));
        }
        if (!m_whyNoRuntime.isEmpty())
            QSKIP(qPrintable("Written and checked, but not run: " + m_whyNoRuntime));
    }

    void oneFreeModelTakesEverySize() {
        if (!m_whyNoRuntime.isEmpty())
            QSKIP(qPrintable(m_whyNoRuntime));
        const auto teacher = smallTeacher(smallConfig());
        const auto net = hybrid(teacher, everyKind);
        const auto path = parseArchitecture(everyKind, stagesOf(teacher->config()));
        for (const OnnxScan scan : {OnnxScan::Custom, OnnxScan::Standard}) {
            exportNetwork(net, path, options(scan, 0, 0, true), m_root / "free.onnx");
            for (const auto& [height, width] : {std::pair{8, 8}, {16, 40}, {64, 24}})
                QVERIFY(checkParity(m_root / "free.onnx", networkParityCase(net, height, width)).pass);
        }
    }

    void namesSayWhereANodeBelongs() {
        const auto teacher = smallTeacher(smallConfig());
        const auto path = parseArchitecture(everyKind, stagesOf(teacher->config()));
        exportNetwork(hybrid(teacher, everyKind), path, options(OnnxScan::Custom, 16, 24), m_root / "named.onnx");
        const onnx::ModelProto model = load(m_root / "named.onnx");
        std::set<std::string> names, edges;
        for (const onnx::NodeProto& node : model.graph().node()) {
            QVERIFY2(names.insert(node.name()).second, node.name().c_str());
            const QStringList parts = QString::fromStdString(node.name()).split('/');
            QVERIFY2(parts.size() >= 2, node.name().c_str());
            if (parts[0] != "base")
                edges.insert((parts[0] + '/' + parts[1]).toStdString());
        }
        const std::set<std::string> expected{"enc1/0-1.lite1",  "enc1/1-2.T",     "enc2/0-2.mambair1",
                                             "enc3/0-1.gated1", "enc3/1-2.lite1", "bottleneck/0-2.restormer1",
                                             "dec2/0-2.lite2",  "dec1/0-1.T",     "refine/0-1.mambair1",
                                             "refine/1-2.T"};
        QCOMPARE(edges, expected);
        for (const char* name : {"enc1/0-1.lite1/scan", "dec2/0-2.lite2/1/scan", "base/patch_embed/conv"})
            QVERIFY2(names.contains(name), name);
        const auto notes = metadata(model);
        QCOMPARE(notes.at("kintsugi.architecture"), path.text());
        QCOMPARE(notes.at("kintsugi.scan"), std::string("custom"));
        QCOMPARE(notes.at("kintsugi.size"), std::string("16x24"));
        QCOMPARE(notes.at("kintsugi.model"), std::string("network"));
        QVERIFY(notes.contains("kintsugi.version"));
        QCOMPARE(model.opset_import(0).version(), 17);
        // A fixed size has no arithmetic of shapes left.
        for (const onnx::NodeProto& node : model.graph().node())
            QVERIFY2(node.op_type() != "Shape", node.name().c_str());
    }

    void stagesMakeTheWhole_data() {
        QTest::addColumn<bool>("dynamicSize");
        QTest::newRow("fixed") << false;
        QTest::newRow("free") << true;
    }
    void stagesMakeTheWhole() {
        QFETCH(bool, dynamicSize);
        const auto teacher = smallTeacher(smallConfig());
        const auto net = hybrid(teacher, everyKind);
        const auto path = parseArchitecture(everyKind, stagesOf(teacher->config()));
        const auto models = exportStages(net, path, options(OnnxScan::Custom, 24, 16, dynamicSize), m_root / "stages");
        QCOMPARE(models.size(), std::size_t(stageCount + 1));
        for (const ExportedModel& model : models)
            onnx::checker::check_model(load(model.file));
        QCOMPARE(metadata(load(models.front().file)).at("kintsugi.model"), std::string("stage:enc1"));
        QCOMPARE(models.back().name, std::string("stage:base"));
        if (!m_whyNoRuntime.isEmpty())
            QSKIP(qPrintable("Written and checked, but not run: " + m_whyNoRuntime));
        for (const ExportedModel& model : models)
            QVERIFY2(checkParity(model.file, stageParityCase(net, model.name, 24, 16)).pass, model.name.c_str());
#ifdef KINTSUGI_HAS_RUNTIME
        const torch::NoGradGuard noGrad;
        const ParityCase whole = networkParityCase(net, 24, 16);
        const at::Tensor image = toTensor(whole.input);
        StageOutputs outputs;
        for (const StageId stage : allStages) {
            const HostTensor features = toHostTensor(teacher->stageInput(stage, outputs, image));
            OnnxSession session(models[static_cast<std::size_t>(indexOf(stage))].file);
            const NamedTensor feed{"features", features.shape, features.toFloat()};
            const auto result = session.run(std::span(&feed, 1));
            QCOMPARE(result.front().name, std::string("features_out"));
            QVERIFY(result.front().shape == features.shape);
            outputs[static_cast<std::size_t>(indexOf(stage))] =
                toTensor(makeTensor(result.front().shape, result.front().data));
        }
        const at::Tensor output = teacher->finish(outputs, image);
        const double off = (output - toTensor(whole.expected)).abs().max().item<double>() / whole.scale;
        QVERIFY2(off <= parityTolerance, qPrintable(QString::number(off)));
#endif
    }

    void spoiledWeightsAreNoticed() {
        if (!m_whyNoRuntime.isEmpty())
            QSKIP(qPrintable(m_whyNoRuntime));
        const auto teacher = smallTeacher(smallConfig());
        const auto net = hybrid(teacher, everyKind);
        const auto path = parseArchitecture(everyKind, stagesOf(teacher->config()));
        const ParityCase expected = networkParityCase(net, 24, 32);
        const auto how = options(OnnxScan::Custom, 24, 32);
        const fs::path file = m_root / "spoiled.onnx";
        exportNetwork(net, path, how, file);
        QVERIFY(checkParity(file, expected).pass);
        for (const char* weight : {"enc1/0-1.lite1/scan.A", "enc2/0-2.mambair1/skip_scale.weight",
                                   "bottleneck/0-2.restormer1/attn.temperature", "dec2/0-2.lite2/1/out_proj.weight"}) {
            onnx::ModelProto model = load(file);
            bool found = false;
            for (onnx::TensorProto& tensor : *model.mutable_graph()->mutable_initializer()) {
                if (tensor.name() != weight)
                    continue;
                auto* values = reinterpret_cast<float*>(tensor.mutable_raw_data()->data());
                for (std::size_t i = 0; i < tensor.raw_data().size() / sizeof(float); ++i)
                    values[i] *= 1.2f;
                found = true;
            }
            QVERIFY2(found, weight);
            writeFileAtomically(m_root / "worse.onnx", [&](std::ostream& s) { model.SerializeToOstream(&s); });
            QVERIFY2(!checkParity(m_root / "worse.onnx", expected).pass, weight);
        }
    }

    void parityFileSaysWhatIsAllowed() {
        const auto teacher = smallTeacher(smallConfig());
        const auto net = hybrid(teacher, everyKind);
        const ParityCase expected = networkParityCase(net, 16, 24);
        writeParityFile(m_root / "parity.safetensors", expected);
        const Checkpoint file = readSafetensors(m_root / "parity.safetensors");
        QVERIFY((file.tensors.at("input").shape == std::vector<std::int64_t>{1, 3, 16, 24}));
        float largest = 0, added = 0;
        const auto input = file.tensors.at("input").toFloat(), output = file.tensors.at("output").toFloat();
        for (std::size_t i = 0; i < output.size(); ++i) {
            QVERIFY(input[i] >= 0 && input[i] <= 1);
            largest = std::max(largest, std::abs(output[i]));
            added = std::max(added, std::abs(output[i] - input[i]));
        }
        QCOMPARE(static_cast<float>(expected.scale), added);
        const double tolerance = std::stod(file.metadata.at("tolerance"));
        QVERIFY(std::abs(tolerance * largest - parityTolerance * added) < 1e-9);
        // The same picture every time, another for another seed.
        QVERIFY(networkParityCase(net, 16, 24).input.toFloat() == input);
        QVERIFY(networkParityCase(net, 16, 24, 2).input.toFloat() != input);
    }

    void errorsAreOneSentence_data() {
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::newRow("nothing") << 0 << 16;
        QTest::newRow("not a multiple of 8") << 16 << 20;
        QTest::newRow("negative") << -8 << 16;
    }
    void errorsAreOneSentence() {
        QFETCH(int, height);
        QFETCH(int, width);
        const auto teacher = smallTeacher(smallConfig());
        const auto net = hybrid(teacher, allTeacherPath);
        const auto path = parseArchitecture(allTeacherPath, stagesOf(teacher->config()));
        const auto how = options(OnnxScan::Custom, height, width);
        for (const QString& sentence : {sentenceOf([&] { exportNetwork(net, path, how, m_root / "bad.onnx"); }),
                                        sentenceOf([&] { exportStages(net, path, how, m_root / "bad"); }),
                                        sentenceOf([&] { networkParityCase(net, height, width); })}) {
            QVERIFY2(sentence.contains("multiples of 8") && sentence.endsWith('.'), qPrintable(sentence));
            QVERIFY2(sentence.contains(QString("%1x%2").arg(height).arg(width)), qPrintable(sentence));
        }
        QVERIFY(!fs::exists(m_root / "bad.onnx"));
    }

    void unusableRequests() {
        const auto teacher = smallTeacher(smallConfig());
        const auto net = hybrid(teacher, allTeacherPath);
        const auto stages = stagesOf(teacher->config());
        const auto path = parseArchitecture(allTeacherPath, stages);
        const auto how = options(OnnxScan::Custom, 16, 16);
        writeFileAtomically(m_root / "plain", [](std::ostream& s) { s << "a file"; });
        QString sentence = sentenceOf([&] { exportNetwork(net, path, how, m_root / "plain" / "x.onnx"); });
        QVERIFY2(sentence.contains("x.onnx"), qPrintable(sentence));
        sentence = sentenceOf([&] { exportStages(net, path, how, m_root / "plain" / "stages"); });
        QVERIFY2(sentence.contains("stages"), qPrintable(sentence));
        sentence =
            sentenceOf([&] { exportNetwork(net, parseArchitecture(everyKind, stages), how, m_root / "x.onnx"); });
        QVERIFY2(sentence.contains("stage enc1"), qPrintable(sentence));
        sentence = sentenceOf([&] { stageParityCase(net, "stages", 16, 16); });
        QVERIFY2(sentence.contains("stage:enc1"), qPrintable(sentence));
        QVERIFY(!fs::exists(m_root / "x.onnx"));
        checkModelBytes(largestModelBytes, "fits.onnx");
        sentence = sentenceOf([&] { checkModelBytes(largestModelBytes + 1, "large.onnx"); });
        QVERIFY2(sentence.contains("large.onnx") && sentence.contains("2.0 GiB"), qPrintable(sentence));
    }
};

QTEST_GUILESS_MAIN(OnnxTest)
#include "onnx_test.moc"
