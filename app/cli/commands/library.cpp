#include "library.h"

#include "base/error.h"

#include <fmt/format.h>

namespace kintsugi::cli {

std::unique_ptr<SurrogateLibrary> openLibrary(const ProjectFolder& project, const Context& context) {
    auto library = std::make_unique<SurrogateLibrary>(project.surrogateFolder(), project.config(),
                                                      teacherHash(project.teacherWeights()));
    for (const std::string& note : library->notes())
        context.note(note);
    return library;
}

std::vector<BlockKind> parseKinds(const std::vector<std::string>& names) {
    std::vector<BlockKind> kinds;
    for (const std::string& name : names) {
        kinds.push_back(parseKind(name));
        if (kinds.back() == BlockKind::Teacher)
            throw InputError("T is the teacher's own block; surrogates are lite, mambair, restormer, gated and skip.");
    }
    return kinds;
}

} // namespace kintsugi::cli
