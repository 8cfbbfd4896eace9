#pragma once

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

namespace kintsugi::runner {

using Record = nlohmann::ordered_json;

/// CRC-32 with zlib's polynomial; `crc` is that of the bytes before.
std::uint32_t crc32(std::string_view bytes, std::uint32_t crc = 0);

/// Writes records, one a line, to standard output and to a log, from any thread. When a line cannot be written there is
/// nobody to work for, and the program ends with exit code 1.
class RecordStream {
public:
    RecordStream() = default;
    ~RecordStream();
    RecordStream(const RecordStream&) = delete;
    RecordStream& operator=(const RecordStream&) = delete;

    /// From now on lines are also appended to @p path. Throws FileError.
    void openLog(const std::filesystem::path& path);

    void write(const Record& record);
    /// The same for a line that may be left out: never waits for a reader or for another thread.
    void writeIfFree(const Record& record);
    /// The closing record with the number and the CRC of all earlier ones.
    void writeEnd();
    /// An error record for a program that is about to end: nothing is written after it. Gives up after @p patience
    /// where another thread is stuck in a write, and does not mind a reader that is gone.
    void writeLast(const std::string& stage, const std::string& message,
                   std::chrono::milliseconds patience = std::chrono::milliseconds(500));

private:
    void writeLine(const Record& record, bool fatal);

    std::timed_mutex m_mutex;
    int m_log = -1;
    bool m_closed = false;
    std::int64_t m_count = 0;
    std::uint32_t m_crc = 0;
};

} // namespace kintsugi::runner
