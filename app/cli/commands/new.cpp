#include "base/error.h"
#include "context.h"
#include "imaging/task.h"
#include "project/project_copy.h"
#include "space/state_dict_schema.h"
#include "teacher_files.h"

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
    const Checkpoint checkpoint = readCheckpoint(args.teacher);
    const RestormerConfig config = restormerConfigFor(checkpoint, args.config);
    checkKeys(schemaOf(config), shapesOf(checkpoint.tensors), args.teacher);
    if (config.inpChannels != task.channels && !config.dualPixelTask)
        throw InputError(fmt::format("The task {} works on {} channels, the network in {} on {}.", task.name,
                                     task.channels, args.teacher, config.inpChannels));
    const ProjectFolder project = ProjectFolder::create(args.project, config, task.name, checkpoint.tensors);
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
