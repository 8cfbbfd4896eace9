#include "distill/trainable_network.h"

#include "base/error.h"
#include "nets/state_dict.h"
#include "nets/tensors.h"
#include "weights/safetensors.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <torch/types.h>

namespace kintsugi {

using nlohmann::json;

namespace {

constexpr const char* formatName = "kintsugi-hybrid";

class Container : public torch::nn::Module {};

class GrowingTeacher : public TrainableNetwork {
public:
    GrowingTeacher(const RestormerConfig& config, double growth, double lateSkip)
        : m_net(makeRestormer(config)), m_stages(stagesOf(config)), m_growth(growth), m_lateSkip(lateSkip) {}

    torch::nn::Module& module() override { return *m_net; }

    at::Tensor forward(const at::Tensor& image, double done) override {
        const double skipWeight = m_lateSkip > 0 ? std::clamp((done - m_lateSkip) / 0.1, 0.0, 1.0) : 1.0;
        if (done >= m_growth && skipWeight == 1.0)
            return m_net->forward(image);
        const int finest = done < m_growth ? 8 >> static_cast<int>(3 * done / m_growth) : 1;
        StageOutputs outputs;
        for (const StageId stage : allStages) {
            if (stage == StageId::dec3) { // the bottleneck has read it by now, so only the decoder sees it weakened
                at::Tensor& skipped = outputs[static_cast<std::size_t>(StageId::enc3)];
                skipped = skipped * skipWeight;
            }
            at::Tensor x = m_net->stageInput(stage, outputs, image);
            if (m_stages[static_cast<std::size_t>(stage)].downscale >= finest)
                for (const BlockPtr& block : m_net->blocks(stage))
                    x = block->forward(x);
            outputs[static_cast<std::size_t>(stage)] = x;
        }
        return m_net->finish(outputs, image);
    }

private:
    std::shared_ptr<UNet> m_net;
    Stages m_stages;
    double m_growth, m_lateSkip;
};

/// The name of a surrogate's file without its ending; module names must not hold dots.
std::string moduleName(const PlacedEdge& placed) {
    const std::string file = surrogateFileName(placed);
    return file.substr(0, file.find('.'));
}

} // namespace

std::unique_ptr<TrainableNetwork> trainableTeacher(const RestormerConfig& config, double growth, double lateSkip) {
    return std::make_unique<GrowingTeacher>(config, growth, lateSkip);
}

void HybridNetwork::build(const std::function<std::shared_ptr<Surrogate>(const PlacedEdge&)>& makeSurrogate) {
    m_teacher = makeRestormer(m_config);
    m_module = std::make_shared<Container>();
    m_module->register_module("teacher", m_teacher);
    auto surrogates = m_module->register_module("surrogates", std::make_shared<Container>());
    std::map<StageId, std::vector<bool>> used;
    for (const PlacedEdge& placed : m_architecture.placedEdges()) {
        auto& blocks = used[placed.span.stage];
        blocks.resize(m_teacher->blocks(placed.span.stage).size());
        if (placed.edge.isTeacher()) {
            blocks[static_cast<std::size_t>(placed.span.begin)] = true;
        } else if (placed.edge.kind != BlockKind::Skip) {
            m_surrogates[placed] = makeSurrogate(placed);
            surrogates->register_module(moduleName(placed), m_surrogates[placed]);
        }
    }
    // Blocks that the path does not take are not trained and not saved.
    for (const auto& [stage, blocks] : used)
        for (std::size_t i = 0; i < blocks.size(); ++i)
            if (!blocks[i])
                for (at::Tensor parameter : m_teacher->blocks(stage)[i]->parameters())
                    parameter.set_requires_grad(false);
    m_net = std::make_unique<HybridUNet>(assemble(
        m_teacher, m_architecture, [this](const PlacedEdge& placed) { return m_surrogates.at(placed)->blocks(); }));
}

HybridNetwork::HybridNetwork(const RestormerConfig& teacher, const TensorMap& teacherWeights,
                             const Architecture& architecture, const SurrogateLibrary& library)
    : m_config(teacher), m_architecture(architecture) {
    architecture.checkFits(stagesOf(teacher));
    build([&](const PlacedEdge& placed) {
        const auto found = library.records().find(placed);
        if (found == library.records().end())
            throw InputError(fmt::format("The surrogate {} has not been distilled in this project. Distil it first.",
                                         toString(placed)));
        m_options[placed] = found->second.options;
        return readSurrogate(library.fileOf(placed), m_config); // a copy of its own
    });
    loadStateDict(*m_teacher, teacherWeights, "the teacher");
}

HybridNetwork::HybridNetwork(const std::filesystem::path& file) {
    const Checkpoint checkpoint = readSafetensors(file);
    const auto format = checkpoint.metadata.find("format");
    if (format == checkpoint.metadata.end() || format->second != formatName)
        throw FileError(fmt::format("{} is not a hybrid network of Kintsugi.", file.string()));
    try {
        m_config = restormerConfigFromJson(checkpoint.metadata.at("config"));
        m_architecture = parseArchitecture(checkpoint.metadata.at("architecture"), stagesOf(m_config));
        const json options = json::parse(checkpoint.metadata.at("blocks"));
        build([&](const PlacedEdge& placed) {
            m_options[placed] = SurrogateOptions::fromJson(options.at(moduleName(placed)).dump());
            return std::make_shared<Surrogate>(placed, m_config, m_options[placed]);
        });
        const torch::NoGradGuard noGrad;
        for (auto& item : m_module->named_parameters())
            if (item.value().requires_grad()) {
                const HostTensor& stored = checkpoint.tensors.at(item.key());
                if (stored.shape != item.value().sizes().vec())
                    throw FileError("shape");
                item.value().copy_(toTensor(stored));
            }
    } catch (const std::exception&) {
        throw FileError(fmt::format("{} is damaged: it does not hold the network that it names.", file.string()));
    }
}

at::Tensor HybridNetwork::forward(const at::Tensor& image, double) {
    return m_net->forward(image);
}

SurrogateLookup HybridNetwork::lookup() const {
    return [surrogates = m_surrogates](const PlacedEdge& placed) {
        const auto found = surrogates.find(placed);
        return found == surrogates.end() ? std::vector<BlockPtr>() : found->second->blocks();
    };
}

void HybridNetwork::save(const std::filesystem::path& file, const TensorMap& weights) const {
    json options = json::object();
    for (const auto& [placed, blocks] : m_options)
        options[moduleName(placed)] = json::parse(blocks.toJson());
    writeSafetensors(file, weights,
                     {{"format", formatName},
                      {"version", "1"},
                      {"config", toJson(m_config)},
                      {"architecture", m_architecture.text()},
                      {"blocks", options.dump()}});
}

} // namespace kintsugi
