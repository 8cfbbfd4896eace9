#include "base/error.h"
#include "golden_kinds.h"

#include <fmt/format.h>

namespace kintsugi::cli {

std::vector<GoldenRow> runGoldenCase(const GoldenCase& golden, const std::string& device) {
    const std::string kind = golden.kind();
    std::vector<GoldenRow> rows;
    const auto is = [&](const char* words) { return kind.find(words) != std::string::npos; };
    if (is("Restormer LayerNorm"))
        runRestormerLayerNorm(golden, device, rows);
    else if (is("Restormer TransformerBlock"))
        runRestormerBlock(golden, device, rows);
    else if (is("Restormer Downsample"))
        runResize(golden, device, rows);
    else if (is("Restormer forward"))
        runRestormer(golden, device, rows);
    else if (is("VSSBlock"))
        runMambaIrBlock(golden, device, rows);
    else if (is("MambaIRUNet"))
        runMambaIrUNet(golden, device, rows);
    else if (is("selective scan"))
        runSelectiveScan(golden, device, rows);
    else if (is("Mamba-2 SSD"))
        runSsd(golden, device, rows);
    else if (is("tiled inference"))
        runTiling(golden, device, rows);
    else if (is("denoising degradation"))
        runNoise(golden, rows);
    else if (is("image quality metrics"))
        runMetrics(golden, rows);
    else
        throw InputError(fmt::format("the kind of case '{}' is not known to this program", kind));
    return rows;
}

} // namespace kintsugi::cli
