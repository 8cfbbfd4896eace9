#pragma once

#include "weights/host_tensor.h"

#include <string>
#include <string_view>
#include <vector>

namespace kintsugi {

/// One value that a pickle built. Nothing is ever called: a tensor stays the description of how it is made.
struct PickleNode {
    enum class Kind : std::uint8_t {
        None,
        Bool,
        Int,
        Float,
        Text,  ///< str; `text`
        Bytes, ///< bytes, or an integer beyond 64 bits (little-endian); `text`
        Tuple,
        List,
        Dict,        ///< dict or OrderedDict; keys and values take turns in the items
        Callable,    ///< one of the few functions that checkpoints name
        StorageType, ///< torch.FloatStorage and the like; `integer` is the DType
        Storage,     ///< persistent id: "storage", type, key, location, number of elements, view or None
        Tensor,      ///< arguments of torch._utils._rebuild_tensor_v2: storage, offset, shape, strides, …
    };
    Kind kind = Kind::None;
    std::uint32_t items = 0; ///< index into Pickle::items for the kinds that have parts
    std::int64_t integer = 0;
    std::string_view text;
};

/// The result of one pickle. Values refer to each other by number, so a cycle or a deep nest does no harm.
struct Pickle {
    using Id = std::uint32_t;
    std::vector<PickleNode> nodes;
    std::vector<std::vector<Id>> items;
    Id root = 0;
    std::size_t consumed = 0; ///< bytes up to and including STOP

    const PickleNode& node(Id id) const { return nodes[id]; }
    const std::vector<Id>& itemsOf(const PickleNode& node) const { return items[node.items]; }
};

/// Runs the pickle at the start of @p program (protocols 2 to 5, the instructions that torch.save needs). Texts point
/// into it.
///
/// Refuses every other instruction and every name outside the list by a FileError that says which; memory stays
/// proportional to the program.
Pickle runPickle(std::string_view program, const std::string& fileName);

} // namespace kintsugi
