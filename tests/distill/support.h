#pragma once

#include "base/random.h"
#include "imaging/pack.h"
#include "imaging/patch_source.h"
#include "nets/state_dict.h"
#include "nets/unet.h"

#include <QTemporaryDir>
#include <array>
#include <filesystem>
#include <torch/types.h>
#include <torch/utils.h>

namespace kintsugi::test {

/// Large squares of random colours: something a network can tell from noise within a few dozen steps.
inline ByteImage squares(std::uint64_t seed, int side = 64) {
    ByteImage image(side, side, 3);
    RandomStream random(seed);
    std::array<std::uint8_t, 16 * 3> colors{};
    for (auto& color : colors)
        color = static_cast<std::uint8_t>(random.below(256));
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            for (int c = 0; c < 3; ++c)
                image.values[static_cast<std::size_t>((y * side + x) * 3 + c)] =
                    colors[static_cast<std::size_t>((y * 4 / side * 4 + x * 4 / side) * 3 + c)];
    return image;
}

/// A folder with a pack of three such images.
class PackFolder {
public:
    PackFolder() : m_root(m_folder.path().toStdString()) {
        writePack(m_root / "pack.safetensors", {"a", "b", "c"}, [&](std::size_t i) { return squares(i + 1); });
    }
    const std::filesystem::path& root() const { return m_root; }
    std::filesystem::path pack() const { return m_root / "pack.safetensors"; }
    PatchSource source(std::uint64_t seed = 5) const {
        return PatchSource({pack()}, parseTask("denoise-color-25"), seed, 1);
    }

private:
    QTemporaryDir m_folder;
    std::filesystem::path m_root;
};

/// A small Restormer with blocks 1-2-1-2 whose blocks do something: random weights, so a surrogate has work.
inline RestormerConfig tinyConfig() {
    RestormerConfig config;
    config.dim = 8;
    config.numBlocks = {1, 2, 1, 2};
    config.numRefinementBlocks = 1;
    config.heads = {1, 1, 2, 4};
    config.layerNormType = NormType::BiasFree;
    return config;
}

inline std::shared_ptr<UNet> tinyTeacher(std::uint64_t seed = 3) {
    torch::manual_seed(seed);
    return makeRestormer(tinyConfig());
}

inline bool sameBits(const TensorMap& a, const TensorMap& b) {
    if (a.size() != b.size())
        return false;
    for (const auto& [name, tensor] : a)
        if (!b.count(name) || tensor.toFloat() != b.at(name).toFloat())
            return false;
    return true;
}

} // namespace kintsugi::test
