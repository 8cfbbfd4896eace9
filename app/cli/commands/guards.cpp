#include "guards.h"

#include "base/error.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace kintsugi::cli {

void requireCpu(const Context& context, const std::string& what) {
    if (context.common().device != "cpu")
        throw InputError(
            fmt::format("{} runs on the CPU's cores, not on {}. Leave --device out.", what, context.common().device));
}

void refuseOverwriting(const std::string& output, const std::vector<std::string>& read) {
    std::error_code ignored;
    if (std::any_of(read.begin(), read.end(), [&](const std::string& file) {
            return !file.empty() && std::filesystem::equivalent(file, output, ignored);
        }))
        throw InputError(fmt::format("{} is read by this run and would be overwritten. Choose another file.", output));
    if (!std::filesystem::exists(output, ignored))
        return;
    // Also below a project, in surrogates or finetuned.
    std::filesystem::path folder = std::filesystem::weakly_canonical(output, ignored).parent_path();
    for (int level = 0; level < 2; ++level, folder = folder.parent_path())
        if (folder.extension() == ".kintsugi" && std::filesystem::exists(folder / "teacher.safetensors", ignored))
            throw InputError(
                fmt::format("{} is a file of the project {} and would be overwritten. Choose another file.", output,
                            folder.string()));
}

} // namespace kintsugi::cli
