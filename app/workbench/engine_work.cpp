#include "engine_work.h"

#include "base/error.h"
#include "common/engine_text.h"
#include "jobs/engine_loader.h"

#include <chrono>

namespace kintsugi {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

} // namespace

/// Waits until it is loaded; null when it never will be.
std::shared_ptr<Engine> EngineBridge::Work::loadedEngine(std::stop_token stop) {
    std::unique_lock lock(mutex);
    wake.wait(lock, stop, [&] { return engine || loadFailed; });
    return engine;
}

void EngineBridge::Work::previewLoop(std::stop_token stop) {
    try {
        std::shared_ptr<Engine> loaded = loadEngine(setup);
        {
            const std::lock_guard lock(mutex);
            engine = std::move(loaded);
        }
        post([this] { Q_EMIT bridge.ready(); });
    } catch (const std::exception& e) {
        {
            const std::lock_guard lock(mutex);
            loadFailed = true;
        }
        post([this, text = engineText(e)] { Q_EMIT bridge.failed(text); });
    }
    wake.notify_all();
    if (loadFailed)
        return;
    while (!stop.stop_requested()) {
        enum class Sort { Preview, Reference, Measure } sort = Sort::Preview;
        Request request;
        std::shared_ptr<const Image> image;
        {
            std::unique_lock lock(mutex);
            if (!wake.wait(lock, stop, [&] { return preview || reference || measure; }))
                return;
            image = std::exchange(newPreviewImage, nullptr);
            std::optional<Request>& wanted = preview ? preview : reference ? reference : measure;
            sort = preview ? Sort::Preview : reference ? Sort::Reference : Sort::Measure;
            request = *wanted;
            wanted.reset();
            if (sort == Sort::Measure)
                measureStop = std::stop_source();
        }
        if (image)
            engine->setPreview(*image);
        if (sort == Sort::Measure) {
            runMeasure(request); // takes its time, and shares the cores with a search
        } else {
            const Lanes::Interactive first(lanes);
            runPreview(request);
        }
    }
}

void EngineBridge::Work::runPreview(const Request& request) {
    try {
        const auto begun = Clock::now();
        auto restored = std::make_shared<const Image>(engine->preview(request.architecture));
        const double seconds = secondsSince(begun);
        post([this, request, restored = std::shared_ptr<const Image>(restored), seconds] {
            Q_EMIT bridge.previewReady(request.number, request.architecture, restored, seconds);
        });
    } catch (const std::exception& e) {
        post([this, request, text = engineText(e)] { Q_EMIT bridge.previewFailed(request.number, text); });
    }
}

void EngineBridge::Work::runMeasure(const Request& request) {
    std::stop_token token;
    {
        const std::lock_guard lock(mutex);
        token = measureStop.get_token();
    }
    try {
        const EvaluationRecord record = engine->measure(request.architecture, token);
        post([this, request, record] { Q_EMIT bridge.measured(request.number, record); });
    } catch (const Interrupted&) {
        // A preview overtook it: it begins again, unless a newer one took its place or nobody wants it any more.
        const std::lock_guard lock(mutex);
        if (!measure && request.number > unwanted)
            measure = request;
    } catch (const std::exception& e) {
        post([this, request, text = engineText(e)] { Q_EMIT bridge.measureFailed(request.number, text); });
    }
}

void EngineBridge::Work::restoreLoop(std::stop_token stop) {
    const std::shared_ptr<Engine> loaded = loadedEngine(stop);
    while (loaded && !stop.stop_requested()) {
        Request request;
        std::stop_token token;
        {
            std::unique_lock lock(mutex);
            if (!wake.wait(lock, stop, [&] { return !restores.empty(); }))
                return;
            request = restores.front();
            restores.pop_front();
            token = restoreStop.get_token();
        }
        const Lanes::Interactive first(lanes);
        try {
            const auto progress = [&](std::size_t done, std::size_t total) {
                post([this, request, done, total] {
                    Q_EMIT bridge.restoreProgress(request.number, static_cast<int>(done), static_cast<int>(total));
                });
            };
            auto result = std::make_shared<const RestoredImage>(
                loaded->restore(*request.image, request.architecture, progress, token));
            post([this, request, result] { Q_EMIT bridge.restored(request.number, result); });
        } catch (const Interrupted&) { // nobody waits for it any more
        } catch (const std::exception& e) {
            post([this, request, text = engineText(e)] { Q_EMIT bridge.restoreFailed(request.number, text); });
        }
    }
}

} // namespace kintsugi
