#pragma once

#include "scan/selective_scan.h"

#include <cstdint>

namespace kintsugi::scan {

/// Steps between two checkpointed states; also the steps that are packed and processed at once.
inline constexpr int kChunk = 64;
/// States are processed four at a time; tables of states are padded with zeros to a multiple of this.
inline constexpr int kStateBlock = 4;

constexpr std::int64_t roundUp(std::int64_t value, std::int64_t step) {
    return (value + step - 1) / step * step;
}

inline std::int64_t paddedStates(const SelectiveScanArgs& args) {
    return roundUp(args.states, kStateBlock);
}

inline std::int64_t chunkCount(const SelectiveScanArgs& args) {
    return (args.walk.length + kChunk - 1) / kChunk;
}

/// One batch item of a block of channels that share B and C.
struct ScanTask {
    const SelectiveScanArgs* args = nullptr;
    const SelectiveScanGrads* grads = nullptr;
    std::int64_t batch = 0;
    std::int64_t group = 0;
    std::int64_t firstChannel = 0;
    std::int64_t endChannel = 0;
    /// States at chunk borders as [batch][chunk][state][channel], or null.
    float* checkpoints = nullptr;
    /// False while the backward pass only fills checkpoints.
    bool writeOutput = true;
    /// Backward sums of this task: gradients of B and C as [step][padded state], null where not wanted.
    float* partialB = nullptr;
    float* partialC = nullptr;
    /// Sums over the steps of this batch item, for the whole tensor: [channel][state] and [channel]; null likewise.
    float* batchA = nullptr;
    float* batchConstB = nullptr;
    float* batchConstC = nullptr;
    float* batchD = nullptr;
    float* batchBias = nullptr;
};

/// Channels of one vector on the instruction set in use.
int vectorChannels();
void runForward(const ScanTask& task);
void runBackward(const ScanTask& task);

} // namespace kintsugi::scan
