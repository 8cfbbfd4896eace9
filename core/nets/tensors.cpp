#include "nets/tensors.h"

#include "base/error.h"

#include <ATen/ATen.h>
#include <cstring>
#include <fmt/format.h>
#include <torch/types.h>

namespace kintsugi {

at::Tensor toTensor(const HostTensor& tensor) {
    at::Tensor result = torch::empty(tensor.shape, torch::kFloat32);
    if (tensor.dtype == DType::F32) {
        if (tensor.byteCount > 0)
            std::memcpy(result.data_ptr<float>(), tensor.data, tensor.byteCount);
    } else {
        const std::vector<float> values = tensor.toFloat();
        std::copy(values.begin(), values.end(), result.data_ptr<float>());
    }
    return result;
}

HostTensor toHostTensor(const at::Tensor& tensor) {
    const at::Tensor plain = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
    const float* data = plain.data_ptr<float>();
    return makeTensor(plain.sizes().vec(), std::vector<float>(data, data + plain.numel()));
}

at::Tensor toTensor(const Image& image) {
    at::Tensor result = torch::empty({1, image.channels, image.height, image.width}, torch::kFloat32);
    std::copy(image.values.begin(), image.values.end(), result.data_ptr<float>());
    return result;
}

Image toImage(const at::Tensor& tensor) {
    const auto dims = tensor.dim();
    if (dims != 3 && !(dims == 4 && tensor.size(0) == 1))
        throw InputError(fmt::format("A tensor of {} dimensions is not one image.", dims));
    const at::Tensor plain = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
    Image image(static_cast<int>(plain.size(dims - 3)), static_cast<int>(plain.size(dims - 2)),
                static_cast<int>(plain.size(dims - 1)));
    std::copy(plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel(), image.values.begin());
    return image;
}

} // namespace kintsugi
