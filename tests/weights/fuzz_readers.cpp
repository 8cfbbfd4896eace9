// fuzz_readers [count] [seed] [first]: reads mutated checkpoints from memory. A reader may refuse an input by FileError
// and nothing else, must not take more than a second of processor time, and must stay within its memory budget.

#include "base/atomic_file.h"
#include "base/error.h"
#include "base/memory_setup.h"
#include "base/random.h"
#include "weights/checkpoint.h"
#include "weights/mapped_file.h"
#include "weights/safetensors.h"
#include "zip_writer.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <malloc.h>
#include <new>
#include <string>
#include <unistd.h>
#include <vector>

using namespace kintsugi;

namespace {

std::atomic<std::size_t> liveBytes{0};
std::atomic<std::size_t> peakBytes{0};

void* countedAllocate(std::size_t size) noexcept {
    void* memory = std::malloc(size);
    if (!memory)
        return nullptr;
    const std::size_t live = liveBytes += malloc_usable_size(memory);
    if (live > peakBytes)
        peakBytes = live;
    return memory;
}

void countedFree(void* memory) {
    if (memory)
        liveBytes -= malloc_usable_size(memory);
    std::free(memory);
}

} // namespace

void* operator new(std::size_t size) {
    if (void* memory = countedAllocate(size))
        return memory;
    throw std::bad_alloc();
}
void* operator new[](std::size_t size) {
    return operator new(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return countedAllocate(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    return countedAllocate(size);
}
void operator delete(void* memory) noexcept {
    countedFree(memory);
}
void operator delete[](void* memory) noexcept {
    countedFree(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    countedFree(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    countedFree(memory);
}

namespace {

constexpr std::size_t fixedBudget = 20u << 20; // 16 MiB of copies and the small things
constexpr std::size_t budgetPerByte = 200;     // a pickle's one-byte instruction can make one value of about 100 bytes
constexpr double longestSeconds = 1.0;

/// A checkpoint, and for the zip ones also its parts, so that a pickle of another length still gets a valid archive.
struct Seed {
    std::string whole;
    std::string pickle;
    std::string data;
};

/// Content of the first entry of the seed whose name ends so; PyTorch's archives keep the sizes in the directory.
std::string extract(const std::string& zip, const std::string& ending) {
    for (std::size_t at = 0; (at = zip.find("PK\x01\x02", at)) != std::string::npos; at += 4) {
        const auto field = [&](std::size_t offset, std::size_t size) {
            std::uint32_t value = 0;
            std::memcpy(&value, zip.data() + offset, size);
            return std::size_t{value};
        };
        if (!zip.substr(at + 46, field(at + 28, 2)).ends_with(ending))
            continue;
        const std::size_t header = field(at + 42, 4);
        return zip.substr(header + 30 + field(header + 26, 2) + field(header + 28, 2), field(at + 24, 4));
    }
    return {};
}

std::vector<Seed> makeSeeds() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(KINTSUGI_WEIGHTS_DATA_DIR)) {
        if (entry.path().extension() == ".pth")
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<Seed> seeds;
    for (const auto& path : files) {
        const std::string content = readWholeFile(path);
        seeds.push_back({content, extract(content, "/data.pkl"), extract(content, "/data/0")});
    }
    const auto scratch =
        std::filesystem::temp_directory_path() / ("kintsugi-fuzz-" + std::to_string(getpid()) + ".safetensors");
    const TensorMap tensors{{"a.weight", makeTensor({2, 3}, std::vector<float>(6, 1.0f))},
                            {"image", makeTensor({5}, std::vector<std::uint8_t>(5, 7))}};
    for (int i = 0; i < 8; ++i) { // as many as a quarter of the inputs
        writeSafetensors(scratch, tensors, {{"made", std::string(static_cast<std::size_t>(i), '"')}});
        seeds.push_back({readWholeFile(scratch), {}, {}});
    }
    std::filesystem::remove(scratch);
    return seeds;
}

std::size_t place(RandomStream& random, std::size_t size) {
    return size == 0 ? 0 : random.below(size);
}

void overwrite(std::string& bytes, std::size_t at, const std::string& with) {
    const std::size_t size = std::min(with.size(), bytes.size() - at);
    bytes.replace(at, size, with, 0, size);
}

std::string interestingNumber(RandomStream& random, std::size_t fileSize) {
    const std::uint64_t values[] = {0,
                                    1,
                                    0x7f,
                                    0x80,
                                    0xff,
                                    0xffff,
                                    0x7fffffff,
                                    0x80000000,
                                    0xffffffff,
                                    0x100000000,
                                    0x7fffffffffffffff,
                                    0x8000000000000000,
                                    0xffffffffffffffff,
                                    fileSize,
                                    fileSize - 1,
                                    fileSize + 1,
                                    random.below(fileSize + 1),
                                    random.next()};
    const std::uint64_t value = values[random.below(std::size(values))];
    switch (random.below(4)) {
    case 0:
        return littleEndian(static_cast<std::uint16_t>(value));
    case 1:
        return littleEndian(static_cast<std::uint32_t>(value));
    case 2:
        return littleEndian(value);
    default:
        return std::to_string(value);
    }
}

void mutateOnce(std::string& bytes, const std::vector<Seed>& seeds, RandomStream& random) {
    const std::size_t at = place(random, bytes.size());
    const std::size_t length = std::min<std::size_t>(1 + random.below(64), bytes.size() - at);
    switch (random.below(10)) {
    case 0:
        if (!bytes.empty())
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
        return;
    case 1:
        if (!bytes.empty())
            bytes[at] = static_cast<char>(random.next());
        return;
    case 2:
        if (random.below(4) == 0)
            bytes.resize(at);
        return;
    case 3:
        overwrite(bytes, at, interestingNumber(random, bytes.size()));
        return;
    case 4:
        bytes.insert(at, interestingNumber(random, bytes.size()));
        return;
    case 5:
        bytes.erase(at, length);
        return;
    case 6: { // repeat a piece, sometimes often
        const std::string piece = bytes.substr(at, length);
        for (std::uint64_t i = random.below(8) == 0 ? random.below(2000) : 1; i > 0; --i)
            bytes.insert(at, piece);
        return;
    }
    case 7: { // a piece of another seed
        const std::string& other = seeds[random.below(seeds.size())].whole;
        const std::string piece = other.substr(place(random, other.size()), 1 + random.below(200));
        if (random.below(2) == 0)
            bytes.insert(at, piece);
        else
            overwrite(bytes, at, piece);
        return;
    }
    case 8: { // the end of another seed
        const std::string& other = seeds[random.below(seeds.size())].whole;
        bytes = bytes.substr(0, at) + other.substr(std::min(other.size(), place(random, other.size())));
        return;
    }
    default: { // pickle instructions
        static const std::string instructions(
            "()]}.0aeust\x85\x86\x87qrhjcRbQN\x88\x89KMJ\x8a\x8bX\x8c\x93\x94\x95\x80G");
        bytes.insert(at, 1, instructions[random.below(instructions.size())]);
        return;
    }
    }
}

std::string makeInput(const std::vector<Seed>& seeds, RandomStream& random) {
    const Seed& seed = seeds[random.below(seeds.size())];
    const bool inside = !seed.pickle.empty() && random.below(2) == 0;
    std::string bytes = inside ? seed.pickle : seed.whole;
    for (std::uint64_t i = random.below(2) == 0 ? 1 : 1 + random.below(4); i > 0; --i)
        mutateOnce(bytes, seeds, random);
    if (!inside)
        return bytes;
    std::vector<ZipItem> items{{"net/data.pkl", bytes}};
    for (int key = 0; key < 12; ++key)
        items.push_back({"net/data/" + std::to_string(key), seed.data});
    return makeZip(items);
}

double processorSeconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Reads every byte of every tensor, so that a sanitizer sees one outside the input.
float useAll(const Checkpoint& checkpoint) {
    float sum = 0;
    std::size_t budget = 4u << 20; // many tensors may share one storage
    for (const auto& [name, tensor] : checkpoint.tensors) {
        if (countElements(tensor.shape) != tensor.elements())
            throw std::logic_error("the shape of " + name + " is not its size");
        if (tensor.byteCount > budget)
            continue;
        budget -= tensor.byteCount;
        for (const float value : tensor.toFloat())
            sum += value;
    }
    return sum;
}

} // namespace

int main(int argc, char** argv) {
    const std::uint64_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20'000;
    const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
    const std::uint64_t first = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 0;
    const std::vector<Seed> seeds = makeSeeds();
    std::uint64_t readable = 0;
    double slowest = 0;
    std::size_t largest = 0;
    volatile float sink = 0;
    for (std::uint64_t i = first; i < first + count; ++i) {
        RandomStream random(mixSeed(seed, i));
        const std::string input = makeInput(seeds, random);
        const std::vector<char> exact(input.begin(), input.end()); // no spare bytes behind the end
        const std::size_t before = liveBytes;
        peakBytes = before;
        const double start = processorSeconds();
        const char* failure = nullptr;
        std::string detail;
        try {
            const Checkpoint checkpoint = parseCheckpoint({"input", std::as_bytes(std::span(exact)), nullptr});
            ++readable;
            largest = std::max(largest, peakBytes - before);
            if (peakBytes - before > fixedBudget + budgetPerByte * input.size())
                failure = "took too much memory";
            sink = sink + useAll(checkpoint);
        } catch (const FileError&) {
            largest = std::max(largest, peakBytes - before);
            if (peakBytes - before > fixedBudget + budgetPerByte * input.size())
                failure = "took too much memory";
        } catch (const std::exception& error) {
            failure = "threw something else";
            detail = error.what();
        }
        const double seconds = processorSeconds() - start;
        slowest = std::max(slowest, seconds);
        if (seconds > longestSeconds)
            failure = "took too long";
        if (failure) {
            std::printf("input %llu of seed %llu, %zu bytes, %s %s (%.2f s, %zu bytes of memory)\n",
                        static_cast<unsigned long long>(i), static_cast<unsigned long long>(seed), input.size(),
                        failure, detail.c_str(), seconds, peakBytes - before);
            return 1;
        }
    }
    std::printf("%llu inputs, %llu still readable; slowest %.3f s, most memory %.1f MiB, peak resident %.0f MiB\n",
                static_cast<unsigned long long>(count), static_cast<unsigned long long>(readable), slowest,
                static_cast<double>(largest) / (1 << 20), static_cast<double>(peakResidentBytes()) / (1 << 20));
    return 0;
}
