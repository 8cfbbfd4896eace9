#pragma once

#include "jobs/engine.h"

namespace kintsugi {

/// Loads the engine library, which takes most of a second, once, and makes an engine for a project. Throws Error when
/// the library is missing or of another version, and what making the engine throws.
std::unique_ptr<Engine> loadEngine(const EngineSetup& setup);

/// Loads the library alone, where that succeeds. While it is being loaded no other thread of the program can start a
/// thread, and waits in trying to; so a window does this before it has something to show.
void preloadEngine() noexcept;

/// A project with a teacher that is yet to be trained. Throws as loadEngine, and InputError or FileError where the
/// project cannot be made.
void makeUntrainedProject(const std::filesystem::path& folder, const RestormerConfig& config, const std::string& task,
                          std::uint64_t seed);

} // namespace kintsugi
