#pragma once

#include "distill/teacher_trainer.h"
#include "imaging/task.h"

#include <string>
#include <vector>

namespace kintsugi::cli {

/// The patches and the weights draw from different streams of one seed.
std::uint64_t mixSeedForPatches(std::uint64_t seed);

/// Up to 24 crops of 128 x 128 (two an image) of the packs or folders, degraded as for evaluation; the same in every run.
/// Empty without sources. Throws FileError for unusable ones.
std::vector<ValidationPair> validationPairs(const Task& task, const std::vector<std::string>& sources);

} // namespace kintsugi::cli
