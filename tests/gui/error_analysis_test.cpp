#include "compare_support.h"
#include "imaging/metrics.h"

#include <cmath>

using namespace kintsugi;
using namespace kintsugi::test;

class ErrorAnalysisTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void measuresWhatIsComparedWithTheTruth() {
        const TestImages from;
        Selection selection;
        Comparison comparison(selection);
        load(comparison, from);
        const ByteImage truth = toBytes(from.truth);
        for (const auto& [slot, image] :
             {std::pair(Slot::Degraded, &from.degraded), std::pair(Slot::A, &from.a), std::pair(Slot::B, &from.b)}) {
            const SlotContent& content = comparison.images().content(slot);
            QCOMPARE(*content.psnr, psnr(toBytes(*image), truth));
            QVERIFY(std::abs(*content.ssim - ssim(toBytes(*image), truth)) < 1e-6);
        }
        QVERIFY(!comparison.images().content(Slot::Truth).psnr);
    }

    void givenPsnrStays() {
        const TestImages from;
        Selection selection;
        Comparison comparison(selection);
        comparison.images().setImage(Slot::Truth, from.truth, {});
        comparison.images().setImage(Slot::A, from.a, {}, 31.25);
        QTRY_VERIFY(comparison.images().content(Slot::A).ssim);
        QCOMPARE(comparison.images().content(Slot::A).psnr, std::optional(31.25));
    }

    void errorMapIsOfThePairAndKind_data() {
        QTest::addColumn<int>("pair");
        QTest::addColumn<int>("kind");
        QTest::newRow("A − truth, signed") << int(ErrorPair::ATruth) << int(ErrorKind::Signed);
        QTest::newRow("A − B, absolute") << int(ErrorPair::AB) << int(ErrorKind::Absolute);
        QTest::newRow("B − truth, SSIM") << int(ErrorPair::BTruth) << int(ErrorKind::Ssim);
        QTest::newRow("last change, signed") << int(ErrorPair::ABefore) << int(ErrorKind::Signed);
    }
    void errorMapIsOfThePairAndKind() {
        QFETCH(int, pair);
        QFETCH(int, kind);
        const TestImages from;
        const Image before = noisy(from.a, 0.05, 9);
        Selection selection;
        Comparison comparison(selection);
        load(comparison, from);
        ErrorAnalysis& analysis = comparison.analysis();
        QVERIFY(!analysis.canShow(ErrorPair::ABefore));
        analysis.setBefore(before);
        analysis.setKind(static_cast<ErrorKind>(kind));
        analysis.setPair(static_cast<ErrorPair>(pair));
        const Image& first = pair == int(ErrorPair::BTruth) ? from.b : from.a;
        const Image& second = pair == int(ErrorPair::AB)        ? from.b
                              : pair == int(ErrorPair::ABefore) ? before
                                                                : from.truth;
        Image expected;
        if (kind == int(ErrorKind::Signed))
            expected = signedErrorMap(first, second);
        else if (kind == int(ErrorKind::Absolute))
            expected = absoluteErrorMap(first, second);
        else {
            expected = ssimMap(toBytes(first), toBytes(second));
            for (float& value : expected.values)
                value = 1.0f - value;
        }
        QTRY_VERIFY(analysis.errorMap().map && analysis.errorMap().map->values == expected.values);
        QCOMPARE(analysis.errorMap().summary.p99, summarize(expected).p99);
        QTRY_VERIFY(isSettled(comparison));
        QCOMPARE(comparison.images().content(Slot::Error).picture->image().pixel(120, 50),
                 coloredMap(expected, analysis.scale()).pixel(120, 50));
    }

    void gainChangesTheRangeOfTheHistogram() {
        Selection selection;
        Comparison comparison(selection);
        load(comparison);
        const auto map = comparison.analysis().errorMap().map;
        comparison.analysis().setGain(4.0);
        QTRY_COMPARE(comparison.analysis().errorMap().bars.high, 0.25f);
        QCOMPARE(comparison.analysis().errorMap().bars.low, -0.25f);
        QCOMPARE(comparison.analysis().errorMap().map, map); // not computed again
        std::uint64_t sum = 0;
        for (const auto count : comparison.analysis().errorMap().bars.counts)
            sum += count;
        QCOMPARE(sum, std::uint64_t(180 * 128));
        comparison.analysis().setKind(ErrorKind::Ssim);
        QCOMPARE(comparison.analysis().scale().gain, 1.0); // each kind has its own
        comparison.analysis().setKind(ErrorKind::Signed);
        QCOMPARE(comparison.analysis().scale().gain, 4.0);
    }

    void whatIsMissingIsSaid() {
        const TestImages from;
        Selection selection;
        Comparison comparison(selection);
        QVERIFY(comparison.analysis().unavailable().contains(QStringLiteral("A is not restored")));
        comparison.images().setImage(Slot::A, from.a, {});
        QTRY_VERIFY(comparison.analysis().unavailable().contains(QStringLiteral("no ground truth")));
        comparison.images().setImage(Slot::B, from.b, {});
        comparison.analysis().setPair(ErrorPair::AB);
        QTRY_VERIFY(comparison.analysis().errorMap().map && comparison.analysis().unavailable().isEmpty());
        comparison.images().clear(Slot::B);
        QTRY_VERIFY(!comparison.analysis().errorMap().map);
        QVERIFY(comparison.images().content(Slot::Error).isEmpty());
    }

    void differentSizesAreAnErrorAndNoCrash() {
        Selection selection;
        Comparison comparison(selection);
        comparison.images().setImage(Slot::A, flat(Qt::red, {40, 40}), {});
        comparison.images().setImage(Slot::B, flat(Qt::red, {40, 40}), {});
        comparison.images().setImage(Slot::Truth, flat(Qt::red, {40, 41}), {});
        QTRY_VERIFY(comparison.analysis().unavailable().contains(QStringLiteral("same shape")));
        QTRY_VERIFY(isSettled(comparison));
        QVERIFY(!comparison.images().content(Slot::A).psnr);
    }

    void worstPatchesAreFoundAndFollowTheImages() {
        const TestImages from;
        Selection selection;
        Comparison comparison(selection);
        load(comparison, from);
        const auto& patches = comparison.analysis().patches();
        QCOMPARE(Comparison::rectOf(patches[0]), TestImages::damaged);
        QCOMPARE(patches.size(), worstPatches(from.a, from.b, &from.truth, ErrorAnalysis::patchCount).size());
        comparison.images().setImage(Slot::A, from.b, {});
        QTRY_VERIFY(comparison.analysis().patches().empty());
    }

    void patchActionsGoRound() {
        Selection selection;
        Comparison comparison(selection);
        QVERIFY(!comparison.nextPatchAction()->isEnabled());
        load(comparison);
        const int count = int(comparison.analysis().patches().size());
        comparison.nextPatchAction()->trigger();
        QCOMPARE(selection.patch(), TestImages::damaged);
        QCOMPARE(comparison.patchIndex(), 0);
        comparison.previousPatchAction()->trigger();
        QCOMPARE(comparison.patchIndex(), count - 1);
        comparison.nextPatchAction()->trigger();
        comparison.nextPatchAction()->trigger();
        QCOMPARE(comparison.patchIndex(), 1);
        selection.setPatch({1, 2, 3, 4});
        QCOMPARE(comparison.patchIndex(), -1);
    }

    void mayBeDestroyedAtWork() {
        for (int i = 0; i < 5; ++i) {
            Selection selection;
            Comparison comparison(selection);
            for (const Slot slot : {Slot::A, Slot::B, Slot::Truth})
                comparison.images().setImage(slot, noisy(Image(3, 400, 400, 0.5f), 0.1, std::uint64_t(indexOf(slot))),
                                             {});
            QTest::qWait(30 * i);
        }
    }
};

QTEST_MAIN(ErrorAnalysisTest)
#include "error_analysis_test.moc"
