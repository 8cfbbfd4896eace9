#include "space/state_dict_schema.h"
#include "support.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QtEndian>
#include <QtTest>

using namespace kintsugi;

namespace {

QByteArray goldenFile(const QString& name) {
    QFile file(QStringLiteral(KINTSUGI_GOLDEN_DIR "/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

ShapeMap shapesOf(const Schema& schema) {
    ShapeMap shapes;
    for (const TensorSpec& spec : schema)
        shapes[spec.key] = spec.shape;
    return shapes;
}

/// Shapes in the header of a .safetensors file.
ShapeMap safetensorsShapes(const QByteArray& file) {
    ShapeMap shapes;
    if (file.size() < 8)
        return shapes;
    const auto length = qFromLittleEndian<quint64>(file.constData());
    const QJsonObject header = QJsonDocument::fromJson(file.mid(8, static_cast<qsizetype>(length))).object();
    for (auto it = header.begin(); it != header.end(); ++it) {
        for (const auto& extent : it.value().toObject()["shape"].toArray())
            shapes[it.key().toStdString()].push_back(extent.toInt());
    }
    return shapes;
}

} // namespace

class SchemaTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsParametersLikeUpstream() { QCOMPARE(parameterCount(RestormerConfig{}), std::int64_t{26'126'644}); }

    void goldenNetworksHaveTheirTensors_data() {
        QTest::addColumn<bool>("mambaIr");
        for (const char* name : {"biasfree", "dualpixel", "gray", "withbias"})
            QTest::newRow(qPrintable(QString("restormer-tiny-%1").arg(name))) << false;
        QTest::newRow("mambair-unet-d30") << true;
    }
    void goldenNetworksHaveTheirTensors() {
        QFETCH(bool, mambaIr);
        const QByteArray json = goldenFile(QString("%1/case.json").arg(QTest::currentDataTag()));
        const QString weights = QJsonDocument::fromJson(json)["files"]["weights.pth"].toString();
        const auto counts = QRegularExpression("(\\d+) tensors, (\\d+) values").match(weights);
        QVERIFY(counts.hasMatch());
        QCOMPARE(networkFamilyFromJson(json.toStdString()) == NetworkFamily::MambaIrUNet, mambaIr);
        const Schema schema = mambaIr ? schemaOf(mambaIrUNetConfigFromJson(json.toStdString()))
                                      : schemaOf(restormerConfigFromJson(json.toStdString()));
        QCOMPARE(qint64(schema.size()), counts.captured(1).toLongLong());
        QCOMPARE(qint64(valueCount(schema)), counts.captured(2).toLongLong());
    }

    void goldenBlocksHaveTheirKeysAndShapes_data() {
        QTest::addColumn<bool>("mambaIr");
        QTest::addColumn<Schema>("schema");
        QTest::newRow("restormer-block-d48h1") << false << restormerBlockSchema(48, 1, 127, false, NormType::WithBias);
        QTest::newRow("restormer-block-d96h2") << false << restormerBlockSchema(96, 2, 255, false, NormType::BiasFree);
        QTest::newRow("restormer-block-d16h4-bias")
            << false << restormerBlockSchema(16, 4, 42, true, NormType::WithBias);
        QTest::newRow("mambair-block-d32") << true << mambaIrBlockSchema(32, 1.5, 16);
        QTest::newRow("mambair-block-d48") << true << mambaIrBlockSchema(48, 2.0, 16);
    }
    void goldenBlocksHaveTheirKeysAndShapes() {
        QFETCH(Schema, schema);
        ShapeMap golden = safetensorsShapes(goldenFile(QString("%1/grads.safetensors").arg(QTest::currentDataTag())));
        golden.erase("input");
        const QString message = inputErrorOf([&] { checkKeys(schema, golden, "the golden block"); });
        QVERIFY2(message.isEmpty(), qPrintable(message));
    }

    void inferenceFindsAnyConfig() {
        RandomStream random(2);
        for (int i = 0; i < 200; ++i) {
            RestormerConfig config = randomConfig(random);
            const Schema schema = schemaOf(config);
            QVERIFY(inferNetworkFamily(shapesOf(schema)) == NetworkFamily::Restormer);
            const RestormerConfig inferred = inferRestormerConfig(shapesOf(schema));
            QVERIFY(schemaOf(inferred) == schema); // several expansions may give the same network
            config.ffnExpansionFactor = inferred.ffnExpansionFactor;
            QVERIFY(inferred == config);
        }
    }

    void inferencePrefersPlainExpansions_data() {
        QTest::addColumn<int>("dim");
        QTest::addColumn<double>("factor");
        QTest::addColumn<double>("inferred");
        QTest::newRow("upstream's own") << 48 << 2.66 << 2.66;
        QTest::newRow("upstream's own, tiny") << 4 << 2.66 << 2.66;
        QTest::newRow("whole") << 48 << 2.0 << 2.0;
        QTest::newRow("one decimal") << 48 << 1.5 << 1.5;
        QTest::newRow("shorter name of the same network") << 8 << 2.34375 << 2.35;
    }
    void inferencePrefersPlainExpansions() {
        QFETCH(int, dim);
        QFETCH(double, factor);
        RestormerConfig config;
        config.dim = dim;
        config.heads = {1, 1, 1, 1};
        config.ffnExpansionFactor = factor;
        QTEST(inferRestormerConfig(shapesOf(schemaOf(config))).ffnExpansionFactor, "inferred");
    }

    void inferenceFindsMambaIr() {
        for (double ratio : {1.2, 1.5, 2.0}) {
            MambaIrUNetConfig config;
            config.dim = 30;
            config.numBlocks = {2, 1, 3, 1};
            config.mlpRatio = ratio;
            config.bias = ratio == 2.0;
            const ShapeMap shapes = shapesOf(schemaOf(config));
            QVERIFY(inferNetworkFamily(shapes) == NetworkFamily::MambaIrUNet);
            QVERIFY(inferMambaIrUNetConfig(shapes) == config);
        }
    }

    void oneMissingTensorDoesNotHideTheNetwork() {
        RestormerConfig config;
        config.bias = true;
        const Schema schema = schemaOf(config);
        const ShapeMap whole = shapesOf(schema);
        for (const auto& [key, shape] : whole) {
            ShapeMap shapes = whole;
            shapes.erase(key);
            QVERIFY(inferNetworkFamily(shapes) == NetworkFamily::Restormer);
            QVERIFY2(inferRestormerConfig(shapes) == config, key.c_str());
            const QString said = inputErrorOf([&] { checkKeys(schema, shapes, "file.pth"); });
            QVERIFY2(said.contains("1 missing (" + QString::fromStdString(key) + ")") && said.contains("file.pth") &&
                         said.contains("the right network"),
                     qPrintable(said));
        }
    }

    void inferenceNamesTheTensorThatIsWrong() {
        const ShapeMap whole = shapesOf(schemaOf(RestormerConfig{}));
        ShapeMap shapes = whole;
        shapes.erase("output.weight");
        shapes.erase("patch_embed.proj.weight");
        QVERIFY(inputErrorOf([&] { inferRestormerConfig(shapes); }).contains("no tensor output.weight"));
        shapes = whole;
        shapes["latent.0.attn.temperature"] = {8};
        QVERIFY(inputErrorOf([&] {
                    inferRestormerConfig(shapes);
                }).contains("latent.0.attn.temperature has the shape [8]"));
        shapes = whole;
        shapes["latent.0.ffn.project_out.weight"] = {384, 700, 1, 1};
        QVERIFY(inputErrorOf([&] { inferRestormerConfig(shapes); }).contains("127, 255, 510, 700"));
        QVERIFY(inputErrorOf([&] { inferNetworkFamily({{"conv.weight", {3, 3}}}); }).contains("neither"));
    }

    void inferenceRefusesAStateSizeThatDiffersByLevel() {
        ShapeMap shapes = shapesOf(schemaOf(MambaIrUNetConfig{}));
        shapes["latent.0.self_attention.A_logs"] = {2304, 32};
        QVERIFY(inputErrorOf([&] { inferMambaIrUNetConfig(shapes); }).contains("16, 16, 16, 32"));
    }

    void aFittingFilePasses() {
        QVERIFY(inputErrorOf([] {
                    checkKeys(schemaOf(RestormerConfig{}), shapesOf(schemaOf(RestormerConfig{})));
                }).isEmpty());
    }

    void aWrongFileIsDescribedInOneSentence() {
        RestormerConfig biasFree;
        biasFree.layerNormType = NormType::BiasFree;
        const QString message =
            inputErrorOf([&] { checkKeys(schemaOf(RestormerConfig{}), shapesOf(schemaOf(biasFree)), "a.pth"); });
        QCOMPARE(message,
                 "The tensors of a.pth do not fit the network: 88 missing (encoder_level1.0.norm1.body.bias, "
                 "encoder_level1.0.norm2.body.bias, encoder_level1.1.norm1.body.bias, "
                 "encoder_level1.1.norm2.body.bias, …); the file looks like a Restormer with dim 48, blocks 4-6-6-8, "
                 "refinement 4, heads 1-2-4-8, expansion 2.66, BiasFree.");
    }

    void everyDifferenceIsListed() {
        ShapeMap shapes = shapesOf(schemaOf(RestormerConfig{}));
        shapes.erase("output.weight");
        shapes["extra.weight"] = {1};
        shapes["patch_embed.proj.weight"] = {48, 6, 3, 3};
        const QString message = inputErrorOf([&] { checkKeys(schemaOf(RestormerConfig{}), shapes); });
        QVERIFY2(message.contains("1 missing (output.weight)"), qPrintable(message));
        QVERIFY2(message.contains("1 surplus (extra.weight)"), qPrintable(message));
        QVERIFY2(
            message.contains("1 of another shape (patch_embed.proj.weight is [48, 6, 3, 3] instead of [48, 3, 3, 3])"),
            qPrintable(message));
    }
};

QTEST_APPLESS_MAIN(SchemaTest)
#include "schema_test.moc"
