#include "search/evaluator.h"

#include "base/error.h"
#include "imaging/validation_pairs.h"
#include "nets/surrogate.h"
#include "nets/tensors.h"
#include "space/space.h"
#include "support.h"

#include <ATen/ATen.h>
#include <QtTest>
#include <cmath>
#include <map>

using namespace kintsugi;
using namespace kintsugi::test;

class EvaluatorTest : public QObject {
    Q_OBJECT

    PackFolder m_pack;
    std::shared_ptr<UNet> m_teacher;
    std::map<PlacedEdge, std::shared_ptr<Surrogate>> m_library;
    Stages m_stages = stagesOf(tinyConfig());

    SurrogateLookup lookup() const {
        return [this](const PlacedEdge& placed) {
            const auto found = m_library.find(placed);
            return found == m_library.end() ? std::vector<BlockPtr>() : found->second->blocks();
        };
    }
    std::vector<ValidationImage> images() const {
        std::vector<ValidationImage> result;
        for (ValidationPair& pair : validationPairs(parseTask("denoise-color-25"), {m_pack.pack()}, 32, 3))
            result.push_back({"crop", std::move(pair.clean), std::move(pair.degraded)});
        // A size that needs padding.
        const Image odd = crop(toFloat(squares(9)), 0, 0, 21, 30);
        result.push_back({"odd", odd, degradeForEvaluation(parseTask("denoise-color-25"), odd, 1)});
        return result;
    }
    Evaluator evaluator(double cacheBytes, int threads = 1) const {
        EvaluatorOptions options;
        options.cacheBytes = cacheBytes;
        options.threads = threads;
        options.ssim = true;
        return Evaluator(m_teacher, lookup(), images(), options);
    }
    Space space() const {
        Space result(m_stages);
        for (const auto& [placed, surrogate] : m_library)
            result.allow(placed.span, placed.edge);
        for (const StageInfo& stage : m_stages)
            result.allow({stage.id, 0, stage.blocks}, {BlockKind::Skip, 0, stage.blocks});
        return result;
    }

private Q_SLOTS:
    void initTestCase() {
        at::set_num_threads(1);
        m_teacher = tinyTeacher();
        torch::manual_seed(8);
        for (const PlacedEdge& placed : {PlacedEdge{{StageId::enc2, 0, 2}, {BlockKind::Restormer, 1, 2}},
                                         PlacedEdge{{StageId::dec2, 1, 2}, {BlockKind::Lite, 1, 1}},
                                         PlacedEdge{{StageId::refine, 0, 1}, {BlockKind::Gated, 1, 1}}}) {
            auto surrogate = std::make_shared<Surrogate>(placed, tinyConfig());
            const torch::NoGradGuard noGrad;
            for (at::Tensor parameter : surrogate->parameters())
                parameter.add_(torch::randn_like(parameter) * 0.1); // light blocks begin as the identity
            m_library[placed] = surrogate;
        }
    }

    void equalsThePlainForwardPass() {
        Evaluator plain = evaluator(0);
        const auto set = images();
        const Quality quality = plain.evaluate(allTeacher(m_stages));
        const torch::NoGradGuard noGrad;
        for (std::size_t i = 0; i + 1 < set.size(); ++i) {
            const Image restored = toImage(m_teacher->forward(toTensor(set[i].degraded)));
            QCOMPARE(quality.psnr[i], psnr(toBytes(restored), toBytes(set[i].clean)));
            QCOMPARE(quality.ssim[i], ssim(toBytes(restored), toBytes(set[i].clean)));
            const Image again = plain.restore(i, allTeacher(m_stages));
            QVERIFY(again.values == restored.values);
        }
        QCOMPARE(plain.restore(set.size() - 1, allTeacher(m_stages)).width, 30);
        QVERIFY(std::isfinite(quality.psnr.back()));
    }

    void cacheChangesNothingButTheWork_data() {
        QTest::addColumn<double>("bytes");
        QTest::addColumn<int>("threads");
        QTest::newRow("roomy") << 1e9 << 1;
        QTest::newRow("two threads") << 1e9 << 2;
        QTest::newRow("a few stages") << 2e5 << 1;
        QTest::newRow("nothing fits") << 10.0 << 1;
    }
    void cacheChangesNothingButTheWork() {
        QFETCH(double, bytes);
        QFETCH(int, threads);
        Evaluator cached = evaluator(bytes, threads), plain = evaluator(0);
        const Space paths = space();
        RandomStream random(11);
        std::vector<Architecture> sequence;
        for (int i = 0; i < 12; ++i)
            sequence.push_back(paths.sample(random));
        sequence.push_back(sequence[3]);
        std::size_t observed = 0;
        const auto fast = cached.evaluate(sequence, [&](std::size_t, const Quality&) { ++observed; });
        QCOMPARE(observed, sequence.size());
        for (std::size_t i = 0; i < sequence.size(); ++i) {
            const Quality slow = plain.evaluate(sequence[i]);
            QVERIFY(fast[i].psnr == slow.psnr); // to the last bit
            QVERIFY(fast[i].ssim == slow.ssim);
        }
        const auto statistics = cached.statistics();
        QVERIFY(statistics.cachedBytes <= bytes);
        QCOMPARE(statistics.stagesRun + statistics.stagesReused, plain.statistics().stagesRun);
        QCOMPARE(plain.statistics().stagesReused, std::int64_t{0});
        if (bytes == 1e9)
            QVERIFY(statistics.stagesReused > statistics.stagesRun / 4);
    }

    void depthFirstOrderRunsEachPrefixOnce() {
        Evaluator cached = evaluator(1e9);
        std::vector<Architecture> all;
        space().forEachPath([&](const Architecture& path) {
            all.push_back(path);
            return true;
        });
        std::set<std::string> prefixes;
        for (const Architecture& path : all)
            for (const StageId stage : allStages)
                prefixes.insert(path.prefixText(stage));
        std::reverse(all.begin(), all.end()); // the evaluator orders them itself
        cached.evaluate(all);
        QCOMPARE(cached.statistics().stagesRun, static_cast<std::int64_t>(prefixes.size() * cached.images().size()));
    }

    void unfinishedSurrogateIsMeasuredInPlace() {
        Evaluator cached = evaluator(1e9);
        const auto& [placed, surrogate] = *m_library.begin();
        const Quality expected = cached.evaluate(allTeacher(m_stages).replaced(placed.span, placed.edge));
        QVERIFY(cached.evaluateWith(placed, surrogate->blocks()).psnr == expected.psnr);
        // Other weights at the same place must not meet features of the first ones.
        Surrogate other(placed, tinyConfig());
        QVERIFY(cached.evaluateWith(placed, other.blocks()).psnr != expected.psnr);
        QVERIFY(cached.evaluate(allTeacher(m_stages).replaced(placed.span, placed.edge)).psnr == expected.psnr);
    }

    void missingSurrogatesAndImagesAreNamed() {
        Evaluator cached = evaluator(1e9);
        QVERIFY_EXCEPTION_THROWN(
            cached.evaluate(allTeacher(m_stages).replaced({StageId::enc1, 0, 1}, {BlockKind::Lite, 1, 1})), InputError);
        QVERIFY_EXCEPTION_THROWN(Evaluator(m_teacher, lookup(), {}, {}), InputError);
        const Image gray(1, 16, 16);
        QVERIFY_EXCEPTION_THROWN(Evaluator(m_teacher, lookup(), {{"gray", gray, gray}}, {}), InputError);
    }

    void stopsBetweenImages() {
        Evaluator cached = evaluator(1e9);
        std::stop_source stop;
        stop.request_stop();
        const Architecture path = allTeacher(m_stages);
        QVERIFY_EXCEPTION_THROWN(cached.evaluate(std::span(&path, 1), {}, stop.get_token()), Interrupted);
    }

    void tiesArePaired_data() {
        QTest::addColumn<QList<double>>("first");
        QTest::addColumn<QList<double>>("second");
        QTest::addColumn<bool>("tied");
        // The images differ by decibels among themselves; only the paired difference counts.
        QTest::newRow("a steady loss") << QList<double>{20, 30, 40} << QList<double>{20.1, 30.11, 40.09} << false;
        QTest::newRow("now better, now worse") << QList<double>{20, 30, 40} << QList<double>{20.1, 29.9, 40.05} << true;
        QTest::newRow("one image tells nothing") << QList<double>{20} << QList<double>{25} << false;
    }
    void tiesArePaired() {
        QFETCH(QList<double>, first);
        QFETCH(QList<double>, second);
        QFETCH(bool, tied);
        const auto difference = pairedDifference({first.begin(), first.end()}, {second.begin(), second.end()});
        QCOMPARE(difference.tied(), tied);
        QVERIFY(std::abs(difference.mean - (first[0] - second[0])) < 6);
    }
};

QTEST_GUILESS_MAIN(EvaluatorTest)
#include "evaluator_test.moc"
