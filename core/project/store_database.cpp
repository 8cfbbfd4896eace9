#include "project/store_database.h"

#include "base/error.h"
#include "project/project_folder.h"
#include "project/store_rows.h"
#include "project/store_schema.h"

#include <SQLiteCpp/Backup.h>
#include <algorithm>
#include <array>
#include <cctype>
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <string_view>
#include <unistd.h>

namespace kintsugi {

namespace fs = std::filesystem;

namespace {

constexpr int busyMilliseconds = 5000; // readers and the writer only wait for each other during a checkpoint
constexpr std::size_t headerBytes = 100;
constexpr std::string_view magic{"SQLite format 3\0", 16};

bool mayWrite(const fs::path& path) {
    return ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0;
}

bool isThere(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

fs::path withSuffix(fs::path path, const char* suffix) {
    return path += suffix;
}

std::uint32_t bigEndian(const unsigned char* bytes) {
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

/// An address that tells SQLite that nobody writes the file, so that it needs no files beside it.
std::string immutableAddress(const fs::path& file) {
    std::string address = "file:";
    for (const char c : fs::absolute(file).string()) {
        const bool plain =
            std::isalnum(static_cast<unsigned char>(c)) || std::string_view("/-_.").find(c) != std::string_view::npos;
        address += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return address + "?immutable=1";
}

std::string newerSentence(const fs::path& file, std::int64_t version) {
    return fmt::format(
        "{} was made by a newer version of Kintsugi (schema {}, this program reads up to {}). Update the "
        "program.",
        file.string(), version, newestVersion(storeMigrations()));
}

std::string damagedSentence(const fs::path& file, const std::string& finding) {
    return fmt::format("{} is damaged ({}). Restore it from a copy of the project, or move it away to begin with an "
                       "empty one.",
                       file.string(), finding);
}

} // namespace

StoreDatabase::StoreDatabase(const fs::path& projectFolder, StoreAccess access)
    : m_folder(projectFolder), m_file(projectFolder / ProjectStore::fileName) {
    if (!ProjectFolder::isProject(m_folder))
        throw FileError(fmt::format(
            "{} is not a Kintsugi project: it has no teacher.safetensors. Make one with 'kintsugi-cli new'.",
            m_folder.string()));
    const bool writable = mayWrite(m_folder) && (!isThere(m_file) || mayWrite(m_file));
    const std::string name = fmt::format("The project {}", m_folder.string());
    if (access == StoreAccess::Read) {
        m_readOnlyReason = fmt::format("{} was opened for reading only. Open it for writing to change it.", name);
    } else if (!writable) {
        m_readOnlyReason = fmt::format("{} may not be written, so it can only be read. Copy it to a folder of your own "
                                       "to change it.",
                                       name);
    } else {
        try {
            m_lock = std::make_unique<FileLock>(m_folder / ProjectStore::lockName, name);
        } catch (const InputError& inUse) {
            m_readOnlyReason = fmt::format("{} Until then it can only be read.", inUse.what());
        }
    }
    try {
        if (m_lock)
            openForWriting();
        else
            openForReading(writable);
    } catch (const SQLite::Exception& failure) {
        fail(failure);
    }
}

void StoreDatabase::openForWriting() {
    if (!isThere(m_file))
        create();
    m_database = std::make_unique<SQLite::Database>(m_file.string(), SQLite::OPEN_READWRITE, busyMilliseconds);
    checkFile();
    checkContent();
    m_database->exec("PRAGMA journal_mode = WAL");
    // NORMAL would do for a killed program, but a power failure could then take the last hour's trials with it. FULL
    // waits once for the disk per unit of work, each of which took far longer to compute.
    m_database->exec("PRAGMA synchronous = FULL");
    m_database->exec("PRAGMA foreign_keys = ON");
    migrate(*m_database, storeMigrations());
    m_database->exec("UPDATE searches SET state = 'interrupted' WHERE state = 'running'");
}

/// A database appears complete or not at all, so that every project.db says whose it is.
void StoreDatabase::create() const {
    const fs::path temporary = withSuffix(m_file, ".new");
    std::error_code ignored;
    // Logs of a database that somebody removed would be taken for the new one's.
    for (const char* suffix : {".new", ".new-journal", "-wal", "-shm", "-journal"})
        fs::remove(withSuffix(m_file, suffix), ignored);
    {
        SQLite::Database database(temporary.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busyMilliseconds);
        database.exec(fmt::format("PRAGMA application_id = {}", storeApplicationId));
        migrate(database, storeMigrations());
    }
    std::error_code failure;
    fs::rename(temporary, m_file, failure);
    if (failure)
        throw FileError(fmt::format("Cannot make {}: {}. Check the folder's permissions and free space.",
                                    m_file.string(), failure.message()));
}

void StoreDatabase::openForReading(bool writableFile) {
    if (!isThere(m_file)) {
        useCopyInMemory();
        return;
    }
    const fs::path log = withSuffix(m_file, "-wal");
    std::error_code ignored;
    const bool quiet = !isThere(log) || (fs::file_size(log, ignored) == 0 && !isThere(withSuffix(m_file, "-shm")));
    if (writableFile) // read-only handles would leave the files that they share with the writer behind
        m_database = std::make_unique<SQLite::Database>(m_file.string(), SQLite::OPEN_READWRITE, busyMilliseconds);
    else if (quiet)
        m_database = std::make_unique<SQLite::Database>(immutableAddress(m_file),
                                                        SQLite::OPEN_READONLY | SQLite::OPEN_URI, busyMilliseconds);
    else
        m_database = std::make_unique<SQLite::Database>(m_file.string(), SQLite::OPEN_READONLY, busyMilliseconds);
    checkFile();
    checkContent();
    if (schemaVersion(*m_database) < newestVersion(storeMigrations()))
        useCopyInMemory();
    m_database->exec("PRAGMA query_only = ON");
}

/// An older database that may not be written is brought up to date in memory; where there is none, an empty one serves.
void StoreDatabase::useCopyInMemory() {
    auto memory = std::make_unique<SQLite::Database>(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    if (m_database && SQLite::Backup(*memory, *m_database).executeStep(-1) != SQLITE_DONE)
        throw FileError(fmt::format("{} is being changed by another program; try again.", m_file.string()));
    migrate(*memory, storeMigrations());
    m_database = std::move(memory);
}

/// Looks at the header before SQLite does, because SQLite may change a file that is not ours. It is read through
/// SQLite's handle: if this process has the file open already, closing another handle would drop that one's locks.
void StoreDatabase::checkFile() {
    sqlite3_file* file = nullptr;
    std::array<unsigned char, headerBytes> header{};
    std::error_code noLog;
    const bool merged = fs::file_size(withSuffix(m_file, "-wal"), noLog) == 0 || noLog;
    const bool opened =
        sqlite3_file_control(m_database->getHandle(), "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK && file &&
        file->pMethods;
    const int code = opened ? file->pMethods->xRead(file, header.data(), headerBytes, 0) : SQLITE_CANTOPEN;
    if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ)
        throw SQLite::Exception("its header cannot be read", code);
    const auto refuse = [&](const char* what) {
        throw FileError(
            fmt::format("{} is {}. Move it away to begin with an empty one, or restore it from a copy of the "
                        "project.",
                        m_file.string(), what));
    };
    if (code == SQLITE_IOERR_SHORT_READ || !std::equal(magic.begin(), magic.end(), header.begin()))
        refuse("not a database, or only the beginning of one");
    if (bigEndian(&header[68]) != storeApplicationId)
        refuse("a database of another program, not of a Kintsugi project");
    if (const std::uint32_t version = bigEndian(&header[60]);
        version > static_cast<std::uint32_t>(newestVersion(storeMigrations())))
        throw FileError(newerSentence(m_file, version));
    // SQLite fills an incomplete last page with zeros. A killed program may leave one, but then also the log that mends
    // it.
    sqlite3_int64 bytes = 0;
    const std::uint32_t pageBytes = std::uint32_t{header[16]} << 8 | header[17];
    if (merged && pageBytes > 1 && file->pMethods->xFileSize(file, &bytes) == SQLITE_OK && bytes % pageBytes != 0)
        throw FileError(damagedSentence(m_file, "its end is missing"));
}

void StoreDatabase::checkContent() {
    std::error_code ignored;
    const auto logBytes = fs::file_size(withSuffix(m_file, "-wal"), ignored);
    const bool keepLog = !ignored && logBytes > 0;
    // Should the file be refused after all, closing it must not move the log into it.
    if (keepLog)
        sqlite3_db_config(m_database->getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    const std::string finding = m_database->execAndGet("PRAGMA quick_check(1)").getString();
    if (finding != "ok")
        throw FileError(damagedSentence(m_file, finding));
    if (const int version = schemaVersion(*m_database); version > newestVersion(storeMigrations()))
        throw FileError(newerSentence(m_file, version));
    if (keepLog)
        sqlite3_db_config(m_database->getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
}

void StoreDatabase::requireWritable() const {
    if (!m_readOnlyReason.empty())
        throw InputError(m_readOnlyReason);
}

void StoreDatabase::fail(const SQLite::Exception& failure) const {
    const std::string file = m_file.string(), what = failure.what();
    switch (failure.getErrorCode() & 0xff) { // without the detail of extended codes
    case SQLITE_FULL:
        throw FileError(fmt::format(
            "Cannot write {}: the disk is full. Free some space and try again; what was stored before is kept.", file));
    case SQLITE_IOERR:
        throw FileError(fmt::format("Cannot read or write {}: {}. Check the disk and its free space; what was stored "
                                    "before is kept.",
                                    file, what));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        throw FileError(damagedSentence(m_file, what));
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
        throw FileError(fmt::format("{} cannot be opened ({}). Check its permissions, or copy the project to a folder "
                                    "of your own.",
                                    file, what));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw FileError(
            fmt::format("{} has been held by another program for too long. Stop that program and try again.", file));
    case SQLITE_CONSTRAINT:
        throw InputError(
            fmt::format("{} does not take this record ({}): it refers to one that is not there.", file, what));
    default:
        throw FileError(
            fmt::format("{} cannot be used: {}. Restore it from a copy of the project if this stays.", file, what));
    }
}

} // namespace kintsugi
