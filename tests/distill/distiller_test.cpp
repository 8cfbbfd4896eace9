#include "base/error.h"
#include "distill/distiller.h"
#include "distill/surrogate_library.h"
#include "distill/surrogate_sets.h"
#include "distill/trainable_network.h"
#include "nets/tensors.h"
#include "support.h"
#include "weights/safetensors.h"

#include <ATen/ATen.h>
#include <QtTest>
#include <fstream>
#include <limits>

using namespace kintsugi;
using namespace kintsugi::test;
namespace fs = std::filesystem;

namespace {

const PlacedEdge lite{{StageId::enc2, 0, 2}, {BlockKind::Lite, 1, 2}};
const PlacedEdge gated{{StageId::bottleneck, 1, 2}, {BlockKind::Gated, 1, 1}};
const PlacedEdge shorter{{StageId::enc2, 0, 2}, {BlockKind::Restormer, 1, 2}};
const PlacedEdge mamba{{StageId::bottleneck, 0, 2}, {BlockKind::MambaIr, 2, 2}};

DistillOptions smallOptions() {
    DistillOptions options;
    options.featureIterations = 6;
    options.outputIterations = 3;
    options.patch = 16;
    options.batch = 2;
    options.warmUp = 2;
    options.checkpointEvery = 2;
    return options;
}

} // namespace

class DistillerTest : public QObject {
    Q_OBJECT

    PackFolder m_pack;
    PatchSource m_source = m_pack.source();
    std::shared_ptr<UNet> m_teacher;
    TensorMap m_weights;
    int m_folders = 0;

    fs::path freshFolder() { return m_pack.root() / QString("run%1").arg(++m_folders).toStdString(); }

    std::vector<SurrogateInfo> distilled(const fs::path& folder, std::vector<PlacedEdge> edges,
                                         const DistillOptions& options, int threads = 1, double memory = 1e9) {
        Distiller distiller(m_teacher, m_weights, m_source, options, folder);
        std::vector<SurrogateInfo> infos;
        distiller.run(edges, memory, threads, {},
                      [&](const SurrogateInfo& info, const fs::path&) { infos.push_back(info); }, {});
        return infos;
    }

    static TensorMap weightsOf(const fs::path& folder, const PlacedEdge& placed) {
        return readSafetensors(folder / surrogateFileName(placed)).tensors;
    }

private Q_SLOTS:
    void initTestCase() {
        at::set_num_threads(1);
        m_teacher = tinyTeacher();
        m_weights = stateDict(*m_teacher);
    }

    void resultDoesNotDependOnCompanyThreadsOrMemory() {
        const auto together = freshFolder(), alone = freshFolder(), cramped = freshFolder();
        QCOMPARE(distilled(together, {lite, gated, shorter, mamba}, smallOptions(), 2).size(), std::size_t{4});
        QCOMPARE(distilled(cramped, {lite, gated, shorter, mamba}, smallOptions(), 1, 1.0).size(), std::size_t{4});
        for (const PlacedEdge& placed : {lite, gated, shorter, mamba}) {
            distilled(alone, {placed}, smallOptions());
            QVERIFY2(sameBits(weightsOf(together, placed), weightsOf(alone, placed)), toString(placed).c_str());
            QVERIFY2(sameBits(weightsOf(together, placed), weightsOf(cramped, placed)), toString(placed).c_str());
        }
        DistillOptions other = smallOptions();
        other.seed = 1;
        const auto reseeded = freshFolder();
        distilled(reseeded, {lite}, other);
        QVERIFY(!sameBits(weightsOf(together, lite), weightsOf(reseeded, lite)));
    }

    void stoppedRunGoesOnToTheSameBits_data() {
        QTest::addColumn<int>("steps");
        for (const int steps : {1, 3, 6, 7, 8})
            QTest::addRow("after step %d", steps) << steps;
    }
    void stoppedRunGoesOnToTheSameBits() {
        QFETCH(int, steps);
        const auto whole = freshFolder(), parts = freshFolder();
        distilled(whole, {lite, gated}, smallOptions());
        {
            Distiller distiller(m_teacher, m_weights, m_source, smallOptions(), parts);
            std::stop_source stop;
            int seen = 0;
            const std::vector<PlacedEdge> edges{lite, gated};
            QVERIFY_EXCEPTION_THROWN(distiller.run(
                                         edges, 1e9, 1,
                                         [&](const DistillProgress&) {
                                             if (++seen == steps)
                                                 stop.request_stop();
                                         },
                                         {}, stop.get_token()),
                                     Interrupted);
            QVERIFY(!fs::exists(parts / surrogateFileName(lite)));
        }
        distilled(parts, {lite, gated}, smallOptions());
        for (const PlacedEdge& placed : {lite, gated})
            QVERIFY(sameBits(weightsOf(whole, placed), weightsOf(parts, placed)));
        QCOMPARE(readSurrogateInfo(parts / surrogateFileName(lite), stagesOf(tinyConfig())).iterations, 9);
        for (const auto& entry : fs::directory_iterator(parts))
            QVERIFY2(entry.path().extension() == ".safetensors", entry.path().c_str());
    }

    void oneThatDivergesLeavesItsCompanyAlone() {
        const auto folder = freshFolder();
        const std::vector<PlacedEdge> edges{lite, gated};
        {
            Distiller distiller(m_teacher, m_weights, m_source, smallOptions(), folder);
            std::stop_source stop;
            QVERIFY_EXCEPTION_THROWN(
                distiller.run(
                    edges, 1e9, 1, [&](const DistillProgress&) { stop.request_stop(); }, {}, stop.get_token()),
                Interrupted);
        }
        const fs::path part = folder / (surrogateFileName(gated) + ".part");
        Checkpoint checkpoint = readSafetensors(part);
        std::vector<float> weights = checkpoint.tensors.at("weights").toFloat();
        weights[0] = std::numeric_limits<float>::quiet_NaN();
        checkpoint.tensors.at("weights") = makeTensor({std::ssize(weights)}, weights);
        writeSafetensors(part, checkpoint.tensors, checkpoint.metadata);
        QString sentence;
        try {
            distilled(folder, edges, smallOptions());
        } catch (const Error& e) {
            sentence = QString::fromUtf8(e.what());
        }
        QVERIFY2(sentence.contains("gated1:1") && sentence.contains("iteration 2") && !sentence.contains("lite"),
                 qPrintable(sentence));
        QVERIFY(fs::exists(folder / surrogateFileName(lite)));
        QVERIFY(!fs::exists(folder / surrogateFileName(gated)));
        const auto whole = freshFolder();
        distilled(whole, {lite}, smallOptions());
        QVERIFY(sameBits(weightsOf(folder, lite), weightsOf(whole, lite)));
    }

    void checkpointOfOtherOptionsIsNotContinued() {
        const auto whole = freshFolder(), mixed = freshFolder();
        DistillOptions other = smallOptions();
        other.learningRate = 1e-3;
        {
            Distiller distiller(m_teacher, m_weights, m_source, other, mixed);
            std::stop_source stop;
            const std::vector<PlacedEdge> edges{lite};
            QVERIFY_EXCEPTION_THROWN(
                distiller.run(
                    edges, 1e9, 1, [&](const DistillProgress&) { stop.request_stop(); }, {}, stop.get_token()),
                Interrupted);
        }
        distilled(whole, {lite}, smallOptions());
        distilled(mixed, {lite}, smallOptions());
        QVERIFY(sameBits(weightsOf(whole, lite), weightsOf(mixed, lite)));
    }

    void errorFallsAndIsMeasuredAgainstTheTeachersUpdate() {
        DistillOptions options = smallOptions();
        options.featureIterations = 120;
        options.outputIterations = 0;
        options.plateau = 0;
        const auto folder = freshFolder();
        const SurrogateInfo info = distilled(folder, {shorter}, options).front();
        QVERIFY(info.curve.front().loss > 2 * info.curve.back().loss);
        // Half of the teacher's blocks, trained, is far better than passing the input on (error 1).
        QVERIFY2(info.relativeError < 0.3, qPrintable(QString::number(info.relativeError)));
        QCOMPARE(info.featureError, info.relativeError);
        QCOMPARE(info.start, std::string("teacher"));
        QVERIFY(!info.psnrAfterOutput);
        QCOMPARE(info.curve.back().iteration, 120);

        const SurrogateInfo read = readSurrogateInfo(folder / surrogateFileName(shorter), stagesOf(tinyConfig()));
        QVERIFY(read.placed == info.placed);
        QCOMPARE(read.relativeError, info.relativeError);
        QCOMPARE(read.curve.size(), info.curve.size());
        QCOMPARE(read.teacher, teacherHash(m_weights));
    }

    void lightBlocksBeginAsTheIdentity() {
        torch::manual_seed(9);
        const at::Tensor x = torch::randn({1, 16, 8, 8});
        for (const BlockKind kind : {BlockKind::Lite, BlockKind::Gated}) {
            const Surrogate surrogate({{StageId::enc2, 0, 2}, {kind, 2, 2}}, tinyConfig());
            QVERIFY(at::equal(surrogate.forward(x), x));
        }
    }

    void plateauEndsTheFeaturePhase() {
        DistillOptions options = smallOptions();
        options.featureIterations = 60;
        options.outputIterations = 0;
        options.learningRate = 0; // nothing is learned
        options.plateau = 5;
        const SurrogateInfo info = distilled(freshFolder(), {gated}, options).front();
        QVERIFY(info.iterations >= 30 && info.iterations < 60);
        options.plateau = 0;
        QCOMPARE(distilled(freshFolder(), {gated}, options).front().iterations, 60);
    }

    void outputPhaseTrainsOnTheOutput_data() {
        QTest::addColumn<double>("drift");
        QTest::newRow("in the teacher") << 0.0;
        QTest::newRow("among other surrogates") << 1.0;
    }
    void outputPhaseTrainsOnTheOutput() {
        QFETCH(double, drift);
        DistillOptions options = smallOptions();
        options.featureIterations = 10;
        options.outputIterations = 40;
        options.plateau = 0;
        options.drift = drift;
        // Both runs see the same patches; one learns nothing in its second phase.
        std::vector<double> last;
        for (const double rate : {0.0, 3e-3}) {
            options.outputLearningRate = rate;
            Distiller distiller(m_teacher, m_weights, m_source, options, freshFolder());
            // Around the surrogate, stages are skipped in half of the drifted steps, one across the student's boundary.
            distiller.setLibrary({{{StageId::bottleneck, 0, 2}, {BlockKind::Skip, 0, 2}},
                                  {{StageId::refine, 0, 1}, {BlockKind::Skip, 0, 1}}},
                                 {});
            const std::vector<PlacedEdge> edges{gated, lite};
            SurrogateInfo info;
            distiller.run(edges, 1e9, 1, {},
                          [&](const SurrogateInfo& i, const fs::path&) {
                              if (i.placed == lite)
                                  info = i;
                          },
                          {});
            QVERIFY((info.relativeError == info.featureError) == (rate == 0));
            QCOMPARE(
                std::count_if(info.curve.begin(), info.curve.end(), [](const DistillPoint& p) { return p.output; }), 4);
            last.push_back(info.curve.back().loss);
        }
        QVERIFY2(last[1] < last[0], qPrintable(QString("%1 %2").arg(last[0]).arg(last[1])));
    }

    void measuresTheHybridAfterEachPhase() {
        Distiller distiller(m_teacher, m_weights, m_source, smallOptions(), freshFolder());
        int calls = 0;
        distiller.setMeasure([&](const PlacedEdge& placed, const std::vector<BlockPtr>& blocks) {
            if (calls > 0 && (placed != lite || blocks.size() != 1))
                return -1.0;
            return 30.0 + calls++;
        });
        const std::vector<PlacedEdge> edges{lite};
        SurrogateInfo info;
        distiller.run(edges, 1e9, 1, {}, [&](const SurrogateInfo& i, const fs::path&) { info = i; }, {});
        QCOMPARE(info.teacherPsnr.value(), 30.0);
        QCOMPARE(info.psnrAfterFeature.value(), 31.0);
        QCOMPARE(info.psnrAfterOutput.value(), 32.0);
    }

    void teacherIsLeftAlone() { QVERIFY(sameBits(stateDict(*m_teacher), m_weights)); }

    void mambaIrWeightsAreTakenWhereShapesAllow() {
        MambaIrUNetConfig config;
        config.dim = 32;
        config.numBlocks = {1, 1, 1, 2};
        config.numRefinementBlocks = 1;
        const TensorMap upstream = stateDict(*makeMambaIrUNet(config));
        RestormerConfig teacher = tinyConfig();
        teacher.dim = 32;
        SurrogateOptions options;
        options.mambaIrExpand = config.mlpRatio;
        options.mambaIrDState = config.dState;
        Surrogate fits({{StageId::bottleneck, 0, 2}, {BlockKind::MambaIr, 2, 2}}, teacher, options);
        QCOMPARE(fits.initialiseFromMambaIr(upstream), 2);
        QVERIFY(stateDict(fits).at("1.ln_1.weight").toFloat() == upstream.at("latent.1.ln_1.weight").toFloat());
        options.mambaIrDState = config.dState + 1;
        Surrogate differs({{StageId::bottleneck, 0, 2}, {BlockKind::MambaIr, 2, 2}}, teacher, options);
        QCOMPARE(differs.initialiseFromMambaIr(upstream), 0);
    }

    void standardSets() {
        const Stages full = stagesOf(RestormerConfig{});
        const std::vector<BlockKind> kinds{BlockKind::MambaIr};
        QCOMPARE(surrogateSet("stages", kinds, full).size(), std::size_t{22}); // the paper's
        QCOMPARE(surrogateSet("blocks", kinds, full).size(), std::size_t{44});
        QCOMPARE(surrogateSet("all", kinds, full).size(), std::size_t{66});
        const Stages tiny = stagesOf(tinyConfig());
        const std::vector<BlockKind> skip{BlockKind::Skip};
        QCOMPARE(surrogateSet("all", skip, tiny).size(), std::size_t{8 + 6}); // three stages have two blocks
        // Shortened stages exist only where something can be left out.
        const std::vector<BlockKind> restormer{BlockKind::Restormer};
        QCOMPARE(surrogateSet("all", restormer, tiny).size(), std::size_t{3});
        QVERIFY((surrogateSet("enc2:0-2,enc2:1-2", kinds, stagesOf([] {
                                  RestormerConfig c = tinyConfig();
                                  c.dim = 32;
                                  return c;
                              }()))
                     .size() == 3));
        QVERIFY_EXCEPTION_THROWN(surrogateSet("enc2:0-3", kinds, tiny), InputError);
        QVERIFY_EXCEPTION_THROWN(surrogateSet("enc1:0-1", kinds, tiny), InputError); // 8 channels are too few
    }

    void libraryTakesOnlyItsOwnTeachersFiles() {
        const auto folder = freshFolder();
        distilled(folder, {lite, gated, shorter}, smallOptions());
        const std::string hash = teacherHash(m_weights);
        const SurrogateLibrary library(folder, tinyConfig(), hash);
        QCOMPARE(library.records().size(), std::size_t{3});
        QVERIFY(library.notes().empty());
        QVERIFY(library.has(lite) && library.has({{StageId::enc1, 0, 1}, {BlockKind::Skip, 0, 1}}));
        QVERIFY(!library.has(mamba));
        QCOMPARE(library.allSurrogate(stagesOf(tinyConfig())).text(), std::string("T/lite1:2/T/T.gated1:1/T/T*2/T/T"));
        QVERIFY(library.blocks(mamba).empty());

        const SurrogateLibrary foreign(folder, tinyConfig(), "0000000000000000");
        QVERIFY(foreign.records().empty());
        QCOMPARE(foreign.notes().size(), std::size_t{3});

        std::ofstream(folder / "enc1_0-1_lite1.safetensors") << "not a file of tensors";
        fs::resize_file(folder / surrogateFileName(gated), 200);
        const SurrogateLibrary damaged(folder, tinyConfig(), hash);
        QCOMPARE(damaged.records().size(), std::size_t{2});
        QCOMPARE(damaged.notes().size(), std::size_t{2});
    }

    void hybridNetworkKeepsWhatItUses() {
        const auto folder = freshFolder();
        distilled(folder, {lite}, smallOptions());
        const SurrogateLibrary library(folder, tinyConfig(), teacherHash(m_weights));
        const Architecture path = allTeacher(stagesOf(tinyConfig())).replaced(lite.span, lite.edge);
        HybridNetwork network(tinyConfig(), m_weights, path, library);
        torch::manual_seed(4);
        const at::Tensor image = torch::rand({1, 3, 16, 16});
        const torch::NoGradGuard noGrad;
        const HybridUNet expected = assemble(m_teacher, path, library.lookup());
        QVERIFY(at::equal(network.forward(image, 1), expected.forward(image)));

        TensorMap used;
        for (const auto& item : network.module().named_parameters())
            if (item.value().requires_grad())
                used[item.key()] = toHostTensor(item.value());
        QVERIFY(!used.count("teacher.encoder_level2.0.norm1.body.weight"));
        QVERIFY(used.count("surrogates.enc2_0-2_lite1.0.norm1.body.weight"));
        const auto file = m_pack.root() / "hybrid.safetensors";
        network.save(file, used);
        HybridNetwork read(file);
        QVERIFY(read.architecture() == path);
        QVERIFY(at::equal(read.forward(image, 1), network.forward(image, 1)));
        fs::resize_file(file, fs::file_size(file) / 2);
        QVERIFY_EXCEPTION_THROWN(HybridNetwork{file}, FileError);
        QVERIFY_EXCEPTION_THROWN(HybridNetwork{folder / surrogateFileName(lite)}, FileError);
    }

    void impossibleOptionsAreRefused_data() {
        QTest::addColumn<int>("patch");
        QTest::addColumn<int>("batch");
        QTest::addColumn<double>("drift");
        QTest::newRow("patch not a multiple of 8") << 20 << 2 << 0.0;
        QTest::newRow("no patches") << 16 << 0 << 0.0;
        QTest::newRow("share above 1") << 16 << 2 << 1.5;
    }
    void impossibleOptionsAreRefused() {
        QFETCH(int, patch);
        QFETCH(int, batch);
        QFETCH(double, drift);
        DistillOptions options = smallOptions();
        options.patch = patch;
        options.batch = batch;
        options.drift = drift;
        QVERIFY_EXCEPTION_THROWN(Distiller(m_teacher, m_weights, m_source, options, freshFolder()), InputError);
    }
};

QTEST_GUILESS_MAIN(DistillerTest)
#include "distiller_test.moc"
