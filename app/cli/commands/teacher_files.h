#pragma once

#include "distill/network_trainer.h"
#include "imaging/task.h"
#include "nets/unet.h"
#include "project/project_folder.h"
#include "space/architecture.h"
#include "space/state_dict_schema.h"
#include "weights/checkpoint.h"

#include <memory>
#include <string>
#include <vector>

namespace kintsugi::cli {

/// The patches and the weights draw from different streams of one seed.
std::uint64_t mixSeedForPatches(std::uint64_t seed);

ShapeMap shapesOf(const TensorMap& tensors);

/// Configuration of a Restormer checkpoint: @p configFile when given, otherwise the file's own metadata, otherwise
/// inferred from the shapes.
/// Throws InputError that begins with the file's name.
RestormerConfig readRestormerConfig(const std::string& file);

RestormerConfig restormerConfigFor(const Checkpoint& checkpoint, const std::string& configFile);

/// The project's teacher, ready to run on @p device.
std::shared_ptr<UNet> loadTeacher(const ProjectFolder& project, const std::string& device = "cpu");

} // namespace kintsugi::cli
