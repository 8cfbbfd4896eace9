#include "base/error.h"
#include "base/random.h"
#include "distill/flat_parameters.h"
#include "distill/network_trainer.h"
#include "distill/optimizer.h"
#include "imaging/pack.h"
#include "imaging/patch_source.h"
#include "nets/state_dict.h"
#include "nets/tensors.h"
#include "nets/unet.h"
#include "weights/safetensors.h"

#include <ATen/ATen.h>
#include <QtTest>
#include <filesystem>
#include <fmt/format.h>
#include <torch/nn/modules/linear.h>
#include <torch/optim/adamw.h>
#include <torch/types.h>

using namespace kintsugi;
namespace fs = std::filesystem;

namespace {

TrainOptions smallOptions() {
    TrainOptions options;
    options.config.dim = 8;
    options.config.numBlocks = {1, 1, 1, 2};
    options.config.numRefinementBlocks = 1;
    options.config.heads = {1, 1, 2, 4};
    options.config.layerNormType = NormType::BiasFree;
    options.iterations = 12;
    options.phases = {{0.0, 16, 2}, {0.5, 24, 2}};
    options.warmUp = 2;
    options.checkpointEvery = 3;
    options.validateEvery = 4;
    return options;
}

float largestDifference(std::span<const float> a, std::span<const float> b) {
    float largest = a.size() == b.size() ? 0.0f : 1e30f;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(a[i] - b[i]));
    return largest;
}

bool sameBits(const TensorMap& a, const TensorMap& b) {
    if (a.size() != b.size())
        return false;
    for (const auto& [name, tensor] : a)
        if (tensor.toFloat() != b.at(name).toFloat())
            return false;
    return true;
}

} // namespace

class DistillTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path m_root;
    std::unique_ptr<PatchSource> m_source;
    std::vector<ValidationPair> m_validation;

    TensorMap trained(const TrainOptions& options, const char* name, std::vector<TrainPoint>* curve = nullptr) {
        NetworkTrainer trainer(options, *m_source, m_validation);
        trainer.run(m_root / name, {}, {});
        if (curve)
            *curve = trainer.curve();
        return trainer.averagedWeights();
    }

private Q_SLOTS:
    void initTestCase() {
        at::set_num_threads(1);
        m_root = m_folder.path().toStdString();
        std::vector<ByteImage> images;
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            // Large squares: something a network can tell from noise within a few dozen steps.
            ByteImage image(64, 64, 3);
            RandomStream random(seed);
            std::array<std::uint8_t, 16 * 3> colors{};
            for (auto& color : colors)
                color = static_cast<std::uint8_t>(random.below(256));
            for (int y = 0; y < 64; ++y)
                for (int x = 0; x < 64; ++x)
                    for (int c = 0; c < 3; ++c)
                        image.values[static_cast<std::size_t>((y * 64 + x) * 3 + c)] =
                            colors[static_cast<std::size_t>((y / 16 * 4 + x / 16) * 3 + c)];
            images.push_back(image);
        }
        writePack(m_root / "pack.safetensors", {"a", "b", "c"}, [&](std::size_t i) { return images[i]; });
        m_source = std::make_unique<PatchSource>(std::vector<fs::path>{m_root / "pack.safetensors"},
                                                 parseTask("denoise-color-25"), 5, 1);
        const Image clean = toFloat(images.front());
        m_validation.push_back({clean, degradeForEvaluation(m_source->task(), clean, 0)});
    }

    void adamWEqualsLibTorchs() {
        torch::manual_seed(1);
        torch::nn::Linear theirs(7, 5), ours(7, 5);
        {
            const torch::NoGradGuard noGrad;
            ours->weight.copy_(theirs->weight);
            ours->bias.copy_(theirs->bias);
        }
        torch::optim::AdamW reference(theirs->parameters(), torch::optim::AdamWOptions(1e-2).weight_decay(0.1));
        FlatParameters flat(*ours);
        AdamW::Options options;
        options.weightDecay = 0.1;
        AdamW optimizer(flat.values().size(), options);
        const at::Tensor x = torch::randn({9, 7});
        for (int step = 0; step < 20; ++step) {
            reference.zero_grad();
            theirs->forward(x).pow(2).sum().backward();
            reference.step();
            flat.zeroGradients();
            ours->forward(x).pow(2).sum().backward();
            optimizer.step(flat.values(), flat.gradients(), 1e-2);
        }
        QVERIFY((theirs->weight - ours->weight).abs().max().item<float>() < 1e-5f);
        QVERIFY((theirs->bias - ours->bias).abs().max().item<float>() < 1e-5f);
        QVERIFY((theirs->weight.detach() - torch::zeros({5, 7})).abs().max().item<float>() > 1e-2f);
    }

    void gradientsAreClippedToTheNorm() {
        std::vector<float> gradients{3, 4};
        QCOMPARE(clipGradientNorm(gradients, 0), 5.0);
        QCOMPARE(gradients[0], 3.0f);
        QCOMPARE(clipGradientNorm(gradients, 1), 5.0);
        QVERIFY(std::abs(std::hypot(gradients[0], gradients[1]) - 1) < 1e-5);
        QCOMPARE(clipGradientNorm(gradients, 2),
                 std::hypot(static_cast<double>(gradients[0]), static_cast<double>(gradients[1])));
    }

    void learningRateWarmsUpAndFalls() {
        QVERIFY(cosineLearningRate(0, 100, 10, 1, 0.01) < 0.2);
        double before = 0;
        for (int i = 0; i < 10; ++i) {
            const double rate = cosineLearningRate(i, 100, 10, 1, 0.01);
            QVERIFY(rate > before);
            before = rate;
        }
        for (int i = 11; i < 100; ++i)
            QVERIFY(cosineLearningRate(i, 100, 10, 1, 0.01) < cosineLearningRate(i - 1, 100, 10, 1, 0.01));
        QVERIFY(std::abs(cosineLearningRate(10, 100, 10, 1, 0.01) - 1) < 1e-3);
        QVERIFY(std::abs(cosineLearningRate(100, 100, 10, 1, 0.01) - 0.01) < 1e-9);
    }

    void averageFollowsTheWeights() {
        std::vector<float> average{0}, value{1};
        for (int step = 1; step <= 50; ++step)
            updateAverage(average, value, 0.9, step);
        QVERIFY(average[0] > 0.9f && average[0] <= 1.0f);
        updateAverage(average, std::vector<float>{-1}, 0.9, 1000);
        QVERIFY(average[0] > 0.7f);
    }

    void parametersBecomeViews() {
        torch::manual_seed(2);
        torch::nn::Linear layer(3, 2);
        const at::Tensor before = layer->weight.detach().clone();
        FlatParameters flat(*layer);
        QVERIFY(at::equal(layer->weight, before));
        QCOMPARE(flat.values().size(), std::size_t{8});
        flat.values()[0] = 42;
        QCOMPARE(layer->named_parameters().begin()->value().flatten()[0].item<float>(), 42.0f);
    }

    void trainingLearns() {
        TrainOptions options = smallOptions();
        options.iterations = 150;
        options.validateEvery = 25;
        options.averageDecay = 0.9;
        std::vector<TrainPoint> curve;
        trained(options, "learns.safetensors", &curve);
        QCOMPARE(curve.size(), std::size_t{6});
        QCOMPARE(curve.back().iteration, std::int64_t{150});
        QVERIFY2(curve.back().loss < 0.75 * curve.front().loss,
                 fmt::format("{} to {}", curve.front().loss, curve.back().loss).c_str());
        QVERIFY2(*curve.back().psnr > 22, fmt::format("{}", *curve.back().psnr).c_str()); // noisy: 20.2 dB
    }

    void stoppedAndResumedIsTheSame_data() {
        QTest::addColumn<int>("replicas");
        QTest::addColumn<double>("growth");
        QTest::addColumn<double>("lateSkip");
        QTest::newRow("one replica") << 1 << 0.0 << 0.0;
        QTest::newRow("two replicas") << 2 << 0.0 << 0.0;
        QTest::newRow("growing") << 2 << 0.7 << 0.5;
    }
    void stoppedAndResumedIsTheSame() {
        QFETCH(int, replicas);
        QFETCH(double, growth);
        QFETCH(double, lateSkip);
        TrainOptions options = smallOptions();
        options.replicas = replicas;
        options.growth = growth;
        options.lateSkip = lateSkip;
        std::vector<TrainPoint> curve;
        const TensorMap whole = trained(options, "whole.safetensors", &curve);

        const fs::path checkpoint = m_root / "stopped.safetensors";
        TensorMap last;
        std::vector<TrainPoint> resumedCurve;
        for (int part = 0; part < 3; ++part) {
            NetworkTrainer trainer(options, *m_source, m_validation);
            if (part > 0)
                trainer.restore(checkpoint);
            QCOMPARE(trainer.iteration(), std::int64_t{4 * part});
            std::stop_source stop;
            const auto stopAtValidation = [&](const TrainProgress& p) {
                if (p.point.psnr)
                    stop.request_stop();
            };
            trainer.run(checkpoint, stopAtValidation, stop.get_token());
            last = trainer.averagedWeights();
            resumedCurve = trainer.curve();
        }
        QVERIFY(sameBits(whole, last));
        QCOMPARE(resumedCurve.size(), curve.size());
        for (std::size_t i = 0; i < curve.size(); ++i) {
            QCOMPARE(resumedCurve[i].loss, curve[i].loss);
            QCOMPARE(*resumedCurve[i].psnr, *curve[i].psnr);
        }
    }

    void replicasShareOneBatch() {
        // The mean over two halves is the mean over the whole, so both take the same first steps up to rounding.
        TrainOptions options = smallOptions();
        options.iterations = 2;
        options.averageDecay = 0;
        const TensorMap one = trained(options, "one.safetensors");
        options.replicas = 2;
        const TensorMap two = trained(options, "two.safetensors");
        for (const auto& [name, tensor] : one)
            QVERIFY2(largestDifference(tensor.toFloat(), two.at(name).toFloat()) < 3e-4f, name.c_str());
    }

    void growthLeavesTheShallowBlocksAlone() {
        TrainOptions options = smallOptions();
        options.weightDecay = 0;
        options.averageDecay = 0;
        options.growth = 0.9;
        std::stop_source stop;
        options.iterations = 40;
        NetworkTrainer growing(options, *m_source, m_validation);
        const TensorMap start = growing.averagedWeights();
        growing.run(
            m_root / "growing.safetensors",
            [&](const TrainProgress& p) {
                if (p.point.iteration >= 8)
                    stop.request_stop();
            },
            stop.get_token());
        const TensorMap after = growing.averagedWeights();
        for (const auto& [name, tensor] : after) {
            const float moved = largestDifference(tensor.toFloat(), start.at(name).toFloat());
            const bool shallow =
                name.starts_with("encoder_") || name.starts_with("decoder_") || name.starts_with("refinement.");
            QVERIFY2(shallow ? moved == 0 : moved > 0, fmt::format("{}: {}", name, moved).c_str());
        }
    }

    void otherOptionsAreRefused() {
        const TrainOptions options = smallOptions();
        trained(options, "first.safetensors");
        TrainOptions other = options;
        other.weightDecay = 0.5;
        NetworkTrainer trainer(other, *m_source, {});
        try {
            trainer.restore(m_root / "first.safetensors");
            QFAIL("a checkpoint of other options was accepted");
        } catch (const InputError& error) {
            QVERIFY2(QString(error.what()).contains("weightDecay"), error.what());
        }
        QVERIFY_EXCEPTION_THROWN(trainer.restore(m_root / "pack.safetensors"), FileError);
        // A run that diverged goes on with a smaller rate.
        TrainOptions slower = options;
        slower.learningRate = options.learningRate / 10;
        NetworkTrainer goesOn(slower, *m_source, {});
        goesOn.restore(m_root / "first.safetensors");
        QCOMPARE(goesOn.iteration(), options.iterations);
        for (const auto& [patch, batch, replicas] :
             {std::tuple(12, 2, 1), std::tuple(16, 3, 2), std::tuple(16, 0, 1)}) {
            TrainOptions bad = options;
            bad.phases = {{0.0, patch, batch}};
            bad.replicas = replicas;
            QVERIFY_EXCEPTION_THROWN(NetworkTrainer(bad, *m_source, {}), InputError);
        }
        TrainOptions gray = options;
        gray.config.inpChannels = gray.config.outChannels = 1;
        QVERIFY_EXCEPTION_THROWN(NetworkTrainer(gray, *m_source, {}), InputError);
    }

    void aLossThatIsNotFiniteStopsTheRun() {
        TrainOptions options = smallOptions();
        options.learningRate = 1e30;
        options.clipNorm = 0;
        options.warmUp = 0;
        options.iterations = 50;
        NetworkTrainer trainer(options, *m_source, {});
        QVERIFY_EXCEPTION_THROWN(trainer.run(m_root / "explodes.safetensors", {}, {}), Error);
    }

    void startsFromGivenWeights() {
        const TrainOptions options = smallOptions();
        const TensorMap weights = trained(options, "source.safetensors");
        NetworkTrainer trainer(options, *m_source, {});
        trainer.initialise(weights, "the source");
        QVERIFY(sameBits(trainer.averagedWeights(), weights));
        TensorMap fewer = weights;
        fewer.erase("output.weight");
        QVERIFY_EXCEPTION_THROWN(trainer.initialise(fewer, "the source"), InputError);
    }
};

QTEST_GUILESS_MAIN(DistillTest)
#include "distill_test.moc"
