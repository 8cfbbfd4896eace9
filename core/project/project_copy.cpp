#include "project/project_copy.h"

#include "base/error.h"
#include "project/store_database.h"

#include <SQLiteCpp/Backup.h>
#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <string>
#include <system_error>
#include <unistd.h>

namespace kintsugi {

namespace fs = std::filesystem;

namespace {

/// What belongs to a program that works on the project rather than to the project; the database is copied by SQLite.
bool staysBehind(const std::string& name) {
    if (name == ProjectStore::lockName || name.ends_with(".lock") || name.starts_with(ProjectStore::fileName))
        return true;
    const auto at = name.rfind(".tmp"); // a file being written: "NAME.tmpHOST.123"
    return at != std::string::npos && name.back() >= '0' && name.back() <= '9';
}

void sync(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const int failure = descriptor < 0 || ::fsync(descriptor) != 0 ? errno : 0;
    if (descriptor >= 0)
        ::close(descriptor);
    if (failure != 0)
        throw fs::filesystem_error("cannot be written", path, std::error_code(failure, std::generic_category()));
}

void copyFiles(const fs::path& from, const fs::path& to) {
    fs::create_directory(to); // with the user's own permissions, not those of a read-only original
    for (const auto& entry : fs::directory_iterator(from)) {
        const fs::path target = to / entry.path().filename();
        if (staysBehind(entry.path().filename().string()))
            continue;
        if (entry.is_directory()) {
            copyFiles(entry.path(), target);
        } else if (entry.is_regular_file()) {
            fs::copy_file(entry.path(), target);
            fs::permissions(target, fs::perms::owner_read | fs::perms::owner_write, fs::perm_options::add);
            sync(target);
        }
    }
    sync(to);
}

void copyDatabase(SQLite::Database& from, const fs::path& to) {
    SQLite::Database copy(to.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    if (const int code = SQLite::Backup(copy, from).executeStep(-1); code != SQLITE_DONE)
        throw SQLite::Exception(sqlite3_errstr(code), code);
}

bool liesInside(const fs::path& path, const fs::path& folder) {
    const fs::path inner = fs::weakly_canonical(path), outer = fs::weakly_canonical(folder);
    return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

} // namespace

void copyProject(const fs::path& from, const fs::path& to) {
    const fs::path target = fs::absolute(to.has_filename() ? to : to.parent_path()); // "name.kintsugi/"
    if (target.extension() != ".kintsugi")
        throw InputError(fmt::format("A project's name ends in .kintsugi; use {}.kintsugi.", target.string()));
    if (liesInside(target, from))
        throw InputError(
            fmt::format("{} lies inside {}. Choose a place outside the project.", target.string(), from.string()));
    std::error_code ignored;
    if (fs::exists(target, ignored) && !(fs::is_directory(target, ignored) && fs::is_empty(target, ignored)))
        throw FileError(fmt::format("{} exists already. Choose another name, or remove it first.", target.string()));

    StoreDatabase database(from, StoreAccess::Read);
    const fs::path temporary = target.parent_path() / fmt::format(".{}.tmp{}", target.filename().string(), ::getpid());
    const auto fail = [&](const std::string& what) {
        fs::remove_all(temporary, ignored);
        throw FileError(fmt::format("Cannot copy {} to {}: {}. Check the folder's permissions and free space.",
                                    from.string(), target.string(), what));
    };
    try {
        fs::remove_all(temporary);
        // The database goes first: the files that it names were there before it named them.
        fs::create_directory(temporary);
        if (fs::exists(from / ProjectStore::fileName))
            copyDatabase(database.connection(), temporary / ProjectStore::fileName);
        copyFiles(from, temporary);
        fs::rename(temporary, target);
        sync(target.parent_path());
    } catch (const fs::filesystem_error& failure) {
        fail(failure.code().message());
    } catch (const SQLite::Exception& failure) {
        fail(failure.what());
    }
}

} // namespace kintsugi
