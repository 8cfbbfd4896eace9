#pragma once

#include "golden_case.h"

#include <torch/nn/module.h>

namespace kintsugi::cli {

/// One function per family of golden cases. Each adds a row for every stored result.
void runRestormerLayerNorm(const GoldenCase& golden, const std::string& device, std::vector<GoldenRow>& rows);
void runRestormerBlock(const GoldenCase& golden, const std::string& device, std::vector<GoldenRow>& rows);
void runResize(const GoldenCase& golden, const std::string& device, std::vector<GoldenRow>& rows);
void runRestormer(const GoldenCase& golden, const std::string& device, std::vector<GoldenRow>& rows);
void runMambaIrBlock(const GoldenCase& golden, const std::string& device, std::vector<GoldenRow>& rows);
void runMambaIrUNet(const GoldenCase& golden, const std::string& device, std::vector<GoldenRow>& rows);
void runSelectiveScan(const GoldenCase& golden, const std::string& device, std::vector<GoldenRow>& rows);
void runSsd(const GoldenCase& golden, const std::string& device, std::vector<GoldenRow>& rows);
void runTiling(const GoldenCase& golden, const std::string& device, std::vector<GoldenRow>& rows);
void runNoise(const GoldenCase& golden, std::vector<GoldenRow>& rows);
void runMetrics(const GoldenCase& golden, std::vector<GoldenRow>& rows);

/// Weights of a case into a module.
void loadGoldenWeights(const GoldenCase& golden, torch::nn::Module& module);

} // namespace kintsugi::cli
