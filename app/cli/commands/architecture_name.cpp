#include "architecture_name.h"

#include "base/error.h"
#include "project/project_store.h"
#include "project/trials.h"

#include <charconv>
#include <fmt/format.h>

namespace kintsugi::cli {

Architecture namedArchitecture(const std::string& text, const ProjectFolder& project, const SurrogateLibrary& library) {
    const Stages stages = project.stages();
    if (text == "all-teacher")
        return allTeacher(stages);
    if (text == "all-surrogate") {
        const Architecture path = library.allSurrogate(stages);
        if (path == allTeacher(stages))
            throw InputError("'all-surrogate' needs surrogates, and this project has none yet; distil some first.");
        return path;
    }
    const bool isNumber = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    if (text != "knee" && !isNumber) {
        if (text.find('/') == std::string::npos)
            throw InputError(fmt::format("'{}' is no architecture; write its text form ({}), all-teacher, "
                                         "all-surrogate, knee or a trial's number.",
                                         text, allTeacher(stages).text()));
        return parseArchitecture(text, stages);
    }
    const ProjectStore store(project.folder(), StoreAccess::Read);
    if (text == "knee") {
        const auto front = latestFront(store);
        if (!front)
            throw InputError("'knee' needs a search, and this project has none with results yet; run one first.");
        return parseArchitecture(front->trials[*front->knee].architecture, stages);
    }
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    const auto trial = store.evaluation(number);
    if (!trial)
        throw InputError(fmt::format("The project has no trial {}; `kintsugi-cli front --all` lists them.", text));
    return parseArchitecture(trial->architecture, stages);
}

} // namespace kintsugi::cli
