// Speed of what training and restoration do outside the network. Usage: bench_imaging [folder or pack]
#include "imaging/image_file.h"
#include "imaging/metrics.h"
#include "imaging/noise.h"
#include "imaging/patch_prefetcher.h"
#include "imaging/tiling.h"

#include "base/error.h"
#include "base/memory_setup.h"
#include "base/random.h"

#include <chrono>
#include <fmt/format.h>
#include <functional>

using namespace kintsugi;
namespace fs = std::filesystem;

namespace {

/// Best seconds of three runs.
double seconds(const std::function<void()>& work) {
    double best = 1e9;
    for (int i = 0; i < 3; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    return best;
}

ByteImage landscape(int height, int width) {
    ByteImage image(height, width, 3);
    RandomStream random(1);
    for (std::size_t i = 0; i < image.values.size(); ++i)
        image.values[i] = static_cast<std::uint8_t>(i / 3 % static_cast<std::size_t>(width) / 16 + random.below(24));
    return image;
}

void patches(const std::vector<fs::path>& sources) {
    for (const char* name : {"denoise-color-25", "denoise-gray-25", "derain", "deblur-motion", "deblur-defocus"}) {
        const PatchSource source(sources, parseTask(name), 1);
        for (const int size : {64, 128}) {
            constexpr int count = 200;
            const double time = seconds([&] {
                for (std::uint64_t i = 0; i < count; ++i)
                    source.patch(i, size);
            });
            fmt::print("{:18} {:3}x{:<3} {:8.0f} patches/s, one thread\n", name, size, size, count / time);
        }
    }
}

void run(int argc, char** argv) {
    const fs::path folder = fs::temp_directory_path() / "kintsugi-bench-imaging";
    fs::create_directories(folder);
    const ByteImage bytes = landscape(1080, 1920);
    const Image picture = toFloat(bytes);
    for (const char* ending : {".png", ".jpg", ".webp", ".tif"}) {
        const fs::path file = folder / (std::string("picture") + ending);
        const double write = seconds([&] { writeImageFile(file, picture); });
        const double read = seconds([&] { readImageBytes(file); });
        fmt::print("{:5} 1920x1080: {:6.1f} images/s read, {:6.1f} written\n", ending, 1 / read, 1 / write);
    }
    const double values = static_cast<double>(picture.values.size());
    fmt::print("to float {:.2f} ns/value, to bytes {:.2f}\n", 1e9 * seconds([&] { toFloat(bytes); }) / values,
               1e9 * seconds([&] { toBytes(picture); }) / values);
    fmt::print("fast noise {:.2f} ns/value, upstream's {:.2f}\n",
               1e9 * seconds([&] { withFastNoise(picture, 25, 1); }) / values,
               1e9 * seconds([&] { withUpstreamNoise(picture, 25); }) / values);
    const ByteImage other = toBytes(withFastNoise(picture, 25, 1));
    fmt::print("PSNR {:.1f} ms, SSIM {:.1f} ms\n", 1e3 * seconds([&] { psnr(bytes, other); }),
               1e3 * seconds([&] { ssim(bytes, other); }));
    fmt::print("tiling 256/32 without a network {:.1f} ms\n", 1e3 * seconds([&] {
                                                                  runTiled(picture, planTiles(1080, 1920, 256, 32),
                                                                           [](const Image& tile) { return tile; });
                                                              }));
    std::vector<fs::path> sources(argv + 1, argv + argc);
    if (sources.empty()) {
        sources.push_back(folder / "pack.safetensors");
        writePack(sources[0], {"landscape"}, [&](std::size_t) { return bytes; });
    }
    patches(sources);
    fs::remove_all(folder);
}

} // namespace

int main(int argc, char** argv) {
    setUpMemory();
    try {
        run(argc, argv);
    } catch (const Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
    return 0;
}
