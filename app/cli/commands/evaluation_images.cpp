#include "evaluation_images.h"

#include "base/error.h"
#include "imaging/folder_dataset.h"
#include "imaging/image_file.h"

#include <fmt/format.h>

namespace kintsugi::cli {

namespace fs = std::filesystem;

EvaluationImages::EvaluationImages(const std::string& images, const std::string& truth, const Task& task, int crop,
                                   std::size_t limit)
    : m_task(task), m_crop(crop) {
    std::error_code ignored;
    if (fs::is_directory(images, ignored)) {
        m_files = imageFilesIn(images);
        m_size = m_files.size();
    } else if (hasImageEnding(images)) {
        m_files = {images};
        m_size = 1;
    } else {
        m_pack.emplace(images);
        m_size = m_pack->size();
    }
    if (m_size == 0)
        throw FileError(fmt::format("{} holds no images.", images));
    if (!truth.empty()) {
        if (m_pack)
            throw InputError("--truth goes with a folder of degraded images, not with a pack.");
        for (const fs::path& file : m_files) {
            const fs::path partner =
                fs::is_directory(truth, ignored) ? fs::path(truth) / file.filename() : fs::path(truth);
            if (!fs::exists(partner, ignored))
                throw InputError(
                    fmt::format("{} has no clean partner {}. Every degraded image needs one of the same name.",
                                file.string(), partner.string()));
            m_truths.push_back(partner);
        }
    }
    if (limit > 0)
        m_size = std::min(m_size, limit);
}

std::string EvaluationImages::name(std::size_t index) const {
    return m_pack ? m_pack->sourceName(index) : m_files[index].filename().string();
}

Image EvaluationImages::cropped(const Image& image) const {
    if (m_crop <= 0 || (image.height <= m_crop && image.width <= m_crop))
        return image;
    const int height = std::min(m_crop, image.height), width = std::min(m_crop, image.width);
    return crop(image, (image.height - height) / 2, (image.width - width) / 2, height, width);
}

EvaluationPair EvaluationImages::pair(std::size_t index) const {
    const auto read = [&](const fs::path& file) { return withTaskChannels(m_task, toFloat(readImageBytes(file))); };
    if (!m_truths.empty()) {
        EvaluationPair pair{cropped(read(m_truths[index])), cropped(read(m_files[index]))};
        if (!pair.clean.sameShape(pair.degraded))
            throw InputError(
                fmt::format("{} and {} differ in size.", m_files[index].string(), m_truths[index].string()));
        return pair;
    }
    const Image clean =
        cropped(m_pack ? withTaskChannels(m_task, toFloat(m_pack->image(index))) : read(m_files[index]));
    return {clean, degradeForEvaluation(m_task, clean, index)};
}

} // namespace kintsugi::cli
