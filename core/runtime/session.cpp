#include "runtime/session.h"

#include "base/error.h"
#include "runtime/ort_library.h"
#include "runtime/selective_scan_op.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace kintsugi {

struct OnnxSession::State {
    std::filesystem::path model;
    bool profiles = false;
    SelectiveScanOp scan; ///< must outlive the session
    Ort::CustomOpDomain domain{SelectiveScanOp::domain};
    Ort::Session session{nullptr};
    std::vector<NamedTensor> inputs, outputs;
};

namespace {

std::int64_t countOf(const std::vector<std::int64_t>& shape) {
    return std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
}

bool fits(const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& signature) {
    return std::equal(shape.begin(), shape.end(), signature.begin(), signature.end(),
                      [](auto extent, auto wanted) { return extent > 0 && (wanted < 0 || extent == wanted); });
}

NamedTensor describe(const std::filesystem::path& model, Ort::AllocatedStringPtr name, const Ort::TypeInfo& type) {
    if (type.GetONNXType() != ONNX_TYPE_TENSOR ||
        type.GetTensorTypeAndShapeInfo().GetElementType() != ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT)
        throw FileError("The model " + model.string() + " has '" + name.get() +
                        "', which is not a float32 tensor; export it again.");
    return {name.get(), type.GetTensorTypeAndShapeInfo().GetShape(), {}};
}

Error failure(const std::filesystem::path& model, const std::string& what, const std::exception& cause) {
    return FileError("The model " + model.string() + " " + what + ": " + cause.what());
}

} // namespace

OnnxSession::OnnxSession(const std::filesystem::path& model, const SessionOptions& options) {
    if (options.threads < 1)
        throw InputError("A session cannot have " + std::to_string(options.threads) + " threads; give 1 or more.");
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(model, ignored))
        throw FileError("There is no model " + model.string() + "; give the path of an .onnx file.");
    OrtLibrary& library = OrtLibrary::instance();
    m_state = std::make_unique<State>();
    m_state->model = model;
    m_state->profiles = !options.profilePrefix.empty();
    try {
        m_state->domain.Add(&m_state->scan);
        Ort::SessionOptions settings;
        settings.SetIntraOpNumThreads(options.threads);
        settings.SetInterOpNumThreads(1);
        settings.SetGraphOptimizationLevel(ORT_ENABLE_ALL);
        settings.Add(m_state->domain);
        if (m_state->profiles)
            settings.EnableProfiling(options.profilePrefix.c_str());
        m_state->session = Ort::Session(library.environment(), model.c_str(), settings);
        const Ort::Session& session = m_state->session;
        Ort::AllocatorWithDefaultOptions allocator;
        for (std::size_t i = 0; i < session.GetInputCount(); ++i)
            m_state->inputs.push_back(
                describe(model, session.GetInputNameAllocated(i, allocator), session.GetInputTypeInfo(i)));
        for (std::size_t i = 0; i < session.GetOutputCount(); ++i)
            m_state->outputs.push_back(
                describe(model, session.GetOutputNameAllocated(i, allocator), session.GetOutputTypeInfo(i)));
    } catch (const Ort::Exception& error) {
        throw failure(model, "cannot be loaded", error);
    }
}

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
    const std::string file = m_state->model.string();
    std::vector<const char*> inputNames, outputNames;
    std::vector<Ort::Value> values;
    try {
        const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
        for (const NamedTensor& wanted : m_state->inputs) {
            const auto given = std::find_if(inputs.begin(), inputs.end(),
                                            [&](const NamedTensor& tensor) { return tensor.name == wanted.name; });
            if (given == inputs.end())
                throw InputError("The model " + file + " needs an input '" + wanted.name + "'; give one.");
            if (!fits(given->shape, wanted.shape) ||
                countOf(given->shape) != static_cast<std::int64_t>(given->data.size()))
                throw InputError("The input '" + wanted.name + "' does not have the shape that the model " + file +
                                 " wants; give one of its size.");
            // The runtime does not write to inputs.
            values.push_back(Ort::Value::CreateTensor<float>(memory, const_cast<float*>(given->data.data()),
                                                             given->data.size(), given->shape.data(),
                                                             given->shape.size()));
            inputNames.push_back(wanted.name.c_str());
        }
        for (const NamedTensor& output : m_state->outputs)
            outputNames.push_back(output.name.c_str());
        const auto results = m_state->session.Run(Ort::RunOptions{nullptr}, inputNames.data(), values.data(),
                                                  values.size(), outputNames.data(), outputNames.size());
        std::vector<NamedTensor> outputs;
        for (std::size_t i = 0; i < results.size(); ++i) {
            const auto info = results[i].GetTensorTypeAndShapeInfo();
            const float* data = results[i].GetTensorData<float>();
            outputs.push_back({m_state->outputs[i].name, info.GetShape(), {data, data + info.GetElementCount()}});
        }
        return outputs;
    } catch (const Ort::Exception& error) {
        throw failure(m_state->model, "stopped", error);
    }
}

std::filesystem::path OnnxSession::endProfile() {
    if (!m_state->profiles)
        throw InputError("The session of " + m_state->model.string() + " was made without a profile.");
    m_state->profiles = false;
    try {
        Ort::AllocatorWithDefaultOptions allocator;
        return m_state->session.EndProfilingAllocated(allocator).get();
    } catch (const Ort::Exception& error) {
        throw failure(m_state->model, "has no profile", error);
    }
}

std::string onnxRuntimeVersion() {
    return OrtLibrary::instance().version();
}

} // namespace kintsugi
