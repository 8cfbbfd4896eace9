#pragma once

#include "kernels/planes.h"

namespace kintsugi::kernels {

/// Activations and gates on `batch` samples of `size` consecutive values (channels * height * width). The outputs may
/// be the inputs themselves. gelu is the exact form x * Phi(x), Phi(x) = (1 + erf(x / sqrt(2))) / 2; silu is x / (1 +
/// exp(-x)). Their error is below 3e-7 * max(1, |x|).
///
/// A gate over one tensor of 2 * hidden channels: pass `a = x` and `b = x + hidden * pixels`, both with the batch
/// stride of x, `size = hidden * pixels`; `splitGate` below does so.
struct GateShape {
    std::int64_t batch = 1;
    std::int64_t size = 1;
};

/// y = gelu(a) * b; da = dy * b * gelu'(a), db = dy * gelu(a). da and db may be null.
void geluGateForward(ConstPlanes a, ConstPlanes b, Planes y, const GateShape& shape,
                     const ParallelFor& parallelFor = {});
void geluGateBackward(ConstPlanes a, ConstPlanes b, ConstPlanes dy, Planes da, Planes db, const GateShape& shape,
                      const ParallelFor& parallelFor = {});

/// y = a * silu(b).
void siluGateForward(ConstPlanes a, ConstPlanes b, Planes y, const GateShape& shape,
                     const ParallelFor& parallelFor = {});
void siluGateBackward(ConstPlanes a, ConstPlanes b, ConstPlanes dy, Planes da, Planes db, const GateShape& shape,
                      const ParallelFor& parallelFor = {});

/// y = a * b (SimpleGate of NAFNet).
void simpleGateForward(ConstPlanes a, ConstPlanes b, Planes y, const GateShape& shape,
                       const ParallelFor& parallelFor = {});
void simpleGateBackward(ConstPlanes a, ConstPlanes b, ConstPlanes dy, Planes da, Planes db, const GateShape& shape,
                        const ParallelFor& parallelFor = {});

/// y = silu(x); dx = dy * silu'(x).
void siluForward(ConstPlanes x, Planes y, const GateShape& shape, const ParallelFor& parallelFor = {});
void siluBackward(ConstPlanes x, ConstPlanes dy, Planes dx, const GateShape& shape,
                  const ParallelFor& parallelFor = {});

/// y = gelu(x); dx = dy * gelu'(x).
void geluForward(ConstPlanes x, Planes y, const GateShape& shape, const ParallelFor& parallelFor = {});
void geluBackward(ConstPlanes x, ConstPlanes dy, Planes dx, const GateShape& shape,
                  const ParallelFor& parallelFor = {});

/// The two halves of the channels of x, whose sample has 2 * size values.
template <typename T> struct Halves {
    PlanesOf<T> a;
    PlanesOf<T> b;
};
template <typename T> Halves<T> splitGate(PlanesOf<T> x, std::int64_t size) {
    const std::int64_t stride = x.batchStride != 0 ? x.batchStride : 2 * size;
    return {{x.data, stride}, {x.data != nullptr ? x.data + size : nullptr, stride}};
}

} // namespace kintsugi::kernels
