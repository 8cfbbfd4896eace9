#include "base/atomic_file.h"
#include "base/error.h"
#include "golden_kinds.h"
#include "imaging/image_file.h"
#include "imaging/metrics.h"
#include "imaging/noise.h"
#include "nets/tensors.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

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
    if (!golden.description().contains("first_standard_normals"))
        return;
    NumpyLegacyNormal normal(seed);
    int place = 0;
    for (const auto& stated : golden.description().at("first_standard_normals")) {
        GoldenRow row;
        row.caseName = golden.name();
        row.tensor = fmt::format("case.json:first_standard_normals[{}]", place++);
        row.allowed = 1e-14;
        const double wanted = stated.is_string() ? std::stod(stated.get<std::string>()) : stated.get<double>();
        row.error = std::abs(normal.next() - wanted);
        row.pass = row.error <= row.allowed;
        rows.push_back(row);
    }
}

void runMetrics(const GoldenCase& golden, std::vector<GoldenRow>& rows) {
    const auto values = nlohmann::json::parse(readWholeFile(golden.folder() / "metrics.json"));
    const auto& tolerance = golden.description().at("tolerance");
    const double psnrTolerance = tolerance.at("psnr_abs"), ssimTolerance = tolerance.at("ssim_abs");
    const auto missing = [&](const std::string& what, const char* remark) {
        GoldenRow row;
        row.caseName = golden.name();
        row.tensor = what;
        row.error = row.allowed = std::numeric_limits<double>::quiet_NaN();
        row.remark = remark;
        rows.push_back(row);
    };
    constexpr std::string_view ending = ".a.png";
    for (const auto& entry : std::filesystem::directory_iterator(golden.folder()))
        if (const std::string file = entry.path().filename().string(); file.ends_with(ending))
            if (const std::string pair = file.substr(0, file.size() - ending.size()); !values.contains(pair))
                missing(pair, "metrics.json has no values of this pair");
    // What one pair has, all have whose images are large enough.
    std::map<std::string, std::set<std::string>> usual;
    for (const auto& [pair, expected] : values.items())
        for (const auto& [name, value] : expected.items())
            if (value.is_object())
                for (const auto& [metric, stated] : value.items())
                    usual[name].insert(metric);
            else if (name.ends_with("_rgb"))
                usual[""].insert(name);
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
        for (const auto& [name, extent] : {std::pair("height", a.height), std::pair("width", a.width)})
            if (expected.contains(name))
                add(name, expected.at(name), extent, 0);
        for (const std::string& name : usual[""])
            if (!expected.contains(name))
                missing(pair + ":" + name, "metrics.json has no such value");
        for (const int border : {0, 4}) {
            const std::string key = fmt::format("crop{}", border);
            if (std::min(a.height, a.width) - 2 * border < 11)
                continue;
            const auto stated = expected.value(key, nlohmann::json::object());
            for (const std::string& name : usual[key])
                if (!stated.contains(name))
                    missing(pair + ":" + key + "." + name, "metrics.json has no such value");
        }
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
