#include "imaging/patch_source.h"

#include "base/error.h"
#include "base/random.h"
#ifdef KINTSUGI_HAS_IMAGE_FILES
#include "imaging/folder_dataset.h"
#endif

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

namespace kintsugi {

namespace {

namespace fs = std::filesystem;

/// Mean absolute difference between neighbours inside a rectangle, in 8-bit steps.
double meanGradient(const ByteView& image, int top, int left, int size) {
    const int rows = std::min(size, image.height - top);
    const int columns = std::min(size, image.width - left);
    const std::size_t stride = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.channels);
    const std::size_t pixel = static_cast<std::size_t>(image.channels);
    const std::size_t count = static_cast<std::size_t>(columns - 1) * pixel;
    std::uint64_t sum = 0;
    for (int y = 0; y + 1 < rows; ++y) {
        const std::uint8_t* row =
            image.values + static_cast<std::size_t>(top + y) * stride + static_cast<std::size_t>(left) * pixel;
        std::uint32_t rowSum = 0;
        for (std::size_t i = 0; i < count; ++i)
            rowSum +=
                static_cast<std::uint32_t>(std::abs(row[i] - row[i + pixel]) + std::abs(row[i] - row[i + stride]));
        sum += rowSum;
    }
    return static_cast<double>(sum) /
           static_cast<double>(std::max<std::size_t>(count, 1) * static_cast<std::size_t>(std::max(rows - 1, 1)));
}

/// Square of @p size at any position, continued by reflection, as 8-bit planes turned into floats.
Image cutSquare(const ByteView& image, int top, int left, int size) {
    ByteImage square(size, size, image.channels);
    const std::size_t pixel = static_cast<std::size_t>(image.channels);
    std::vector<std::size_t> columns(static_cast<std::size_t>(size));
    for (int x = 0; x < size; ++x)
        columns[static_cast<std::size_t>(x)] = static_cast<std::size_t>(reflectIndex(left + x, image.width)) * pixel;
    std::uint8_t* to = square.values.data();
    for (int y = 0; y < size; ++y) {
        const std::uint8_t* row = image.values + static_cast<std::size_t>(reflectIndex(top + y, image.height)) *
                                                     static_cast<std::size_t>(image.width) * pixel;
        for (const std::size_t column : columns)
            for (std::size_t c = 0; c < pixel; ++c)
                *to++ = row[column + c];
    }
    return toFloat(square);
}

/// One of the eight symmetries of the square: bit 0 flips columns, bit 1 flips rows, bit 2 transposes first.
Image turned(const Image& square, unsigned symmetry) {
    Image result(square.channels, square.height, square.width);
    const int last = square.width - 1;
    const bool transpose = symmetry & 4u;
    for (int c = 0; c < square.channels; ++c)
        for (int y = 0; y <= last; ++y) {
            const int fromY = symmetry & 2u ? last - y : y;
            float* to = result.row(c, y);
            for (int x = 0; x <= last; ++x) {
                const int fromX = symmetry & 1u ? last - x : x;
                to[x] = transpose ? square.row(c, fromX)[fromY] : square.row(c, fromY)[fromX];
            }
        }
    return result;
}

} // namespace

std::uint64_t patchSeed(std::uint64_t trainingSeed) {
    return mixSeed(trainingSeed, 0x7061746368);
}

PatchSource::PatchSource(const std::vector<fs::path>& sources, Task task, std::uint64_t seed, int bestOf)
    : m_task(std::move(task)), m_seed(seed), m_bestOf(std::max(bestOf, 1)) {
    for (const fs::path& source : sources) {
        if (!fs::is_directory(source)) {
            m_packs.emplace_back(source);
            continue;
        }
#ifdef KINTSUGI_HAS_IMAGE_FILES
        for (ByteImage& image : readFolder(source))
            m_decoded.push_back(std::move(image));
#else
        throw FileError(
            fmt::format("{} is a folder, but this build reads packs only. Pack it with \"kintsugi-cli pack\" "
                        "on a computer with the full program.",
                        source.string()));
#endif
    }
    for (const Pack& pack : m_packs)
        for (std::size_t i = 0; i < pack.size(); ++i)
            m_images.push_back(pack.image(i));
    for (const ByteImage& image : m_decoded)
        m_images.push_back(viewOf(image));
    if (m_images.empty())
        throw InputError(
            fmt::format("There are no photographs to train on{}. Give at least one pack or folder with images.",
                        sources.empty() ? "" : fmt::format(" in {}", sources.front().string())));
    std::uint64_t area = 0;
    for (const ByteView& image : m_images)
        m_areas.push_back(area += static_cast<std::uint64_t>(image.height) * static_cast<std::uint64_t>(image.width));
}

PatchSource::Position PatchSource::drawPosition(RandomStream& random, int size) const {
    Position position;
    const std::uint64_t pixel = random.below(m_areas.back());
    position.image =
        static_cast<std::size_t>(std::upper_bound(m_areas.begin(), m_areas.end(), pixel) - m_areas.begin());
    const ByteView& image = m_images[position.image];
    position.y = static_cast<int>(random.below(static_cast<std::uint64_t>(std::max(image.height - size, 0)) + 1));
    position.x = static_cast<int>(random.below(static_cast<std::uint64_t>(std::max(image.width - size, 0)) + 1));
    return position;
}

PatchPair PatchSource::patch(std::uint64_t index, int size) const {
    if (size < 1)
        throw InputError(fmt::format("A patch of {} pixels does not exist; give a size of at least 1.", size));
    RandomStream random(mixSeed(m_seed, index));
    Position best = drawPosition(random, size);
    if (m_bestOf > 1) {
        double bestGradient = meanGradient(m_images[best.image], best.y, best.x, size);
        for (int i = 1; i < m_bestOf; ++i) {
            const Position position = drawPosition(random, size);
            const double gradient = meanGradient(m_images[position.image], position.y, position.x, size);
            if (gradient > bestGradient) {
                best = position;
                bestGradient = gradient;
            }
        }
    }
    const int margin = m_task.margin;
    const Image square =
        withTaskChannels(m_task, cutSquare(m_images[best.image], best.y - margin, best.x - margin, size + 2 * margin));
    const Image clean = turned(square, static_cast<unsigned>(random.below(8)));
    const Image degraded = degrade(m_task, clean, random.next());
    if (margin == 0)
        return {clean, degraded};
    return {crop(clean, margin, margin, size, size), crop(degraded, margin, margin, size, size)};
}

} // namespace kintsugi
