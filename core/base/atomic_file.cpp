#include "base/atomic_file.h"

#include "base/error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace kintsugi {

namespace fs = std::filesystem;

void writeFileAtomically(const fs::path& path, const std::function<void(std::ostream&)>& write) {
    if (path.has_parent_path()) {
        std::error_code ignored;
        fs::create_directories(path.parent_path(), ignored); // the open below reports what is wrong
    }
    // Machines that share a folder may use the same process number.
    char host[64] = {};
    if (::gethostname(host, sizeof host - 1) != 0)
        host[0] = 0;
    fs::path temporary = path;
    temporary += fmt::format(".tmp{}.{}", host, ::getpid());
    const auto fail = [&](const std::string& what) {
        std::error_code ignored;
        fs::remove(temporary, ignored);
        throw FileError(
            fmt::format("Cannot write {}: {}. Check the folder's permissions and free space.", path.string(), what));
    };
    errno = 0;
    std::ofstream stream(temporary, std::ios::binary | std::ios::trunc);
    if (!stream)
        fail(std::strerror(errno ? errno : EIO));
    try {
        write(stream);
    } catch (...) {
        std::error_code ignored;
        fs::remove(temporary, ignored);
        throw;
    }
    stream.flush();
    if (!stream)
        fail(std::strerror(errno ? errno : ENOSPC));
    stream.close();
    if (!stream)
        fail(std::strerror(errno ? errno : ENOSPC));
    const int descriptor = ::open(temporary.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 || ::fsync(descriptor) != 0) {
        const int reason = errno;
        if (descriptor >= 0)
            ::close(descriptor);
        fail(std::strerror(reason));
    }
    ::close(descriptor);
    std::error_code renamed;
    fs::rename(temporary, path, renamed);
    if (renamed)
        fail(renamed.message());
    // Without this a power failure could undo the renaming. Some file systems cannot; the file itself is safe then.
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if (const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); directory >= 0) {
        ::fsync(directory);
        ::close(directory);
    }
}

std::string readWholeFile(const fs::path& path) {
    errno = 0;
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        throw FileError(fmt::format("Cannot read {}: {}.", path.string(), std::strerror(errno ? errno : EIO)));
    std::ostringstream content;
    content << stream.rdbuf();
    if (stream.bad() || fs::is_directory(path))
        throw FileError(fmt::format("Cannot read {}: it is not a readable file.", path.string()));
    return std::move(content).str();
}

} // namespace kintsugi
