#pragma once

#include "weights/checkpoint.h"

#include <string>

namespace kintsugi {

/// Of names and bytes of a teacher's weights, 16 hexadecimal digits: what belongs to one teacher is told by it from
/// what belongs to another.
std::string teacherHash(const TensorMap& weights);

} // namespace kintsugi
