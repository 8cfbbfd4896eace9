#include "project/store_schema.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <array>
#include <fmt/format.h>

namespace kintsugi {

namespace {

constexpr const char* version1 = R"sql(
CREATE TABLE surrogates (
    stage TEXT NOT NULL,
    first INTEGER NOT NULL,
    past INTEGER NOT NULL,
    kind TEXT NOT NULL,
    run INTEGER NOT NULL,
    file TEXT NOT NULL,
    file_bytes INTEGER NOT NULL,
    teacher TEXT NOT NULL,
    relative_error REAL,
    psnr_after_features REAL,
    psnr_after_output REAL,
    iterations INTEGER NOT NULL,
    seconds REAL NOT NULL,
    curve TEXT NOT NULL,
    options TEXT NOT NULL,
    created TEXT NOT NULL,
    PRIMARY KEY (stage, first, past, kind, run)
) STRICT, WITHOUT ROWID;

CREATE TABLE validation_sets (
    id TEXT NOT NULL PRIMARY KEY,
    task TEXT NOT NULL,
    teacher TEXT NOT NULL,
    images INTEGER NOT NULL,
    crop INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    description TEXT NOT NULL
) STRICT;

CREATE TABLE evaluations (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    validation_set TEXT NOT NULL REFERENCES validation_sets (id),
    architecture TEXT NOT NULL,
    psnr REAL NOT NULL,
    ssim REAL,
    image_psnrs BLOB NOT NULL,
    image_ssims BLOB NOT NULL,
    seconds REAL NOT NULL,
    UNIQUE (validation_set, architecture)
) STRICT;

CREATE TABLE searches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    method TEXT NOT NULL,
    space TEXT NOT NULL,
    budget INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    cost TEXT NOT NULL,
    options TEXT NOT NULL,
    validation_set TEXT NOT NULL REFERENCES validation_sets (id),
    state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'interrupted', 'finished', 'failed')),
    message TEXT NOT NULL DEFAULT '',
    reference_loss REAL,
    reference_cost REAL,
    seconds REAL NOT NULL DEFAULT 0,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
) STRICT;

CREATE TABLE trials (
    search INTEGER NOT NULL REFERENCES searches (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    architecture TEXT NOT NULL,
    loss REAL NOT NULL,
    cost REAL NOT NULL,
    hypervolume REAL NOT NULL,
    seconds REAL NOT NULL,
    PRIMARY KEY (search, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE finetunes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    architecture TEXT NOT NULL,
    role TEXT NOT NULL,
    validation_set TEXT NOT NULL REFERENCES validation_sets (id),
    psnr_before REAL,
    psnr_after REAL,
    ssim_before REAL,
    ssim_after REAL,
    iterations INTEGER NOT NULL,
    seconds REAL NOT NULL,
    file TEXT NOT NULL UNIQUE,
    curve TEXT NOT NULL,
    options TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT;

CREATE TABLE latencies (
    device TEXT NOT NULL,
    conditions TEXT NOT NULL,
    subject TEXT NOT NULL,
    median_ms REAL NOT NULL,
    min_ms REAL NOT NULL,
    p90_ms REAL NOT NULL,
    mad_ms REAL NOT NULL,
    samples TEXT NOT NULL,
    PRIMARY KEY (device, conditions, subject)
) STRICT;

CREATE TABLE notes (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
)sql";

constexpr const char* version2 = R"sql(
CREATE TABLE timings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    device TEXT NOT NULL,
    started TEXT NOT NULL,
    used INTEGER NOT NULL CHECK (used IN (0, 1)),
    report TEXT NOT NULL
) STRICT;
)sql";

constexpr std::array<StoreMigration, 2> migrations{{{1, version1}, {2, version2}}};

} // namespace

std::span<const StoreMigration> storeMigrations() {
    return migrations;
}

int newestVersion(std::span<const StoreMigration> list) {
    return list.empty() ? 0 : list.back().version;
}

int schemaVersion(SQLite::Database& database) {
    return database.execAndGet("PRAGMA user_version").getInt();
}

void migrate(SQLite::Database& database, std::span<const StoreMigration> list) {
    const int present = schemaVersion(database);
    for (const StoreMigration& migration : list) {
        if (migration.version <= present)
            continue;
        SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
        database.exec(migration.sql);
        database.exec(fmt::format("PRAGMA user_version = {}", migration.version));
        transaction.commit();
    }
}

} // namespace kintsugi
