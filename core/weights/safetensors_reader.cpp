#include "weights/safetensors.h"

#include "base/error.h"
#include "weights/mapped_file.h"
#include "weights/printable.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

namespace kintsugi {

namespace {

constexpr std::uint64_t largestHeader = 100'000'000; // as the reference implementation

struct Entry {
    std::string name;
    DType dtype = DType::U8;
    std::vector<std::int64_t> shape;
    std::vector<std::uint64_t> offsets; // begin and end
};

/// Reads exactly the shape of header that the format allows, without building a tree of whatever else a file may hold.
class HeaderHandler {
public:
    std::vector<Entry> entries;
    std::map<std::string, std::string> metadata;
    std::string problem; ///< completes "… its header "

    bool null() { return fail("holds a null"); }
    bool boolean(bool) { return fail("holds a true or false"); }
    bool number_float(double, const std::string&) { return fail("holds a number that is not a whole one"); }
    bool binary(std::vector<std::uint8_t>&) { return fail("holds binary data"); }
    bool number_integer(std::int64_t) { return fail("holds a negative number"); }

    bool number_unsigned(std::uint64_t value) {
        if (m_place == Place::Shape && value <= INT64_MAX)
            entries.back().shape.push_back(static_cast<std::int64_t>(value));
        else if (m_place == Place::Offsets && entries.back().offsets.size() < 2)
            entries.back().offsets.push_back(value);
        else
            return fail("holds a number in a wrong place");
        return true;
    }

    bool string(std::string& value) {
        if (m_place == Place::Metadata) {
            metadata[m_key] = value;
            return true;
        }
        if (m_place == Place::Tensor && m_key == "dtype") {
            const auto dtype = dtypeFromName(value);
            if (!dtype)
                return fail(fmt::format("gives {} the type {}, which Kintsugi does not know",
                                        printable(entries.back().name), printable(value)));
            entries.back().dtype = *dtype;
            return true;
        }
        return fail("holds text in a wrong place");
    }

    bool key(std::string& value) {
        if (m_place == Place::Tensor && value != "dtype" && value != "shape" && value != "data_offsets")
            return fail(fmt::format("has the unknown field {}", printable(value)));
        auto& seen = m_place == Place::Top ? m_topKeys : m_innerKeys;
        if (!seen.insert(value).second)
            return fail(fmt::format("names {} twice", printable(value)));
        m_key = value;
        return true;
    }

    bool start_object(std::size_t) {
        if (m_place == Place::Start) {
            m_place = Place::Top;
        } else if (m_place == Place::Top) {
            m_innerKeys.clear();
            if (m_key == "__metadata__") {
                m_place = Place::Metadata;
            } else {
                m_place = Place::Tensor;
                entries.emplace_back().name = m_key;
            }
        } else {
            return fail("is nested too deeply");
        }
        return true;
    }

    bool end_object() {
        if (m_place == Place::Tensor) {
            const Entry& entry = entries.back();
            if (m_innerKeys.size() != 3 ||
                entry.offsets.size() != 2) // a known field with a wrong value never gets here
                return fail(fmt::format("describes {} incompletely", printable(entry.name)));
        }
        m_place = m_place == Place::Top ? Place::End : Place::Top;
        return true;
    }

    bool start_array(std::size_t) {
        if (m_place == Place::Tensor && m_key == "shape") {
            m_place = Place::Shape;
        } else if (m_place == Place::Tensor && m_key == "data_offsets") {
            m_place = Place::Offsets;
        } else {
            return fail("holds a list in a wrong place");
        }
        return true;
    }

    bool end_array() {
        m_place = Place::Tensor;
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) {
        return fail(fmt::format("is not valid JSON at byte {}", position));
    }

private:
    enum class Place { Start, Top, Metadata, Tensor, Shape, Offsets, End };

    bool fail(std::string what) {
        problem = std::move(what);
        return false;
    }

    Place m_place = Place::Start;
    std::string m_key;
    std::set<std::string> m_topKeys;
    std::set<std::string> m_innerKeys;
};

} // namespace

Checkpoint parseSafetensors(const FileBytes& file) {
    const auto fail = [&](const std::string& what) {
        throw FileError(
            fmt::format("{} is not a usable .safetensors file: {}. Download or export it again.", file.name, what));
    };
    std::uint64_t headerSize = 0;
    if (file.bytes.size() < sizeof headerSize)
        fail(fmt::format("it has only {} bytes", file.bytes.size()));
    std::memcpy(&headerSize, file.bytes.data(), sizeof headerSize);
    if (headerSize > largestHeader)
        fail(fmt::format("its header claims {} bytes, more than the {} that the format allows", headerSize,
                         largestHeader));
    if (headerSize > file.bytes.size() - sizeof headerSize)
        fail(fmt::format("its header claims {} bytes but the file ends after {}", headerSize, file.bytes.size()));
    const char* text = reinterpret_cast<const char*>(file.bytes.data()) + sizeof headerSize;
    if (headerSize == 0 || *text != '{')
        fail("its header does not begin with '{'");
    HeaderHandler header;
    if (!nlohmann::json::sax_parse(text, text + headerSize, &header))
        fail("its header " + header.problem);

    std::sort(header.entries.begin(), header.entries.end(), [](const Entry& a, const Entry& b) {
        return std::pair(a.offsets[0], a.offsets[1]) < std::pair(b.offsets[0], b.offsets[1]);
    });
    const auto data = file.bytes.subspan(sizeof headerSize + headerSize);
    Checkpoint result;
    result.format = "safetensors";
    result.metadata = std::move(header.metadata);
    std::uint64_t expected = 0;
    for (Entry& entry : header.entries) {
        const std::uint64_t begin = entry.offsets[0];
        const std::uint64_t end = entry.offsets[1];
        if (begin != expected || end < begin)
            fail(fmt::format("the data of {} is at {}..{}, which leaves a hole or overlaps another tensor",
                             printable(entry.name), begin, end));
        if (end > data.size())
            fail(fmt::format("the data of {} ends at {} but the file holds only {} bytes of data",
                             printable(entry.name), end, data.size()));
        expected = end;
        const auto count = countElements(entry.shape);
        std::uint64_t needed = 0;
        if (!count || __builtin_mul_overflow(static_cast<std::uint64_t>(*count), byteSize(entry.dtype), &needed) ||
            needed != end - begin)
            fail(fmt::format("{} has {} bytes of data, which is not what its shape and type need",
                             printable(entry.name), end - begin));
        const auto bytes = data.subspan(begin, end - begin);
        const bool aligned = reinterpret_cast<std::uintptr_t>(bytes.data()) % byteSize(entry.dtype) == 0;
        result.tensors.emplace(std::move(entry.name), aligned ? HostTensor{entry.dtype, std::move(entry.shape),
                                                                           file.owner, bytes.data(), bytes.size()}
                                                              : makeTensor(entry.dtype, std::move(entry.shape), bytes));
    }
    if (expected != data.size())
        fail(fmt::format("it holds {} bytes of data but its header describes {}", data.size(), expected));
    return result;
}

Checkpoint readSafetensors(const std::filesystem::path& path) {
    return parseSafetensors(mapFile(path));
}

} // namespace kintsugi
