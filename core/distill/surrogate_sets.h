#pragma once

#include "nets/surrogate.h"

#include <span>
#include <string>
#include <vector>

namespace kintsugi {

/// Block counts that surrogates of a span of this length come in: 1 for one block; else the paper's 2, 4, … up to the
/// length, and also 1 below a length of 4.
std::vector<int> standardRuns(int length);

/// The edges of a standard set: "stages" (every whole stage; 22 per kind at full size), "blocks" (every single block),
/// "all" (both), or a list of spans such as "enc2:0-2,dec1:0-1", each in the standard runs. Kinds that cannot exist at
/// a place are left out (see canBuild); a skip comes once a span. Sorted, without repetition. Throws InputError for an
/// unknown name, and when nothing is left.
std::vector<PlacedEdge> surrogateSet(const std::string& spans, std::span<const BlockKind> kinds, const Stages& stages,
                                     const SurrogateOptions& options = {});

} // namespace kintsugi
