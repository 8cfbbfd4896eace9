#include "imaging/task.h"

#include "base/error.h"
#include "base/random.h"
#include "imaging/degradation.h"
#include "imaging/noise.h"

#include <array>
#include <charconv>
#include <fmt/format.h>

namespace kintsugi {

namespace {

using Apply = Image (*)(const Image&, double, std::uint64_t);

Image upstreamNoise(const Image& clean, double sigma, std::uint64_t) {
    return withUpstreamNoise(clean, sigma, 0);
}

/// A degradation that knows no strength.
template <Image (*degradation)(const Image&, std::uint64_t)>
Image seeded(const Image& clean, double, std::uint64_t seed) {
    return degradation(clean, seed);
}

/// The same for evaluation: image numbers are spread, so that neighbours differ in every parameter.
template <Image (*degradation)(const Image&, std::uint64_t)>
Image numbered(const Image& clean, double, std::uint64_t imageNumber) {
    return degradation(clean, mixSeed(0, imageNumber));
}

/// One row per task. A name that ends in '-' is followed by the strength.
struct Family {
    std::string_view name;
    int channels;
    PsnrKind psnr;
    int margin;
    Apply apply;
    Apply applyForEvaluation;
};

constexpr std::array families{
    Family{"denoise-color-", 3, PsnrKind::Direct, 0, withFastNoise, upstreamNoise},
    Family{"denoise-gray-", 1, PsnrKind::Direct, 0, withFastNoise, upstreamNoise},
    Family{"derain", 3, PsnrKind::LumaU8, 0, seeded<withRain>, numbered<withRain>},
    Family{"deblur-motion", 3, PsnrKind::Direct, motionMargin, seeded<withMotionBlur>, numbered<withMotionBlur>},
    Family{"deblur-defocus", 3, PsnrKind::Direct, defocusMargin, seeded<withDefocus>, numbered<withDefocus>},
};

constexpr double largestStrength = 255.0;

bool takesStrength(const Family& family) {
    return family.name.ends_with('-');
}

void requireChannels(const Task& task, const Image& image) {
    image.check();
    if (!task.apply)
        throw InputError("The task is empty; make it with parseTask.");
    if (image.channels != task.channels)
        throw InputError(fmt::format("The task {} works on {} channels, and the image has {}.", task.name,
                                     task.channels, image.channels));
}

} // namespace

std::vector<std::string> taskForms() {
    std::vector<std::string> forms;
    for (const Family& family : families)
        forms.push_back(std::string(family.name) + (takesStrength(family) ? "SIGMA" : ""));
    return forms;
}

Task parseTask(std::string_view name) {
    for (const Family& family : families) {
        double strength = 0.0;
        if (takesStrength(family)) {
            if (!name.starts_with(family.name))
                continue;
            const std::string_view number = name.substr(family.name.size());
            const auto [end, error] =
                std::from_chars(number.data(), number.data() + number.size(), strength, std::chars_format::fixed);
            if (error != std::errc() || end != number.data() + number.size() ||
                !(strength > 0.0 && strength <= largestStrength))
                continue;
        } else if (name != family.name) {
            continue;
        }
        return {std::string(name), family.channels,          strength, family.psnr, family.margin,
                family.apply,      family.applyForEvaluation};
    }
    std::string forms;
    for (const std::string& form : taskForms())
        forms += (forms.empty() ? "" : ", ") + form;
    throw InputError(
        fmt::format("\"{}\" is not a task. Give one of: {}, with SIGMA above 0 and at most 255.", name, forms));
}

Image degrade(const Task& task, const Image& clean, std::uint64_t seed) {
    requireChannels(task, clean);
    return task.apply(clean, task.strength, seed);
}

Image degradeForEvaluation(const Task& task, const Image& clean, std::uint64_t imageNumber) {
    requireChannels(task, clean);
    return task.applyForEvaluation(clean, task.strength, imageNumber);
}

Image withTaskChannels(const Task& task, const Image& image) {
    return task.channels == 1 ? toGray(image) : toRgb(image);
}

} // namespace kintsugi
