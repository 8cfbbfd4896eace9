#pragma once

#include "jobs/engine.h"

namespace kintsugi {

/// Loads the engine library, which takes most of a second, once, and makes an engine for a project. Throws Error when
/// the library is missing or of another version, and what making the engine throws.
std::unique_ptr<Engine> loadEngine(const EngineSetup& setup);

} // namespace kintsugi
