#pragma once

#include <string>
#include <string_view>

namespace kintsugi {

/// A name from an untrusted file, made fit for a message: control bytes become '?', a long one is cut.
inline std::string printable(std::string_view text) {
    constexpr std::size_t longest = 120;
    std::string result(text.substr(0, longest));
    for (char& c : result) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            c = '?';
    }
    if (text.size() > longest) {
        while (!result.empty() && (static_cast<unsigned char>(result.back()) & 0xC0) == 0x80)
            result.pop_back(); // not in the middle of a UTF-8 sequence
        result += "…";
    }
    return result;
}

} // namespace kintsugi
