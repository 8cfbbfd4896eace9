// Times every kernel on one thread: best of many runs, per size. Not a test.
#include "kernels/depthwise.h"
#include "kernels/gates.h"
#include "kernels/layernorm.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

using namespace kintsugi::kernels;

namespace {

template <typename Run> double bestSeconds(const Run& run) {
    using Clock = std::chrono::steady_clock;
    double best = 1e9, total = 0;
    run();
    for (int i = 0; i < 2000 && (i < 5 || total < 0.4); ++i) {
        const auto start = Clock::now();
        run();
        const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
        best = std::min(best, seconds);
        total += seconds;
    }
    return best;
}

/// `bytes` counts every tensor once.
void print(const char* kernel, const ImageShape& s, double seconds, double flops, double bytes) {
    const std::string size = std::to_string(s.batch) + "x" + std::to_string(s.channels) + "x" +
                             std::to_string(s.height) + "x" + std::to_string(s.width);
    std::printf("%-28s %-16s %9.1f us %7.1f GFLOP/s %7.1f GB/s\n", kernel, size.c_str(), seconds * 1e6,
                flops / seconds * 1e-9, bytes / seconds * 1e-9);
}

void benchmark(const ImageShape& s) {
    const std::int64_t pixels = s.height * s.width;
    const auto total = static_cast<std::size_t>(s.batch * s.channels * pixels);
    const auto channels = static_cast<std::size_t>(s.channels);
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    const auto make = [&](std::size_t count) {
        std::vector<float> values(count);
        std::generate(values.begin(), values.end(), [&] { return normal(random); });
        return values;
    };
    const std::vector<float> x = make(2 * total), dy = make(total), weight = make(18 * channels);
    std::vector<float> y(2 * total), other(total), dWeight(9 * channels), dBias(channels);
    std::vector<float> mean(static_cast<std::size_t>(s.batch * pixels)), rstd(mean.size());
    const double n = static_cast<double>(total), bytes = 4 * n;
    const PixelShape p{s.batch, s.channels, pixels};
    const GateShape g{s.batch, s.channels * pixels};
    const auto halves = splitGate(ConstPlanes(x.data()), g.size);
    const auto dHalves = splitGate(Planes(y.data()), g.size);

    print("depthwise forward", s,
          bestSeconds([&] { depthwise3x3Forward(x.data(), weight.data(), nullptr, y.data(), s); }), 18 * n, 2 * bytes);
    print("depthwise backward dx", s,
          bestSeconds([&] { depthwise3x3Backward({}, weight.data(), dy.data(), y.data(), nullptr, nullptr, s); }),
          18 * n, 2 * bytes);
    print("depthwise backward dx dw", s, bestSeconds([&] {
              depthwise3x3Backward(x.data(), weight.data(), dy.data(), y.data(), dWeight.data(), nullptr, s);
          }),
          36 * n, 3 * bytes);
    print("depthwise + GELU gate", s,
          bestSeconds([&] { depthwise3x3GeluGate(x.data(), weight.data(), nullptr, y.data(), s); }), 36 * n, 3 * bytes);
    print("depthwise + SimpleGate", s,
          bestSeconds([&] { depthwise3x3SimpleGate(x.data(), weight.data(), nullptr, y.data(), s); }), 37 * n,
          3 * bytes);
    print("depthwise + SiLU", s, bestSeconds([&] { depthwise3x3Silu(x.data(), weight.data(), nullptr, y.data(), s); }),
          18 * n, 2 * bytes);
    for (const LayerNormKind kind : {LayerNormKind::WithBias, LayerNormKind::BiasFree}) {
        const bool withBias = kind == LayerNormKind::WithBias;
        print(withBias ? "LayerNorm WithBias" : "LayerNorm BiasFree", s, bestSeconds([&] {
                  layerNormForward(kind, x.data(), weight.data(), weight.data(), y.data(), mean.data(), rstd.data(), p);
              }),
              8 * n, 2 * bytes);
        print(withBias ? "LayerNorm WithBias back" : "LayerNorm BiasFree back", s, bestSeconds([&] {
                  layerNormBackward(kind, x.data(), weight.data(), mean.data(), rstd.data(), dy.data(), y.data(),
                                    dWeight.data(), dBias.data(), p);
              }),
              14 * n, 3 * bytes);
    }
    print("GELU gate", s, bestSeconds([&] { geluGateForward(halves.a, halves.b, other.data(), g); }), 26 * n,
          3 * bytes);
    print("GELU gate back", s,
          bestSeconds([&] { geluGateBackward(halves.a, halves.b, dy.data(), dHalves.a, dHalves.b, g); }), 48 * n,
          5 * bytes);
    print("SiLU gate", s, bestSeconds([&] { siluGateForward(halves.a, halves.b, other.data(), g); }), 20 * n,
          3 * bytes);
    print("SiLU gate back", s,
          bestSeconds([&] { siluGateBackward(halves.a, halves.b, dy.data(), dHalves.a, dHalves.b, g); }), 26 * n,
          5 * bytes);
    print("SimpleGate", s, bestSeconds([&] { simpleGateForward(halves.a, halves.b, other.data(), g); }), n, 3 * bytes);
    print("SiLU", s, bestSeconds([&] { siluForward(x.data(), other.data(), g); }), 20 * n, 2 * bytes);
}

} // namespace

int main() {
    for (const ImageShape& shape :
         {ImageShape{1, 48, 256, 256}, ImageShape{1, 96, 128, 128}, ImageShape{1, 384, 32, 32},
          ImageShape{4, 48, 64, 64}, ImageShape{4, 96, 32, 32}, ImageShape{4, 160, 16, 16}, ImageShape{4, 160, 8, 8}})
        benchmark(shape);
}
