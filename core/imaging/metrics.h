#pragma once

#include "imaging/image.h"

namespace kintsugi {

/// What PSNR and SSIM are measured on.
enum class PsnrKind {
    Direct, ///< all channels as they are; "RGB PSNR" of denoising papers
    Luma,   ///< BasicSR's test_y_channel: Y of ITU-R BT.601 (16..235) in float, not rounded
    LumaU8, ///< MATLAB's rgb2ycbcr on 8-bit images: the same Y rounded to 8 bits; how Restormer evaluates deraining
};

/// Mean squared and mean absolute difference over all pixels and channels, in 8-bit steps.
/// All functions here throw InputError when the shapes differ or the crop leaves nothing.
double meanSquaredError(const ByteImage& a, const ByteImage& b, int cropBorder = 0);
double meanAbsoluteError(const ByteImage& a, const ByteImage& b, int cropBorder = 0);

/// 10 log10(255^2 / mean squared error) in dB, infinity for equal images, after removing @p cropBorder pixels per side.
/// A grey image is its own luma.
double psnr(const ByteImage& a, const ByteImage& b, PsnrKind kind = PsnrKind::Direct, int cropBorder = 0);

/// 10 log10(1 / mean squared error) of float images with peak 1, all channels, values used as they are (not clamped).
double psnr(const Image& a, const Image& b, int cropBorder = 0);

/// SSIM as BasicSR and the MATLAB scripts compute it (Wang et al. 2004): 11x11 Gaussian window of sigma 1.5, population
/// moments, K1 = 0.01, K2 = 0.03, windows inside the image only, mean over the channels.
/// Throws InputError when fewer than 11 rows or columns remain. Equal to scikit-image's structural_similarity with
/// gaussian_weights=True, sigma=1.5, use_sample_covariance=False when @p kind is Direct.
double ssim(const ByteImage& a, const ByteImage& b, PsnrKind kind = PsnrKind::Direct, int cropBorder = 0);

/// scikit-image's default structural_similarity: 7x7 uniform window, sample covariance. Needs 7 rows and columns.
double ssimUniform7(const ByteImage& a, const ByteImage& b, int cropBorder = 0);

} // namespace kintsugi
