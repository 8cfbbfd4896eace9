#include "record_stream.h"

#include "base/error.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace kintsugi::runner {

namespace {

bool writeAll(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// A pipe that can take PIPE_BUF bytes, more than our short lines, without waiting.
bool isFree(int file) {
    pollfd state{file, POLLOUT, 0};
    return ::poll(&state, 1, 0) > 0;
}

} // namespace

std::uint32_t crc32(std::string_view bytes, std::uint32_t crc) {
    crc = ~crc;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1u) != 0 ? 0xEDB88320u : 0u);
    }
    return ~crc;
}

RecordStream::~RecordStream() {
    if (m_log >= 0)
        ::close(m_log);
}

void RecordStream::openLog(const std::filesystem::path& path) {
    m_log = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (m_log < 0)
        throw FileError("The log " + path.string() + " cannot be written (" + std::strerror(errno) +
                        "); name a file in a folder that can be.");
}

void RecordStream::writeLine(const Record& record, bool fatal) {
    // Names from a damaged model may hold bytes that are no UTF-8; they must not end the run.
    const std::string line = record.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
    const bool logged = m_log < 0 || writeAll(m_log, line);
    const bool sent = (fatal || isFree(STDOUT_FILENO)) && writeAll(STDOUT_FILENO, line);
    if (fatal && !(logged && sent))
        _exit(1);
    m_crc = crc32(line, m_crc);
    ++m_count;
}

void RecordStream::write(const Record& record) {
    const std::scoped_lock lock(m_mutex);
    if (!m_closed)
        writeLine(record, true);
}

void RecordStream::writeIfFree(const Record& record) {
    const std::unique_lock lock(m_mutex, std::try_to_lock);
    if (lock.owns_lock() && !m_closed && isFree(STDOUT_FILENO))
        writeLine(record, true);
}

void RecordStream::writeEnd() {
    const std::scoped_lock lock(m_mutex);
    if (m_closed)
        return;
    std::array<char, 9> crc{};
    std::snprintf(crc.data(), crc.size(), "%08x", static_cast<unsigned>(m_crc));
    writeLine({{"record", "end"}, {"records", m_count}, {"crc32", crc.data()}}, true);
    m_closed = true;
}

void RecordStream::writeLast(const std::string& stage, const std::string& message, std::chrono::milliseconds patience) {
    const std::unique_lock lock(m_mutex, patience);
    if (!lock.owns_lock() || m_closed)
        return;
    writeLine({{"record", "error"}, {"stage", stage}, {"message", message}}, false);
    m_closed = true;
}

} // namespace kintsugi::runner
