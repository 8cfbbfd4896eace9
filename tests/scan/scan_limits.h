#pragma once

#include <cstdint>

// What bounds the scan on this machine, measured with the kernel's own arithmetic. Buffers are 64-byte aligned.

/// Multiply-adds on registers only; `sink` holds 16 floats. Returns how many were made.
std::int64_t runMultiplyAdds(std::int64_t rounds, float* sink);
/// Decays exp(delta A) alone, in the first-level cache; `buffer` holds 324 * 16 floats. Returns how many were made.
std::int64_t runDecays(std::int64_t rounds, float* buffer);
/// Multiplications and multiply-adds that the kernel makes for one state of one step.
int multiplierOperationsPerState();
