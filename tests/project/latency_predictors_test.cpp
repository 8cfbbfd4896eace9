#include "project/device_times.h"
#include "project/latency_predictors.h"
#include "space/stage.h"
#include "support.h"

using namespace kintsugi;
using namespace kintsugi::test;

/// One device whose edges' times are made up, so that what a cost is worth there is known.
class LatencyPredictorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingWithoutTimes() {
        const TemporaryProject project;
        QVERIFY(latencyPredictors(ProjectStore(project.folder()), m_config, "set").empty());
    }

    void countsAgreeOnlyWhereBlocksCostAlike() {
        const TemporaryProject project;
        ProjectStore store(project.folder());
        ValidationSet set;
        set.id = "set";
        set.task = "denoise-color-25";
        set.teacher = "teacher";
        store.addValidationSet(set);
        const Stages stages = stagesOf(m_config);
        // Removing enc1's block saves little, removing the bottleneck's two saves much less.
        const auto time = [](const PlacedEdge& placed) {
            return placed.span.stage == StageId::bottleneck ? 1.0 : 10.0;
        };
        put(store, baseSubject, 5);
        for (const PlacedEdge& placed : allTeacher(stages).placedEdges())
            put(store, toString(placed), time(placed));

        std::vector<Architecture> paths{allTeacher(stages)};
        for (const StageId stage : {StageId::enc1, StageId::dec1, StageId::bottleneck}) {
            Architecture path = allTeacher(stages);
            Architecture::StageEdges edges;
            for (int i = 0; i < stages[static_cast<std::size_t>(stage)].blocks; ++i)
                edges.push_back({BlockKind::Skip, 0, 1});
            path.setEdges(stage, edges);
            paths.push_back(path);
        }
        for (const Architecture& path : paths) {
            EvaluationRecord evaluation;
            evaluation.validationSet = set.id;
            evaluation.architecture = path.text();
            evaluation.psnr = 30;
            store.putEvaluation(evaluation);
        }
        const DeviceTimes times = deviceTimes(store, "phone");
        for (const Architecture& path : paths) // the device is 10 % slower than the sum of its parts
            put(store, path.text(), 1.1 * times.path(path).value());

        const auto all = latencyPredictors(store, m_config, set.id);
        QCOMPARE(all.size(), std::size_t(1));
        const LatencyPredictors& phone = all.front();
        QCOMPARE(phone.device, "phone");
        QCOMPARE(phone.measured.networks, std::size_t(4));
        QCOMPARE(phone.foretold.networks, std::size_t(4));
        QCOMPARE(phone.measured.predictions, 1.0);
        QVERIFY(std::abs(phone.medianPercent.value() - 100 * (1 - 1 / 1.1)) < 1e-9);
        QVERIFY(std::abs(phone.largestPercent.value() - 100 * (1 - 1 / 1.1)) < 1e-9);
        // Without the bottleneck's blocks the network has the fewest transformers, yet is among the slow ones.
        QVERIFY(phone.measured.transformers.value() < 0.5);
        QVERIFY(phone.measured.transformers == phone.foretold.transformers);
    }

private:
    static void put(ProjectStore& store, const std::string& subject, double milliseconds) {
        LatencyRecord record;
        record.device = "phone";
        record.conditionsJson = R"({"machine":"of a test"})";
        record.subject = subject;
        record.medianMs = milliseconds;
        record.samplesJson = "[]";
        store.putLatency(record);
    }

    RestormerConfig m_config = [] {
        RestormerConfig config;
        config.dim = 16;
        config.numBlocks = {1, 1, 1, 4};
        config.numRefinementBlocks = 1;
        return config;
    }();
};

QTEST_GUILESS_MAIN(LatencyPredictorsTest)
#include "latency_predictors_test.moc"
