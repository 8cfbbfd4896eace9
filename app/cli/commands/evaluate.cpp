#include "architecture_name.h"
#include "base/error.h"
#include "base/statistics.h"
#include "context.h"
#include "device.h"
#include "evaluation_images.h"
#include "imaging/metrics.h"
#include "imaging/tiling.h"
#include "library.h"
#include "nets/parallel.h"
#include "nets/tensors.h"
#include "network.h"

#include <ATen/ATen.h>
#include <atomic>
#include <fmt/format.h>
#include <mutex>
#include <nlohmann/json.hpp>
#include <torch/types.h>
#include <torch/utils.h>

namespace kintsugi::cli {

namespace {

using nlohmann::json;

struct Quality {
    std::vector<double> psnr, ssim; ///< by image; ssim is not a number where the image is too small
};

/// Restores an image of any size in one piece.
Image restoreWhole(const HybridUNet& net, const Image& degraded, const std::string& device) {
    const TilePlan plan = planTiles(degraded.height, degraded.width, 0, 0);
    Image restored = runTiled(
        degraded, plan, [&](const Image& tile) { return toImage(net.forward(toTensor(tile).to(at::Device(device)))); });
    requireFinite(restored);
    return restored;
}

class Evaluator {
public:
    Evaluator(const Context& context, const EvaluationImages& images, PsnrKind kind, int border, std::string device)
        : m_context(context), m_images(images), m_kind(kind), m_border(border), m_device(std::move(device)),
          m_pool(m_device == "cpu" ? context.threads() : 1) {}

    /// @p net empty: the degraded images themselves.
    Quality measure(const HybridUNet* net, const std::string& what) {
        Quality quality;
        quality.psnr.assign(m_images.size(), 0);
        quality.ssim.assign(m_images.size(), 0);
        std::atomic<std::size_t> done{0};
        const TimeLeft left;
        std::mutex printing;
        // One image a thread: two threads inside an operation gain nothing on small images.
        m_pool.run(static_cast<std::int64_t>(m_images.size()), [&](std::int64_t begin, std::int64_t end) {
            const torch::NoGradGuard noGrad;
            setOperationThreads(m_pool.threads() > 1 ? 1 : m_context.threads());
            for (auto i = begin; i < end; ++i) {
                m_context.throwIfStopped("Stopped before the evaluation was complete.");
                const auto index = static_cast<std::size_t>(i);
                const EvaluationPair pair = m_images.pair(index);
                const ByteImage clean = toBytes(pair.clean);
                const ByteImage restored = toBytes(net ? restoreWhole(*net, pair.degraded, m_device) : pair.degraded);
                quality.psnr[index] = psnr(restored, clean, m_kind, m_border);
                quality.ssim[index] = std::min(clean.height, clean.width) - 2 * m_border >= 11
                                          ? ssim(restored, clean, m_kind, m_border)
                                          : std::nan("");
                const std::scoped_lock lock(printing);
                ++done;
                m_context.progress(fmt::format("{}: {}/{} images  {}", what, done.load(), m_images.size(),
                                               left.text(double(done), double(m_images.size()))));
            }
        });
        setOperationThreads(m_context.threads());
        return quality;
    }

private:
    const Context& m_context;
    const EvaluationImages& m_images;
    PsnrKind m_kind;
    int m_border;
    std::string m_device;
    ThreadPool m_pool;
};

json intervalJson(const std::vector<double>& values) {
    const auto interval = interval95(values);
    return interval ? json{interval->low, interval->high} : json(nullptr);
}

json qualityJson(const Quality& quality, const EvaluationImages& images) {
    json perImage = json::array();
    for (std::size_t i = 0; i < images.size(); ++i)
        perImage.push_back(
            {{"image", images.name(i)}, {"psnr", number(quality.psnr[i])}, {"ssim", number(quality.ssim[i])}});
    return {{"images", perImage},
            {"psnr", number(meanOf(quality.psnr))},
            {"ssim", number(meanOf(quality.ssim))},
            {"psnr_interval95", intervalJson(quality.psnr)},
            {"ssim_interval95", intervalJson(quality.ssim)}};
}

std::vector<double> differences(const Quality& a, const Quality& b) {
    std::vector<double> result;
    for (std::size_t i = 0; i < a.psnr.size(); ++i)
        result.push_back(a.psnr[i] - b.psnr[i]);
    return result;
}

std::string intervalText(const std::vector<double>& values) {
    const auto interval = interval95(values);
    return interval ? fmt::format(" [{:.3f}, {:.3f}]", interval->low, interval->high) : std::string();
}

} // namespace

void run(const EvaluateArgs& args, const Context& context) {
    const std::string device = checkedDevice(context.common().device);
    const ProjectFolder project(args.project);
    const Task task = parseTask(args.task.empty() ? project.task() : args.task);
    if (task.channels != project.config().inpChannels)
        throw InputError(fmt::format("The task {} works on {} channels, the project's network on {}.", task.name,
                                     task.channels, project.config().inpChannels));
    const EvaluationImages images(args.images, args.truth, task, args.crop, static_cast<std::size_t>(args.limit));
    const auto library = openLibrary(project, context);
    const Stages stages = stagesOf(project.config());
    const PsnrKind kind = args.luma ? PsnrKind::LumaU8 : task.psnr;
    Evaluator evaluator(context, images, kind, args.cropBorder, device);

    const char* convention = kind == PsnrKind::LumaU8 ? "Y of MATLAB's rgb2ycbcr, 8 bits"
                             : kind == PsnrKind::Luma ? "Y of BT.601 in float"
                                                      : "all channels, 8 bits";
    const std::vector<std::string> names =
        args.architectures.empty() ? std::vector<std::string>{"all-teacher"} : args.architectures;
    const NetworkMaker asDistilled(project, *library, false, device), asTuned(project, *library, true, device);
    std::vector<Architecture> architectures;
    for (const std::string& name : names) { // says what is missing before anything is measured
        architectures.push_back(namedArchitecture(name, project, *library));
        if (args.finetuned)
            asTuned.file(architectures.back());
    }

    context.print(fmt::format("{} images, {}; PSNR on {}; SSIM as BasicSR; 95 % intervals in brackets", images.size(),
                              task.name, convention));
    json result{{"task", task.name},
                {"images", images.size()},
                {"convention", convention},
                {"crop_border", args.cropBorder},
                {"crop", args.crop}};
    const Quality degraded = evaluator.measure(nullptr, "degraded");
    context.endProgress();
    context.print(
        fmt::format("  {:<40} {:7.3f} dB  SSIM {:.4f}", "degraded", meanOf(degraded.psnr), meanOf(degraded.ssim)));
    result["degraded"] = qualityJson(degraded, images);

    const Architecture teacherPath = allTeacher(stages);
    json rows = json::array();
    const auto measure = [&](const Architecture& architecture, bool finetuned) {
        const HybridUNet net = (finetuned ? asTuned : asDistilled).make(architecture);
        return evaluator.measure(&net, architecture.text());
    };
    const Quality teacherQuality = measure(teacherPath, false);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const bool isTeacher = architectures[i] == teacherPath && !args.finetuned;
        const Quality quality = isTeacher ? teacherQuality : measure(architectures[i], args.finetuned);
        context.endProgress();
        const auto difference = differences(quality, teacherQuality);
        context.print(fmt::format(
            "  {:<40} {:7.3f} dB  SSIM {:.4f}{}", names[i], meanOf(quality.psnr), meanOf(quality.ssim),
            isTeacher
                ? fmt::format("  gain {:+.3f} dB over the degraded images", meanOf(differences(quality, degraded)))
                : fmt::format("  {:+.3f} dB to the teacher{}", meanOf(difference), intervalText(difference))));
        json row = qualityJson(quality, images);
        row["arch"] = architectures[i].text();
        row["name"] = names[i];
        row["finetuned"] = args.finetuned ? json(asTuned.file(architectures[i])) : json(nullptr);
        row["gain"] = number(meanOf(differences(quality, degraded)));
        row["difference_to_teacher"] = number(meanOf(difference));
        row["difference_interval95"] = intervalJson(difference);
        rows.push_back(row);
    }
    result["architectures"] = rows;

    if (args.stageLoss) {
        context.print("PSNR lost when a stage is skipped:");
        json losses = json::array();
        for (const StageInfo& stage : stages) {
            const Edge skip{BlockKind::Skip, 0, stage.blocks};
            const Architecture without = teacherPath.replaced({stage.id, 0, stage.blocks}, skip);
            const auto lost = differences(teacherQuality, measure(without, false));
            context.endProgress();
            context.print(fmt::format("  {:<10} {:7.3f} dB{}", stageName(stage.id), meanOf(lost), intervalText(lost)));
            losses.push_back({{"stage", stageName(stage.id)},
                              {"arch", without.text()},
                              {"psnr_lost", number(meanOf(lost))},
                              {"interval95", intervalJson(lost)}});
        }
        result["stage_loss"] = losses;
    }
    context.printJson(result);
}

} // namespace kintsugi::cli
