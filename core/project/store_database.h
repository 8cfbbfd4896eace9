#pragma once

#include "base/file_lock.h"
#include "project/project_store.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Transaction.h>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

namespace kintsugi {

/// The opened file behind a ProjectStore, and the rules of opening it. Internal to the room: it shows SQLite.
class StoreDatabase {
public:
    /// See ProjectStore.
    StoreDatabase(const std::filesystem::path& projectFolder, StoreAccess access);

    const std::string& readOnlyReason() const { return m_readOnlyReason; }
    SQLite::Database& connection() { return *m_database; }

    /// Calls work(SQLite::Database&) and turns what SQLite throws into Errors.
    template <class Work> auto read(const Work& work) {
        const std::lock_guard guard(m_mutex);
        try {
            return work(*m_database);
        } catch (const SQLite::Exception& failure) {
            fail(failure);
        }
    }

    /// The same in a transaction, which ends with the work, or never was when the work throws.
    template <class Work> auto write(const Work& work) {
        requireWritable();
        return read([&](SQLite::Database& database) {
            SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
            if constexpr (std::is_void_v<decltype(work(database))>) {
                work(database);
                transaction.commit();
            } else {
                auto result = work(database);
                transaction.commit();
                return result;
            }
        });
    }

private:
    void openForWriting();
    void openForReading(bool writableFile);
    void create() const;
    void checkFile();
    void checkContent();
    void useCopyInMemory();
    void requireWritable() const;
    [[noreturn]] void fail(const SQLite::Exception& failure) const;

    std::filesystem::path m_folder;
    std::filesystem::path m_file;
    std::string m_readOnlyReason;
    // Destroyed last: the right to write is kept until the database is closed.
    std::unique_ptr<FileLock> m_lock;
    std::unique_ptr<SQLite::Database> m_database;
    std::mutex m_mutex;
};

} // namespace kintsugi
