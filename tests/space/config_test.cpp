#include "support.h"

#include <QtTest>

using namespace kintsugi;

class ConfigTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsUpstreamNamesAtAnyUsualPlace_data() {
        QTest::addColumn<QString>("json");
        QTest::newRow("plain") << R"({"dim": 16, "LayerNorm_type": "BiasFree", "num_blocks": [1, 2, 3, 4]})";
        QTest::newRow("config")
            << R"({"name": "x", "config": {"dim": 16, "LayerNorm_type": "BiasFree", "num_blocks": [1, 2, 3, 4]}})";
        QTest::newRow("network_g")
            << R"({"network_g": {"type": "Restormer", "dim": 16, "LayerNorm_type": "BiasFree", "num_blocks": [1, 2, 3, 4]}})";
    }
    void readsUpstreamNamesAtAnyUsualPlace() {
        QFETCH(QString, json);
        RestormerConfig expected;
        expected.dim = 16;
        expected.layerNormType = NormType::BiasFree;
        expected.numBlocks = {1, 2, 3, 4};
        QVERIFY(restormerConfigFromJson(json.toStdString()) == expected);
    }

    void absentOptionsKeepTheDefaults() {
        QVERIFY(restormerConfigFromJson("{}") == RestormerConfig{});
        QVERIFY(mambaIrUNetConfigFromJson("{}") == MambaIrUNetConfig{});
    }

    void refusesAndNamesTheOption_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("named");
        QTest::newRow("not JSON") << "{dim"
                                  << "JSON";
        QTest::newRow("not an object") << "[1]"
                                       << "JSON object";
        QTest::newRow("nest is no object") << R"({"config": 3})"
                                           << "config";
        QTest::newRow("unknown") << R"({"dims": 48})"
                                 << "option dims is unknown";
        QTest::newRow("text for a number") << R"({"dim": "48"})"
                                           << "dim must be a whole number";
        QTest::newRow("fraction") << R"({"dim": 48.5})"
                                  << "dim must be a whole number";
        QTest::newRow("beyond int") << R"({"dim": 4294967344})"
                                    << "dim must be a whole number";
        QTest::newRow("three levels") << R"({"num_blocks": [1, 2, 3]})"
                                      << "num_blocks must be a list of 4";
        QTest::newRow("number for a switch") << R"({"bias": 1})"
                                             << "bias must be true or false";
        QTest::newRow("norm") << R"({"LayerNorm_type": "Batch"})"
                              << "LayerNorm_type";
        QTest::newRow("odd dim") << R"({"dim": 15, "heads": [1, 1, 1, 1]})"
                                 << "dim must be even";
        QTest::newRow("heads do not divide") << R"({"dim": 48, "heads": [1, 2, 4, 7]})"
                                             << "divisor of the 384 channels at level 4";
        QTest::newRow("no heads") << R"({"heads": [0, 2, 4, 8]})"
                                  << "heads must be between";
        QTest::newRow("empty stage") << R"({"num_blocks": [4, 0, 6, 8]})"
                                     << "num_blocks must be between 1";
        QTest::newRow("no refinement") << R"({"num_refinement_blocks": 0})"
                                       << "num_refinement_blocks";
        QTest::newRow("no hidden channels") << R"({"ffn_expansion_factor": 0.01})"
                                            << "ffn_expansion_factor";
        QTest::newRow("residual does not fit") << R"({"inp_channels": 6})"
                                               << "out_channels must be equal to inp_channels (6)";
    }
    void refusesAndNamesTheOption() {
        QFETCH(QString, json);
        QFETCH(QString, named);
        const QString message = inputErrorOf([&] { restormerConfigFromJson(json.toStdString()); });
        QVERIFY2(message.contains(named), qPrintable(message));
    }

    void refusesMambaIrShapesThatUpstreamCannotRun_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("named");
        QTest::newRow("narrow") << R"({"dim": 28})"
                                << "dim must be between 30";
        QTest::newRow("state") << R"({"d_state": 0})"
                               << "d_state";
        QTest::newRow("ratio") << R"({"mlp_ratio": "2"})"
                               << "mlp_ratio must be a number";
        QTest::newRow("dual pixel") << R"({"dual_pixel_task": true, "inp_channels": 6})"
                                    << "dual_pixel_task";
        QTest::newRow("heads") << R"({"heads": [1, 2, 4, 8]})"
                               << "option heads is unknown";
    }
    void refusesMambaIrShapesThatUpstreamCannotRun() {
        QFETCH(QString, json);
        QFETCH(QString, named);
        const QString message = inputErrorOf([&] { mambaIrUNetConfigFromJson(json.toStdString()); });
        QVERIFY2(message.contains(named), qPrintable(message));
    }

    void tellsTheFamily_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<bool>("mambaIr");
        QTest::newRow("type") << R"({"network_g": {"type": "MambaIRUNet", "dim": 48}})" << true;
        QTest::newRow("option") << R"({"config": {"d_state": 16}})" << true;
        QTest::newRow("restormer") << R"({"type": "Restormer"})" << false;
        QTest::newRow("defaults") << "{}" << false;
    }
    void tellsTheFamily() {
        QFETCH(QString, json);
        QTEST(networkFamilyFromJson(json.toStdString()) == NetworkFamily::MambaIrUNet, "mambaIr");
    }

    void writtenConfigsReadBackEqual() {
        RandomStream random(1);
        for (int i = 0; i < 200; ++i) {
            const RestormerConfig config = randomConfig(random);
            QVERIFY(restormerConfigFromJson(toJson(config)) == config);
        }
        MambaIrUNetConfig mambaIr;
        mambaIr.dim = 60;
        mambaIr.mlpRatio = 1.2;
        mambaIr.dState = 8;
        mambaIr.bias = true;
        QVERIFY(mambaIrUNetConfigFromJson(toJson(mambaIr)) == mambaIr);
    }

    void describesInShortWords() {
        QCOMPARE(QString::fromStdString(describe(RestormerConfig{})),
                 "Restormer with dim 48, blocks 4-6-6-8, refinement 4, heads 1-2-4-8, expansion 2.66, WithBias");
    }
};

QTEST_APPLESS_MAIN(ConfigTest)
#include "config_test.moc"
