#pragma once

#include "weights/checkpoint.h"

#include <vector>

namespace kintsugi {

/// Reads what torch.save wrote, PyTorch 0.4 to 2.x, zip or older format, pickle protocols 2 to 5.
///
/// Nothing that the file names is ever run; a name beyond the few that checkpoints of weights need is refused by name.
/// The weights are the dictionary under the first of `params`, `params_ema`, `state_dict`, `model_state_dict`, `model`,
/// `net` that holds tensors, or the whole file; other content (optimizer, epoch) is passed over. A prefix that all
/// names share, such as `module.`, is taken off. Transposed and other strided tensors become contiguous; contiguous
/// ones point into the mapped file, and tensors that shared a storage still do. Throws FileError.
Checkpoint readPth(const std::filesystem::path& path);
Checkpoint parsePth(const FileBytes& file);

/// By their first bytes.
bool looksLikeZip(const FileBytes& file);
bool looksLikeLegacyPth(const FileBytes& file);

} // namespace kintsugi
