#pragma once

#include "imaging/image.h"
#include "imaging/task.h"

#include <filesystem>
#include <vector>

namespace kintsugi {

/// One clean image and what the network gets.
struct ValidationPair {
    Image clean;
    Image degraded;
};

/// Up to @p count crops of @p size x @p size (two an image) of packs or folders, degraded as for evaluation; the same
/// in every run. Empty without sources. Throws FileError for unusable ones.
std::vector<ValidationPair> validationPairs(const Task& task, const std::vector<std::filesystem::path>& sources,
                                            int size = 128, std::size_t count = 24);

} // namespace kintsugi
