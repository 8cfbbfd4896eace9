#pragma once

#include "project/project_store.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kintsugi {

/// The best measured hybrids that replace blocks by surrogates of some kinds only, within limits on predicted latency:
/// what each kind is worth where it may take no longer than another.
struct KindsAtLatency {
    struct Row {
        double milliseconds = 0; ///< the limit
        double share = 0;        ///< of the teacher's
        /// PSNR lost against the teacher by the best one of each group, in dB; none: no measured hybrid is so fast.
        std::vector<std::optional<double>> losses;
    };
    double teacherMs = 0;
    std::vector<std::vector<BlockKind>> groups;
    std::vector<Row> rows;
};

/// Limits at 0.9, 0.85, … 0.4 of the teacher's time. Empty when @p device has no times, or nothing was measured on
/// @p validationSet.
KindsAtLatency kindsAtLatency(const ProjectStore& store, const std::string& device, const std::string& validationSet,
                              const Stages& stages, std::span<const std::vector<BlockKind>> groups);

} // namespace kintsugi
