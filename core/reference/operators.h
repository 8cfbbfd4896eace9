#pragma once

#include "base/parallel.h"
#include "reference/value.h"

#include <functional>
#include <span>

namespace kintsugi::reference {

/// What an operator works with beside its inputs.
struct Workplace {
    BufferPool& buffers;
    const ParallelFor& parallel;
};

/// Computes all outputs of a node. An input that is left out has no memory and no integers. Throws InputError with one
/// sentence when the inputs do not fit the node.
using Operator =
    std::function<std::vector<Value>(const Node& node, std::span<const Value* const> inputs, const Workplace& place)>;

/// The operator of a node, or an empty function when it is none that Kintsugi's exported networks consist of (those
/// with the scan as one operator). Semantics are those of ONNX's operator set 17 and of scan/image_scan.h, for float32
/// values and the int64 values that shapes are made of.
Operator operatorFor(const Node& node);

} // namespace kintsugi::reference
