#pragma once

#include <cstdint>
#include <string>

namespace kintsugi {

__extension__ typedef unsigned __int128 Uint128;

/// A number of paths: exact up to 2^128 - 1, beyond that only its size is known, to about 18 digits.
class PathCount {
public:
    PathCount(Uint128 value = 0) : m_value(value), m_size(static_cast<long double>(value)) {}

    bool isExact() const { return m_exact; }
    bool isZero() const { return m_exact && m_value == 0; }
    /// Meaningful only when isExact().
    Uint128 value() const { return m_value; }
    long double approximate() const { return m_size; }

    /// "34560", or "about 1.24e+45" when not exact.
    std::string text() const;

    friend PathCount operator+(const PathCount& a, const PathCount& b);
    friend PathCount operator*(const PathCount& a, const PathCount& b);

private:
    static PathCount sized(long double size);

    Uint128 m_value;
    long double m_size;
    bool m_exact = true;
};

} // namespace kintsugi
