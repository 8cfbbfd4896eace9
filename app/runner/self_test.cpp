#include "self_test.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace kintsugi::runner {

namespace {

constexpr std::int64_t dim = 13, states = 5, height = 9, width = 7, length = height * width, walks = 4;

// --- a model file, field by field of onnx.proto ----------------------------------------------------------------------

std::string varint(std::uint64_t value) {
    std::string bytes;
    for (; value >= 0x80; value >>= 7)
        bytes += static_cast<char>((value & 0x7F) | 0x80);
    return bytes + static_cast<char>(value);
}
std::string number(std::uint64_t field, std::uint64_t value) {
    return varint(field << 3) + varint(value);
}
std::string block(std::uint64_t field, std::string_view content) {
    return varint(field << 3 | 2) + varint(content.size()) + std::string(content);
}

std::string valueInfo(const NamedTensor& tensor) {
    std::string shape;
    for (const auto extent : tensor.shape)
        shape += block(1, number(1, static_cast<std::uint64_t>(extent)));
    constexpr std::uint64_t float32 = 1;
    return block(1, tensor.name) + block(2, block(1, number(1, float32) + block(2, shape)));
}

std::string scanModel(const std::vector<NamedTensor>& inputs, const NamedTensor& output) {
    std::string node, graph;
    for (const NamedTensor& input : inputs)
        node += block(1, input.name);
    constexpr std::uint64_t ints = 7, integer = 2;
    std::string order = block(1, "walks") + number(20, ints);
    for (std::uint64_t walk = 0; walk < walks; ++walk)
        order += number(8, walk);
    node += block(2, output.name) + block(3, "scan") + block(4, "SelectiveScan") + block(5, order) +
            block(5, block(1, "merge") + number(3, 1) + number(20, integer)) + block(7, "kintsugi");
    graph += block(1, node) + block(2, "selftest");
    for (const NamedTensor& input : inputs)
        graph += block(11, valueInfo(input));
    graph += block(12, valueInfo(output));
    return number(1, 8) + block(7, graph) + block(8, number(2, 17)) + block(8, block(1, "kintsugi") + number(2, 1));
}

// --- the recurrence --------------------------------------------------------------------------------------------------

std::int64_t pixel(std::int64_t walk, std::int64_t step) {
    const std::int64_t m = walk >= 2 ? length - 1 - step : step;
    return walk % 2 == 0 ? m : (m % height) * width + m / height;
}

std::vector<double> reference(const std::vector<NamedTensor>& in) {
    const auto at = [&](std::size_t tensor, std::int64_t i) {
        return static_cast<double>(in[tensor].data[static_cast<std::size_t>(i)]);
    };
    std::vector<double> y(static_cast<std::size_t>(dim * length));
    for (std::int64_t walk = 0; walk < walks; ++walk)
        for (std::int64_t channel = 0; channel < dim; ++channel) {
            const std::int64_t row = walk * dim + channel;
            std::vector<double> state(static_cast<std::size_t>(states));
            for (std::int64_t step = 0; step < length; ++step) {
                const std::int64_t here = pixel(walk, step);
                const double u = at(0, channel * length + here);
                const double delta = std::log1p(std::exp(at(1, row * length + here) + at(6, row)));
                double sum = at(5, row) * u;
                for (std::int64_t n = 0; n < states; ++n) {
                    double& h = state[static_cast<std::size_t>(n)];
                    const std::int64_t shared = (walk * states + n) * length + here;
                    h = std::exp(delta * at(2, row * states + n)) * h + delta * at(3, shared) * u;
                    sum += at(4, shared) * h;
                }
                y[static_cast<std::size_t>(channel * length + here)] += sum;
            }
        }
    return y;
}

} // namespace

SelfTest testScan(const Engine& engine) {
    std::mt19937 random(1);
    const auto make = [&](const char* name, const std::vector<std::int64_t>& shape, double low, double high) {
        NamedTensor tensor{name, shape, {}};
        std::int64_t count = 1;
        for (const auto extent : shape)
            count *= extent;
        for (std::int64_t i = 0; i < count; ++i) // the distributions of <random> differ between libraries
            tensor.data.push_back(
                static_cast<float>(low + (high - low) * static_cast<double>(random()) / 4294967296.0));
        return tensor;
    };
    const std::vector<NamedTensor> inputs{
        make("u", {1, dim, height, width}, -1, 1),    make("delta", {1, walks * dim, height, width}, -2, 1),
        make("A", {walks * dim, states}, -2, -0.1),   make("b", {1, walks, states, length}, -1, 1),
        make("c", {1, walks, states, length}, -1, 1), make("d", {walks * dim}, -1, 1),
        make("delta_bias", {walks * dim}, -1, 1)};
    const std::string model = scanModel(inputs, {"y", {1, dim, height, width}, {}});
    const auto session = engine.load(std::as_bytes(std::span(model.data(), model.size())), "of the self-test");
    const auto outputs = session->run(inputs);
    const auto want = reference(inputs);
    SelfTest result{0, outputs.size() == 1 && outputs[0].data.size() == want.size()};
    for (std::size_t i = 0; result.pass && i < want.size(); ++i) {
        const double off = std::abs(static_cast<double>(outputs[0].data[i]) - want[i]);
        if (!std::isfinite(off))
            return {off, false};
        result.maxAbs = std::max(result.maxAbs, off);
    }
    constexpr double allowed = 5e-5; // float rounding over some hundred steps
    result.pass = result.pass && result.maxAbs <= allowed;
    return result;
}

} // namespace kintsugi::runner
