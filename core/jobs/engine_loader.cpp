#include "jobs/engine_loader.h"

#include "base/error.h"

#include <dlfcn.h>
#include <filesystem>
#include <string>

namespace kintsugi {

namespace {

namespace fs = std::filesystem;

void* findFunction(const char* name) {
    std::error_code ignored;
    const fs::path folder = fs::read_symlink("/proc/self/exe", ignored).parent_path();
    for (const fs::path& candidate :
         {folder / KINTSUGI_ENGINE_FILE, folder / ".." / "lib" / "kintsugi" / KINTSUGI_ENGINE_FILE}) {
        if (!fs::exists(candidate, ignored))
            continue;
        void* library = dlopen(candidate.c_str(), RTLD_NOW | RTLD_GLOBAL);
        if (!library)
            throw Error(std::string("The engine cannot be loaded: ") + dlerror() + ". Build or install it again.");
        if (void* function = dlsym(library, name))
            return function;
        throw Error("The engine library is of another version. Build or install it again.");
    }
    throw Error(std::string("The engine library ") + KINTSUGI_ENGINE_FILE +
                " is neither beside the program nor in ../lib/kintsugi. Build or install it again.");
}

} // namespace

std::unique_ptr<Engine> loadEngine(const EngineSetup& setup) {
    static const auto make = reinterpret_cast<MakeEngineFunction>(findFunction(makeEngineName));
    return std::unique_ptr<Engine>(make(setup));
}

void preloadEngine() noexcept {
    try {
        findFunction(makeEngineName);
    } catch (const std::exception&) { // loadEngine tells
    }
}

void makeUntrainedProject(const fs::path& folder, const RestormerConfig& config, const std::string& task,
                          std::uint64_t seed) {
    static const auto make = reinterpret_cast<MakeUntrainedFunction>(findFunction(makeUntrainedName));
    make(folder, config, task, seed);
}

} // namespace kintsugi
