#include "weights/teacher_hash.h"

#include "base/hash.h"

#include <cstdint>
#include <fmt/format.h>

namespace kintsugi {

std::string teacherHash(const TensorMap& weights) {
    std::uint64_t hash = fnvStart;
    for (const auto& [name, tensor] : weights)
        hash = fnv1a(tensor.bytes(), fnv1a(name, hash));
    return fmt::format("{:016x}", hash);
}

} // namespace kintsugi
