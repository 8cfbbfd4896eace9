#pragma once

#include "imaging/image.h"
#include "imaging/metrics.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kintsugi {

/// What a network is trained to undo.
struct Task {
    std::string name;                 ///< as parsed, for example "denoise-color-25"
    int channels = 3;                 ///< of the clean and of the degraded image
    double strength = 0.0;            ///< sigma in 8-bit steps for denoising, otherwise 0
    PsnrKind psnr = PsnrKind::Direct; ///< how validation measures it
    int margin = 0;                   ///< context in pixels that the degradation of one pixel looks at
    /// Degraded copy of a clean image: same shape, not clipped to [0, 1] for noise. Pure in (clean, strength, seed).
    Image (*apply)(const Image& clean, double strength, std::uint64_t seed) = nullptr;
    /// The same for evaluation on test set images, numbered from 0.
    Image (*applyForEvaluation)(const Image& clean, double strength, std::uint64_t imageNumber) = nullptr;
};

/// Task of a name: denoise-color-SIGMA, denoise-gray-SIGMA, derain, deblur-motion, deblur-defocus, with SIGMA in (0,
/// 255]. Throws InputError that lists these forms.
Task parseTask(std::string_view name);

/// The forms that parseTask takes, for help texts.
std::vector<std::string> taskForms();

/// Degraded copy of @p clean for training; the same for equal arguments on every run.
/// Throws InputError when the number of channels is not the task's.
Image degrade(const Task& task, const Image& clean, std::uint64_t seed);

/// Degraded copy for evaluation. Denoising follows upstream's recipe with seed 0 for every image, so results compare
/// with published ones; the other tasks draw from the image's number.
Image degradeForEvaluation(const Task& task, const Image& clean, std::uint64_t imageNumber);

/// An image with the channels that @p task works on.
Image withTaskChannels(const Task& task, const Image& image);

} // namespace kintsugi
