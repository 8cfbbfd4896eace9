#include "context.h"
#include "imaging/task.h"
#include "project/new_project.h"
#include "project/project_copy.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kintsugi::cli {

nlohmann::json stagesJson(const Stages& stages) {
    nlohmann::json rows = nlohmann::json::array();
    for (const StageInfo& stage : stages)
        rows.push_back({{"stage", stageName(stage.id)},
                        {"blocks", stage.blocks},
                        {"channels", stage.channels},
                        {"heads", stage.heads},
                        {"downscale", stage.downscale}});
    return rows;
}

void run(const NewArgs& args, const Context& context) {
    const Task task = parseTask(args.task);
    const ProjectFolder project = createProject(args.project, args.teacher, args.config, task.name, task.channels);
    const RestormerConfig& config = project.config();
    context.print(fmt::format("Made {}: {}, for {}", project.folder().string(), describe(config), task.name));
    context.printJson({{"project", project.folder().string()},
                       {"teacher",
                        {{"config", nlohmann::json::parse(toJson(config))},
                         {"parameters", parameterCount(config)},
                         {"file", project.teacherFile().string()}}},
                       {"task", task.name},
                       {"stages", stagesJson(stagesOf(config))}});
}

void run(const CopyArgs& args, const Context& context) {
    copyProject(args.from, args.to);
    context.print(fmt::format("Copied {} to {}", args.from, args.to));
    context.printJson({{"project", args.to}});
}

} // namespace kintsugi::cli
