#pragma once

#include "base/named_tensor.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace kintsugi::reference {

/// Time of a node over several runs.
struct NodeTimes {
    std::string name;
    std::string op;
    std::vector<double> milliseconds; ///< of each run since the profile began
};

/// A network that `export` wrote with its scan as one operator, run by plain kernels of our own: for devices on which
/// no inference runtime starts. Right, but no measure of how fast a runtime would be there.
///
/// Every member throws Error with one sentence: a model that cannot be read, a node that is not known, a wrong input.
/// One call of `run` at a time.
class Session {
public:
    explicit Session(const std::filesystem::path& model, int threads = 1);
    /// The same from the bytes of a model file; @p name is for messages.
    Session(std::span<const std::byte> model, const std::string& name, int threads = 1);
    ~Session();
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;

    const std::vector<NamedTensor>& inputs() const;
    const std::vector<NamedTensor>& outputs() const;

    /// All outputs in the order of `outputs()`. @p inputs may come in any order; every one of `inputs()` must be there.
    std::vector<NamedTensor> run(std::span<const NamedTensor> inputs);
    /// Runs, drops the outputs, and returns the milliseconds from inputs to outputs.
    double time(std::span<const NamedTensor> inputs);

    /// From now on every node's time is kept.
    void beginProfile();
    /// In the order in which the nodes run.
    std::vector<NodeTimes> endProfile();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace kintsugi::reference
