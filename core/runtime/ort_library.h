#pragma once

#include <onnxruntime_cxx_api.h>

#include <memory>
#include <string>

namespace kintsugi {

/// The loaded ONNX Runtime with its one environment, made at first use. Ort's C++ classes work after `instance()`.
class OrtLibrary {
public:
    /// Throws Error when the library is not found or is too old.
    static OrtLibrary& instance();

    Ort::Env& environment() { return *m_environment; }
    const std::string& version() const { return m_version; }

private:
    OrtLibrary();

    std::string m_version;
    std::unique_ptr<Ort::Env> m_environment; ///< an Ort object, even an empty one, must not exist before the library
};

} // namespace kintsugi
