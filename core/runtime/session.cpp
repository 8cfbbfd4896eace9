#include "runtime/session.h"

#include "base/error.h"
#include "runtime/ort_library.h"
#include "runtime/selective_scan_op.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <numeric>

namespace kintsugi {

struct OnnxSession::State {
    OrtLibrary& library = OrtLibrary::instance(); ///< first: loads what the others are made of
    std::string model;                            ///< for messages
    bool profiles = false;
    SelectiveScanOp scan; ///< must outlive the session
    Ort::CustomOpDomain domain{SelectiveScanOp::domain};
    Ort::Session session{nullptr};
    std::vector<NamedTensor> inputs, outputs;

    template <typename MakeSession>
    State(std::string name, const SessionOptions& options, const MakeSession& makeSession);
    std::vector<Ort::Value> run(std::span<const NamedTensor> given, double& milliseconds);
};

namespace {

std::int64_t countOf(const std::vector<std::int64_t>& shape) {
    return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

NamedTensor describe(const std::string& model, Ort::AllocatedStringPtr name, const Ort::TypeInfo& type) {
    if (type.GetONNXType() != ONNX_TYPE_TENSOR ||
        type.GetTensorTypeAndShapeInfo().GetElementType() != ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT)
        throw FileError("The model " + model + " has '" + name.get() +
                        "', which is not a float32 tensor; export it again.");
    return {name.get(), type.GetTensorTypeAndShapeInfo().GetShape(), {}};
}

Error failure(const std::string& model, const std::string& what, const std::exception& cause) {
    std::string reason = cause.what();
    std::replace(reason.begin(), reason.end(), '\n', ' ');
    return FileError("The model " + model + " " + what + " (" + reason + "); export it again.");
}

} // namespace

template <typename MakeSession>
OnnxSession::State::State(std::string name, const SessionOptions& options, const MakeSession& makeSession)
    : model(std::move(name)), profiles(!options.profilePrefix.empty()) {
    if (options.threads < 1)
        throw InputError("A session cannot have " + std::to_string(options.threads) + " threads; give 1 or more.");
    try {
        domain.Add(&scan);
        Ort::SessionOptions settings;
        settings.SetIntraOpNumThreads(options.threads);
        settings.SetInterOpNumThreads(1);
        settings.SetGraphOptimizationLevel(ORT_ENABLE_ALL);
        settings.Add(domain);
        if (profiles)
            settings.EnableProfiling(options.profilePrefix.c_str());
        session = makeSession(library.environment(), settings);
        Ort::AllocatorWithDefaultOptions allocator;
        for (std::size_t i = 0; i < session.GetInputCount(); ++i)
            inputs.push_back(describe(model, session.GetInputNameAllocated(i, allocator), session.GetInputTypeInfo(i)));
        for (std::size_t i = 0; i < session.GetOutputCount(); ++i)
            outputs.push_back(
                describe(model, session.GetOutputNameAllocated(i, allocator), session.GetOutputTypeInfo(i)));
    } catch (const Ort::Exception& error) {
        throw failure(model, "cannot be loaded", error);
    }
}

std::vector<Ort::Value> OnnxSession::State::run(std::span<const NamedTensor> given, double& milliseconds) {
    std::vector<const char*> inputNames, outputNames;
    std::vector<Ort::Value> values;
    try {
        const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
        for (const NamedTensor& wanted : inputs) {
            const auto input = std::find_if(given.begin(), given.end(),
                                            [&](const NamedTensor& tensor) { return tensor.name == wanted.name; });
            if (input == given.end())
                throw InputError("The model " + model + " needs an input '" + wanted.name + "'; give one.");
            if (!fitsSignature(input->shape, wanted.shape) ||
                countOf(input->shape) != static_cast<std::int64_t>(input->data.size()))
                throw InputError("The input '" + wanted.name + "' does not have the shape that the model " + model +
                                 " wants; give one of its size.");
            // The runtime does not write to inputs.
            values.push_back(Ort::Value::CreateTensor<float>(memory, const_cast<float*>(input->data.data()),
                                                             input->data.size(), input->shape.data(),
                                                             input->shape.size()));
            inputNames.push_back(wanted.name.c_str());
        }
        for (const NamedTensor& output : outputs)
            outputNames.push_back(output.name.c_str());
        const Ort::RunOptions options;
        const auto start = std::chrono::steady_clock::now();
        auto results = session.Run(options, inputNames.data(), values.data(), values.size(), outputNames.data(),
                                   outputNames.size());
        milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
        return results;
    } catch (const Ort::Exception& error) {
        throw failure(model, "cannot be run", error);
    }
}

OnnxSession::OnnxSession(const std::filesystem::path& model, const SessionOptions& options) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(model, ignored))
        throw FileError("There is no model " + model.string() + "; give the path of an .onnx file.");
    m_state =
        std::make_unique<State>(model.string(), options, [&](Ort::Env& environment, Ort::SessionOptions& settings) {
            return Ort::Session(environment, model.c_str(), settings);
        });
}

OnnxSession::OnnxSession(std::span<const std::byte> model, const std::string& name, const SessionOptions& options)
    : m_state(std::make_unique<State>(name, options, [&](Ort::Env& environment, Ort::SessionOptions& settings) {
          return Ort::Session(environment, model.data(), model.size(), settings);
      })) {}

OnnxSession::~OnnxSession() = default;
OnnxSession::OnnxSession(OnnxSession&&) noexcept = default;
OnnxSession& OnnxSession::operator=(OnnxSession&&) noexcept = default;

const std::vector<NamedTensor>& OnnxSession::inputs() const {
    return m_state->inputs;
}

const std::vector<NamedTensor>& OnnxSession::outputs() const {
    return m_state->outputs;
}

std::vector<NamedTensor> OnnxSession::run(std::span<const NamedTensor> inputs) {
    double ignored = 0;
    const auto results = m_state->run(inputs, ignored);
    std::vector<NamedTensor> outputs;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const auto info = results[i].GetTensorTypeAndShapeInfo();
        const float* data = results[i].GetTensorData<float>();
        outputs.push_back({m_state->outputs[i].name, info.GetShape(), {data, data + info.GetElementCount()}});
    }
    return outputs;
}

double OnnxSession::time(std::span<const NamedTensor> inputs) {
    double milliseconds = 0;
    m_state->run(inputs, milliseconds);
    return milliseconds;
}

std::filesystem::path OnnxSession::endProfile() {
    if (!m_state->profiles)
        throw InputError("The session of " + m_state->model + " was made without a profile.");
    m_state->profiles = false;
    try {
        Ort::AllocatorWithDefaultOptions allocator;
        return m_state->session.EndProfilingAllocated(allocator).get();
    } catch (const Ort::Exception& error) {
        throw failure(m_state->model, "gave no profile", error);
    }
}

std::string onnxRuntimeVersion() {
    return OrtLibrary::instance().version();
}

} // namespace kintsugi
