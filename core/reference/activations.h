#pragma once

#include <cstdint>

namespace kintsugi::reference {

/// y[i] = erf(x[i]), absolute error below 5e-7.
void erfOf(const float* x, float* y, std::int64_t count);

/// y[i] = 1 / (1 + exp(-x[i])), relative error below 5e-7 for |x| <= 86.
void sigmoidOf(const float* x, float* y, std::int64_t count);

} // namespace kintsugi::reference
