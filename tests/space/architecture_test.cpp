#include "space/architecture.h"
#include "space/space.h"
#include "support.h"

#include <QtTest>
#include <set>
#include <unordered_set>

using namespace kintsugi;

namespace {

const Stages fullSize = stagesOf(RestormerConfig{});

const char* const teacherTail = "/T*6/T*8/T*6/T*6/T*4/T*4"; // enc3 to refine

QString canonical(const QString& text) {
    return QString::fromStdString(parseArchitecture(text.toStdString(), fullSize).text());
}

} // namespace

class ArchitectureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allTeacherText() { QCOMPARE(allTeacher(fullSize).text(), std::string("T*4/T*6/T*6/T*8/T*6/T*6/T*4/T*4")); }

    void textBecomesCanonical_data() {
        QTest::addColumn<QString>("enc1And2");
        QTest::addColumn<QString>("printed");
        QTest::newRow("canonical") << "T*4/lite2:6"
                                   << "T*4/lite2:6";
        QTest::newRow("mixed") << "T*4/T*2.lite1:1.T*3"
                               << "T*4/T*2.lite1:1.T*3";
        QTest::newRow("written out") << "T.T.T.T/T.T.lite1:1.T.T.T"
                                     << "T*4/T*2.lite1:1.T*3";
        QTest::newRow("runs in pieces") << "T*2.T.T*1/lite1:1.lite1:1.lite1:1*4"
                                        << "T*4/lite1:1*6";
        QTest::newRow("equal surrogates") << "T*4/lite2:3*2"
                                          << "T*4/lite2:3*2";
        QTest::newRow("equal kinds, different numbers") << "T*4/lite2:3.lite1:3"
                                                        << "T*4/lite2:3.lite1:3";
        QTest::newRow("every kind") << "mambair2:4/restormer1:2.gated3:3.skip0:1"
                                    << "mambair2:4/restormer1:2.gated3:3.skip0:1";
        QTest::newRow("skip without its 0") << "skip:4/skip:1*6"
                                            << "skip0:4/skip0:1*6";
        QTest::newRow("more blocks than covered") << "lite8:4/T*6"
                                                  << "lite8:4/T*6";
    }
    void textBecomesCanonical() {
        QFETCH(QString, enc1And2);
        QFETCH(QString, printed);
        QCOMPARE(canonical(enc1And2 + teacherTail), printed + teacherTail);
    }

    void wrongTextNamesStageAndCharacter_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("expected");
        const QString tail = teacherTail;
        QTest::newRow("empty") << ""
                               << "stage enc1, character 1"
                               << "expected an edge: T, or lite";
        QTest::newRow("empty stage") << "T*4//T*6"
                                     << "stage enc2, character 5"
                                     << "expected an edge";
        QTest::newRow("unknown kind") << "T*4/heavy2:6" + tail << "stage enc2, character 5"
                                      << "found \"heavy2:6\"";
        QTest::newRow("upper case") << "T*4/Lite2:6" + tail << "stage enc2, character 5"
                                    << "expected an edge";
        QTest::newRow("space") << "T*4/ T*6" + tail << "stage enc2, character 5"
                               << "expected an edge";
        QTest::newRow("no run") << "T*4/lite:6" + tail << "stage enc2, character 9"
                                << "the number of lite blocks, 1 to 999";
        QTest::newRow("run 0") << "T*4/lite0:6" + tail << "stage enc2, character 9"
                               << "the number of lite blocks, 1 to 999";
        QTest::newRow("huge run") << "T*4/lite99999999999:6" + tail << "stage enc2, character 9"
                                  << "1 to 999";
        QTest::newRow("skip that runs") << "T*4/skip1:6" + tail << "stage enc2, character 9"
                                        << "expected 0";
        QTest::newRow("no covers") << "T*4/lite2" + tail << "stage enc2, character 10"
                                   << "expected ':'";
        QTest::newRow("covers nothing") << "T*4/lite2:0.T*6" + tail << "stage enc2, character 11"
                                        << "covers, 1 to 999";
        QTest::newRow("teacher with numbers") << "T1:1.T*3/T*6" + tail << "stage enc1, character 2"
                                              << "expected '.', '*', '/' or the end";
        QTest::newRow("star without number") << "T*/T*6" + tail << "stage enc1, character 3"
                                             << "the number of equal edges";
        QTest::newRow("star 0") << "T*0.T*4/T*6" + tail << "stage enc1, character 3"
                                << "the number of equal edges";
        QTest::newRow("too short") << "T*3/T*6" + tail << "stage enc1, character 4"
                                   << "remaining 1 of 4 blocks";
        QTest::newRow("too long") << "T*4/T*4.lite1:3" + tail << "stage enc2, character 9"
                                  << "remaining 2 of 6 blocks, not 3";
        QTest::newRow("edge after the last") << "T*4.T/T*6" + tail << "stage enc1, character 5"
                                             << "all 4 blocks";
        QTest::newRow("dot at the end") << "T*4./T*6" + tail << "stage enc1, character 5"
                                        << "all 4 blocks";
        QTest::newRow("stage missing") << "T*4/T*6/T*6/T*8/T*6/T*6/T*4"
                                       << "stage refine, character 28"
                                       << "the text ends";
        QTest::newRow("stage too many") << "T*4/T*6/T*6/T*8/T*6/T*6/T*4/T*4/T"
                                        << "stage refine, character 32"
                                        << "refine is the last";
    }
    void wrongTextNamesStageAndCharacter() {
        QFETCH(QString, text);
        QFETCH(QString, place);
        QFETCH(QString, expected);
        const QString message = inputErrorOf([&] { canonical(text); });
        QVERIFY2(message.contains(place + ":"), qPrintable(message));
        QVERIFY2(message.contains(expected), qPrintable(message));
    }

    void anyPathReadsBackEqual() {
        RandomStream random(3);
        for (int i = 0; i < 100; ++i) {
            const Stages stages = stagesOf(randomConfig(random));
            const Space space = Space::allSpans(stages, surrogateKinds);
            const Architecture path = space.sample(random);
            const Architecture back = parseArchitecture(path.text(), stages);
            QVERIFY(back == path);
            QCOMPARE(back.text(), path.text());
            QCOMPARE(back.hash(), path.hash());
        }
    }

    void noDamagedTextEndsInAnythingButAnInputError() {
        RandomStream random(4);
        const std::string alphabet = "T.*/:0159litemambargdskp ";
        const Space space = Space::allSpans(fullSize, surrogateKinds);
        for (int i = 0; i < 2000; ++i) {
            std::string text = space.sample(random).text();
            for (int edits = 0; edits < 2; ++edits)
                text[random.below(text.size())] = alphabet[random.below(alphabet.size())];
            try {
                const Architecture path = parseArchitecture(text, fullSize);
                QVERIFY(parseArchitecture(path.text(), fullSize) == path);
            } catch (const InputError&) {
            }
        }
    }

    void prefixesEndAtTheirStage() {
        const Architecture path = parseArchitecture(std::string("T*4/lite2:6") + teacherTail, fullSize);
        QCOMPARE(path.prefixText(StageId::enc1), std::string("T*4"));
        QCOMPARE(path.prefixText(StageId::enc3), std::string("T*4/lite2:6/T*6"));
        QCOMPARE(path.prefixText(StageId::refine), path.text());
        QCOMPARE(path.stageText(StageId::enc2), std::string("lite2:6"));
    }

    void edgesKnowTheirPlace() {
        const Architecture path = parseArchitecture(std::string("T*4/T.lite2:4.T") + teacherTail, fullSize);
        const auto placed = path.placedEdges(StageId::enc2);
        QCOMPARE(placed.size(), std::size_t{3});
        QCOMPARE(toString(placed[1]), std::string("lite2:4 at enc2:1-5"));
        int blocks = 0;
        for (const PlacedEdge& edge : path.placedEdges())
            blocks += edge.span.length();
        QCOMPARE(blocks, 44);
    }

    void replacingKeepsTheRest_data() {
        QTest::addColumn<QString>("enc2");
        QTest::addColumn<QString>("span");
        QTest::addColumn<int>("run");
        QTest::addColumn<QString>("result");
        QTest::newRow("teacher blocks") << "T*6"
                                        << "enc2:1-5" << 2 << "T.lite2:4.T";
        QTest::newRow("one of many") << "lite1:1*6"
                                     << "enc2:2-3" << 3 << "lite1:1*2.lite3:1.lite1:1*3";
        QTest::newRow("inside a surrogate") << "gated2:6"
                                            << "enc2:2-4" << 1 << "T*2.lite1:2.T*2";
        QTest::newRow("across two") << "gated2:3.mambair2:3"
                                    << "enc2:2-4" << 1 << "T*2.lite1:2.T*2";
        QTest::newRow("whole stage") << "gated2:3.mambair2:3"
                                     << "enc2:0-6" << 1 << "lite1:6";
    }
    void replacingKeepsTheRest() {
        QFETCH(QString, enc2);
        QFETCH(QString, span);
        QFETCH(int, run);
        const Architecture path = parseArchitecture(("T*4/" + enc2 + teacherTail).toStdString(), fullSize);
        const Span where = parseSpan(span.toStdString(), fullSize);
        const Architecture changed = path.replaced(where, {BlockKind::Lite, run, where.length()});
        QTEST(QString::fromStdString(changed.stageText(StageId::enc2)), "result");
        changed.checkFits(fullSize);
    }

    void replacingRefusesWhatDoesNotFit() {
        const Architecture path = allTeacher(fullSize);
        QVERIFY(inputErrorOf([&] {
                    path.replaced({StageId::enc1, 0, 2}, {BlockKind::Lite, 1, 3});
                }).contains("cannot stand at enc1:0-2"));
        QVERIFY(inputErrorOf([&] {
                    path.replaced({StageId::enc1, 3, 5}, {BlockKind::Lite, 1, 2});
                }).contains("outside"));
        QVERIFY(inputErrorOf([&] {
                    path.replaced({StageId::enc1, 0, 2}, {BlockKind::Teacher, 1, 2});
                }).contains("exactly one"));
    }

    void pathsOfAnotherNetworkAreRefused() {
        RestormerConfig other;
        other.numBlocks[1] = 5;
        QVERIFY(inputErrorOf([&] {
                    allTeacher(fullSize).checkFits(stagesOf(other));
                }).contains("covers 6 of the 5 blocks in stage enc2"));
    }

    void pathsAreOrderedAndHashed() {
        RandomStream random(5);
        const Space space = Space::wholeStages(fullSize);
        std::set<Architecture> ordered;
        std::unordered_set<Architecture> hashed;
        std::set<std::size_t> hashes;
        std::set<std::string> texts;
        for (int i = 0; i < 1000; ++i) {
            const Architecture path = space.sample(random);
            ordered.insert(path);
            hashed.insert(path);
            hashes.insert(path.hash());
            texts.insert(path.text());
        }
        QCOMPARE(ordered.size(), texts.size());
        QCOMPARE(hashed.size(), texts.size());
        QCOMPARE(hashes.size(), texts.size());
    }

    void kindNamesReadBack() {
        for (BlockKind kind : surrogateKinds)
            QVERIFY(parseKind(kindName(kind)) == kind);
        QVERIFY(inputErrorOf([] { parseKind("heavy"); }).contains("lite, mambair, restormer, gated, skip"));
    }
};

QTEST_APPLESS_MAIN(ArchitectureTest)
#include "architecture_test.moc"
