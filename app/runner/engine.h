#pragma once

#include "base/named_tensor.h"
#include "node_times.h"
#include "record_stream.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace kintsugi::runner {

class Watchdog;

/// A model that is loaded. Every member throws Error with one sentence.
class EngineSession {
public:
    virtual ~EngineSession() = default;
    virtual const std::vector<NamedTensor>& inputs() const = 0;
    virtual const std::vector<NamedTensor>& outputs() const = 0;
    virtual std::vector<NamedTensor> run(std::span<const NamedTensor> inputs) = 0;
    /// Milliseconds of a run without copies of inputs and outputs.
    virtual double time(std::span<const NamedTensor> inputs) = 0;
    /// Median time of every node, without the first @p skippedRuns runs; of a session made for it.
    virtual std::vector<NodeTime> endProfile(int skippedRuns) = 0;
};

/// What computes the models.
class Engine {
public:
    virtual ~Engine() = default;
    /// The fields of `hello` that tell which one it is; a version is null when it cannot be had.
    virtual Record identity() const = 0;
    /// Throws Error when no model could be loaded, whatever it is.
    virtual void checkReady() const = 0;
    virtual std::unique_ptr<EngineSession> load(const std::filesystem::path& model, int threads,
                                                bool profiled) const = 0;
    /// From the bytes of a model file, on one thread; @p name is for messages.
    virtual std::unique_ptr<EngineSession> load(std::span<const std::byte> model, const std::string& name) const = 0;
};

/// The engine that this program was linked with: ONNX Runtime, or our own reference kernels. Scratch files go beside
/// @p log where there is one.
std::unique_ptr<Engine> makeEngine(const std::filesystem::path& log, Watchdog& watchdog);

} // namespace kintsugi::runner
