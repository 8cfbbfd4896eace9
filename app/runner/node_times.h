#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kintsugi::runner {

struct NodeTime {
    std::string name;
    std::string op;
    double ms = 0; ///< median over the runs
    int runs = 0;
};

/// Nodes of a profile that ONNX Runtime wrote, in the order in which they run, without the first @p skippedRuns runs.
/// Nodes inside another one (the body of a Scan) are part of it. Throws FileError when the file is no such profile.
std::vector<NodeTime> readNodeTimes(const std::filesystem::path& profile, int skippedRuns);

/// Where a node belongs by its name: "enc2/0-2.lite1/scan" is stage "enc2" and edge "0-2.lite1"; what is outside the
/// eight stages, such as "patch_embed/conv", is "base" without an edge. Nodes that the runtime made have no such name
/// and no stage.
struct NodePlace {
    std::optional<std::string> stage;
    std::optional<std::string> edge;
};
NodePlace placeOf(std::string_view nodeName);

double median(std::vector<double> values); ///< of at least one value

} // namespace kintsugi::runner
