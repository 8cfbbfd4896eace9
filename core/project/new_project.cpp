#include "project/new_project.h"

#include "base/atomic_file.h"
#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace kintsugi {

ShapeMap shapesOf(const TensorMap& tensors) {
    ShapeMap shapes;
    for (const auto& [name, tensor] : tensors)
        shapes[name] = tensor.shape;
    return shapes;
}

RestormerConfig readRestormerConfig(const std::string& file) {
    const std::string text = readWholeFile(file);
    try {
        return restormerConfigFromJson(text);
    } catch (const InputError& e) {
        throw InputError(fmt::format("{} cannot be used: {}", file, e.what()));
    }
}

RestormerConfig restormerConfigFor(const Checkpoint& checkpoint, const std::string& configFile) {
    if (!configFile.empty())
        return readRestormerConfig(configFile);
    const auto stored = checkpoint.metadata.find("config");
    if (stored != checkpoint.metadata.end())
        return restormerConfigFromJson(stored->second);
    const ShapeMap shapes = shapesOf(checkpoint.tensors);
    if (inferNetworkFamily(shapes) != NetworkFamily::Restormer)
        throw InputError("The checkpoint holds a MambaIR U-Net; a teacher must be a Restormer.");
    return inferRestormerConfig(shapes);
}

ProjectFolder createProject(const std::filesystem::path& folder, const std::string& teacher,
                            const std::string& configFile, const std::string& task, int taskChannels) {
    const Checkpoint checkpoint = readCheckpoint(teacher);
    const RestormerConfig config = restormerConfigFor(checkpoint, configFile);
    checkKeys(schemaOf(config), shapesOf(checkpoint.tensors), teacher);
    if (config.inpChannels != taskChannels)
        throw InputError(fmt::format("The task {} works on {} channels, the network in {} on {}.", task, taskChannels,
                                     teacher, config.inpChannels));
    for (const auto& [name, tensor] : checkpoint.tensors) {
        const std::vector<float> values = tensor.toFloat();
        if (!std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); }))
            throw InputError(
                fmt::format("{} in {} holds values that are not finite; the checkpoint is damaged.", name, teacher));
    }
    return ProjectFolder::create(folder, config, task, checkpoint.tensors);
}

} // namespace kintsugi
