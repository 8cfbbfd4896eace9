#include "base/atomic_file.h"
#include "base/error.h"
#include "golden_kinds.h"
#include "imaging/image_file.h"
#include "imaging/metrics.h"
#include "imaging/noise.h"
#include "nets/tensors.h"

#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace kintsugi::cli {

void runNoise(const GoldenCase& golden, std::vector<GoldenRow>& rows) {
    const auto seed = golden.description().at("seeds").value("numpy_seed", 0u);
    std::map<std::string, at::Tensor> noisy;
    for (const auto& [name, image] : golden.config().at("images").items()) {
        const Image clean = toFloat(readImageBytes(golden.folder() / (name + ".png")));
        for (const double sigma : image.at("sigmas"))
            noisy[fmt::format("{}_sigma{:g}", name, sigma)] = toTensor(withUpstreamNoise(clean, sigma, seed));
    }
    golden.compare("noisy.safetensors", noisy, rows);
}

void runMetrics(const GoldenCase& golden, std::vector<GoldenRow>& rows) {
    const auto values = nlohmann::json::parse(readWholeFile(golden.folder() / "metrics.json"));
    const auto& tolerance = golden.description().at("tolerance");
    const double psnrTolerance = tolerance.at("psnr_abs"), ssimTolerance = tolerance.at("ssim_abs");
    for (const auto& [pair, expected] : values.items()) {
        const ByteImage a = readImageBytes(golden.folder() / expected.at("a").get<std::string>());
        const ByteImage b = readImageBytes(golden.folder() / expected.at("b").get<std::string>());
        const auto add = [&, pairName = pair](const std::string& name, const nlohmann::json& stated, double got,
                                              double allowed) {
            GoldenRow row;
            row.caseName = golden.name();
            row.tensor = pairName + ":" + name;
            row.allowed = allowed;
            const double expectedValue =
                stated.is_string() ? std::numeric_limits<double>::infinity() : stated.get<double>();
            row.error = expectedValue == got ? 0.0 : std::abs(expectedValue - got);
            row.pass = row.error <= allowed;
            rows.push_back(row);
        };
        if (expected.contains("mse_rgb"))
            add("mse_rgb", expected.at("mse_rgb"), meanSquaredError(a, b), 1e-5);
        if (expected.contains("mae_rgb"))
            add("mae_rgb", expected.at("mae_rgb"), meanAbsoluteError(a, b), 1e-5);
        for (const int border : {0, 4}) {
            const std::string key = fmt::format("crop{}", border);
            if (!expected.contains(key))
                continue;
            for (const auto& [name, stated] : expected.at(key).items()) {
                const PsnrKind kind = name.ends_with("_y")      ? PsnrKind::Luma
                                      : name.ends_with("_y_u8") ? PsnrKind::LumaU8
                                                                : PsnrKind::Direct;
                if (name.starts_with("psnr_"))
                    add(key + "." + name, stated, psnr(a, b, kind, border), psnrTolerance);
                else if (name == "ssim_skimage_uniform7_rgb")
                    add(key + "." + name, stated, ssimUniform7(a, b, border), ssimTolerance);
                else if (name.starts_with("ssim_"))
                    add(key + "." + name, stated, ssim(a, b, kind, border), ssimTolerance);
                else
                    throw InputError(fmt::format("the metric {} is not known", name));
            }
        }
    }
}

} // namespace kintsugi::cli
