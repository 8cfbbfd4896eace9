#include "imaging/worst_patches.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace kintsugi {

namespace {

constexpr double roundingError = 1.0 / (12.0 * 255.0 * 255.0);

std::vector<int> positions(int length, int patch) {
    std::vector<int> starts;
    const int step = std::max(1, patch / 4);
    for (int start = 0; start + patch < length; start += step)
        starts.push_back(start);
    starts.push_back(length - patch);
    return starts;
}

/// Squared differences summed over the channels, added up for patches of one row of positions.
class SquaredErrors {
public:
    SquaredErrors(const Image& image, const Image& reference) : m_image(image), m_reference(reference) {}

    /// Sums of the columns of rows [y, y + height), as prefix sums: [x1] - [x0] is the sum of columns x0 to x1 - 1.
    const std::vector<double>& prefix(int y, int height) {
        const std::size_t width = static_cast<std::size_t>(m_image.width);
        m_prefix.assign(width + 1, 0.0);
        for (int c = 0; c < m_image.channels; ++c)
            for (int row = y; row < y + height; ++row) {
                const float *a = m_image.row(c, row), *b = m_reference.row(c, row);
                for (std::size_t x = 0; x < width; ++x) {
                    const double difference = static_cast<double>(a[x]) - static_cast<double>(b[x]);
                    m_prefix[x + 1] += difference * difference;
                }
            }
        for (std::size_t x = 0; x < width; ++x)
            m_prefix[x + 1] += m_prefix[x];
        return m_prefix;
    }

private:
    const Image& m_image;
    const Image& m_reference;
    std::vector<double> m_prefix;
};

double psnrOf(double squaredError, double samples) {
    return -10.0 * std::log10(std::max(squaredError / samples, roundingError));
}

bool overlap(const WorstPatch& a, const WorstPatch& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

void checkInput(const Image& a, const Image& b, const Image* truth, int count, PatchSize size) {
    a.check();
    b.check();
    if (!a.sameShape(b) || (truth && !a.sameShape(*truth)))
        throw InputError("Images of different shapes have no patches in common; give images of the same size.");
    if (size.width < 1 || size.height < 1 || count < 0)
        throw InputError(fmt::format("{} patches of {} x {} pixels do not exist; give a count of at least 0 and sides "
                                     "of at least 1.",
                                     count, size.width, size.height));
}

} // namespace

std::vector<WorstPatch> worstPatches(const Image& a, const Image& b, const Image* truth, int count, PatchSize size,
                                     std::stop_token stop) {
    checkInput(a, b, truth, count, size);
    const int width = std::min(size.width, a.width), height = std::min(size.height, a.height);
    const std::vector<int> columns = positions(a.width, width);
    const double samples = static_cast<double>(a.channels) * width * height;
    const double best = psnrOf(0.0, 1.0);
    SquaredErrors errorsA(a, truth ? *truth : b), errorsB(b, truth ? *truth : b);
    std::vector<WorstPatch> candidates;
    for (const int y : positions(a.height, height)) {
        if (stop.stop_requested())
            throw Interrupted("The search for the worst patches was stopped.");
        const std::vector<double>& sumsA = errorsA.prefix(y, height);
        const std::vector<double>* sumsB = truth ? &errorsB.prefix(y, height) : nullptr;
        for (const int x : columns) {
            const std::size_t begin = static_cast<std::size_t>(x), end = static_cast<std::size_t>(x + width);
            WorstPatch patch{x, y, width, height, psnrOf(sumsA[end] - sumsA[begin], samples), std::nullopt};
            if (sumsB)
                patch.psnrB = psnrOf((*sumsB)[end] - (*sumsB)[begin], samples);
            if (patch.psnrB ? patch.psnrA < *patch.psnrB : patch.psnrA < best)
                candidates.push_back(patch);
        }
    }
    std::stable_sort(candidates.begin(), candidates.end(), [](const WorstPatch& left, const WorstPatch& right) {
        return left.addedError() > right.addedError();
    });
    std::vector<WorstPatch> chosen;
    for (const WorstPatch& patch : candidates) {
        if (static_cast<int>(chosen.size()) >= count)
            break;
        if (std::none_of(chosen.begin(), chosen.end(), [&](const WorstPatch& other) { return overlap(patch, other); }))
            chosen.push_back(patch);
    }
    return chosen;
}

} // namespace kintsugi
