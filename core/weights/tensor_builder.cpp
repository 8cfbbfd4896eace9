#include "weights/tensor_builder.h"

#include "base/error.h"
#include "weights/printable.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>

namespace kintsugi {

namespace {

using Kind = PickleNode::Kind;

constexpr std::size_t mostDimensions = 64; // as PyTorch

bool isContiguous(const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides) {
    std::int64_t expected = 1;
    for (std::size_t d = shape.size(); d-- > 0;) {
        if (shape[d] == 1)
            continue;
        if (strides[d] != expected)
            return false;
        expected *= shape[d];
    }
    return true;
}

/// Copies in row-major order of @p shape. Every extent is at least 1 and every element inside @p source.
template <std::size_t size>
void gather(const std::byte* source, std::byte* target, const std::vector<std::int64_t>& shape,
            const std::vector<std::int64_t>& strides, std::uint64_t elements) {
    std::vector<std::int64_t> index(shape.size(), 0);
    std::size_t at = 0; // unsigned: the stride of an extent of 1 may be anything, and wraps back
    for (std::uint64_t i = 0; i < elements; ++i) {
        std::memcpy(target + i * size, source + at * size, size);
        for (std::size_t d = shape.size(); d-- > 0;) {
            at += static_cast<std::size_t>(strides[d]);
            if (++index[d] < shape[d])
                break;
            at -= static_cast<std::size_t>(strides[d]) * static_cast<std::size_t>(shape[d]);
            index[d] = 0;
        }
    }
}

void gather(std::size_t elementSize, const std::byte* source, std::byte* target, const std::vector<std::int64_t>& shape,
            const std::vector<std::int64_t>& strides, std::uint64_t elements) {
    switch (elementSize) {
    case 1:
        return gather<1>(source, target, shape, strides, elements);
    case 2:
        return gather<2>(source, target, shape, strides, elements);
    case 4:
        return gather<4>(source, target, shape, strides, elements);
    default:
        return gather<8>(source, target, shape, strides, elements);
    }
}

} // namespace

StorageId describeStorage(const Pickle& pickle, const PickleNode& node, const std::string& fileName) {
    const auto& parts = pickle.itemsOf(node);
    const auto isCount = [&](Pickle::Id id) {
        return pickle.node(id).kind == Kind::Int && pickle.node(id).integer >= 0;
    };
    const auto fail = [&] {
        throw FileError(
            fmt::format("{} is damaged: it describes a storage in an unknown way. Download it again.", fileName));
    };
    if (parts.size() < 5 || pickle.node(parts[0]).text != "storage" ||
        pickle.node(parts[1]).kind != Kind::StorageType || pickle.node(parts[2]).kind != Kind::Text ||
        !isCount(parts[4]))
        fail();
    StorageId id;
    id.dtype = static_cast<DType>(pickle.node(parts[1]).integer);
    id.key = pickle.node(parts[2]).text;
    id.elements = static_cast<std::uint64_t>(pickle.node(parts[4]).integer);
    if (parts.size() > 5 && pickle.node(parts[5]).kind != Kind::None) {
        const PickleNode& view = pickle.node(parts[5]); // key of the view, offset, number of elements
        if (view.kind != Kind::Tuple || pickle.itemsOf(view).size() != 3)
            fail();
        const auto& fields = pickle.itemsOf(view);
        if (!isCount(fields[1]) || !isCount(fields[2]))
            fail();
        id.viewOffset = static_cast<std::uint64_t>(pickle.node(fields[1]).integer);
        id.viewElements = static_cast<std::uint64_t>(pickle.node(fields[2]).integer);
        if (id.viewOffset > id.elements || *id.viewElements > id.elements - id.viewOffset)
            fail();
    }
    return id;
}

TensorBuilder::TensorBuilder(const Pickle& pickle, std::string fileName, std::uint64_t copyBudget, FindStorage find)
    : m_pickle(pickle), m_fileName(std::move(fileName)), m_copyBudget(copyBudget), m_find(std::move(find)) {}

void TensorBuilder::damaged(std::string_view name, std::string_view what) const {
    throw FileError(
        fmt::format("{} is damaged: the tensor {} {}. Download it again.", m_fileName, printable(name), what));
}

void TensorBuilder::spend(std::uint64_t bytes, std::string_view name) {
    if (bytes > m_copyBudget)
        throw FileError(fmt::format("{} asks for far more memory than it holds data, at the tensor {}; save it again "
                                    "with contiguous tensors.",
                                    m_fileName, printable(name)));
    m_copyBudget -= bytes;
}

const StorageData& TensorBuilder::storage(const PickleNode& node, std::string_view name) {
    if (node.kind != Kind::Storage)
        damaged(name, "has no storage");
    const StorageId id = describeStorage(m_pickle, node, m_fileName);
    const std::pair key(std::string(id.key), id.dtype);
    auto found = m_storages.find(key);
    if (found == m_storages.end()) {
        StorageData data = m_find(id);
        if (reinterpret_cast<std::uintptr_t>(data.bytes.data()) % byteSize(data.dtype) != 0) {
            spend(data.bytes.size(), name);
            const auto copy = std::make_shared<const std::vector<std::byte>>(data.bytes.begin(), data.bytes.end());
            data.bytes = *copy;
            data.owner = copy;
        }
        found = m_storages.emplace(key, std::move(data)).first;
    }
    if (found->second.elements < id.elements)
        damaged(name, "has a storage of another size");
    return found->second;
}

std::vector<std::int64_t> TensorBuilder::readIntegers(Pickle::Id id, std::string_view name) const {
    const PickleNode& tuple = m_pickle.node(id);
    if (tuple.kind != Kind::Tuple || m_pickle.itemsOf(tuple).size() > mostDimensions)
        damaged(name, "has no usable shape");
    std::vector<std::int64_t> result;
    for (const Pickle::Id item : m_pickle.itemsOf(tuple)) {
        const PickleNode& node = m_pickle.node(item);
        if (node.kind != Kind::Int || node.integer < 0)
            damaged(name, "has no usable shape");
        result.push_back(node.integer);
    }
    return result;
}

TensorBuilder::Strided TensorBuilder::readStrided(const PickleNode& tensor, std::string_view name) const {
    const auto& parts = m_pickle.itemsOf(tensor);
    if (parts.size() < 4 || m_pickle.node(parts[1]).kind != Kind::Int || m_pickle.node(parts[1]).integer < 0)
        damaged(name, "is described incompletely");
    Strided result;
    result.offset = static_cast<std::uint64_t>(m_pickle.node(parts[1]).integer);
    result.shape = readIntegers(parts[2], name);
    result.strides = readIntegers(parts[3], name);
    const auto count = countElements(result.shape);
    if (!count || result.shape.size() != result.strides.size())
        damaged(name, "has no usable shape");
    result.elements = static_cast<std::uint64_t>(*count);
    return result;
}

HostTensor TensorBuilder::build(const PickleNode& tensor, std::string_view name) {
    Strided strided = readStrided(tensor, name);
    const PickleNode& storageNode = m_pickle.node(m_pickle.itemsOf(tensor).front());
    const StorageData& data = storage(storageNode, name);
    const StorageId id = describeStorage(m_pickle, storageNode, m_fileName);
    const std::uint64_t available = id.viewElements.value_or(id.elements);
    const std::size_t elementSize = byteSize(data.dtype);
    if (strided.elements == 0)
        return {data.dtype, std::move(strided.shape), nullptr, nullptr, 0};

    std::uint64_t last = strided.offset;
    for (std::size_t d = 0; d < strided.shape.size(); ++d) {
        std::uint64_t reach = 0;
        if (__builtin_mul_overflow(static_cast<std::uint64_t>(strided.shape[d] - 1),
                                   static_cast<std::uint64_t>(strided.strides[d]), &reach) ||
            __builtin_add_overflow(last, reach, &last))
            damaged(name, "reaches outside its storage");
    }
    if (last >= available)
        damaged(name, "reaches outside its storage");

    const std::byte* first = data.bytes.data() + (id.viewOffset + strided.offset) * elementSize;
    if (isContiguous(strided.shape, strided.strides))
        return {data.dtype, std::move(strided.shape), data.owner, first,
                static_cast<std::size_t>(strided.elements) * elementSize};
    std::uint64_t byteCount = 0;
    if (__builtin_mul_overflow(strided.elements, elementSize, &byteCount))
        damaged(name, "has no usable shape");
    spend(byteCount, name);
    auto buffer = std::make_shared<std::vector<std::byte>>(byteCount);
    gather(elementSize, first, buffer->data(), strided.shape, strided.strides, strided.elements);
    return {data.dtype, std::move(strided.shape), buffer, buffer->data(), buffer->size()};
}

} // namespace kintsugi
