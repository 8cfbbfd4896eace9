#pragma once

#include <stdexcept>
#include <string>

namespace kintsugi {

/// Every failure that a user may see. The message is one sentence: what happened, to which file or value, what to do.
class Error : public std::runtime_error {
public:
    explicit Error(const std::string& sentence) : std::runtime_error(sentence) {}
};

/// A file that cannot be read or written, or whose content is not what it should be.
class FileError : public Error {
public:
    using Error::Error;
};

/// A value given by the user (option, configuration, architecture text) that cannot be used.
class InputError : public Error {
public:
    using Error::Error;
};

/// Work that stopped because it was asked to; what was finished is kept.
class Interrupted : public Error {
public:
    using Error::Error;
};

} // namespace kintsugi
