#pragma once

#include "imaging/image.h"
#include "weights/checkpoint.h"

#include <ATen/core/Tensor.h>

namespace kintsugi {

/// Copies, so that the result outlives its source. Float types become float32; integers and booleans keep their values
/// as float32 too, since weights and features are all that a checkpoint is read for.
at::Tensor toTensor(const HostTensor& tensor);
HostTensor toHostTensor(const at::Tensor& tensor);

/// 1 x C x H x W.
at::Tensor toTensor(const Image& image);
/// From C x H x W or 1 x C x H x W. Throws InputError for other shapes.
Image toImage(const at::Tensor& tensor);

} // namespace kintsugi
