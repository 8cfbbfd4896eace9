#pragma once

#include "base/error.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Values to parameters and columns to values. Internal to the room: it shows SQLite.
namespace kintsugi::rows {

static_assert(std::endian::native == std::endian::little, "the lists of numbers in the database are little-endian");

inline void bindValue(SQLite::Statement& statement, int index, std::int64_t value) {
    statement.bind(index, value);
}
inline void bindValue(SQLite::Statement& statement, int index, int value) {
    statement.bind(index, value);
}
/// All 64 bits are kept, as a signed number.
inline void bindValue(SQLite::Statement& statement, int index, std::uint64_t value) {
    statement.bind(index, static_cast<std::int64_t>(value));
}
inline void bindValue(SQLite::Statement& statement, int index, double value) {
    if (std::isnan(value))
        throw InputError("A result is not a number, so it is not stored. Look for its cause in what measured it.");
    statement.bind(index, value);
}
inline void bindValue(SQLite::Statement& statement, int index, const std::optional<double>& value) {
    if (value)
        bindValue(statement, index, *value);
    else
        statement.bind(index);
}
inline void bindValue(SQLite::Statement& statement, int index, std::string_view value) {
    statement.bind(index, std::string(value));
}
inline void bindValue(SQLite::Statement& statement, int index, const std::vector<double>& values) {
    for (const double value : values)
        if (std::isnan(value))
            throw InputError("A list of results holds one that is not a number, so none of them is stored.");
    // SQLite takes a null pointer, which an empty vector may have, for NULL.
    statement.bind(index, values.empty() ? "" : static_cast<const void*>(values.data()),
                   static_cast<int>(values.size() * sizeof(double)));
}

/// Reads the columns of one row from left to right.
class Row {
public:
    explicit Row(SQLite::Statement& statement) : m_statement(statement) {}

    Row& operator>>(std::int64_t& value) {
        value = next().getInt64();
        return *this;
    }
    Row& operator>>(std::uint64_t& value) {
        value = static_cast<std::uint64_t>(next().getInt64());
        return *this;
    }
    Row& operator>>(int& value) {
        value = next().getInt();
        return *this;
    }
    Row& operator>>(double& value) {
        value = next().getDouble();
        return *this;
    }
    Row& operator>>(std::optional<double>& value) {
        const SQLite::Column column = next();
        value = column.isNull() ? std::nullopt : std::optional(column.getDouble());
        return *this;
    }
    Row& operator>>(std::string& value) {
        value = next().getString();
        return *this;
    }
    Row& operator>>(std::vector<double>& values) {
        const SQLite::Column column = next();
        values.resize(static_cast<std::size_t>(column.getBytes()) / sizeof(double));
        if (!values.empty())
            std::memcpy(values.data(), column.getBlob(), values.size() * sizeof(double));
        return *this;
    }

private:
    SQLite::Column next() { return m_statement.getColumn(m_index++); }

    SQLite::Statement& m_statement;
    int m_index = 0;
};

template <class... Values> void bindAll(SQLite::Statement& statement, const Values&... values) {
    int index = 0;
    (bindValue(statement, ++index, values), ...);
}

/// The number of rows that changed.
template <class... Values> int execute(SQLite::Database& database, const char* sql, const Values&... values) {
    SQLite::Statement statement(database, sql);
    bindAll(statement, values...);
    return statement.exec();
}

/// One Record per row, by @p read(Row&).
template <class Read, class... Values>
auto select(SQLite::Database& database, const Read& read, const char* sql, const Values&... values) {
    SQLite::Statement statement(database, sql);
    bindAll(statement, values...);
    std::vector<decltype(read(std::declval<Row&>()))> result;
    while (statement.executeStep()) {
        Row row(statement);
        result.push_back(read(row));
    }
    return result;
}

template <class T> std::optional<T> firstOf(std::vector<T> values) {
    return values.empty() ? std::nullopt : std::optional<T>(std::move(values.front()));
}

} // namespace kintsugi::rows
