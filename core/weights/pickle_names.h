#pragma once

#include "weights/host_tensor.h"

#include <array>
#include <string_view>
#include <utility>

// Instructions after CPython's Lib/pickletools.py; the callables after torch/_utils.py and torch/serialization.py.

namespace kintsugi {

/// Instructions that are refused, for the message; torch.save writes none of them for weights.
inline constexpr std::array<std::pair<std::uint8_t, std::string_view>, 26> refusedInstructions{{
    {'i', "INST"},         {'o', "OBJ"},
    {0x81, "NEWOBJ"},      {0x92, "NEWOBJ_EX"},
    {0x82, "EXT1"},        {0x83, "EXT2"},
    {0x84, "EXT4"},        {'P', "PERSID"},
    {'0', "POP"},          {'1', "POP_MARK"},
    {'2', "DUP"},          {'F', "FLOAT"},
    {'I', "INT"},          {'L', "LONG"},
    {'S', "STRING"},       {'V', "UNICODE"},
    {'d', "DICT"},         {'g', "GET"},
    {'l', "LIST"},         {'p', "PUT"},
    {0x8f, "EMPTY_SET"},   {0x90, "ADDITEMS"},
    {0x91, "FROZENSET"},   {0x96, "BYTEARRAY8"},
    {0x97, "NEXT_BUFFER"}, {0x98, "READONLY_BUFFER"},
}};

/// What REDUCE may stand for. Nothing is called: each makes or passes on a value.
enum class Callable : std::int64_t { OrderedDict, Counter, RebuildTensor, RebuildParameter, Size };

inline constexpr std::array<std::pair<std::string_view, Callable>, 6> callables{{
    {"collections.OrderedDict", Callable::OrderedDict},
    {"collections.Counter", Callable::Counter}, // milestones of a learning-rate schedule
    {"torch._utils._rebuild_tensor_v2", Callable::RebuildTensor},
    {"torch._utils._rebuild_parameter", Callable::RebuildParameter},
    {"torch._utils._rebuild_parameter_with_state", Callable::RebuildParameter},
    {"torch.Size", Callable::Size},
}};

/// In the modules torch and torch.cuda.
inline constexpr std::array<std::pair<std::string_view, DType>, 10> storageTypes{{
    {"DoubleStorage", DType::F64},
    {"FloatStorage", DType::F32},
    {"HalfStorage", DType::F16},
    {"BFloat16Storage", DType::BF16},
    {"LongStorage", DType::I64},
    {"IntStorage", DType::I32},
    {"ShortStorage", DType::I16},
    {"CharStorage", DType::I8},
    {"ByteStorage", DType::U8},
    {"BoolStorage", DType::Bool},
}};

} // namespace kintsugi
