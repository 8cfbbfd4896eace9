#include "space/stage.h"
#include "support.h"

#include <QtTest>

using namespace kintsugi;

class StageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stagesOfTheFullSizeNetwork_data() {
        QTest::addColumn<int>("index");
        QTest::addColumn<QString>("module");
        QTest::addColumn<int>("blocks");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("heads");
        QTest::addColumn<int>("downscale");
        QTest::newRow("enc1") << 0 << "encoder_level1" << 4 << 48 << 1 << 1;
        QTest::newRow("enc2") << 1 << "encoder_level2" << 6 << 96 << 2 << 2;
        QTest::newRow("enc3") << 2 << "encoder_level3" << 6 << 192 << 4 << 4;
        QTest::newRow("bottleneck") << 3 << "latent" << 8 << 384 << 8 << 8;
        QTest::newRow("dec3") << 4 << "decoder_level3" << 6 << 192 << 4 << 4;
        QTest::newRow("dec2") << 5 << "decoder_level2" << 6 << 96 << 2 << 2;
        QTest::newRow("dec1") << 6 << "decoder_level1" << 4 << 96 << 1 << 1;
        QTest::newRow("refine") << 7 << "refinement" << 4 << 96 << 1 << 1;
    }
    void stagesOfTheFullSizeNetwork() {
        QFETCH(int, index);
        const StageInfo stage = stagesOf(RestormerConfig{})[static_cast<std::size_t>(index)];
        QCOMPARE(indexOf(stage.id), index);
        QCOMPARE(QString::fromUtf8(stageName(stage.id).data()), QTest::currentDataTag());
        QVERIFY(parseStage(QTest::currentDataTag()) == stage.id);
        QTEST(QString::fromUtf8(upstreamModule(stage.id).data()), "module");
        QTEST(stage.blocks, "blocks");
        QTEST(stage.channels, "channels");
        QTEST(stage.heads, "heads");
        QTEST(stage.downscale, "downscale");
    }

    void fullSizeNetworkHas44Blocks() { QCOMPARE(blockCount(stagesOf(RestormerConfig{})), 44); }

    void spansPrintAndReadBack() {
        const Stages stages = stagesOf(RestormerConfig{});
        for (const StageInfo& stage : stages) {
            for (int begin = 0; begin < stage.blocks; ++begin) {
                for (int end = begin + 1; end <= stage.blocks; ++end) {
                    const Span span{stage.id, begin, end};
                    QVERIFY(parseSpan(toString(span), stages) == span);
                }
            }
        }
        QCOMPARE(toString({StageId::enc2, 0, 2}), std::string("enc2:0-2"));
    }

    void wrongSpansSayWhy_data() {
        QTest::addColumn<QString>("why");
        QTest::newRow("enc2") << "no ':'";
        QTest::newRow("enc9:0-2") << "no stage \"enc9\"; the stages are enc1, enc2";
        QTest::newRow("enc2:02") << "no '-'";
        QTest::newRow("enc2:a-2") << "begins at \"a\"";
        QTest::newRow("enc2:0-") << "ends at \"\"";
        QTest::newRow("enc2:0-2x") << "ends at \"2x\"";
        QTest::newRow("enc2:2-2") << "begin < end <= 6";
        QTest::newRow("enc2:3-2") << "begin < end <= 6";
        QTest::newRow("enc2:0-7") << "the number of blocks in enc2";
        QTest::newRow("enc2:0-99999999999") << "ends at";
    }
    void wrongSpansSayWhy() {
        QFETCH(QString, why);
        const QString message = inputErrorOf([] { parseSpan(QTest::currentDataTag(), stagesOf(RestormerConfig{})); });
        QVERIFY2(message.contains(why), qPrintable(message));
    }
};

QTEST_APPLESS_MAIN(StageTest)
#include "stage_test.moc"
