#include "support.h"

#include <cmath>
#include <thread>

using namespace kintsugi;
using namespace kintsugi::test;

class RecordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void surrogateRoundTrip() {
        const TemporaryProject project;
        const SurrogateRecord record = sampleSurrogate();
        ProjectStore(project.folder()).putSurrogate(record);
        const ProjectStore store(project.folder());
        QVERIFY(store.surrogates() == std::vector{record});
        QVERIFY(store.surrogate(record.span, record.kind, record.run) == record);
        QVERIFY(!store.surrogate(record.span, record.kind, record.run + 1));
        QVERIFY(!store.surrogate({StageId::enc2, 0, 3}, record.kind, record.run));
        QVERIFY(!store.surrogate(record.span, BlockKind::Lite, record.run));
    }

    void surrogateTwiceChangesNothing() {
        const TemporaryProject project;
        ProjectStore store(project.folder());
        SurrogateRecord record = sampleSurrogate();
        record.created.clear();
        store.putSurrogate(record);
        const auto first = store.surrogates();
        QCOMPARE(first.front().created.size(), std::size_t(20));
        QTest::qWait(1100); // the moment is in seconds
        store.putSurrogate(record);
        QVERIFY(store.surrogates() == first);
    }

    void surrogateIsReplaced() {
        const TemporaryProject project;
        ProjectStore store(project.folder());
        SurrogateRecord record = sampleSurrogate();
        store.putSurrogate(record);
        record.psnrAfterFeatures.reset();
        record.psnrAfterOutput = 33.0;
        record.teacher = "another";
        record.created = "2026-01-31T12:00:00Z";
        store.putSurrogate(record);
        QVERIFY(store.surrogates() == std::vector{record});
        store.removeSurrogate(record.span, record.kind, record.run);
        QVERIFY(store.surrogates().empty());
    }

    void surrogatesAreInTheOrderOfTheNetwork() {
        const TemporaryProject project;
        ProjectStore store(project.folder());
        const std::vector<Span> order{{StageId::enc1, 0, 1},
                                      {StageId::enc1, 0, 10},
                                      {StageId::enc1, 2, 3},
                                      {StageId::bottleneck, 0, 1},
                                      {StageId::dec3, 0, 1}};
        for (const int i : {3, 1, 4, 0, 2}) {
            SurrogateRecord record = sampleSurrogate();
            record.span = order[static_cast<std::size_t>(i)];
            store.putSurrogate(record);
        }
        const auto stored = store.surrogates();
        QCOMPARE(stored.size(), order.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            QVERIFY(stored[i].span == order[i]);
    }

    void validationSetIsWhatItsNameSays() {
        const TemporaryProject project;
        ProjectStore store(project.folder());
        store.addValidationSet(sampleSet());
        store.addValidationSet(sampleSet());
        store.addValidationSet(sampleSet("another"));
        QVERIFY(store.validationSets() == (std::vector{sampleSet(), sampleSet("another")}));
        ValidationSet changed = sampleSet();
        changed.teacher = "another teacher";
        verifyContains(sentenceOf<InputError>([&] { store.addValidationSet(changed); }), "5e7 is stored already");
        QVERIFY(store.validationSets().front() == sampleSet());
    }

    void evaluationRoundTrip() {
        const TemporaryProject project;
        ProjectStore store(project.folder());
        store.addValidationSet(sampleSet());
        store.addValidationSet(sampleSet("another"));
        EvaluationRecord bare = sampleEvaluation("T*4/T*6");
        bare.ssim.reset();
        bare.imagePsnrs.clear();
        bare.imageSsims.clear();
        EvaluationRecord full = sampleEvaluation();
        store.putEvaluations(std::vector{full, bare});
        full.number = 1;
        bare.number = 2;
        QVERIFY(store.evaluation("5e7", "T*4/lite2:6") == full);
        QVERIFY(store.evaluation("5e7", "T*4/T*6") == bare);
        QVERIFY(!store.evaluation("another", "T*4/lite2:6"));
        QVERIFY(store.evaluations("another").empty());

        QVERIFY(store.evaluation(2) == bare);
        QVERIFY(!store.evaluation(3));
        EvaluationRecord again = full;
        again.psnr = 31.5;
        store.putEvaluation(again);
        QVERIFY(store.evaluations("5e7") == (std::vector{again, bare}));
    }

    void evaluationsAreStoredTogetherOrNotAtAll() {
        const TemporaryProject project;
        ProjectStore store(project.folder());
        store.addValidationSet(sampleSet());
        EvaluationRecord wrong = sampleEvaluation("T*4/skip0:6");
        wrong.psnr = std::nan("");
        verifyContains(sentenceOf<InputError>([&] {
                           store.putEvaluations(std::vector{sampleEvaluation(), wrong});
                       }),
                       "not a number");
        wrong = sampleEvaluation("T*4/skip0:6");
        wrong.imageSsims[1] = std::nan("");
        verifyContains(sentenceOf<InputError>([&] { store.putEvaluation(wrong); }), "not a number");
        QVERIFY(store.evaluations("5e7").empty());
    }

    void recordsNeedWhatTheyReferTo() {
        const TemporaryProject project;
        ProjectStore store(project.folder());
        const QString missing = "refers to one that is not there";
        verifyContains(sentenceOf<InputError>([&] { store.putEvaluation(sampleEvaluation()); }), missing);
        verifyContains(sentenceOf<InputError>([&] { store.addSearch(sampleDefinition()); }), missing);
        verifyContains(sentenceOf<InputError>([&] { store.putTrial({7, 0, "T", 0, 0, 0, 0}); }), "no search 7");
        verifyContains(sentenceOf<InputError>([&] { store.setReferencePoint(7, 1, 1); }), "no search 7");
        verifyContains(sentenceOf<InputError>([&] { store.setSearchBudget(7, 1); }), "no search 7");
        verifyContains(sentenceOf<InputError>([&] { store.setSearchState(7, SearchState::Paused, 0); }), "no search 7");
    }

    void searchRoundTrip() {
        const TemporaryProject project;
        std::int64_t id = 0;
        {
            ProjectStore store(project.folder());
            store.addValidationSet(sampleSet());
            QVERIFY(!store.search(1));
            id = store.addSearch(sampleDefinition());
            const auto begun = store.search(id);
            QVERIFY(begun);
            QVERIFY(begun->definition == sampleDefinition());
            QVERIFY(begun->state == SearchState::Running);
            QVERIFY(!begun->referenceLoss && !begun->referenceCost);
            store.setReferencePoint(id, 1.5, 44);
            store.setSearchBudget(id, 100);
            store.putTrial({id, 0, "T*4", 0, 44, 0, 2.5});
            store.putTrial({id, 1, "lite2:4", 0.25, 40, 5.0, 4.5});
            store.setSearchState(id, SearchState::Failed, 6.5, "The disk is full.");
        }
        const ProjectStore store(project.folder());
        const auto found = store.search(id);
        QVERIFY(found);
        QCOMPARE(found->definition.budget, std::int64_t(100));
        QVERIFY(found->state == SearchState::Failed);
        QCOMPARE(found->message, std::string("The disk is full."));
        QVERIFY(found->referenceLoss == 1.5 && found->referenceCost == 44);
        QCOMPARE(found->trials, std::int64_t(2));
        QCOMPARE(found->seconds, 6.5);
        QVERIFY(store.searches() == std::vector{*found});
        QVERIFY(store.trials(id) ==
                (std::vector<TrialRecord>{{id, 0, "T*4", 0, 44, 0, 2.5}, {id, 1, "lite2:4", 0.25, 40, 5.0, 4.5}}));
    }

    void everyStateIsKept() {
        const TemporaryProject project;
        ProjectStore store(project.folder());
        store.addValidationSet(sampleSet());
        const std::int64_t id = store.addSearch(sampleDefinition());
        for (const SearchState state : {SearchState::Paused, SearchState::Interrupted, SearchState::Finished,
                                        SearchState::Failed, SearchState::Running}) {
            store.setSearchState(id, state, 0);
            QVERIFY(store.search(id)->state == state);
        }
    }

    void repeatedTrialKeepsItsTime() {
        const TemporaryProject project;
        ProjectStore store(project.folder());
        store.addValidationSet(sampleSet());
        const std::int64_t id = store.addSearch(sampleDefinition());
        store.putTrial({id, 0, "T*4", 0, 44, 0, 2.5});
        store.putTrial({id, 0, "T*4", 0, 44, 0, 0.1}); // remembered, while resuming
        QVERIFY(store.trials(id) == (std::vector<TrialRecord>{{id, 0, "T*4", 0, 44, 0, 2.5}}));
        QCOMPARE(store.search(id)->seconds, 2.5);
        store.putTrial({id, 0, "lite1:4", 1, 40, 3, 0.1});
        QVERIFY(store.trials(id) == (std::vector<TrialRecord>{{id, 0, "lite1:4", 1, 40, 3, 0.1}}));
    }

    void finetuneRoundTrip() {
        const TemporaryProject project;
        ProjectStore store(project.folder());
        store.addValidationSet(sampleSet());
        FinetuneRecord record{0,     "T*4", "candidate", "5e7",        30.0,      std::nullopt, 0.75,
                              0.875, 3000,  60.25,       "tuned/a.st", "[[0,1]]", "{}",         "2025-01-31T12:00:00Z"};
        record.id = store.putFinetune(record);
        QVERIFY(store.finetunes() == std::vector{record});
        FinetuneRecord other = record;
        other.file = "tuned/b.st";
        other.role = "teacher";
        other.id = store.putFinetune(other);
        QVERIFY(other.id != record.id);
        record.psnrAfter = 31.0;
        QCOMPARE(store.putFinetune(record), record.id);
        QVERIFY(store.finetunes() == (std::vector{record, other}));
    }

    void timingRoundTrip() {
        const TemporaryProject project;
        ProjectStore store(project.folder());
        TimingRecord record{0, "PIXEL 8", "2026-11-25T09:00:00Z", false, R"({"device": "PIXEL 8"})"};
        record.id = store.addTiming(record);
        TimingRecord second = record;
        second.id = store.addTiming(second);
        QVERIFY(record.id > 0 && second.id > record.id);
        QVERIFY(store.timings() == (std::vector{record, second}));
        store.setTimingUsed(record.id, true);
        store.removeTiming(second.id);
        record.used = true;
        QVERIFY(store.timings() == std::vector{record});
    }

    void latencyRoundTrip() {
        const TemporaryProject project;
        ProjectStore store(project.folder());
        LatencyRecord record{"local", R"({"threads":1})", "lite2:4 at enc2:0-4", 5.5, 5.0, 6.0, 0.25, "[5.0,5.5,6.0]"};
        store.putLatency(record);
        record.medianMs = 5.25;
        store.putLatency(record);
        QVERIFY(store.latencies("local") == std::vector{record});
        QVERIFY(store.latencies("phone").empty());
    }

    void noteRoundTrip() {
        const TemporaryProject project;
        ProjectStore store(project.folder());
        QVERIFY(!store.note("version"));
        store.setNote("version", "0.1.0");
        store.setNote("machine", "a");
        store.setNote("version", std::string("0.2\0.0", 6));
        QVERIFY(store.note("version") == std::string("0.2\0.0", 6));
        QVERIFY(store.notes() == (std::vector<Note>{{"machine", "a"}, {"version", std::string("0.2\0.0", 6)}}));
    }

    void threadsTakeTurns() {
        const TemporaryProject project;
        ProjectStore store(project.folder());
        store.addValidationSet(sampleSet());
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&store, t] {
                for (int i = 0; i < 25; ++i) {
                    store.putEvaluation(sampleEvaluation(std::to_string(100 * t + i)));
                    static_cast<void>(store.evaluations("5e7"));
                }
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(store.evaluations("5e7").size(), std::size_t(100));
    }
};

QTEST_GUILESS_MAIN(RecordsTest)
#include "records_test.moc"
