#pragma once

#include "project/project_folder.h"
#include "space/restormer_config.h"
#include "space/state_dict_schema.h"
#include "weights/checkpoint.h"

#include <filesystem>
#include <string>

namespace kintsugi {

ShapeMap shapesOf(const TensorMap& tensors);

/// The configuration in a JSON file. Throws InputError that begins with the file's name.
RestormerConfig readRestormerConfig(const std::string& file);

/// Configuration of a Restormer checkpoint: that of @p configFile when given, otherwise the file's own metadata,
/// otherwise inferred from the shapes.
RestormerConfig restormerConfigFor(const Checkpoint& checkpoint, const std::string& configFile);

/// Makes a project from a teacher's checkpoint (.pth or .safetensors), whose keys are checked. @p taskChannels: of the
/// task's images. Throws FileError or InputError that says what does not fit.
ProjectFolder createProject(const std::filesystem::path& folder, const std::string& teacher,
                            const std::string& configFile, const std::string& task, int taskChannels);

} // namespace kintsugi
