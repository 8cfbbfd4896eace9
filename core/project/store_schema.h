#pragma once

#include <SQLiteCpp/Database.h>
#include <cstdint>
#include <span>

/// The tables of project.db and how older ones become current ones. Internal to the room: it shows SQLite.
namespace kintsugi {

/// "Kint", in the header of the file: tells a project's database from any other.
inline constexpr std::uint32_t storeApplicationId = 0x4B696E74;

/// Turns version - 1 into version.
struct StoreMigration {
    int version;
    const char* sql;
};

/// In the order of their versions, from 1 without a gap. One that has been released never changes again.
std::span<const StoreMigration> storeMigrations();

int newestVersion(std::span<const StoreMigration> migrations);
int schemaVersion(SQLite::Database& database);

/// Applies what is newer than the database, each in a transaction of its own. Throws SQLite::Exception; the database
/// then has the last version that succeeded.
void migrate(SQLite::Database& database, std::span<const StoreMigration> migrations);

} // namespace kintsugi
