#pragma once

#include "space/restormer_config.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace kintsugi {

using TensorShape = std::vector<std::int64_t>;

/// Shapes by key, as a checkpoint's reader reports them.
using ShapeMap = std::map<std::string, TensorShape>;

struct TensorSpec {
    std::string key;
    TensorShape shape;

    bool operator==(const TensorSpec&) const = default;
};

/// Keys and shapes in upstream's order.
using Schema = std::vector<TensorSpec>;

/// What one block holds, without the "MODULE.i." prefix.
/// Restormer: swz30/Restormer restormer_arch.py; @p hidden is RestormerConfig::ffnHidden(channels).
Schema restormerBlockSchema(int channels, int heads, int hidden, bool bias, NormType norm);
/// MambaIR: csguoh/MambaIR mambairunet_arch.py, VSSBlock with int(channels * expand) inner channels.
Schema mambaIrBlockSchema(int channels, double expand, int dState);

/// What a whole network holds. The configuration must be valid.
Schema schemaOf(const RestormerConfig& config);
Schema schemaOf(const MambaIrUNetConfig& config);

/// Number of values in all tensors of a schema.
std::int64_t valueCount(const Schema& schema);

/// 26,126,644 for the full-size Restormer.
std::int64_t parameterCount(const RestormerConfig& config);
std::int64_t parameterCount(const MambaIrUNetConfig& config);

/// Which of the two networks a checkpoint holds. Throws InputError when it is neither.
NetworkFamily inferNetworkFamily(const ShapeMap& shapes);

/// Configuration of a checkpoint that came without one. The expansion is 2.66 where that fits, else the shortest
/// decimal that gives the hidden channels at all levels. Throws InputError naming the tensor that is missing, has a
/// shape that no network of the family has, or contradicts the others. Follow with checkKeys, which looks at every
/// tensor.
RestormerConfig inferRestormerConfig(const ShapeMap& shapes);
MambaIrUNetConfig inferMambaIrUNetConfig(const ShapeMap& shapes);

/// Throws one InputError that lists missing, surplus and wrongly shaped keys (the first few of each, and how many) and
/// says what configuration the file looks like. @p file names the file in the message.
void checkKeys(const Schema& expected, const ShapeMap& actual, const std::string& file = "the checkpoint");

} // namespace kintsugi
