#pragma once

#include "nets/hybrid.h"
#include "space/architecture.h"

#include <functional>

namespace kintsugi {

/// Gives the trained blocks of a surrogate; empty when it has not been distilled.
using SurrogateLookup = std::function<std::vector<BlockPtr>(const PlacedEdge& edge)>;

/// The network of a path: teacher blocks, skips (which need no training) and the surrogates that @p lookup has.
/// Throws InputError naming the first edge that is missing, or a path that does not fit the teacher.
HybridUNet assemble(std::shared_ptr<UNet> teacher, const Architecture& architecture,
                    const SurrogateLookup& lookup = {});

/// Bytes that a forward pass keeps per pixel of the (padded) image at its peak, weights left out. An upper estimate:
/// the features that the decoder still needs plus the widest moment of a full-resolution block at 2 dim channels.
double activationBytesPerPixel(const RestormerConfig& config);

} // namespace kintsugi
