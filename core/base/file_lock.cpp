#include "base/file_lock.h"

#include "base/error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace kintsugi {

FileLock::FileLock(const std::filesystem::path& path, const std::string& what) {
    m_descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (m_descriptor < 0)
        throw FileError(fmt::format("{} cannot be locked: {}.", path.string(), std::strerror(errno)));
    int result = 0;
    while ((result = ::flock(m_descriptor, LOCK_EX | LOCK_NB)) != 0 && errno == EINTR) {
    }
    if (result != 0 && errno != EWOULDBLOCK) {
        const int reason = errno;
        ::close(m_descriptor);
        throw FileError(fmt::format("{} cannot be locked: {}.", path.string(), std::strerror(reason)));
    }
    if (result != 0) {
        char holder[32] = {};
        const ssize_t length = ::read(m_descriptor, holder, sizeof holder - 1);
        const std::string process(holder, length > 0 ? static_cast<std::size_t>(length) : 0);
        ::close(m_descriptor);
        throw InputError(fmt::format("{} is in use by {}. Wait for it, or stop it first.", what,
                                     process.empty() ? "another program" : "process " + process));
    }
    // The number only serves the message above, so it does no harm if it cannot be written; the lock is the kernel's.
    const std::string self = std::to_string(::getpid());
    [[maybe_unused]] const bool noted =
        ::ftruncate(m_descriptor, 0) == 0 && ::pwrite(m_descriptor, self.data(), self.size(), 0) > 0;
}

FileLock::~FileLock() {
    ::close(m_descriptor);
}

} // namespace kintsugi
