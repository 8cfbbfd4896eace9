#include "scan/image_scan.h"

#include "base/error.h"
#include "scan/selective_scan.h"

#include <algorithm>
#include <utility>

namespace kintsugi {

namespace {

using Shape = std::vector<std::int64_t>;

void require(bool good, const std::string& what) {
    if (!good)
        throw InputError("SelectiveScan cannot run: " + what + "; export the model again.");
}

std::string text(const Shape& shape) {
    std::string out = "[";
    for (const auto extent : shape)
        out += (out.size() > 1 ? ", " : "") + std::to_string(extent);
    return out + "]";
}

ScanWalk walkOf(std::int64_t walk, std::int64_t height, std::int64_t width) {
    const bool reversed = walk >= 2;
    return walk % 2 == 0 ? ScanWalk::rowMajor(height, width, reversed) : ScanWalk::columnMajor(height, width, reversed);
}

} // namespace

void ImageScan::checkAttributes(std::span<const std::int64_t> walks, std::int64_t merge) {
    require(!walks.empty(), "it has no walks");
    for (const auto walk : walks)
        require(walk >= 0 && walk <= 3, "there is no walk " + std::to_string(walk));
    require(merge == 0 || merge == 1, "there is no merge " + std::to_string(merge));
}

ImageScan ImageScan::of(std::vector<std::int64_t> walks, std::int64_t merge, std::span<const Shape> shapes) {
    checkAttributes(walks, merge);
    require(shapes.size() == 7, "it has " + std::to_string(shapes.size()) + " inputs instead of 7");
    const Shape &u = shapes[0], &a = shapes[2];
    require(u.size() == 4 && a.size() == 2, "u must have four dimensions and A two");
    ImageScan scan;
    scan.walks = std::move(walks);
    scan.sums = merge == 1;
    scan.batch = u[0];
    scan.dim = u[1];
    scan.height = u[2];
    scan.width = u[3];
    scan.states = a[1];
    const auto count = static_cast<std::int64_t>(scan.walks.size());
    const auto rows = scan.sums ? count * scan.dim : scan.dim, length = scan.height * scan.width;
    require(scan.sums || scan.dim % count == 0,
            std::to_string(count) + " walks do not divide " + std::to_string(scan.dim) + " channels");
    const std::pair<const char*, Shape> wanted[] = {{"u", u},
                                                    {"delta", {scan.batch, rows, scan.height, scan.width}},
                                                    {"A", {rows, scan.states}},
                                                    {"b", {scan.batch, count, scan.states, length}},
                                                    {"c", {scan.batch, count, scan.states, length}},
                                                    {"d", {rows}},
                                                    {"delta_bias", {rows}}};
    for (std::size_t i = 0; i < std::size(wanted); ++i)
        require(shapes[i] == wanted[i].second, std::string("the shape of ") + wanted[i].first + " is " +
                                                   text(shapes[i]) + " and should be " + text(wanted[i].second));
    return scan;
}

std::int64_t ImageScan::scratchSize() const {
    // A sum's first walk writes the output itself, the others write beside it.
    return sums ? (static_cast<std::int64_t>(walks.size()) - 1) * batch * dim * height * width : 0;
}

void ImageScan::run(float* scratch, const ParallelFor& parallel) const {
    const std::int64_t length = height * width, size = batch * dim * length,
                       count = static_cast<std::int64_t>(walks.size());
    if (size == 0)
        return;
    const std::int64_t rows = sums ? count * dim : dim, scanDim = sums ? dim : dim / count;
    std::vector<SelectiveScanArgs> scans;
    for (std::int64_t k = 0; k < count; ++k) {
        const auto first = k * scanDim;
        SelectiveScanArgs args;
        args.walk = walkOf(walks[static_cast<std::size_t>(k)], height, width);
        args.batch = batch;
        args.dim = scanDim;
        args.states = states;
        args.u = {inputs[0] + (sums ? 0 : first * length), dim * length, length, 1};
        args.delta = {inputs[1] + first * length, rows * length, length, 1};
        args.A = inputs[2] + first * states;
        const auto group = [&](const float* data) {
            StateView<const float> view;
            view.data = data + k * states * length;
            view.batchStride = count * states * length;
            view.stateStride = length;
            view.stepStride = 1;
            return view;
        };
        args.B = group(inputs[3]);
        args.C = group(inputs[4]);
        args.D = inputs[5] + first;
        args.deltaBias = inputs[6] + first;
        args.softplus = true;
        if (!sums)
            args.y = {y + first * length, dim * length, length, 1};
        else
            args.y = {k == 0 ? y : scratch + (k - 1) * size, dim * length, length, 1};
        scans.push_back(args);
    }
    selectiveScanForward(scans, parallel);

    if (scratchSize() == 0)
        return;
    constexpr std::int64_t piece = 1 << 14;
    parallel((size + piece - 1) / piece, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t k = 0; k + 1 < count; ++k)
            for (std::int64_t i = begin * piece; i < std::min(size, end * piece); ++i)
                y[i] += scratch[k * size + i];
    });
}

} // namespace kintsugi
