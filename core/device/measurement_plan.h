#pragma once

#include "device/device.h"

namespace kintsugi {

/// Where to run and with how many threads.
struct CorePlan {
    /// Empty leaves the choice to the system.
    std::vector<int> cores;
    int threads = 1;
};

/// The fast cores: those with at least 0.6 of the largest capacity, or 0.85 of the highest clock where capacities are
/// unknown, and a thread on each. Without a difference between cores: none named, and up to four threads.
CorePlan defaultCores(const DeviceFacts& facts);

/// Model indices in the order of passes: forward, then backward, and again, so that a drift meets all alike.
std::vector<int> interleavedOrder(int models, int passesEach);

/// The same order in letters for people, "A B B A A B …"; the dots stand for the rest.
std::string interleavedText(int models, int passesEach);

/// How much faster B is than A: median(A) / median(B), with a 95 % bootstrap interval (2000 resamples, fixed seed).
struct Gain {
    double ratio = 1;
    double low95 = 1;
    double high95 = 1;
    /// The interval leaves out 1.
    bool clear = false;
};
Gain gainOf(std::span<const double> before, std::span<const double> after);

/// How well a table of stage times foretells whole networks; errors in percent of the measured time.
struct PredictionError {
    int n = 0;
    double medianPercent = 0;
    double maximumPercent = 0;
    /// Mean of predicted over measured, minus one, in percent: above 0 foretells too much.
    double biasPercent = 0;
};
/// Pairs of (predicted, measured) milliseconds. Throws InputError when empty or a measured time is not above 0.
PredictionError predictionError(std::span<const std::pair<double, double>> predictedAndMeasured);

} // namespace kintsugi
