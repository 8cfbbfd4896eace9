#pragma once

#include "base/error.h"
#include "weights/checkpoint.h"
#include "weights/mapped_file.h"

#include <QByteArray>
#include <QString>

/// Bytes of a test as a file in memory, which must outlive the result.
inline kintsugi::FileBytes inMemory(const std::string& content) {
    return {"test.file", std::as_bytes(std::span(content)), nullptr};
}

/// The message with which @p read refuses its file; empty when it does not.
template <typename Read> QString refusal(Read read) {
    try {
        read();
    } catch (const kintsugi::FileError& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

inline QString refusalOf(const std::string& content) {
    return refusal([&] { kintsugi::parseCheckpoint(inMemory(content)); });
}

/// The message is one that a user can act on: it names the file and contains @p part.
#define COMPARE_REFUSAL(message, part)                                                                                 \
    do {                                                                                                               \
        const QString text = message;                                                                                  \
        QVERIFY2(text.contains("test.file") && text.contains(part) && text.endsWith('.'), qPrintable(text));           \
    } while (false)
