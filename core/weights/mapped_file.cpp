#include "weights/mapped_file.h"

#include "base/error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kintsugi {

FileBytes mapFile(const std::filesystem::path& path) {
    const std::string name = path.string();
    struct Descriptor {
        int value;
        ~Descriptor() {
            if (value >= 0)
                ::close(value);
        }
    };
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    struct stat info {};
    if (file.value < 0 || ::fstat(file.value, &info) != 0)
        throw FileError(fmt::format("Cannot read {}: {}.", name, std::strerror(errno)));
    if (S_ISDIR(info.st_mode))
        throw FileError(fmt::format("{} is a folder; choose the file inside it.", name));
    if (!S_ISREG(info.st_mode))
        throw FileError(fmt::format("{} is not a regular file; choose a checkpoint file.", name));
    const auto size = static_cast<std::size_t>(info.st_size);
    if (size == 0)
        return {name, {}, nullptr};
    void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.value, 0);
    if (address == MAP_FAILED)
        throw FileError(fmt::format("Cannot read {}: {}.", name, std::strerror(errno)));
    std::shared_ptr<const void> owner(address, [size](const void* map) { ::munmap(const_cast<void*>(map), size); });
    return {name, {static_cast<const std::byte*>(address), size}, std::move(owner)};
}

} // namespace kintsugi
