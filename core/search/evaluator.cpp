#include "search/evaluator.h"

#include "base/error.h"
#include "base/parallel.h"
#include "nets/parallel.h"
#include "nets/tensors.h"

#include <ATen/ATen.h>
#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <list>
#include <mutex>
#include <numeric>
#include <optional>
#include <torch/types.h>
#include <torch/utils.h>
#include <unordered_map>

namespace kintsugi {

namespace {

/// The decoder stage that reads an encoder stage's output through its skip connection.
std::optional<StageId> skipReader(StageId stage) {
    switch (stage) {
    case StageId::enc1:
        return StageId::dec1;
    case StageId::enc2:
        return StageId::dec2;
    case StageId::enc3:
        return StageId::dec3;
    default:
        return std::nullopt;
    }
}

/// Whether the features of @p stage are still read when the network is entered at @p entry.
bool neededAt(StageId stage, StageId entry) {
    if (indexOf(stage) + 1 == indexOf(entry))
        return true;
    const auto reader = skipReader(stage);
    return reader && indexOf(stage) < indexOf(entry) && indexOf(*reader) >= indexOf(entry);
}

/// Features of one image, least recently used last. One thread at a time.
class FeatureCache {
public:
    explicit FeatureCache(double limit) : m_limit(limit) {}
    FeatureCache(FeatureCache&&) = default;
    FeatureCache& operator=(FeatureCache&&) = default;

    std::optional<at::Tensor> find(const std::string& key) {
        const auto found = m_index.find(key);
        if (found == m_index.end())
            return std::nullopt;
        m_entries.splice(m_entries.begin(), m_entries, found->second);
        return found->second->features;
    }

    void store(const std::string& key, const at::Tensor& features) {
        const double bytes = 4.0 * static_cast<double>(features.numel());
        if (bytes > m_limit || m_index.count(key))
            return;
        m_entries.push_front({key, features, bytes});
        m_index[key] = m_entries.begin();
        m_bytes += bytes;
        while (m_bytes > m_limit) {
            m_bytes -= m_entries.back().bytes;
            m_index.erase(m_entries.back().key);
            m_entries.pop_back();
        }
    }

    double bytes() const { return m_bytes; }

private:
    struct Entry {
        std::string key;
        at::Tensor features;
        double bytes;
    };
    double m_limit, m_bytes = 0;
    std::list<Entry> m_entries;
    std::unordered_map<std::string, std::list<Entry>::iterator> m_index;
};

struct ImageState {
    at::Tensor degraded; ///< padded by reflection to a multiple of 8
    ByteImage clean;
    FeatureCache cache;
    std::int64_t run = 0, reused = 0;
};

using StageKeys = std::array<std::string, stageCount>;

} // namespace

struct Evaluator::State {
    std::shared_ptr<UNet> teacher;
    SurrogateLookup lookup;
    std::vector<ValidationImage> images;
    EvaluatorOptions options;
    std::vector<ImageState> states;
    ThreadPool pool;
    std::int64_t evaluations = 0;
    double seconds = 0;

    State(std::shared_ptr<UNet> t, SurrogateLookup l, std::vector<ValidationImage> i, EvaluatorOptions o)
        : teacher(std::move(t)), lookup(std::move(l)), images(std::move(i)), options(std::move(o)),
          pool(options.threads) {}

    /// Runs one image. Empty keys: stages whose features must not be kept or looked up.
    at::Tensor run(ImageState& image, const HybridUNet& net, const StageKeys& keys) {
        StageOutputs outputs;
        int entry = 0;
        for (int candidate = stageCount - 1; candidate > 0 && entry == 0; --candidate) {
            StageOutputs found;
            bool complete = true;
            for (int s = 0; s < candidate && complete; ++s) {
                if (!neededAt(static_cast<StageId>(s), static_cast<StageId>(candidate)))
                    continue;
                const std::string& key = keys[static_cast<std::size_t>(s)];
                const auto features = key.empty() ? std::nullopt : image.cache.find(key);
                complete = features.has_value();
                if (complete)
                    found[static_cast<std::size_t>(s)] = *features;
            }
            if (complete) {
                outputs = found;
                entry = candidate;
            }
        }
        for (int s = entry; s < stageCount; ++s) {
            const auto stage = static_cast<StageId>(s);
            const auto index = static_cast<std::size_t>(s);
            if (options.yield)
                options.yield();
            outputs[index] = net.runStage(stage, teacher->stageInput(stage, outputs, image.degraded));
            // The last stage's features are read once, by the output convolution.
            if (s + 1 < stageCount && !keys[index].empty())
                image.cache.store(keys[index], outputs[index]);
        }
        image.run += stageCount - entry;
        image.reused += entry;
        return teacher->finish(outputs, image.degraded);
    }

    Quality measure(const HybridUNet& net, const StageKeys& keys, std::stop_token stop) {
        Quality quality;
        quality.psnr.assign(images.size(), 0);
        if (options.ssim)
            quality.ssim.assign(images.size(), 0);
        pool.run(static_cast<std::int64_t>(images.size()), [&](std::int64_t begin, std::int64_t end) {
            const torch::NoGradGuard noGrad;
            setOperationThreads(1);
            for (auto i = begin; i < end; ++i) {
                if (stop.stop_requested())
                    throw Interrupted("Stopped before the evaluation was complete; what was measured is kept.");
                const auto index = static_cast<std::size_t>(i);
                ImageState& image = states[index];
                const at::Tensor all = run(image, net, keys);
                const at::Tensor restored = all.narrow(2, 0, image.clean.height).narrow(3, 0, image.clean.width);
                const ByteImage bytes = toBytes(toImage(restored.contiguous()));
                quality.psnr[index] = psnr(bytes, image.clean, options.psnrKind);
#ifdef KINTSUGI_HAS_IMAGE_FILES
                if (options.ssim)
                    quality.ssim[index] = ssim(bytes, image.clean, options.psnrKind);
#endif
            }
        });
        return quality;
    }

    static StageKeys keysOf(const Architecture& architecture) {
        StageKeys keys;
        for (const StageId stage : allStages)
            keys[static_cast<std::size_t>(indexOf(stage))] = architecture.prefixText(stage);
        return keys;
    }
};

Evaluator::Evaluator(std::shared_ptr<UNet> teacher, SurrogateLookup lookup, std::vector<ValidationImage> images,
                     EvaluatorOptions options)
    : m_state(std::make_unique<State>(std::move(teacher), std::move(lookup), std::move(images), options)) {
    State& s = *m_state;
    if (s.images.empty())
        throw InputError("There is no image to evaluate on.");
    for (const ValidationImage& image : s.images) {
        if (!image.clean.sameShape(image.degraded))
            throw InputError(fmt::format("{}: the degraded and the clean image differ in shape.", image.name));
        if (image.clean.channels != s.teacher->config().inpChannels)
            throw InputError(fmt::format("{} has {} channels, the network works on {}.", image.name,
                                         image.clean.channels, s.teacher->config().inpChannels));
        const int height = (image.clean.height + 7) / 8 * 8, width = (image.clean.width + 7) / 8 * 8;
        Image padded(image.clean.channels, height, width);
        for (int c = 0; c < padded.channels; ++c)
            for (int y = 0; y < height; ++y)
                for (int x = 0; x < width; ++x)
                    padded.row(c, y)[x] =
                        image.degraded.row(c, reflectIndex(y, image.clean.height))[reflectIndex(x, image.clean.width)];
        s.states.push_back({toTensor(padded), toBytes(image.clean),
                            FeatureCache(options.cacheBytes / static_cast<double>(s.images.size()))});
    }
}

Evaluator::~Evaluator() = default;

std::vector<Quality> Evaluator::evaluate(std::span<const Architecture> architectures, const Observer& observer,
                                         std::stop_token stop) {
    State& s = *m_state;
    std::vector<std::size_t> order(architectures.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return architectures[a] < architectures[b]; });
    std::vector<Quality> results(architectures.size());
    for (const std::size_t index : order) {
        const auto begun = std::chrono::steady_clock::now();
        const HybridUNet net = assemble(s.teacher, architectures[index], s.lookup);
        results[index] = s.measure(net, State::keysOf(architectures[index]), stop);
        ++s.evaluations;
        s.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        if (observer)
            observer(index, results[index]);
    }
    return results;
}

Quality Evaluator::evaluate(const Architecture& architecture) {
    return evaluate(std::span(&architecture, 1)).front();
}

Quality Evaluator::evaluateWith(const PlacedEdge& placed, const std::vector<BlockPtr>& blocks) {
    State& s = *m_state;
    const Architecture architecture = allTeacher(stagesOf(s.teacher->config())).replaced(placed.span, placed.edge);
    StageKeys keys = State::keysOf(architecture);
    for (int i = indexOf(placed.span.stage); i < stageCount; ++i)
        keys[static_cast<std::size_t>(i)].clear();
    const HybridUNet net = assemble(s.teacher, architecture, [&](const PlacedEdge&) { return blocks; });
    return s.measure(net, keys, {});
}

Image Evaluator::restore(std::size_t index, const Architecture& architecture) {
    State& s = *m_state;
    const torch::NoGradGuard noGrad;
    ImageState& image = s.states.at(index);
    const HybridUNet net = assemble(s.teacher, architecture, s.lookup);
    const at::Tensor all = s.run(image, net, State::keysOf(architecture));
    return toImage(all.narrow(2, 0, image.clean.height).narrow(3, 0, image.clean.width).contiguous());
}

const std::vector<ValidationImage>& Evaluator::images() const {
    return m_state->images;
}

EvaluatorStatistics Evaluator::statistics() const {
    EvaluatorStatistics result;
    result.evaluations = m_state->evaluations;
    result.seconds = m_state->seconds;
    for (const ImageState& image : m_state->states) {
        result.stagesRun += image.run;
        result.stagesReused += image.reused;
        result.cachedBytes += image.cache.bytes();
    }
    return result;
}

void Evaluator::clearCache() {
    for (ImageState& image : m_state->states)
        image.cache = FeatureCache(m_state->options.cacheBytes / static_cast<double>(m_state->images.size()));
}

} // namespace kintsugi
