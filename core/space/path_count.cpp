#include "space/path_count.h"

#include <algorithm>
#include <fmt/format.h>

namespace kintsugi {

PathCount PathCount::sized(long double size) {
    PathCount count;
    count.m_size = size;
    count.m_exact = false;
    return count;
}

PathCount operator+(const PathCount& a, const PathCount& b) {
    Uint128 sum = 0;
    if (a.m_exact && b.m_exact && !__builtin_add_overflow(a.m_value, b.m_value, &sum))
        return sum;
    return PathCount::sized(a.m_size + b.m_size);
}

PathCount operator*(const PathCount& a, const PathCount& b) {
    if (a.isZero() || b.isZero())
        return {};
    Uint128 product = 0;
    if (a.m_exact && b.m_exact && !__builtin_mul_overflow(a.m_value, b.m_value, &product))
        return product;
    return PathCount::sized(a.m_size * b.m_size);
}

std::string PathCount::text() const {
    if (!m_exact)
        return fmt::format("about {:.2e}", static_cast<double>(m_size));
    std::string digits;
    Uint128 rest = m_value;
    do {
        digits += static_cast<char>('0' + static_cast<int>(rest % 10));
        rest /= 10;
    } while (rest != 0);
    std::reverse(digits.begin(), digits.end());
    return digits;
}

} // namespace kintsugi
