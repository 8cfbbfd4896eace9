#include "space/space.h"
#include "support.h"

#include <QtTest>
#include <array>
#include <map>
#include <set>

using namespace kintsugi;

namespace {

const Stages fullSize = stagesOf(RestormerConfig{});

Stages tinyStages() {
    RestormerConfig config;
    config.numBlocks = {1, 2, 1, 1};
    config.numRefinementBlocks = 1;
    return stagesOf(config);
}

QString count(const Space& space) {
    return QString::fromStdString(space.pathCount().text());
}

} // namespace

class SpaceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void paperHas34560Paths() {
        const Space space = Space::wholeStages(fullSize);
        QCOMPARE(count(space), "34560");
        int surrogates = -44; // the teacher's blocks are edges, too
        for (StageId stage : allStages)
            surrogates += static_cast<int>(space.edges(stage).size());
        QCOMPARE(surrogates, 22);
    }

    void singleBlocksGive2To44() {
        QCOMPARE(count(Space::singleBlocks(fullSize)), QString::number(Q_UINT64_C(1) << 44));
    }

    void newSpaceHasOnlyTheTeacher() {
        const Space space(fullSize);
        QCOMPARE(count(space), "1");
        QVERIFY(space.contains(allTeacher(fullSize)));
    }

    void allSpansCountsCompositions() {
        // One stage of n blocks, surrogates of 1 to k blocks for each span of k, or a teacher block for k = 1.
        const Space space = Space::allSpans(tinyStages(), std::array{BlockKind::Lite});
        QCOMPARE(QString::fromStdString(space.pathCount(StageId::enc1).text()), "2");
        QCOMPARE(QString::fromStdString(space.pathCount(StageId::enc2).text()), "6"); // 2 * 2 + 2
    }

    void countsStayExactTo128Bits() {
        RestormerConfig config;
        config.numBlocks = {19, 14, 14, 14};
        config.numRefinementBlocks = 19;
        QCOMPARE(count(Space::singleBlocks(stagesOf(config))), "170141183460469231731687303715884105728"); // 2^127
    }

    void hugeCountsSayThatTheyAreRounded() {
        RestormerConfig config;
        config.numBlocks = {40, 40, 40, 40};
        const PathCount paths = Space::singleBlocks(stagesOf(config)).pathCount();
        QVERIFY(!paths.isExact());
        QVERIFY(std::abs(paths.approximate() / std::pow(2.0L, 284) - 1) < 1e-15L);
        QVERIFY(paths.text().starts_with("about 3.1"));
    }

    void everyPathIsVisitedOnceInPrefixOrder() {
        const Space space = Space::allSpans(tinyStages(), std::array{BlockKind::Lite, BlockKind::Skip});
        std::set<std::string> seen;
        std::array<std::set<std::string>, stageCount> prefixes;
        std::array<std::string, stageCount> last;
        bool prefixOrder = true;
        space.forEachPath([&](const Architecture& path) {
            seen.insert(path.text());
            for (StageId stage : allStages) { // a prefix that was left never comes back
                const auto s = static_cast<std::size_t>(stage);
                const std::string prefix = path.prefixText(stage);
                if (prefix != last[s])
                    prefixOrder = prefixOrder && prefixes[s].insert(prefix).second;
                last[s] = prefix;
            }
            if (!space.contains(path))
                qFatal("a path outside the space");
            return true;
        });
        QVERIFY(prefixOrder);
        QCOMPARE(QString::number(seen.size()), count(space));
    }

    void visitingThePapersSpaceAgreesWithItsCount() {
        int paths = 0;
        Space::wholeStages(fullSize).forEachPath([&paths](const Architecture&) { return ++paths > 0; });
        QCOMPARE(paths, 34560);
    }

    void visitingStopsWhenAsked() {
        int paths = 0;
        Space::singleBlocks(fullSize).forEachPath([&paths](const Architecture&) { return ++paths < 10; });
        QCOMPARE(paths, 10);
    }

    void samplesAreUniform() {
        const Space space = Space::allSpans(tinyStages(), std::array{BlockKind::Lite}); // 6 ways through enc2
        std::map<std::string, int> drawn;
        RandomStream random(8);
        constexpr int draws = 12000;
        for (int i = 0; i < draws; ++i)
            ++drawn[space.sample(random).stageText(StageId::enc2)];
        QCOMPARE(drawn.size(), std::size_t{6});
        double chiSquare = 0;
        for (const auto& [text, times] : drawn)
            chiSquare += (times - draws / 6.0) * (times - draws / 6.0) / (draws / 6.0);
        QVERIFY2(chiSquare < 20.5, qPrintable(QString::number(chiSquare))); // 5 degrees of freedom, p = 0.001
    }

    void sameSeedSamplesTheSamePath() {
        const Space space = Space::wholeStages(fullSize);
        RandomStream a(9), b(9);
        for (int i = 0; i < 20; ++i)
            QCOMPARE(space.sample(a).text(), space.sample(b).text());
    }

    void deadEndsAreNeitherCountedNorTaken() {
        Space space(tinyStages());
        space.allow({StageId::enc2, 0, 2}, {BlockKind::Lite, 1, 2});
        space.forbid({StageId::enc2, 1, 2}, {}); // the teacher's first block now leads nowhere
        QCOMPARE(count(space), "1");
        RandomStream random(10);
        QCOMPARE(space.sample(random).stageText(StageId::enc2), std::string("lite1:2"));
        space.forEachPath([](const Architecture& path) {
            if (path.stageText(StageId::enc2) != "lite1:2")
                qFatal("a dead end was visited");
            return true;
        });
        space.forbid({StageId::enc2, 0, 2}, {BlockKind::Lite, 1, 2});
        QVERIFY(inputErrorOf([&] { space.sample(random); }).contains("no path through stage enc2"));
        space.forEachPath([](const Architecture&) -> bool { qFatal("there is no path"); });
    }

    void wrongEdgesAreRefused() {
        Space space(fullSize);
        QVERIFY(inputErrorOf([&] {
                    space.allow({StageId::enc1, 2, 5}, {BlockKind::Lite, 1, 3});
                }).contains("has 4 blocks"));
        QVERIFY(inputErrorOf([&] {
                    space.allow({StageId::enc1, 0, 2}, {BlockKind::Lite, 1, 3});
                }).contains("lite1:3 at enc1:0-2"));
        QVERIFY(inputErrorOf([&] {
                    space.allow({StageId::enc1, 0, 2}, {BlockKind::Skip, 1, 2});
                }).contains("must run no block"));
    }
};

QTEST_APPLESS_MAIN(SpaceTest)
#include "space_test.moc"
