#pragma once

#include "base/parallel.h"
#include "reference/graph.h"

namespace kintsugi::reference {

/// y[i] = 1 / x[i], sqrt(x[i]), max(x[i], 0).
void reciprocalOf(const float* x, float* y, std::int64_t count);
void rootOf(const float* x, float* y, std::int64_t count);
void reluOf(const float* x, float* y, std::int64_t count);

enum class Pointwise { Add, Subtract, Multiply, Divide, Maximum };

/// How two tensors are laid over each other by ONNX's (NumPy's) rule, with as few dimensions as will do.
struct Broadcast {
    bool fits = false;
    Shape shape; ///< of the result

    struct Dimension {
        std::int64_t extent = 1;
        std::int64_t stepA = 0; ///< 0 where a has one value for all
        std::int64_t stepB = 0;
    };
    std::vector<Dimension> dimensions; ///< outermost first, at least one

    static Broadcast of(const Shape& a, const Shape& b);
};

/// y = a op b; y has the count of the plan's shape.
void combine(Pointwise operation, const Broadcast& plan, const float* a, const float* b, float* y,
             const ParallelFor& parallel);

} // namespace kintsugi::reference
