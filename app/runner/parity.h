#pragma once

#include "runtime/session.h"

#include <filesystem>

namespace kintsugi::runner {

/// What a model must give: a .safetensors with `input`, `output` and the metadata `tolerance`.
struct Expectation {
    NamedTensor input;
    NamedTensor output;
    double tolerance = 0; ///< of max |got - output| / max |output|
};

/// Throws FileError when the file lacks one of these.
Expectation readExpectation(const std::filesystem::path& path);

struct Difference {
    double maxAbs = 0;
    double maxRel = 0; ///< maxAbs over the largest magnitude of the expectation
    bool pass = false;
};

/// Not-a-number anywhere gives not-a-number and fails. Throws FileError when the shapes differ.
Difference compare(const NamedTensor& got, const Expectation& expectation);

} // namespace kintsugi::runner
