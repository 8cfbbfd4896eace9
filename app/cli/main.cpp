#include "base/memory_setup.h"
#include "base/stop.h"
#include "command_line.h"

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// The engine library lies beside the program in a build tree and in ../lib/kintsugi when installed.
void* loadEngine(std::string& problem) {
    std::error_code ignored;
    const fs::path folder = fs::read_symlink("/proc/self/exe", ignored).parent_path();
    for (const fs::path& candidate :
         {folder / KINTSUGI_ENGINE_FILE, folder / ".." / "lib" / "kintsugi" / KINTSUGI_ENGINE_FILE}) {
        if (!fs::exists(candidate, ignored))
            continue;
        if (void* handle = dlopen(candidate.c_str(), RTLD_NOW | RTLD_GLOBAL))
            return handle;
        problem = dlerror();
        return nullptr;
    }
    problem = std::string(KINTSUGI_ENGINE_FILE) + " is neither beside the program nor in ../lib/kintsugi";
    return nullptr;
}

/// A result that nobody could get is none.
int resultOf(int exitCode) {
    std::cout.flush();
    if (std::cout || exitCode != 0)
        return exitCode;
    std::cerr << "kintsugi-cli: the results cannot be written to standard output; the disk may be full.\n";
    return 1;
}

} // namespace

int main(int argc, char** argv) {
    kintsugi::setUpMemory();
    kintsugi::cli::Invocation invocation;
    int exitCode = 0;
    if (!kintsugi::cli::parseCommandLine(argc, argv, invocation, exitCode))
        return resultOf(exitCode);

    // Waiting threads must sleep, not spin: kernels, BLAS and data loading share the cores. Read once when OpenMP
    // starts.
    setenv("OMP_WAIT_POLICY", "PASSIVE", 0);

    kintsugi::blockStopSignals();

    // LibTorch takes 0.7 s to load, so it is loaded only when there is work for it.
    std::string problem;
    void* engine = loadEngine(problem);
    if (!engine) {
        std::cerr << "kintsugi-cli: the engine cannot be loaded: " << problem << ". Build or install it again.\n";
        return 1;
    }
    const auto run = reinterpret_cast<kintsugi::cli::RunFunction>(dlsym(engine, kintsugi::cli::runFunctionName));
    if (!run) {
        std::cerr << "kintsugi-cli: the engine library is of another version. Build or install both again.\n";
        return 1;
    }
    const int result = resultOf(run(invocation));
    std::cerr.flush();
    // Unloading LibTorch's 280 libraries takes longer than most commands and frees nothing that matters now.
    std::_Exit(result);
}
