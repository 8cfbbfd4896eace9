#include "weights/pth_reader.h"

#include "base/error.h"
#include "weights/printable.h"
#include "weights/tensor_builder.h"
#include "weights/zip_archive.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fmt/format.h>
#include <set>

namespace kintsugi {

namespace {

using Kind = PickleNode::Kind;

constexpr std::string_view legacyMagic("\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"); // 0x1950a86a20f9469cfc6c
constexpr std::int64_t legacyProtocol = 1001;
constexpr std::array<std::string_view, 6> weightKeys{"params",           "params_ema", "state_dict",
                                                     "model_state_dict", "model",      "net"};
constexpr std::array<std::string_view, 7> prefixes{"module.", "net_g.",     "model.",    "network.",
                                                   "net.",    "generator.", "_orig_mod."};

std::string_view asText(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Room for transposed and misaligned tensors; an honest file needs at most its own size, tied weights aside.
std::uint64_t copyBudget(const FileBytes& file) {
    return 4 * std::uint64_t{file.bytes.size()} + (16u << 20);
}

/// The last value under @p key, as in Python; null when there is none.
const PickleNode* lookUp(const Pickle& pickle, const PickleNode& dict, std::string_view key) {
    const auto& items = pickle.itemsOf(dict);
    for (std::size_t i = items.size(); i >= 2; i -= 2) {
        const PickleNode& name = pickle.node(items[i - 2]);
        if (name.kind == Kind::Text && name.text == key)
            return &pickle.node(items[i - 1]);
    }
    return nullptr;
}

bool holdsTensors(const Pickle& pickle, const PickleNode& node) {
    if (node.kind != Kind::Dict)
        return false;
    const auto& items = pickle.itemsOf(node);
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
        if (pickle.node(items[i]).kind == Kind::Text && pickle.node(items[i + 1]).kind == Kind::Tensor)
            return true;
    }
    return false;
}

/// "a, b, c, …" for a message.
std::string listKeys(const Pickle& pickle, const PickleNode& dict) {
    std::string result;
    const auto& items = pickle.itemsOf(dict);
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
        if (i == 20)
            return result + ", …";
        const PickleNode& key = pickle.node(items[i]);
        result += (i ? ", " : "") + (key.kind == Kind::Text ? printable(key.text) : std::string("(not text)"));
    }
    return result;
}

const PickleNode& findWeights(const Pickle& pickle, const std::string& fileName, std::string& nestedUnder) {
    const PickleNode& root = pickle.node(pickle.root);
    if (root.kind != Kind::Dict)
        throw FileError(fmt::format("{} holds no dictionary of weights; save net.state_dict() in it.", fileName));
    for (const std::string_view key : weightKeys) {
        const PickleNode* found = lookUp(pickle, root, key);
        if (found && holdsTensors(pickle, *found)) {
            nestedUnder = key;
            return *found;
        }
    }
    if (!holdsTensors(pickle, root))
        throw FileError(fmt::format("{} holds no weights under a name that Kintsugi knows (params, params_ema, "
                                    "state_dict, model_state_dict, model, net); its names are: {}.",
                                    fileName, listKeys(pickle, root)));
    return root;
}

/// Takes off, again and again, a known prefix that every name has; returns all that was taken.
std::string stripPrefixes(TensorMap& tensors) {
    std::string stripped;
    for (bool again = true; again && !tensors.empty();) {
        again = false;
        for (const std::string_view prefix : prefixes) {
            if (!std::all_of(tensors.begin(), tensors.end(), [&](const auto& entry) {
                    return entry.first.starts_with(prefix) && entry.first.size() > prefix.size();
                }))
                continue;
            TensorMap shorter;
            for (auto& [name, tensor] : tensors)
                shorter.emplace(name.substr(prefix.size()), std::move(tensor));
            tensors = std::move(shorter);
            stripped += prefix;
            again = true;
        }
    }
    return stripped;
}

Checkpoint collect(const Pickle& pickle, const FileBytes& file, TensorBuilder& builder, std::string format) {
    Checkpoint result;
    result.format = std::move(format);
    const PickleNode& weights = findWeights(pickle, file.name, result.nestedUnder);
    const auto& items = pickle.itemsOf(weights);
    for (std::size_t i = items.size(); i >= 2; i -= 2) { // from the end, so that the last of equal names stays
        const PickleNode& name = pickle.node(items[i - 2]);
        const PickleNode& value = pickle.node(items[i - 1]);
        if (name.kind == Kind::Text && value.kind == Kind::Tensor && !result.tensors.contains(std::string(name.text)))
            result.tensors.emplace(name.text, builder.build(value, name.text));
    }
    result.strippedPrefix = stripPrefixes(result.tensors);
    return result;
}

/// Name of the folder that holds data.pkl.
std::string findArchiveFolder(const ZipArchive& archive, const std::string& fileName) {
    constexpr std::string_view pickleName = "/data.pkl";
    std::string folder;
    for (const auto& [name, entry] : archive.entries()) {
        const auto slash = name.find('/');
        if (slash == std::string_view::npos)
            continue;
        const auto inner = name.substr(slash);
        if (inner == "/constants.pkl" || inner.starts_with("/code/"))
            throw FileError(fmt::format("{} is a TorchScript program, not a checkpoint of weights; save "
                                        "net.state_dict() with torch.save.",
                                        fileName));
        if (inner != pickleName)
            continue;
        if (!folder.empty())
            throw FileError(fmt::format("{} holds more than one checkpoint; save them one by one.", fileName));
        folder = name.substr(0, slash);
    }
    if (folder.empty())
        throw FileError(fmt::format("{} is a zip archive but holds no PyTorch checkpoint; unpack it and choose the "
                                    "checkpoint inside.",
                                    fileName));
    return folder;
}

Checkpoint parseZip(const FileBytes& file) {
    const ZipArchive archive(file);
    const std::string folder = findArchiveFolder(archive, file.name);
    if (const auto order = archive.find(folder + "/byteorder"); order && asText(*order) != "little")
        throw FileError(fmt::format("{} was written on a big-endian computer, which Kintsugi does not read; save it "
                                    "again on a little-endian one.",
                                    file.name));
    const Pickle pickle = runPickle(asText(*archive.find(folder + "/data.pkl")), file.name);
    TensorBuilder builder(pickle, file.name, copyBudget(file), [&](const StorageId& id) {
        const auto bytes = archive.find(fmt::format("{}/data/{}", folder, id.key));
        std::uint64_t needed = 0;
        if (!bytes || __builtin_mul_overflow(id.elements, byteSize(id.dtype), &needed) || needed > bytes->size())
            throw FileError(fmt::format("{} is damaged: the data of storage {} is missing or too short. Download it "
                                        "again.",
                                        file.name, printable(id.key)));
        return StorageData{id.dtype, bytes->size() / byteSize(id.dtype), file.owner, *bytes};
    });
    return collect(pickle, file, builder, "pth");
}

/// The older format: five pickles (magic, protocol, system, object, storage keys), then per key a count and the data.
class LegacyReader {
public:
    explicit LegacyReader(const FileBytes& file) : m_file(file) {}

    Checkpoint read() {
        nextPickle(); // the magic number, which looksLikeLegacyPth checked
        const Pickle protocol = nextPickle();
        if (protocol.node(protocol.root).integer != legacyProtocol)
            throw FileError(fmt::format("{} uses an unknown version of PyTorch's older format; save it again with a "
                                        "current PyTorch.",
                                        m_file.name));
        const Pickle system = nextPickle();
        const PickleNode& info = system.node(system.root);
        const PickleNode* order = info.kind == Kind::Dict ? lookUp(system, info, "little_endian") : nullptr;
        if (!order || order->integer != 1)
            throw FileError(fmt::format("{} was written on a big-endian computer, which Kintsugi does not read; save "
                                        "it again on a little-endian one.",
                                        m_file.name));
        const Pickle object = nextPickle();
        readStorages(object);
        TensorBuilder builder(object, m_file.name, copyBudget(m_file), [&](const StorageId& id) {
            const auto found = m_storages.find(id.key);
            if (found == m_storages.end() || found->second.dtype != id.dtype)
                damaged("the data of a storage is missing");
            return found->second;
        });
        return collect(object, m_file, builder, "pth-legacy");
    }

private:
    [[noreturn]] void damaged(std::string_view what) const {
        throw FileError(fmt::format("{} is damaged or incomplete: {}. Download it again.", m_file.name, what));
    }

    Pickle nextPickle() {
        Pickle pickle = runPickle(asText(m_file.bytes.subspan(m_at)), m_file.name);
        m_at += pickle.consumed;
        return pickle;
    }

    void readStorages(const Pickle& object) {
        std::map<std::string_view, DType> types;
        for (const PickleNode& node : object.nodes) {
            if (node.kind != Kind::Storage)
                continue;
            const StorageId id = describeStorage(object, node, m_file.name);
            if (types.emplace(id.key, id.dtype).first->second != id.dtype)
                damaged("a storage has two element types");
        }
        const Pickle keys = nextPickle();
        const PickleNode& list = keys.node(keys.root);
        if (list.kind != Kind::List)
            damaged("its list of storages is missing");
        for (const Pickle::Id key : keys.itemsOf(list)) {
            const auto type = types.find(keys.node(key).text);
            if (type == types.end())
                damaged("it lists a storage that no tensor uses");
            readStorage(type->first, type->second);
        }
    }

    void readStorage(std::string_view key, DType dtype) {
        std::uint64_t elements = 0;
        if (m_file.bytes.size() - m_at < sizeof elements)
            damaged("the file ends inside its data");
        std::memcpy(&elements, m_file.bytes.data() + m_at, sizeof elements);
        m_at += sizeof elements;
        std::uint64_t byteCount = 0;
        if (__builtin_mul_overflow(elements, byteSize(dtype), &byteCount) || byteCount > m_file.bytes.size() - m_at)
            damaged("the file ends inside its data");
        const StorageData data{dtype, elements, m_file.owner, m_file.bytes.subspan(m_at, byteCount)};
        if (!m_storages.emplace(key, data).second)
            damaged("it lists a storage twice");
        m_at += byteCount;
    }

    const FileBytes& m_file;
    std::size_t m_at = 0;
    std::map<std::string_view, StorageData> m_storages;
};

} // namespace

bool looksLikeZip(const FileBytes& file) {
    const auto text = asText(file.bytes.first(std::min<std::size_t>(4, file.bytes.size())));
    return text == "PK\x03\x04" || text == "PK\x05\x06";
}

bool looksLikeLegacyPth(const FileBytes& file) {
    // PROTO, from protocol 4 on a FRAME, LONG1 with its size, the magic number
    const auto text = asText(file.bytes.first(std::min<std::size_t>(32, file.bytes.size())));
    return text.starts_with('\x80') && text.find(legacyMagic) != std::string_view::npos;
}

Checkpoint parsePth(const FileBytes& file) {
    if (looksLikeZip(file))
        return parseZip(file);
    if (looksLikeLegacyPth(file))
        return LegacyReader(file).read();
    throw FileError(
        fmt::format("{} was not written by torch.save; choose a .pth file of PyTorch 0.4 or later.", file.name));
}

Checkpoint readPth(const std::filesystem::path& path) {
    return parsePth(mapFile(path));
}

} // namespace kintsugi
