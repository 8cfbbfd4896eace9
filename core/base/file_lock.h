#pragma once

#include <filesystem>
#include <string>

namespace kintsugi {

/// Exclusive use of something by one process, for as long as it lives: the kernel lets go of the lock when the process
/// ends, however it ends, so none is ever left behind.
class FileLock {
public:
    /// Locks @p path, a file of its own that is made if need be. Throws InputError, naming @p what and the process that
    /// holds it, when another one does; FileError when the file cannot be made.
    FileLock(const std::filesystem::path& path, const std::string& what);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

private:
    int m_descriptor = -1;
};

} // namespace kintsugi
