#include "reference/products.h"

#include "kernels/depthwise.h"

#include <Eigen/Core>
#include <algorithm>
#include <vector>

namespace kintsugi::reference {

namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using ConstMap = Eigen::Map<const Matrix, Eigen::Unaligned, Eigen::OuterStride<>>;
using Map = Eigen::Map<Matrix, Eigen::Unaligned, Eigen::OuterStride<>>;

constexpr std::int64_t strip = 1024; ///< columns that one task multiplies

/// Calls body(first, count) for strips of the columns, spread over the threads.
template <typename Body> void forStrips(std::int64_t columns, const ParallelFor& parallel, const Body& body) {
    parallel((columns + strip - 1) / strip, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t s = begin; s < end; ++s)
            body(s * strip, std::min(strip, columns - s * strip));
    });
}

/// The pixels [first, first + count) of a group's channels under every tap of the kernel: a matrix of
/// (channels * kernel^2) rows.
void gather(const Convolution& form, const float* x, std::int64_t channels, std::int64_t first, std::int64_t count,
            float* rows) {
    const std::int64_t reach = form.kernel / 2;
    for (std::int64_t c = 0; c < channels; ++c)
        for (std::int64_t u = -reach; u <= reach; ++u)
            for (std::int64_t v = -reach; v <= reach; ++v, rows += count)
                for (std::int64_t done = 0; done < count;) {
                    // As much of one image row as the strip holds.
                    const std::int64_t i = (first + done) / form.width, j = (first + done) % form.width,
                                       here = std::min(form.width - j, count - done), row = i + u;
                    float* to = rows + done;
                    done += here;
                    if (row < 0 || row >= form.height) {
                        std::fill_n(to, here, 0.0f);
                        continue;
                    }
                    const float* from = x + (c * form.height + row) * form.width;
                    for (std::int64_t t = 0; t < here; ++t) {
                        const std::int64_t column = j + t + v;
                        to[t] = column < 0 || column >= form.width ? 0.0f : from[column];
                    }
                }
}

} // namespace

void multiply(const float* a, const float* b, float* c, std::int64_t m, std::int64_t k, std::int64_t n,
              const ParallelFor& parallel) {
    forStrips(n, parallel, [&](std::int64_t first, std::int64_t count) {
        Map(c + first, m, count, Eigen::OuterStride<>(n)).noalias() =
            ConstMap(a, m, k, Eigen::OuterStride<>(k)) * ConstMap(b + first, k, count, Eigen::OuterStride<>(n));
    });
}

void convolve(const Convolution& form, const float* x, const float* weight, const float* bias, float* y,
              const ParallelFor& parallel) {
    const std::int64_t pixels = form.height * form.width, taps = form.kernel * form.kernel,
                       channels = form.channels / form.groups, filters = form.filters / form.groups,
                       depth = channels * taps;
    if (pixels == 0 || depth == 0) {
        std::fill_n(y, form.filters * pixels, 0.0f);
        return;
    }
    if (form.kernel == 3 && channels == 1 && filters == 1) {
        kernels::depthwise3x3Forward(x, weight, bias, y, {1, form.channels, form.height, form.width}, parallel);
        return;
    }
    forStrips(pixels, parallel, [&](std::int64_t first, std::int64_t count) {
        std::vector<float> rows(taps > 1 ? static_cast<std::size_t>(depth * count) : 0);
        for (std::int64_t g = 0; g < form.groups; ++g) {
            const float* in = x + g * channels * pixels;
            if (taps > 1)
                gather(form, in, channels, first, count, rows.data());
            const ConstMap patch = taps > 1 ? ConstMap(rows.data(), depth, count, Eigen::OuterStride<>(count))
                                            : ConstMap(in + first, depth, count, Eigen::OuterStride<>(pixels));
            Map out(y + g * filters * pixels + first, filters, count, Eigen::OuterStride<>(pixels));
            out.noalias() = ConstMap(weight + g * filters * depth, filters, depth, Eigen::OuterStride<>(depth)) * patch;
            if (bias != nullptr)
                out.colwise() += Eigen::Map<const Eigen::VectorXf>(bias + g * filters, filters);
        }
    });
}

} // namespace kintsugi::reference
