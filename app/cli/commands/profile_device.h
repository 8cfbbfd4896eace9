#pragma once

#include "context.h"

namespace kintsugi::cli {

/// `profile` on this computer by ONNX Runtime, or on a phone. Throws InputError in builds without Qt.
void profileOnDevice(const ProfileArgs& args, const Context& context);

} // namespace kintsugi::cli
