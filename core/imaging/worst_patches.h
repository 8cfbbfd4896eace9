#pragma once

#include "imaging/image.h"

#include <cmath>
#include <optional>
#include <stop_token>
#include <vector>

namespace kintsugi {

struct PatchSize {
    int width = 36, height = 32;
};

/// A rectangle of an image, in pixels, and what was measured in it. PSNR is that of all channels at peak 1, and never
/// above 58.92 dB: squared errors below that of rounding to 8 bits, 1 / (12 255^2), count as that, so that flat
/// regions that one image happens to hit exactly do not lead the list.
struct WorstPatch {
    int x = 0, y = 0, width = 0, height = 0;
    double psnrA = 0.0;          ///< against the truth, or against B where there is none
    std::optional<double> psnrB; ///< against the truth; empty without one

    /// PSNR of A minus that of B: negative where A lost. Empty without truth.
    std::optional<double> difference() const { return psnrB ? std::optional(psnrA - *psnrB) : std::nullopt; }
    /// Mean squared error that A has more than B, by which patches are ranked. By decibels a patch that is nearly black
    /// in all images would lead, and there is nothing to see in it.
    double addedError() const { return std::pow(10.0, -psnrA / 10.0) - (psnrB ? std::pow(10.0, -*psnrB / 10.0) : 0.0); }
};

/// The at most @p count patches that do not overlap in which @p a adds most squared error to that of @p b given
/// @p truth, worst first; without truth those in which A differs most from B. Patches where A loses nothing are left
/// out. Chosen greedily among all positions at a quarter of the patch's sides, and those flush with the right and
/// bottom sides; equal ones in reading order. A patch larger than the image is cut to it. Throws InputError when shapes
/// differ, the patch has no pixels or @p count is negative; Interrupted when @p stop asks.
std::vector<WorstPatch> worstPatches(const Image& a, const Image& b, const Image* truth, int count, PatchSize size = {},
                                     std::stop_token stop = {});

} // namespace kintsugi
