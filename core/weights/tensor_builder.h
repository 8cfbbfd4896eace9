#pragma once

#include "weights/pickle_machine.h"

#include <functional>
#include <map>

namespace kintsugi {

/// The raw data that several tensors may share.
struct StorageData {
    DType dtype = DType::F32;
    std::uint64_t elements = 0;
    std::shared_ptr<const void> owner;
    std::span<const std::byte> bytes;
};

/// What a pickle says of a storage.
struct StorageId {
    DType dtype = DType::F32;
    std::string_view key;
    std::uint64_t elements = 0;
    std::uint64_t viewOffset = 0;              ///< in elements; older legacy files view a part of a storage
    std::optional<std::uint64_t> viewElements; ///< none: the whole storage
};

/// Throws FileError when @p node, of kind Storage, is not what torch.save writes.
StorageId describeStorage(const Pickle& pickle, const PickleNode& node, const std::string& fileName);

/// Turns the tensors of a pickle into contiguous host tensors, which share the storage where they are contiguous in it.
class TensorBuilder {
public:
    /// @p find yields the data of a storage by key, for the type and number of elements that are asked for.
    using FindStorage = std::function<StorageData(const StorageId&)>;

    /// Copies (transposed, expanded or misaligned tensors) may take @p copyBudget bytes in total.
    TensorBuilder(const Pickle& pickle, std::string fileName, std::uint64_t copyBudget, FindStorage find);

    /// Throws FileError when the tensor reaches outside its storage or makes no sense. @p name is for the message.
    HostTensor build(const PickleNode& tensor, std::string_view name);

private:
    struct Strided {
        std::uint64_t offset = 0;
        std::vector<std::int64_t> shape;
        std::vector<std::int64_t> strides;
        std::uint64_t elements = 0;
    };
    [[noreturn]] void damaged(std::string_view name, std::string_view what) const;
    void spend(std::uint64_t bytes, std::string_view name);
    const StorageData& storage(const PickleNode& node, std::string_view name);
    Strided readStrided(const PickleNode& tensor, std::string_view name) const;
    std::vector<std::int64_t> readIntegers(Pickle::Id id, std::string_view name) const;

    const Pickle& m_pickle;
    std::string m_fileName;
    std::uint64_t m_copyBudget;
    FindStorage m_find;
    std::map<std::pair<std::string, DType>, StorageData> m_storages;
};

} // namespace kintsugi
