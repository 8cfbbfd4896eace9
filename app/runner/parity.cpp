#include "parity.h"

#include "base/error.h"
#include "weights/safetensors.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace kintsugi::runner {

Expectation readExpectation(const std::filesystem::path& path) {
    const Checkpoint file = readSafetensors(path);
    const auto take = [&](const char* name) {
        const auto found = file.tensors.find(name);
        if (found == file.tensors.end())
            throw FileError("The check " + path.string() + " has no tensor '" + name + "'; export the model again.");
        return NamedTensor{name, found->second.shape, found->second.toFloat()};
    };
    Expectation expectation{take("input"), take("output"), 0};
    const auto tolerance = file.metadata.find("tolerance");
    const std::string text = tolerance == file.metadata.end() ? "" : tolerance->second;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), expectation.tolerance);
    if (error != std::errc() || end != text.data() + text.size() || !(expectation.tolerance > 0))
        throw FileError("The check " + path.string() + " names no tolerance above 0; export the model again.");
    return expectation;
}

Difference compare(const NamedTensor& got, const Expectation& expectation) {
    const NamedTensor& want = expectation.output;
    if (got.shape != want.shape)
        throw FileError("The model's output has another shape than its check; export both again.");
    double largest = 0, off = 0;
    for (std::size_t i = 0; i < want.data.size(); ++i) {
        const double difference = std::abs(static_cast<double>(got.data[i]) - static_cast<double>(want.data[i]));
        if (!std::isfinite(difference)) {
            constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
            return {nothing, nothing, false};
        }
        off = std::max(off, difference);
        largest = std::max(largest, std::abs(static_cast<double>(want.data[i])));
    }
    const double relative = off / largest;
    return {off, relative, relative <= expectation.tolerance};
}

} // namespace kintsugi::runner
