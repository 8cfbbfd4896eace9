#pragma once

#include "engine.h"

namespace kintsugi::runner {

struct SelfTest {
    double maxAbs = 0; ///< largest difference; outputs are of magnitude 1
    bool pass = false;
};

/// Runs one node SelectiveScan with four walks in the engine and compares it with the recurrence written out in
/// double precision. Throws Error when the node cannot be run at all.
SelfTest testScan(const Engine& engine);

} // namespace kintsugi::runner
