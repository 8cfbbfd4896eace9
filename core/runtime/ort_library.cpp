#include "runtime/ort_library.h"

#include "base/error.h"

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <sys/auxv.h>
#include <vector>

namespace kintsugi {

namespace {

namespace fs = std::filesystem;

constexpr const char* fileName = "libonnxruntime.so.1";

/// The folder of the program or library that this code is in. /proc/self/exe would name the dynamic loader when the
/// program is started through it, as on a device.
fs::path ownFolder() {
    Dl_info info{};
    if (dladdr(reinterpret_cast<void*>(&ownFolder), &info) != 0 && info.dli_fname != nullptr) {
        const fs::path file = info.dli_fname;
        if (file.has_parent_path())
            return file.parent_path();
    }
    const auto started = getauxval(AT_EXECFN);
    return started != 0 ? fs::path(reinterpret_cast<const char*>(started)).parent_path() : fs::path();
}

std::vector<fs::path> candidates() {
    std::vector<fs::path> found;
    std::error_code ignored;
    if (const char* named = std::getenv("KINTSUGI_ONNXRUNTIME"); named != nullptr && *named != '\0')
        return {fs::is_directory(named, ignored) ? fs::path(named) / fileName : fs::path(named)};
    const fs::path folder = ownFolder().empty() ? fs::path(".") : ownFolder();
    for (const fs::path& candidate : {folder / fileName, folder / ".." / "lib" / "kintsugi" / fileName,
                                      fs::path(KINTSUGI_ORT_LIBRARY_DIR) / fileName})
        if (fs::exists(candidate, ignored))
            found.push_back(candidate);
    return found;
}

const OrtApiBase* load() {
    const auto files = candidates();
    if (files.empty())
        throw Error(std::string("ONNX Runtime (") + fileName +
                    ") is not installed; script/onnxruntime fetches it, and KINTSUGI_ONNXRUNTIME may name it.");
    // Of no effect in the pinned version; a later one put in its place must stay silent too.
    setenv("ORT_DISABLE_TELEMETRY", "1", 1);
    void* library = dlopen(files.front().c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr)
        throw Error("ONNX Runtime cannot be loaded (" + std::string(dlerror()) +
                    "); script/onnxruntime fetches a good one.");
    void* function = dlsym(library, "OrtGetApiBase");
    if (function == nullptr)
        throw Error(files.front().string() + " is not ONNX Runtime; script/onnxruntime fetches it.");
    return reinterpret_cast<const OrtApiBase* (*)()>(function)();
}

} // namespace

OrtLibrary& OrtLibrary::instance() {
    static OrtLibrary library;
    return library;
}

OrtLibrary::OrtLibrary() {
    const OrtApiBase* base = load();
    m_version = base->GetVersionString();
    const OrtApi* api = base->GetApi(ORT_API_VERSION);
    if (api == nullptr)
        throw Error("ONNX Runtime " + m_version + " is too old; script/onnxruntime fetches the one that is needed.");
    Ort::InitApi(api);
    // Errors come back as exceptions; a second, coloured copy of them would end up between a program's own lines.
    m_environment = std::make_unique<Ort::Env>(ORT_LOGGING_LEVEL_FATAL, "kintsugi");
}

} // namespace kintsugi
