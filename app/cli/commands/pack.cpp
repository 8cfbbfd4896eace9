#include "imaging/pack.h"
#include "base/error.h"
#include "context.h"
#include "guards.h"
#include "imaging/folder_dataset.h"

#include <filesystem>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kintsugi::cli {

void run(const PackArgs& args, const Context& context) {
    if (std::filesystem::path(args.output).extension() != ".safetensors")
        throw InputError(fmt::format("{} does not end in .safetensors; a pack's file does.", args.output));
    refuseOverwriting(args.output, args.images);
    PackOptions options;
    options.downscale = args.downscale;
    if (args.minSize > 0)
        options.minSize = args.minSize;
    const TimeLeft left;
    const PackReport report = packImages(
        {args.images.begin(), args.images.end()}, args.output, options,
        [&](std::size_t done, std::size_t total) {
            context.progress(fmt::format("{}/{} images  {}", done, total, left.text(double(done), double(total))));
        },
        context.stop());
    context.endProgress();
    const Pack pack(args.output);
    std::uint64_t pixels = 0;
    for (std::size_t i = 0; i < pack.size(); ++i)
        pixels += static_cast<std::uint64_t>(pack.image(i).height) * static_cast<std::uint64_t>(pack.image(i).width);
    nlohmann::json skipped = nlohmann::json::array();
    for (const SkippedImage& image : report.skipped) {
        skipped.push_back({{"file", image.path.string()}, {"reason", image.reason}});
        context.note(fmt::format("Skipped {}: {}", image.path.string(), image.reason));
    }
    context.print(fmt::format("Packed {} images, {:.1f} megapixels, into {}; {} skipped", report.packed,
                              static_cast<double>(pixels) / 1e6, args.output, report.skipped.size()));
    context.printJson({{"images", report.packed}, {"pixels", pixels}, {"skipped", skipped}});
}

} // namespace kintsugi::cli
