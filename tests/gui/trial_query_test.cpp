#include "trials/trial_query.h"

#include <QtTest>

using namespace kintsugi;

namespace {

TrialRow trial(const char* path) {
    TrialRow row;
    row.number = 271;
    row.search = 3;
    row.index = 269;
    row.architecture = parseArchitecture(path, stagesOf(RestormerConfig{}));
    row.loss = 0.29;
    row.psnr = 31.33;
    row.transformers = 23;
    row.surrogateBlocks = 13;
    row.penalty = 7.05;
    row.gmacs = 104.1;
    row.mparameters = 17.5;
    row.predictedMs = 2515;
    return row;
}

const char* const path = "T*4/lite2:6/T*2.lite1:1.T*3/T*8/mambair2:2.T*4/T*4.lite1:2/T*4/lite1:1*4";

} // namespace

class TrialQueryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void matches_data() {
        QTest::addColumn<bool>("matches");
        QTest::newRow("") << true;
        QTest::newRow("   ") << true;
        QTest::newRow("ms < 2600") << true;
        QTest::newRow("ms<2515") << false;
        QTest::newRow("ms<=2515") << true;
        QTest::newRow("ms ≥ 2515") << true;
        QTest::newRow("ms = 2515") << true;
        QTest::newRow("ms != 2515") << false;
        QTest::newRow("ms>2e3") << true;
        QTest::newRow("measured < 9000") << false; // not measured is not small
        QTest::newRow("!measured < 9000") << true;
        QTest::newRow("measured") << false;
        QTest::newRow("dB < 0.3") << true;
        QTest::newRow("db > 0.3") << false;
        QTest::newRow("dB > −1") << true;
        QTest::newRow("psnr > 31.3") << true;
        QTest::newRow("T <= 20") << false;
        QTest::newRow("T <= 23 S = 13") << true;
        QTest::newRow("T <= 23 S = 12") << false;
        QTest::newRow("GMAC > 104 M < 18 penalty < 8") << true;
        QTest::newRow("trial = 271 step = 270 search = 3") << true;
        QTest::newRow("dec1:T") << true;
        QTest::newRow("refine:T") << false;
        QTest::newRow("refine:S") << true;
        QTest::newRow("refine:lite") << true;
        QTest::newRow("refine:lite1:1") << true;
        QTest::newRow("refine:lite1:1*4") << true;
        QTest::newRow("enc2:lite2:6") << true;
        QTest::newRow("enc2:lite4:6") << false;
        QTest::newRow("enc3:T") << false;
        QTest::newRow("enc3:T*2.lite1:1.T*3") << true;
        QTest::newRow("enc3.3:S") << true;
        QTest::newRow("enc3.2:S") << false;
        QTest::newRow("dec2.6:lite1:2") << true;
        QTest::newRow("dec3.1:mambair") << true;
        QTest::newRow("front") << true;
        QTest::newRow("knee") << false;
        QTest::newRow("!knee") << true;
        QTest::newRow("tied") << false;
        QTest::newRow("dominated") << false;
        QTest::newRow("failed") << false;
        QTest::newRow("reference") << false;
        QTest::newRow("mambair") << true;
        QTest::newRow("MambaIR2:2") << true;
        QTest::newRow("gated") << false;
        QTest::newRow("T*4/lite2:6/") << true;
        QTest::newRow("ms < 2600 dec1:T front") << true;
    }
    void matches() {
        QString problem = QStringLiteral("before");
        const TrialQuery query = TrialQuery::parse(QString::fromUtf8(QTest::currentDataTag()), problem);
        QCOMPARE(problem, QString());
        TrialStanding standing;
        standing.placed = standing.front = true;
        QTEST(query.matches(trial(path), standing), "matches");
    }

    void wrongOnesSayWhy_data() {
        QTest::addColumn<QString>("why");
        QTest::newRow("ms <") << "After “ms <” a number is missing";
        QTest::newRow("ms < front") << "“front” after “ms <” is not a number";
        QTest::newRow("weight < 3") << "“weight” cannot be compared; these can: ms, measured, dB";
        QTest::newRow("< 3") << "Before “<” a name is missing";
        QTest::newRow("dec9:T") << "no stage “dec9”; the stages are enc1, enc2, enc3";
        QTest::newRow("dec1:") << "After “dec1:” an edge is missing";
        QTest::newRow("front ms < 12x") << "“12x” after “ms <” is not a number";
        QTest::newRow("dec9:T weight < 3") << "no stage “dec9”";
    }
    void wrongOnesSayWhy() {
        QFETCH(QString, why);
        QString problem;
        const TrialQuery query = TrialQuery::parse(QString::fromUtf8(QTest::currentDataTag()), problem);
        QVERIFY2(problem.contains(why), qPrintable(problem));
        TrialStanding standing;
        standing.placed = standing.front = true;
        QVERIFY(query.matches(trial(path), standing)); // what is wrong leaves nothing out
    }

    void rightTermsHoldBesideWrongOnes() {
        QString problem;
        const TrialQuery query = TrialQuery::parse(QStringLiteral("weight < 3 T <= 20"), problem);
        QVERIFY(!problem.isEmpty());
        QVERIFY(!query.matches(trial(path), {}));
    }
};

QTEST_GUILESS_MAIN(TrialQueryTest)
#include "trial_query_test.moc"
