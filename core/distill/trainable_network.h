#pragma once

#include "distill/surrogate_library.h"
#include "nets/hybrid.h"
#include "space/architecture.h"

#include <functional>
#include <memory>

namespace kintsugi {

/// What a trainer trains: a module's parameters (those that require gradients) through a forward pass.
class TrainableNetwork {
public:
    virtual ~TrainableNetwork() = default;
    virtual torch::nn::Module& module() = 0;
    /// @p image as for UNet::forward; @p done is the share of the run that lies behind.
    virtual at::Tensor forward(const at::Tensor& image, double done) = 0;
};

/// Makes one replica. Draws random weights from Torch's generator where the network has any.
using NetworkFactory = std::function<std::unique_ptr<TrainableNetwork>()>;

/// A Restormer with upstream's parameter names. @p growth and @p lateSkip are explained at TrainOptions.
std::unique_ptr<TrainableNetwork> trainableTeacher(const RestormerConfig& config, double growth = 0,
                                                   double lateSkip = 0);

/// A hybrid network that owns all its weights, so that training it leaves teacher and library alone. Parameters are
/// named "teacher.KEY" with upstream's key, and "surrogates.NAME.KEY" with NAME as of the surrogate's file.
class HybridNetwork : public TrainableNetwork {
public:
    /// Copies the weights of the project's teacher and library. Throws InputError naming a surrogate that is missing.
    HybridNetwork(const RestormerConfig& teacher, const TensorMap& teacherWeights, const Architecture& architecture,
                  const SurrogateLibrary& library);
    /// Reads a file that `save` wrote. Throws FileError.
    explicit HybridNetwork(const std::filesystem::path& file);

    torch::nn::Module& module() override { return *m_module; }
    at::Tensor forward(const at::Tensor& image, double done) override;

    const HybridUNet& net() const { return *m_net; }
    /// The parts, for an evaluator; they live as long as this or a copy of them.
    std::shared_ptr<UNet> teacher() const { return m_teacher; }
    SurrogateLookup lookup() const;
    const Architecture& architecture() const { return m_architecture; }
    const RestormerConfig& teacherConfig() const { return m_config; }

    /// The file that holds the whole network with these weights (of `module`, by name). Written atomically.
    void save(const std::filesystem::path& file, const TensorMap& weights) const;

private:
    void build(const std::function<std::shared_ptr<Surrogate>(const PlacedEdge&)>& makeSurrogate);

    RestormerConfig m_config;
    Architecture m_architecture;
    std::shared_ptr<torch::nn::Module> m_module;
    std::shared_ptr<UNet> m_teacher;
    std::map<PlacedEdge, std::shared_ptr<Surrogate>> m_surrogates;
    std::map<PlacedEdge, SurrogateOptions> m_options;
    std::unique_ptr<HybridUNet> m_net;
};

} // namespace kintsugi
