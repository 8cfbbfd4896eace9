#include "imaging/tiling.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace kintsugi {

namespace {

int roundedUp(int size, int multiple) {
    return (size + multiple - 1) / multiple * multiple;
}

std::vector<int> starts(int size, int tile, int stride) {
    std::vector<int> result;
    for (int start = 0; start < size - tile; start += stride)
        result.push_back(start);
    result.push_back(size - tile);
    return result;
}

/// One side's weights. Towards every inner edge they fall over the middle half of the overlap; the last quarter before
/// the edge, where the network lacks context, counts nothing. The outer sides of the picture have no ramp.
std::vector<float> sideWeights(const std::vector<int>& tileStarts, int tile, int overlap, TileBlend blend) {
    const std::size_t length = static_cast<std::size_t>(tile);
    std::vector<float> weights(tileStarts.size() * length, 1.0f);
    if (blend == TileBlend::Uniform)
        return weights;
    std::vector<double> sums(static_cast<std::size_t>(tileStarts.back() + tile), 0.0);
    std::vector<double> raw(weights.size());
    for (std::size_t t = 0; t < tileStarts.size(); ++t)
        for (int i = 0; i < tile; ++i) {
            const auto ramp = [overlap](double distance) {
                return overlap > 0 ? std::clamp(2 * distance / overlap - 0.5, 0.0, 1.0) : 1.0;
            };
            const double fromStart = t > 0 ? ramp(i + 0.5) : 1.0;
            const double toEnd = t + 1 < tileStarts.size() ? ramp(tile - i - 0.5) : 1.0;
            const double weight = std::min(fromStart, toEnd);
            raw[t * length + static_cast<std::size_t>(i)] = weight;
            sums[static_cast<std::size_t>(tileStarts[t] + i)] += weight;
        }
    for (std::size_t t = 0; t < tileStarts.size(); ++t)
        for (std::size_t i = 0; i < length; ++i)
            weights[t * length + i] =
                static_cast<float>(raw[t * length + i] / sums[static_cast<std::size_t>(tileStarts[t]) + i]);
    return weights;
}

/// The tile at a position of the picture continued by reflection.
Image cutTile(const Image& input, int top, int left, int height, int width) {
    Image tile(input.channels, height, width);
    const int inside = std::clamp(input.width - left, 0, width);
    for (int c = 0; c < input.channels; ++c)
        for (int y = 0; y < height; ++y) {
            const float* from = input.row(c, reflectIndex(top + y, input.height));
            float* to = tile.row(c, y);
            std::copy_n(from + left, inside, to);
            for (int x = inside; x < width; ++x)
                to[x] = from[reflectIndex(left + x, input.width)];
        }
    return tile;
}

std::vector<float> coverage(const std::vector<int>& tileStarts, int tile, int size) {
    std::vector<float> counts(static_cast<std::size_t>(size), 0.0f);
    for (const int start : tileStarts)
        for (int i = start; i < std::min(start + tile, size); ++i)
            counts[static_cast<std::size_t>(i)] += 1.0f;
    return counts;
}

void divideByCoverage(Image& output, const TilePlan& plan) {
    const std::vector<float> rows = coverage(plan.rowStarts, plan.tileHeight, plan.height);
    const std::vector<float> columns = coverage(plan.columnStarts, plan.tileWidth, plan.width);
    for (int c = 0; c < output.channels; ++c)
        for (int y = 0; y < output.height; ++y) {
            float* row = output.row(c, y);
            for (std::size_t x = 0; x < columns.size(); ++x)
                row[x] /= rows[static_cast<std::size_t>(y)] * columns[x];
        }
}

double channelBytes(const TileMemory& memory) {
    return 4.0 * (memory.inputChannels + memory.outputChannels);
}

} // namespace

TilePlan planTiles(int height, int width, int tile, int overlap, TileBlend blend, int multiple) {
    if (height < 1 || width < 1 || multiple < 1)
        throw InputError(fmt::format("A picture of {} x {} pixels cannot be tiled.", width, height));
    if (tile < 0 || tile % multiple != 0 || overlap < 0 || (tile > 0 && overlap >= tile))
        throw InputError(fmt::format(
            "Tiles of {} pixels with an overlap of {} are not possible; give a tile that is a multiple of {} "
            "and an overlap that is smaller than the tile.",
            tile, overlap, multiple));
    const int paddedHeight = roundedUp(height, multiple), paddedWidth = roundedUp(width, multiple);
    TilePlan plan{height, width, paddedHeight, paddedWidth, blend, {}, {}, {}, {}};
    if (tile > 0) {
        plan.tileHeight = std::min(tile, paddedHeight);
        plan.tileWidth = std::min(tile, paddedWidth);
        if (blend == TileBlend::Uniform)
            plan.tileHeight = plan.tileWidth = std::min(plan.tileHeight, plan.tileWidth);
    }
    // A tile that was cut below the overlap would not advance; upstream leaves such a picture partly empty.
    const int rowOverlap = std::min(overlap, plan.tileHeight - 1),
              columnOverlap = std::min(overlap, plan.tileWidth - 1);
    plan.rowStarts = starts(paddedHeight, plan.tileHeight, plan.tileHeight - rowOverlap);
    plan.columnStarts = starts(paddedWidth, plan.tileWidth, plan.tileWidth - columnOverlap);
    plan.rowWeights = sideWeights(plan.rowStarts, plan.tileHeight, rowOverlap, blend);
    plan.columnWeights = sideWeights(plan.columnStarts, plan.tileWidth, columnOverlap, blend);
    return plan;
}

Image runTiled(const Image& input, const TilePlan& plan, const TileFunction& restore, const TileProgress& progress,
               std::stop_token stop) {
    input.check();
    if (input.height != plan.height || input.width != plan.width || plan.count() == 0)
        throw InputError(fmt::format("The tiles were planned for {} x {} pixels, and the picture has {} x {}.",
                                     plan.width, plan.height, input.width, input.height));
    Image output;
    std::size_t done = 0;
    for (std::size_t r = 0; r < plan.rowStarts.size(); ++r)
        for (std::size_t s = 0; s < plan.columnStarts.size(); ++s) {
            if (stop.stop_requested())
                throw Interrupted("The restoration was stopped before the picture was complete.");
            const int top = plan.rowStarts[r], left = plan.columnStarts[s];
            const Image result = restore(cutTile(input, top, left, plan.tileHeight, plan.tileWidth));
            if (output.empty())
                output = Image(result.channels, input.height, input.width);
            if (result.height != plan.tileHeight || result.width != plan.tileWidth ||
                result.channels != output.channels)
                throw Error(fmt::format(
                    "A tile of {} x {} pixels came back as {} x {} with {} channels; the network must keep the size.",
                    plan.tileWidth, plan.tileHeight, result.width, result.height, result.channels));
            const float* rowWeights = plan.rowWeights.data() + r * static_cast<std::size_t>(plan.tileHeight);
            const float* columnWeights = plan.columnWeights.data() + s * static_cast<std::size_t>(plan.tileWidth);
            const int rows = std::min(plan.tileHeight, input.height - top),
                      columns = std::min(plan.tileWidth, input.width - left);
            for (int c = 0; c < output.channels; ++c)
                for (int y = 0; y < rows; ++y) {
                    const float* from = result.row(c, y);
                    float* to = output.row(c, top + y) + left;
                    for (int x = 0; x < columns; ++x)
                        to[x] += rowWeights[y] * columnWeights[x] * from[x];
                }
            if (progress)
                progress(++done, plan.count());
        }
    if (plan.blend == TileBlend::Uniform)
        divideByCoverage(output, plan);
    return output;
}

std::uint64_t forecastBytes(const TilePlan& plan, const TileMemory& memory) {
    const double tilePixels = static_cast<double>(plan.tileHeight) * plan.tileWidth;
    const double pixels = static_cast<double>(plan.height) * plan.width;
    return static_cast<std::uint64_t>(
        std::ceil(channelBytes(memory) * (pixels + tilePixels) + memory.bytesPerPixel * tilePixels));
}

int largestTile(int height, int width, const TileMemory& memory, std::uint64_t budgetBytes, int multiple) {
    const int needed = roundedUp(std::max(height, width), multiple);
    const double perTilePixel = memory.bytesPerPixel + channelBytes(memory);
    const double fixed = channelBytes(memory) * static_cast<double>(height) * width;
    const double left = static_cast<double>(budgetBytes) - fixed;
    const double side = left > 0.0 ? std::sqrt(left / perTilePixel) : 0.0;
    const int tile = static_cast<int>(std::min(side, static_cast<double>(needed))) / multiple * multiple;
    if (tile < multiple)
        throw InputError(fmt::format(
            "A picture of {} x {} pixels needs at least {:.0f} MB of memory, and {:.0f} MB are allowed; close other "
            "programs or cut the picture.",
            width, height, (fixed + perTilePixel * multiple * multiple) / 1e6, static_cast<double>(budgetBytes) / 1e6));
    return tile;
}

} // namespace kintsugi
