#pragma once

#include <filesystem>

namespace kintsugi {

/// Copies a project, which may be read-only or in use, so that the copy can be changed: weights, training state and the
/// database with everything that is stored at that moment. The copy appears complete or not at all.
///
/// Throws InputError when @p to does not end in .kintsugi or lies inside @p from; FileError when @p from is not a
/// project or is damaged, @p to exists already (an empty folder may), or it cannot be written.
void copyProject(const std::filesystem::path& from, const std::filesystem::path& to);

} // namespace kintsugi
