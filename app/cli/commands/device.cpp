#include "device.h"

#include "base/error.h"

#include <fmt/format.h>
#include <torch/cuda.h>

namespace kintsugi::cli {

std::string checkedDevice(const std::string& name) {
    if (name == "cpu")
        return name;
    if (name != "cuda" && !name.starts_with("cuda:"))
        throw InputError(fmt::format("'{}' is not a device; use cpu, cuda or cuda:N.", name));
    const auto count = static_cast<int>(torch::cuda::is_available() ? torch::cuda::device_count() : 0);
    int index = 0;
    if (name.size() > 5) {
        const std::string digits = name.substr(5);
        if (digits.empty() || digits.size() > 3 || digits.find_first_not_of("0123456789") != std::string::npos)
            throw InputError(fmt::format("'{}' is not a device; use cpu, cuda or cuda:N.", name));
        index = std::stoi(digits);
    }
    if (index >= count)
        throw InputError(fmt::format(
            "The device {} is not there: this LibTorch sees {} CUDA devices. Use --device cpu.", name, count));
    return fmt::format("cuda:{}", index);
}

} // namespace kintsugi::cli
