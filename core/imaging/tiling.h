#pragma once

#include "imaging/image.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

namespace kintsugi {

/// How the results of overlapping tiles become one picture.
enum class TileBlend {
    Feather, ///< weights fall linearly over the middle half of an overlap; its outer quarters, where a tile lacks
             ///< context, count nothing, so no seam is left
    Uniform, ///< plain average, as upstream's demo.py (swz30/Restormer)
};

/// Where the tiles of one picture lie. Positions refer to the picture continued by reflection at its right and bottom
/// side to a multiple of `multiple`; every row start is combined with every column start.
struct TilePlan {
    int height = 0; ///< of the picture itself
    int width = 0;
    int tileHeight = 0;
    int tileWidth = 0;
    TileBlend blend = TileBlend::Feather;
    std::vector<int> rowStarts;
    std::vector<int> columnStarts;
    /// Weight of sample i of tile t along one side, [t * tile + i]; over the tiles that cover a position they sum to 1
    /// (Feather) or to their number (Uniform). The weight of a pixel is the product of both sides.
    std::vector<float> rowWeights;
    std::vector<float> columnWeights;

    std::size_t count() const { return rowStarts.size() * columnStarts.size(); }
};

/// Tiles of @p tile x @p tile pixels, neighbours sharing @p overlap; a tile is cut to the picture where that is
/// smaller. Starts are 0, stride, 2 stride, … and finally size - tile, as upstream. Uniform keeps tiles square as
/// upstream does, Feather cuts each side on its own. @p tile 0 means one tile for the whole picture. Throws InputError
/// unless tile is a positive multiple of @p multiple and 0 <= overlap < tile.
TilePlan planTiles(int height, int width, int tile, int overlap, TileBlend blend = TileBlend::Feather,
                   int multiple = 8);

/// A restoration of one tile: the same height and width out as in, any number of channels.
using TileFunction = std::function<Image(const Image& tile)>;

/// Called after every tile.
using TileProgress = std::function<void(std::size_t done, std::size_t total)>;

/// Restores @p input tile by tile. Holds the output and one tile, no other full-size buffer, because the weights of a
/// grid of tiles are products of two one-dimensional ones. Values are not clamped.
/// Throws InputError when plan and picture differ, Error when a tile comes back in another size, Interrupted when
/// @p stop asks (checked between tiles).
Image runTiled(const Image& input, const TilePlan& plan, const TileFunction& restore, const TileProgress& progress = {},
               std::stop_token stop = {});

/// What a restoration keeps in memory at its peak.
struct TileMemory {
    double bytesPerPixel = 0.0; ///< of the network's activations, per pixel of the tile it works on
    int inputChannels = 3;
    int outputChannels = 3;
};

/// 4 (Cin + Cout) (height width + tileHeight tileWidth) + bytesPerPixel tileHeight tileWidth, in bytes:
/// picture and result as floats, one tile and its result, and the network.
std::uint64_t forecastBytes(const TilePlan& plan, const TileMemory& memory);

/// The largest tile, a multiple of @p multiple and no larger than the picture needs, whose forecast for a picture of
/// height x width keeps within @p budgetBytes: floor(sqrt((budget - 4 (Cin + Cout) height width) / (bytesPerPixel +
/// 4 (Cin + Cout)))) rounded down. Throws InputError that says how much memory the smallest tile needs.
int largestTile(int height, int width, const TileMemory& memory, std::uint64_t budgetBytes, int multiple = 8);

} // namespace kintsugi
