#include "base/error.h"
#include "imaging/image_file.h"
#include "imaging/metrics.h"
#include "imaging/task.h"
#include "imaging/tiling.h"
#include "nets/assemble.h"
#include "nets/lite_block.h"
#include "nets/mambair_block.h"
#include "nets/ops.h"
#include "nets/restormer_block.h"
#include "nets/state_dict.h"
#include "nets/tensors.h"
#include "space/costs.h"
#include "support.h"
#include "weights/safetensors.h"

#include <ATen/ATen.h>
#include <QtTest>
#include <filesystem>
#include <fmt/format.h>
#include <torch/utils.h>

using namespace kintsugi;
using namespace kintsugi::test;
namespace fs = std::filesystem;

namespace {

std::shared_ptr<UNet> smallTeacher(NormType norm = NormType::BiasFree, bool bias = false) {
    torch::manual_seed(3);
    RestormerConfig config;
    config.dim = 8;
    config.numBlocks = {1, 2, 2, 3};
    config.numRefinementBlocks = 2;
    config.heads = {1, 2, 2, 4};
    config.layerNormType = norm;
    config.bias = bias;
    auto net = makeRestormer(config);
    net->eval();
    return net;
}

struct BlockCase {
    std::string name;
    std::function<BlockPtr()> make;
};

LiteOptions lite(LiteOptions::Scan scan, int directions, double expand, double ffn, int headDim = 16) {
    LiteOptions options;
    options.scan = scan;
    options.directions = directions;
    options.expand = expand;
    options.ffnExpansion = ffn;
    options.headDim = headDim;
    return options;
}

std::vector<BlockCase> blockCases() {
    using Scan = LiteOptions::Scan;
    const auto make = [](const LiteOptions& o) {
        return [o]() -> BlockPtr { return std::make_shared<LiteBlock>(16, o, NormType::BiasFree); };
    };
    return {
        {"restormer", [] { return std::make_shared<RestormerBlock>(16, 2, 2.66, false, NormType::WithBias); }},
        {"restormer with bias", [] { return std::make_shared<RestormerBlock>(16, 2, 2.0, true, NormType::BiasFree); }},
        {"mambair", [] { return std::make_shared<MambaIrBlock>(32, 1.5, 4); }},
        {"lite", make(LiteOptions{})},
        {"lite, 1 direction", make(lite(Scan::Selective, 1, 1.5, 0))},
        {"lite, 4 directions", make(lite(Scan::Selective, 4, 1, 1))},
        {"lite, ssd, 4 directions", make(lite(Scan::Ssd, 4, 1, 1, 4))},
        {"lite, ssd, 2 directions", make(lite(Scan::Ssd, 2, 1, 1, 8))},
        {"gated", make(lite(Scan::None, 2, 1, 1))},
    };
}

} // namespace

class NetworksTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { at::set_num_threads(1); }

    void blocksEqualTheirPlainForm_data() {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const BlockCase& c : blockCases())
            QTest::newRow(c.name.c_str()) << index++;
    }
    void blocksEqualTheirPlainForm() {
        QFETCH(int, index);
        torch::manual_seed(index);
        const BlockPtr block = blockCases()[static_cast<std::size_t>(index)].make();
        block->eval();
        const std::int64_t channels = block->named_parameters().begin()->value().size(0);
        const auto run = [&](const Tensors& t) {
            block->zero_grad();
            return block->forward(t[0]);
        };
        const Tensors input{torch::randn({2, channels, 8, 16})};
        const Tensors fast = valueAndGradients(run, input);
        std::map<std::string, at::Tensor> gradients;
        for (const auto& parameter : block->named_parameters()) {
            QVERIFY2(parameter.value().grad().defined(), parameter.key().c_str());
            gradients[parameter.key()] = parameter.value().grad().clone();
        }
        QVERIFY(difference(fast.front(), input.front()) > 1e-3); // it does something
        const ops::ReferenceGuard reference;
        const Tensors plain = valueAndGradients(run, input);
        QVERIFY(difference(fast[0], plain[0]) < 1e-5);
        QVERIFY(difference(fast[1], plain[1]) < 5e-5);
        for (const auto& parameter : block->named_parameters())
            QVERIFY2(difference(gradients[parameter.key()], parameter.value().grad()) < 2e-4, parameter.key().c_str());
    }

    void blocksSeeBothSides() {
        // Two opposed walks: a change in the middle reaches the first and the last pixel of its row.
        torch::manual_seed(1);
        LiteBlock block(16, LiteOptions{}, NormType::BiasFree);
        const torch::NoGradGuard noGrad;
        const at::Tensor x = torch::randn({1, 16, 8, 32});
        at::Tensor changed = x.clone();
        changed.select(2, 4).select(2, 16).add_(1.0);
        const at::Tensor effect = (block.forward(changed) - block.forward(x)).abs().sum(1).squeeze(0);
        QVERIFY(effect[4][0].item<double>() > 0);
        QVERIFY(effect[4][31].item<double>() > 0);
    }

    void parametersEqualTheFormulas_data() {
        QTest::addColumn<int>("dim");
        QTest::addColumn<bool>("bias");
        QTest::addColumn<bool>("biasFree");
        QTest::addColumn<bool>("dualPixel");
        QTest::newRow("full size") << 48 << false << false << false;
        QTest::newRow("bias-free norms") << 16 << false << true << false;
        QTest::newRow("bias") << 16 << true << false << false;
        QTest::newRow("dual pixel") << 16 << false << false << true;
    }
    void parametersEqualTheFormulas() {
        QFETCH(int, dim);
        QFETCH(bool, bias);
        QFETCH(bool, biasFree);
        QFETCH(bool, dualPixel);
        RestormerConfig config;
        config.dim = dim;
        config.bias = bias;
        config.layerNormType = biasFree ? NormType::BiasFree : NormType::WithBias;
        config.dualPixelTask = dualPixel;
        config.inpChannels = dualPixel ? 6 : 3;
        const auto net = makeRestormer(config);
        const CostModel costs(config, 256, 256);
        QCOMPARE(parameterCount(*net), costs.network(allTeacher(costs.stages())).parameters);
        if (dim == 48)
            QCOMPARE(parameterCount(*net), std::int64_t{26126644});
    }

    void surrogateParametersEqualTheFormulas_data() {
        QTest::addColumn<int>("stage");
        for (const StageId stage : {StageId::enc1, StageId::enc2, StageId::bottleneck, StageId::dec1})
            QTest::newRow(std::string(stageName(stage)).c_str()) << indexOf(stage);
    }
    void surrogateParametersEqualTheFormulas() {
        QFETCH(int, stage);
        RestormerConfig config;
        const CostModel costs(config, 128, 128, {1.5, 16, {}});
        const StageInfo info = costs.stages()[static_cast<std::size_t>(stage)];
        LiteOptions gated;
        gated.scan = LiteOptions::Scan::None;
        QCOMPARE(parameterCount(LiteBlock(info.channels, {}, config.layerNormType)),
                 costs.block(info.id, BlockKind::Lite).parameters);
        QCOMPARE(parameterCount(LiteBlock(info.channels, gated, config.layerNormType)),
                 costs.block(info.id, BlockKind::Gated).parameters);
        QCOMPARE(parameterCount(MambaIrBlock(info.channels, 1.5, 16)),
                 costs.block(info.id, BlockKind::MambaIr).parameters);
    }

    void allTeacherIsTheTeacherToTheLastBit() {
        const auto teacher = smallTeacher();
        const torch::NoGradGuard noGrad;
        const at::Tensor image = torch::rand({2, 3, 32, 24});
        const HybridUNet hybrid = assemble(teacher, allTeacher(stagesOf(teacher->config())));
        QVERIFY(at::equal(hybrid.forward(image), teacher->forward(image)));
    }

    void enteredAtAnyStageWithStoredFeatures() {
        const auto teacher = smallTeacher(NormType::WithBias, true);
        const torch::NoGradGuard noGrad;
        const at::Tensor image = torch::rand({1, 3, 24, 40});
        const Stages stages = stagesOf(teacher->config());
        const HybridUNet whole = assemble(teacher, allTeacher(stages));
        StageOutputs stored;
        const at::Tensor expected = whole.forwardFrom(StageId::enc1, stored, image);
        for (const StageInfo& stage : stages) {
            StageOutputs prefix;
            for (int s = 0; s < indexOf(stage.id); ++s)
                prefix[static_cast<std::size_t>(s)] = stored[static_cast<std::size_t>(s)];
            QVERIFY(at::equal(whole.forwardFrom(stage.id, prefix, image), expected));
            // With another path behind the entry, the stored prefix gives what the whole run gives.
            const Span span{stage.id, 0, stage.blocks};
            const HybridUNet hybrid =
                assemble(teacher, allTeacher(stages).replaced(span, Edge{BlockKind::Skip, 0, stage.blocks}));
            const at::Tensor direct = hybrid.forward(image);
            QVERIFY(!at::equal(direct, expected));
            QVERIFY(at::equal(hybrid.forwardFrom(stage.id, prefix, image), direct));
        }
        StageOutputs none;
        QVERIFY_EXCEPTION_THROWN(whole.forwardFrom(StageId::dec3, none, image), InputError);
    }

    void surrogatesStandWhereThePathSays() {
        const auto teacher = smallTeacher();
        const torch::NoGradGuard noGrad;
        const Stages stages = stagesOf(teacher->config());
        const Architecture path = parseArchitecture("T/lite1:2/T*2/T.skip0:2/T*2/T*2/T/T.gated1:1", stages);
        std::vector<std::string> asked;
        std::map<std::string, BlockPtr> made;
        const auto lookup = [&](const PlacedEdge& placed) -> std::vector<BlockPtr> {
            asked.push_back(toString(placed));
            const StageInfo& stage = stages[static_cast<std::size_t>(indexOf(placed.span.stage))];
            BlockPtr& block = made[asked.back()];
            if (!block)
                block = std::make_shared<LiteBlock>(stage.channels, LiteOptions{}, NormType::BiasFree);
            return {block};
        };
        const HybridUNet hybrid = assemble(teacher, path, lookup);
        QCOMPARE(asked, (std::vector<std::string>{"lite1:2 at enc2:0-2", "gated1:1 at refine:1-2"}));

        // The same by hand.
        const at::Tensor image = torch::rand({1, 3, 32, 32});
        StageOutputs outputs;
        for (const StageId stage : allStages) {
            at::Tensor x = teacher->stageInput(stage, outputs, image);
            const auto& blocks = teacher->blocks(stage);
            for (std::size_t i = 0; i < blocks.size(); ++i) {
                if (stage == StageId::enc2)
                    x = i == 0 ? made["lite1:2 at enc2:0-2"]->forward(x) : x;
                else if (stage == StageId::bottleneck && i > 0)
                    continue;
                else if (stage == StageId::refine && i == 1)
                    x = made["gated1:1 at refine:1-2"]->forward(x);
                else
                    x = blocks[i]->forward(x);
            }
            outputs[static_cast<std::size_t>(indexOf(stage))] = x;
        }
        QVERIFY(at::equal(hybrid.forward(image), teacher->finish(outputs, image)));

        try {
            assemble(teacher, path);
            QFAIL("a missing surrogate was accepted");
        } catch (const InputError& error) {
            QVERIFY2(QString(error.what()).contains("lite1:2 at enc2:0-2"), error.what());
        }
        HybridPath gap = HybridUNet::allTeacherPath(*teacher);
        gap[3].pop_back();
        QVERIFY_EXCEPTION_THROWN(HybridUNet(teacher, gap), InputError);
    }

    void networkEqualsItsPlainForm() {
        for (const NormType norm : {NormType::WithBias, NormType::BiasFree}) {
            const auto net = smallTeacher(norm, norm == NormType::WithBias);
            const at::Tensor image = torch::rand({1, 3, 32, 48});
            const torch::NoGradGuard noGrad;
            const at::Tensor fast = net->forward(image);
            const ops::ReferenceGuard reference;
            QVERIFY(difference(fast, net->forward(image)) < 1e-5);
        }
    }

    void threadsDoNotChangeTheResult() {
        const auto net = smallTeacher();
        const torch::NoGradGuard noGrad;
        const at::Tensor image = torch::rand({1, 3, 64, 64});
        const at::Tensor one = net->forward(image);
        at::set_num_threads(2);
        const at::Tensor two = net->forward(image);
        at::set_num_threads(1);
        QVERIFY(difference(two, one) < 1e-5);
    }

    void unfitImagesAreRefused() {
        const auto net = smallTeacher();
        QVERIFY_EXCEPTION_THROWN(net->forward(torch::rand({1, 3, 30, 32})), InputError);
        QVERIFY_EXCEPTION_THROWN(net->forward(torch::rand({1, 1, 32, 32})), InputError);
        QVERIFY_EXCEPTION_THROWN(net->forward(torch::rand({3, 32, 32})), InputError);
        QVERIFY_EXCEPTION_THROWN(net->forward(torch::rand({0, 3, 32, 32})), InputError);
        for (const auto& parameter : smallTeacher(NormType::WithBias, true)->named_parameters()) // as upstream
            QVERIFY(parameter.key() != "patch_embed.proj.bias");
        QVERIFY_EXCEPTION_THROWN(LiteBlock(15, LiteOptions{}, NormType::BiasFree), InputError);
    }

    void weightsGoRoundAndBadOnesAreNamed() {
        const auto net = smallTeacher();
        TensorMap weights = stateDict(*net);
        const auto other = smallTeacher();
        {
            const torch::NoGradGuard noGrad;
            for (auto& parameter : other->parameters())
                parameter.zero_();
        }
        loadStateDict(*other, weights, "a file");
        for (const auto& parameter : other->named_parameters())
            QVERIFY(at::equal(parameter.value(), toTensor(weights.at(parameter.key()))));

        const TensorMap whole = weights;
        weights.erase("latent.1.attn.temperature");
        weights["latent.9.attn.temperature"] = whole.at("latent.1.attn.temperature");
        weights["output.weight"] = makeTensor({1}, std::vector<float>{0.0f});
        try {
            loadStateDict(*other, weights, "spoiled.pth");
            QFAIL("wrong keys were accepted");
        } catch (const InputError& error) {
            for (const char* word :
                 {"spoiled.pth", "latent.1.attn.temperature", "latent.9.attn.temperature", "output.weight"})
                QVERIFY2(QString(error.what()).contains(word), error.what());
        }
        // Nothing was changed by the refusal.
        QVERIFY(at::equal(other->named_parameters()["output.weight"], toTensor(whole.at("output.weight"))));
    }

    // Tiles whose overlap exceeds what the network sees leave nothing to find; the shipped teacher's channel attention
    // looks at the whole tile, so there the difference is measured and must stay harmless.
    void tilesLeaveNoSeams_data() {
        QTest::addColumn<bool>("attention");
        QTest::newRow("convolutions only") << false;
        QTest::newRow("channel attention") << true;
    }
    void tilesLeaveNoSeams() {
        QFETCH(bool, attention);
        const fs::path resources = KINTSUGI_RESOURCES_DIR;
        const Checkpoint checkpoint = readSafetensors(resources / "demo-teacher.safetensors");
        const auto teacher = makeRestormer(restormerConfigFromJson(checkpoint.metadata.at("config")));
        loadStateDict(*teacher, checkpoint.tensors, "the demo teacher");
        const Stages stages = stagesOf(teacher->config());
        Architecture path = allTeacher(stages);
        torch::manual_seed(4);
        if (!attention)
            for (const StageInfo& stage : stages) {
                const bool deep = stage.downscale > 2;
                path = path.replaced({stage.id, 0, stage.blocks}, deep ? Edge{BlockKind::Skip, 0, stage.blocks}
                                                                       : Edge{BlockKind::Gated, 1, stage.blocks});
            }
        const auto lookup = [&](const PlacedEdge& placed) -> std::vector<BlockPtr> {
            LiteOptions gated;
            gated.scan = LiteOptions::Scan::None;
            return {std::make_shared<LiteBlock>(stages[static_cast<std::size_t>(indexOf(placed.span.stage))].channels,
                                                gated, NormType::BiasFree)};
        };
        const HybridUNet net = assemble(teacher, path, lookup);
        // Four small photographs side by side.
        Image clean(3, 192, 192);
        int corner = 0;
        for (const char* name : {"coffee-noise50", "chelsea-blur", "astronaut-jpeg10", "chelsea-brightness"}) {
            const fs::path file = fs::path(KINTSUGI_GOLDEN_DIR) / "metrics" / fmt::format("{}.a.png", name);
            const Image photo = readImageFile(file).image;
            QVERIFY(photo.height >= 96 && photo.width >= 96);
            for (int c = 0; c < 3; ++c)
                for (int y = 0; y < 96; ++y)
                    std::copy_n(photo.row(c, y), 96, clean.row(c, 96 * (corner / 2) + y) + 96 * (corner % 2));
            ++corner;
        }
        const Image noisy = degradeForEvaluation(parseTask("denoise-color-25"), clean, 0);
        const torch::NoGradGuard noGrad;
        const auto restore = [&](const Image& part) { return toImage(net.forward(toTensor(part))); };
        const Image whole = runTiled(noisy, planTiles(noisy.height, noisy.width, 0, 0), restore);
        const TilePlan plan = planTiles(noisy.height, noisy.width, 128, 96);
        QVERIFY(plan.count() > 1);
        const Image tiled = runTiled(noisy, plan, restore);
        float largest = 0;
        for (std::size_t i = 0; i < whole.values.size(); ++i)
            largest = std::max(largest, std::abs(whole.values[i] - tiled.values[i]));
        const double loss = psnr(toBytes(whole), toBytes(clean), PsnrKind::Direct) -
                            psnr(toBytes(tiled), toBytes(clean), PsnrKind::Direct);
        qInfo() << "largest difference" << 255 * largest << "of 255; PSNR lost to tiles" << loss << "dB;"
                << plan.count() << "tiles of" << noisy.width << "x" << noisy.height;
        if (attention)
            QVERIFY(std::abs(loss) < 0.1);
        else
            QVERIFY(largest < 1.0f / 255);
    }

    void imagesGoRound() {
        Image image(3, 5, 7);
        for (std::size_t i = 0; i < image.values.size(); ++i)
            image.values[i] = static_cast<float>(i) / 100;
        const at::Tensor tensor = toTensor(image);
        QCOMPARE(tensor.sizes().vec(), (std::vector<std::int64_t>{1, 3, 5, 7}));
        QVERIFY(toImage(tensor.transpose(2, 3).contiguous().transpose(2, 3)).values == image.values);
        QVERIFY_EXCEPTION_THROWN(toImage(torch::rand({2, 3, 5, 7})), InputError);
    }
};

QTEST_GUILESS_MAIN(NetworksTest)
#include "networks_test.moc"
