#include "plots_library.h"

#include "base/error.h"

#include <dlfcn.h>
#include <filesystem>

namespace kintsugi::cli {

std::string drawPlots(const std::vector<std::pair<PlotSpec, std::string>>& plots) {
    Dl_info self{};
    dladdr(reinterpret_cast<const void*>(&drawPlots), &self);
    const auto file = std::filesystem::path(self.dli_fname).parent_path() / "libkintsugi_plot_files.so";
    void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return "This build of Kintsugi has no Qt, so there are tables and no plots.";
    const auto draw = reinterpret_cast<DrawPlotsFunction>(dlsym(library, drawPlotsName));
    std::string problem = "The plots library is of another version; build or install it again.";
    if (!draw || !draw(plots, problem))
        throw FileError(problem);
    return {};
}

} // namespace kintsugi::cli
