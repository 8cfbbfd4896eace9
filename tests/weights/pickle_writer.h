#pragma once

#include "zip_writer.h"

/// Pieces of pickles, for what torch.save does not write.
namespace pickles {

inline std::string text(const std::string& value) {
    return "X" + littleEndian(static_cast<std::uint32_t>(value.size())) + value;
}

inline std::string integer(std::int64_t value) {
    return "\x8a\x08" + littleEndian(value);
}

inline std::string tuple(const std::vector<std::string>& parts) {
    std::string result = "(";
    for (const std::string& part : parts)
        result += part;
    return result + "t";
}

inline std::string integers(const std::vector<std::int64_t>& values) {
    std::vector<std::string> parts;
    for (const std::int64_t value : values)
        parts.push_back(integer(value));
    return tuple(parts);
}

inline std::string dict(const std::vector<std::pair<std::string, std::string>>& items) {
    std::string result = "}(";
    for (const auto& [key, value] : items)
        result += text(key) + value;
    return result + "u";
}

inline std::string call(const std::string& function, const std::string& arguments) {
    return "c" + function + "\n" + arguments + "R";
}

inline std::string storage(const std::string& key, std::int64_t elements, const std::string& type = "FloatStorage") {
    return tuple({text("storage"), "ctorch\n" + type + "\n", text(key), text("cpu"), integer(elements)}) + "Q";
}

inline std::string tensor(const std::string& storage, std::int64_t offset, const std::vector<std::int64_t>& shape,
                          const std::vector<std::int64_t>& strides) {
    return call("torch._utils\n_rebuild_tensor_v2", tuple({storage, integer(offset), integers(shape), integers(strides),
                                                           "\x89", call("collections\nOrderedDict", ")")}));
}

inline std::string program(const std::string& value) {
    return "\x80\x02" + value + ".";
}

/// A zip checkpoint whose storage "0" holds the floats 0, 1, 2, 3.
inline std::string checkpoint(const std::string& value, std::vector<ZipItem> more = {}) {
    std::string floats("\0\0\0\0\0\0\x80\x3f\0\0\0\x40\0\0\x40\x40", 16);
    more.insert(more.begin(), {{"net/data.pkl", program(value)}, {"net/data/0", floats}});
    return makeZip(more);
}

} // namespace pickles
