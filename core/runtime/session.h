#pragma once

#include "base/named_tensor.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace kintsugi {

struct SessionOptions {
    int threads = 1;           ///< of ONNX Runtime's pool, the calling thread included
    std::string profilePrefix; ///< begins the name of the profile's file; empty: no profile
};

/// A model loaded in ONNX Runtime on the processor, with the operator SelectiveScan of the domain "kintsugi".
///
/// Every member throws Error: no library (see onnxRuntimeVersion), a model that cannot be read, inputs or outputs that
/// are not float32, a wrong input. One call of `run` at a time.
class OnnxSession {
public:
    explicit OnnxSession(const std::filesystem::path& model, const SessionOptions& options = {});
    /// The same from the bytes of a model file; @p name is for messages.
    OnnxSession(std::span<const std::byte> model, const std::string& name, const SessionOptions& options = {});
    ~OnnxSession();
    OnnxSession(OnnxSession&&) noexcept;
    OnnxSession& operator=(OnnxSession&&) noexcept;

    const std::vector<NamedTensor>& inputs() const;
    const std::vector<NamedTensor>& outputs() const;

    /// All outputs in the order of `outputs()`. @p inputs may come in any order; every one of `inputs()` must be there.
    std::vector<NamedTensor> run(std::span<const NamedTensor> inputs);

    /// Runs, drops the outputs, and returns the milliseconds that the runtime took: nothing is copied meanwhile.
    double time(std::span<const NamedTensor> inputs);

    /// Ends the profile and says where its JSON is. Throws InputError when the session was made without a profile.
    std::filesystem::path endProfile();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Of the library that is loaded, "1.26.0". Throws Error when there is none; script/onnxruntime fetches it. Looked for
/// in $KINTSUGI_ONNXRUNTIME (a file or its folder), beside the program, in ../lib/kintsugi, and in the folder that the
/// build was configured with.
std::string onnxRuntimeVersion();

} // namespace kintsugi
