#pragma once

#include "distill/surrogate_library.h"
#include "nets/unet.h"
#include "project/device_times.h"
#include "project/project_store.h"
#include "project/search_project.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace kintsugi {

struct TimingOptions {
    int height = 256, width = 256;
    int runs = 15; ///< rounds over all subjects in turn, after one that warms up
    int threads = 1;
};

/// Milliseconds of one subject.
struct Timing {
    std::vector<double> samples;
    double medianMs() const;
    LatencyRecord record(const std::string& device, const std::string& subject, const TimingOptions& options) const;
};

/// Times blocks at their place in the network: every edge for itself, in turns, so that a slow moment of the machine
/// hits all of them. Throws Interrupted on stop.
std::vector<Timing> timeEdges(const UNet& teacher, const SurrogateLibrary& library, std::span<const PlacedEdge> edges,
                              const TimingOptions& options, const std::function<void(int round)>& progress,
                              std::stop_token stop);

/// Times whole networks in turns.
std::vector<Timing> timeNetworks(const std::shared_ptr<UNet>& teacher, const SurrogateLibrary& library,
                                 std::span<const Architecture> architectures, const TimingOptions& options,
                                 const std::function<void(int round)>& progress, std::stop_token stop);

/// Milliseconds of a path on a device as the sum of its edges' medians and the base, which are all stored. Throws
/// InputError when the project has no such times; the cost of an edge that was not timed throws InputError naming it.
EdgeCosts latencyCosts(const ProjectStore& store, const std::string& device);

} // namespace kintsugi
