#include "imaging/folder_dataset.h"

#include "base/error.h"
#include "base/log.h"
#include "imaging/credits.h"
#include "imaging/image_file.h"
#include "imaging/pack.h"

#include <algorithm>
#include <fmt/format.h>
#include <opencv2/imgproc.hpp>

namespace kintsugi {

namespace {

namespace fs = std::filesystem;

ByteImage downscaled(const ByteImage& image, int factor) {
    ByteImage result(image.height / factor, image.width / factor, image.channels);
    const cv::Mat from(image.height, image.width, CV_8UC3, const_cast<std::uint8_t*>(image.values.data()));
    cv::Mat to(result.height, result.width, CV_8UC3, result.values.data());
    cv::resize(from(cv::Rect(0, 0, result.width * factor, result.height * factor)), to, to.size(), 0, 0,
               cv::INTER_AREA);
    return result;
}

} // namespace

std::vector<fs::path> imageFilesIn(const fs::path& folder) {
    std::error_code error;
    std::vector<fs::path> files;
    fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error))
        if (hasImageEnding(entry->path()) && !entry->is_directory(error))
            files.push_back(entry->path());
    if (error)
        throw FileError(fmt::format("The folder {} cannot be read: {}. Check its name and permissions.",
                                    folder.string(), error.message()));
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<ByteImage> readFolder(const fs::path& folder, std::vector<SkippedImage>* skipped) {
    std::vector<ByteImage> images;
    for (const fs::path& path : imageFilesIn(folder)) {
        try {
            images.push_back(toRgb(readImageBytes(path)));
        } catch (const FileError& error) {
            if (skipped)
                skipped->push_back({path, error.what()});
            else
                logWarning(error.what());
        }
    }
    return images;
}

PackReport packImages(const std::vector<fs::path>& folders, const fs::path& output, const PackOptions& options,
                      const std::function<void(std::size_t, std::size_t)>& progress, std::stop_token stop) {
    if (options.downscale < 1 || options.downscale > 64 || options.minSize < 1)
        throw InputError(fmt::format(
            "Packing with a downscale of {} and a smallest side of {} is not possible; give 1 to 64 and at least 1.",
            options.downscale, options.minSize));
    std::vector<fs::path> files;
    std::vector<std::string> names, credits;
    for (const fs::path& folder : folders) {
        const std::map<std::string, std::string> known = creditsIn(folder);
        const fs::path parent = fs::absolute(folder).lexically_normal().parent_path();
        std::error_code ignored;
        const bool isFile = fs::is_regular_file(folder, ignored);
        if (isFile && !hasImageEnding(folder))
            throw InputError(fmt::format("{} is no image file.", folder.string()));
        for (const fs::path& file : isFile ? std::vector{folder} : imageFilesIn(folder)) {
            files.push_back(file);
            names.push_back(fs::absolute(file).lexically_normal().lexically_relative(parent).generic_string());
            const auto credit = known.find(file.filename().string());
            credits.push_back(credit == known.end() ? std::string() : credit->second);
        }
    }
    PackReport report;
    report.packed = writePack(
        output, names,
        [&](std::size_t i) -> std::optional<ByteImage> {
            if (stop.stop_requested())
                throw Interrupted(fmt::format("Packing stopped; {} was not written.", output.string()));
            std::optional<ByteImage> image;
            try {
                image = toRgb(readImageBytes(files[i]));
                if (std::min(image->height, image->width) / options.downscale < options.minSize) {
                    report.skipped.push_back(
                        {files[i], fmt::format("It has {} x {} pixels, less than {} per side after downscaling by {}.",
                                               image->width, image->height, options.minSize, options.downscale)});
                    image.reset();
                } else if (options.downscale > 1) {
                    image = downscaled(*image, options.downscale);
                }
            } catch (const FileError& error) {
                report.skipped.push_back({files[i], error.what()});
            }
            if (progress)
                progress(i + 1, files.size());
            return image;
        },
        credits);
    return report;
}

} // namespace kintsugi
