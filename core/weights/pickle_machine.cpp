#include "weights/pickle_machine.h"

#include "base/error.h"
#include "weights/pickle_names.h"
#include "weights/printable.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>

namespace kintsugi {

namespace {

using Kind = PickleNode::Kind;
using Id = Pickle::Id;

constexpr std::size_t largestNodeCount = 2'000'000; // a network of 1000 tensors with its optimizer needs 100,000
constexpr std::size_t longestName = 256;
constexpr Id noValue = UINT32_MAX;

class Machine {
public:
    Machine(std::string_view program, const std::string& fileName) : m_program(program), m_fileName(fileName) {}

    Pickle run() {
        while (!m_stopped)
            step(take<std::uint8_t>());
        m_result.consumed = m_at;
        return std::move(m_result);
    }

private:
    [[noreturn]] void damaged(std::string_view what) const {
        throw FileError(fmt::format("{} is damaged: its list of tensors {} at byte {}. Download it again.", m_fileName,
                                    what, m_at));
    }

    [[noreturn]] void refuse(const std::string& what) const {
        throw FileError(fmt::format("{} {}, which a checkpoint of weights never needs; nothing was run. Save only the "
                                    "weights with torch.save(net.state_dict()), or get the file from a trusted source.",
                                    m_fileName, what));
    }

    [[noreturn]] void refuseInstruction(std::uint8_t code) {
        for (const auto& [refused, name] : refusedInstructions) {
            if (refused != code)
                continue;
            if (code == 'i') {
                const auto module = takeLine();
                const auto attribute = takeLine();
                refuse(
                    fmt::format("names {}.{} by the pickle instruction INST", printable(module), printable(attribute)));
            }
            refuse(fmt::format("uses the pickle instruction {}", name));
        }
        damaged(fmt::format("has the unknown instruction 0x{:02x}", code));
    }

    std::string_view takeBytes(std::uint64_t size) {
        if (size > m_program.size() - m_at)
            damaged("ends early");
        const auto bytes = m_program.substr(m_at, size);
        m_at += size;
        return bytes;
    }

    template <typename T> T take() {
        T value;
        std::memcpy(&value, takeBytes(sizeof value).data(), sizeof value);
        return value;
    }

    std::string_view takeLine() {
        const std::size_t end = m_program.substr(m_at, longestName + 1).find('\n');
        if (end == std::string_view::npos)
            damaged("has a name without an end");
        const auto line = takeBytes(end);
        ++m_at;
        return line;
    }

    Id make(Kind kind, std::int64_t integer = 0, std::string_view text = {}) {
        if (m_result.nodes.size() == largestNodeCount)
            refuse(fmt::format("describes more than {} values", largestNodeCount));
        m_result.nodes.push_back({kind, 0, integer, text});
        return static_cast<Id>(m_result.nodes.size() - 1);
    }

    Id makeContainer(Kind kind, std::vector<Id> items) {
        const Id id = make(kind);
        m_result.nodes[id].items = static_cast<std::uint32_t>(m_result.items.size());
        m_result.items.push_back(std::move(items));
        return id;
    }

    /// A value with the parts of a tuple, which are shared: a copy per call would let a small file ask for much memory.
    Id makeAlias(Kind kind, PickleNode tuple) {
        const Id id = make(kind);
        m_result.nodes[id].items = tuple.items;
        return id;
    }

    void push(Id id) { m_stack.push_back(id); }

    Id pop() {
        if (m_stack.size() <= (m_marks.empty() ? 0 : m_marks.back()))
            damaged("takes a value that is not there");
        const Id id = m_stack.back();
        m_stack.pop_back();
        return id;
    }

    Id top() {
        const Id id = pop();
        push(id);
        return id;
    }

    std::vector<Id> popCount(std::size_t count) {
        std::vector<Id> values(count);
        for (std::size_t i = count; i-- > 0;)
            values[i] = pop();
        return values;
    }

    std::vector<Id> popToMark() {
        if (m_marks.empty())
            damaged("closes a group that was not opened");
        const auto begin = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
        std::vector<Id> values(begin, m_stack.end());
        m_stack.erase(begin, m_stack.end());
        m_marks.pop_back();
        return values;
    }

    void addTo(Kind kind, const std::vector<Id>& values) {
        const PickleNode& target = m_result.node(top());
        if (target.kind != kind)
            damaged("adds to something that cannot hold it");
        if (kind == Kind::Dict && values.size() % 2 != 0)
            damaged("has a name without a value");
        auto& items = m_result.items[target.items];
        items.insert(items.end(), values.begin(), values.end());
    }

    void memoize(std::size_t index) {
        if (index > std::min(m_program.size(), largestNodeCount)) // a real pickle numbers its values 0, 1, 2, …
            damaged("numbers a value beyond its size");
        if (index >= m_memo.size())
            m_memo.resize(index + 1, noValue);
        m_memo[index] = top();
    }

    void recall(std::size_t index) {
        if (index >= m_memo.size() || m_memo[index] == noValue)
            damaged("refers to a value that is not there");
        push(m_memo[index]);
    }

    void pushInteger(std::string_view bytes) { // little-endian two's complement
        if (bytes.size() > sizeof(std::int64_t)) {
            push(make(Kind::Bytes, 0, bytes));
            return;
        }
        std::uint64_t value = !bytes.empty() && (bytes.back() & 0x80) ? ~std::uint64_t{0} : 0;
        std::memcpy(&value, bytes.data(), bytes.size());
        push(make(Kind::Int, static_cast<std::int64_t>(value)));
    }

    void pushGlobal(std::string_view module, std::string_view name) {
        const std::string full = fmt::format("{}.{}", module.substr(0, longestName), name.substr(0, longestName));
        if (module == "torch" || module == "torch.cuda") {
            for (const auto& [storage, dtype] : storageTypes) {
                if (storage == name)
                    return push(make(Kind::StorageType, static_cast<std::int64_t>(dtype)));
            }
        }
        for (const auto& [needed, callable] : callables) {
            if (needed == full)
                return push(make(Kind::Callable, static_cast<std::int64_t>(callable)));
        }
        refuse(fmt::format("names {}", printable(full)));
    }

    void pushStackGlobal() {
        const PickleNode name = m_result.node(pop());
        const PickleNode module = m_result.node(pop());
        if (name.kind != Kind::Text || module.kind != Kind::Text)
            damaged("has a name that is not text");
        pushGlobal(module.text, name.text);
    }

    std::vector<Id> flattenPairs(const PickleNode& list);
    void reduce();
    void build();
    void step(std::uint8_t code);
    bool stepText(std::uint8_t code);
    bool stepContainer(std::uint8_t code);

    std::string_view m_program;
    const std::string& m_fileName;
    std::size_t m_at = 0;
    bool m_stopped = false;
    std::size_t m_flattened = 0;
    Pickle m_result;
    std::vector<Id> m_stack;
    std::vector<std::size_t> m_marks;
    std::vector<Id> m_memo;
};

/// The items of an OrderedDict as Python 2 hands them over: a list of pairs.
std::vector<Id> Machine::flattenPairs(const PickleNode& list) {
    const auto& pairs = m_result.itemsOf(list);
    m_flattened += pairs.size();
    if (m_flattened > m_program.size()) // no honest list is used twice
        damaged("repeats a dictionary too often");
    std::vector<Id> items;
    for (const Id id : pairs) {
        const PickleNode& pair = m_result.node(id);
        if ((pair.kind != Kind::List && pair.kind != Kind::Tuple) || m_result.itemsOf(pair).size() != 2)
            damaged("has a dictionary of things that are not pairs");
        items.push_back(m_result.itemsOf(pair)[0]);
        items.push_back(m_result.itemsOf(pair)[1]);
    }
    return items;
}

void Machine::reduce() {
    const PickleNode arguments = m_result.node(pop());
    const PickleNode function = m_result.node(pop());
    if (function.kind != Kind::Callable || arguments.kind != Kind::Tuple)
        damaged("calls something that is not a function");
    const std::size_t count = m_result.itemsOf(arguments).size();
    const Id firstId = count == 0 ? noValue : m_result.itemsOf(arguments).front();
    const PickleNode first = count == 0 ? PickleNode{} : m_result.node(firstId);
    switch (static_cast<Callable>(function.integer)) {
    case Callable::OrderedDict:
        if (first.kind == Kind::List)
            return push(makeContainer(Kind::Dict, flattenPairs(first)));
        if (count != 0)
            damaged("has a dictionary made of something else");
        return push(makeContainer(Kind::Dict, {}));
    case Callable::Counter:
        if (first.kind == Kind::Dict)
            return push(firstId);
        if (count != 0)
            damaged("has a counter made of something else");
        return push(makeContainer(Kind::Dict, {}));
    case Callable::RebuildTensor:
        return push(makeAlias(Kind::Tensor, arguments));
    case Callable::RebuildParameter:
        if (first.kind != Kind::Tensor)
            damaged("has a parameter that is not a tensor");
        return push(firstId);
    case Callable::Size:
        if (first.kind != Kind::Tuple)
            damaged("has a shape that is not a tuple");
        return push(firstId);
    }
}

/// State such as the versions of a state_dict's modules (`_metadata`) is dropped.
void Machine::build() {
    pop();
    if (m_result.node(top()).kind != Kind::Dict)
        refuse("sets the state of an object (pickle instruction BUILD)");
}

bool Machine::stepText(std::uint8_t code) {
    switch (code) {
    case 'X': // BINUNICODE
    case 'T': // BINSTRING of Python 2
        push(make(Kind::Text, 0, takeBytes(take<std::uint32_t>())));
        return true;
    case 0x8c: // SHORT_BINUNICODE
    case 'U':  // SHORT_BINSTRING of Python 2
        push(make(Kind::Text, 0, takeBytes(take<std::uint8_t>())));
        return true;
    case 0x8d: // BINUNICODE8
        push(make(Kind::Text, 0, takeBytes(take<std::uint64_t>())));
        return true;
    case 'B': // BINBYTES
        push(make(Kind::Bytes, 0, takeBytes(take<std::uint32_t>())));
        return true;
    case 'C': // SHORT_BINBYTES
        push(make(Kind::Bytes, 0, takeBytes(take<std::uint8_t>())));
        return true;
    case 0x8e: // BINBYTES8
        push(make(Kind::Bytes, 0, takeBytes(take<std::uint64_t>())));
        return true;
    default:
        return false;
    }
}

bool Machine::stepContainer(std::uint8_t code) {
    switch (code) {
    case '(': // MARK
        m_marks.push_back(m_stack.size());
        return true;
    case ')': // EMPTY_TUPLE
        push(makeContainer(Kind::Tuple, {}));
        return true;
    case ']': // EMPTY_LIST
        push(makeContainer(Kind::List, {}));
        return true;
    case '}': // EMPTY_DICT
        push(makeContainer(Kind::Dict, {}));
        return true;
    case 't': // TUPLE
        push(makeContainer(Kind::Tuple, popToMark()));
        return true;
    case 0x85: // TUPLE1 to TUPLE3
    case 0x86:
    case 0x87:
        push(makeContainer(Kind::Tuple, popCount(code - 0x84u)));
        return true;
    case 'a': // APPEND
        addTo(Kind::List, popCount(1));
        return true;
    case 'e': // APPENDS
        addTo(Kind::List, popToMark());
        return true;
    case 's': // SETITEM
        addTo(Kind::Dict, popCount(2));
        return true;
    case 'u': // SETITEMS
        addTo(Kind::Dict, popToMark());
        return true;
    default:
        return false;
    }
}

void Machine::step(std::uint8_t code) {
    switch (code) {
    case 0x80: // PROTO
        if (const auto protocol = take<std::uint8_t>(); protocol < 2 || protocol > 5)
            damaged(fmt::format("has the unknown pickle protocol {}", protocol));
        return;
    case 0x95: // FRAME
        if (const auto size = take<std::uint64_t>(); size > m_program.size() - m_at)
            damaged("ends early");
        return;
    case '.': // STOP
        m_result.root = pop();
        m_stopped = true;
        return;
    case 'N':
        return push(make(Kind::None));
    case 0x88: // NEWTRUE
        return push(make(Kind::Bool, 1));
    case 0x89: // NEWFALSE
        return push(make(Kind::Bool, 0));
    case 'K': // BININT1
        return push(make(Kind::Int, take<std::uint8_t>()));
    case 'M': // BININT2
        return push(make(Kind::Int, take<std::uint16_t>()));
    case 'J': // BININT
        return push(make(Kind::Int, take<std::int32_t>()));
    case 0x8a: // LONG1
        return pushInteger(takeBytes(take<std::uint8_t>()));
    case 0x8b: // LONG4
        return pushInteger(takeBytes(take<std::uint32_t>()));
    case 'G': // BINFLOAT; no tensor depends on one
        takeBytes(sizeof(double));
        return push(make(Kind::Float));
    case 'q': // BINPUT
        return memoize(take<std::uint8_t>());
    case 'r': // LONG_BINPUT
        return memoize(take<std::uint32_t>());
    case 0x94: // MEMOIZE
        return memoize(m_memo.size());
    case 'h': // BINGET
        return recall(take<std::uint8_t>());
    case 'j': // LONG_BINGET
        return recall(take<std::uint32_t>());
    case 'c': { // GLOBAL
        const auto module = takeLine();
        return pushGlobal(module, takeLine());
    }
    case 0x93:
        return pushStackGlobal();
    case 'R':
        return reduce();
    case 'b':
        return build();
    case 'Q': { // BINPERSID
        const PickleNode id = m_result.node(pop());
        if (id.kind != Kind::Tuple)
            damaged("has a storage that is not a tuple");
        return push(makeAlias(Kind::Storage, id));
    }
    default:
        if (!stepContainer(code) && !stepText(code))
            refuseInstruction(code);
    }
}

} // namespace

Pickle runPickle(std::string_view program, const std::string& fileName) {
    return Machine(program, fileName).run();
}

} // namespace kintsugi
