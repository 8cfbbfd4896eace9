#include "common/wording.h"
#include "grid_support.h"

#include <QtTest>
#include <cmath>
#include <limits>

using namespace kintsugi;

class WordingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void numbers_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("decimals");
        QTest::addColumn<bool>("sign");
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << 31.334 << 2 << false << "31.33";
        QTest::newRow("real minus") << -0.29 << 2 << false << "−0.29";
        QTest::newRow("plus when asked") << 13.0 << 0 << true << "+13";
        QTest::newRow("minus when asked") << -21.0 << 0 << true << "−21";
        QTest::newRow("zero has both signs") << 0.0 << 2 << true << "±0.00";
        QTest::newRow("rounded to zero has no sign") << -0.001 << 2 << false << "0.00";
        QTest::newRow("not a number") << std::nan("") << 2 << false << "–";
        QTest::newRow("infinite") << std::numeric_limits<double>::infinity() << 2 << false << "∞";
        QTest::newRow("minus infinite") << -std::numeric_limits<double>::infinity() << 2 << false << "−∞";
    }
    void numbers() {
        QFETCH(double, value);
        QFETCH(int, decimals);
        QFETCH(bool, sign);
        QTEST(numberText(value, decimals, sign), "text");
    }

    void digitsFollowTheLocale() {
        QLocale::setDefault(QLocale(QLocale::German));
        QCOMPARE(numberText(-1234.5, 1), QStringLiteral("−1.234,5"));
        QLocale::setDefault(QLocale::c());
    }

    void missingNumbersAreDashes() {
        QCOMPARE(numberText(std::optional<double>(), 2), QStringLiteral("–"));
        QCOMPARE(decibels(std::nullopt), QStringLiteral("–"));
        QCOMPARE(decibels(-0.29, 2, true), QStringLiteral("−0.29 dB"));
    }

    void durations_data() {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("duration");
        QTest::addColumn<QString>("left");
        QTest::newRow("short") << 5.4 << "0:05"
                               << "less than a minute left";
        QTest::newRow("minutes") << 245.0 << "4:05"
                                 << "4 min left";
        QTest::newRow("an hour") << 3723.0 << "1:02:03"
                                 << "62 min left";
        QTest::newRow("hours") << 9000.0 << "2:30:00"
                               << "2.5 h left";
        QTest::newRow("never negative") << -3.0 << "0:00"
                                        << "less than a minute left";
    }
    void durations() {
        QFETCH(double, seconds);
        QTEST(durationText(seconds), "duration");
        QTEST(timeLeftText(seconds), "left");
    }

    void spans() {
        const Stages stages = sample::paperStages();
        QCOMPARE(spanText({StageId::dec2, 4, 5}), QStringLiteral("dec2.5"));
        QCOMPARE(spanText({StageId::dec2, 4, 6}), QStringLiteral("dec2.5–6"));
        QCOMPARE(spanText({StageId::dec2, 0, 6}, stages), QStringLiteral("dec2"));
        QCOMPARE(spanText({StageId::dec2, 0, 5}, stages), QStringLiteral("dec2.1–5"));
        QCOMPARE(spanText({StageId::bottleneck, 7, 8}, stages), QStringLiteral("bottleneck.8"));
    }

    void edges_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("run");
        QTest::addColumn<int>("covers");
        QTest::addColumn<QString>("text");
        QTest::newRow("teacher") << int(BlockKind::Teacher) << 1 << 1 << "T";
        QTest::newRow("lite") << int(BlockKind::Lite) << 1 << 2 << "S 2→1 lite";
        QTest::newRow("mambair") << int(BlockKind::MambaIr) << 4 << 6 << "M 6→4 MambaIR";
        QTest::newRow("restormer") << int(BlockKind::Restormer) << 1 << 2 << "R 2→1 fewer transformers";
        QTest::newRow("gated") << int(BlockKind::Gated) << 1 << 1 << "G 1→1 gated, no scan";
        QTest::newRow("skip") << int(BlockKind::Skip) << 0 << 3 << "skip";
    }
    void edges() {
        QFETCH(int, kind);
        QFETCH(int, run);
        QFETCH(int, covers);
        QTEST(edgeText({static_cast<BlockKind>(kind), run, covers}), "text");
    }

    void changesNameWhatWasAndWhatIs() {
        const Architecture before = allTeacher(sample::paperStages());
        const Span pair{StageId::dec2, 4, 6}, whole{StageId::dec2, 0, 6};
        QCOMPARE(changeText(before, before.replaced(pair, {BlockKind::Lite, 1, 2}), pair),
                 QStringLiteral("T T to S 2→1 lite"));
        QCOMPARE(changeText(before, before.replaced(whole, {BlockKind::Skip, 0, 6}), whole),
                 QStringLiteral("6 × T to skip"));
    }
};

QTEST_GUILESS_MAIN(WordingTest)
#include "wording_test.moc"
