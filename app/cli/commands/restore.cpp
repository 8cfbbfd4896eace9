#include "architecture_name.h"
#include "base/error.h"
#include "base/memory_setup.h"
#include "context.h"
#include "device.h"
#include "imaging/folder_dataset.h"
#include "imaging/image_file.h"
#include "imaging/metrics.h"
#include "imaging/task.h"
#include "imaging/tiling.h"
#include "library.h"
#include "nets/assemble.h"
#include "nets/tensors.h"
#include "network.h"

#include <ATen/ATen.h>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>
#include <torch/types.h>
#include <torch/utils.h>

namespace kintsugi::cli {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

std::vector<fs::path> inputFiles(const std::vector<std::string>& names) {
    std::vector<fs::path> files;
    for (const std::string& name : names) {
        std::error_code ignored;
        if (!fs::is_directory(name, ignored)) {
            files.emplace_back(name);
            continue;
        }
        const auto inside = imageFilesIn(name);
        if (inside.empty())
            throw FileError(fmt::format("{} holds no images.", name));
        files.insert(files.end(), inside.begin(), inside.end());
    }
    return files;
}

/// Where the results of a run go: never onto a picture that it reads, and never two into one file.
class OutputNames {
public:
    OutputNames(fs::path folder, const std::vector<fs::path>& inputs) : m_folder(std::move(folder)), m_inputs(inputs) {}

    /// FOLDER/NAME.ext, or FOLDER/NAME-2.ext, … for the next of that name in this run. Throws InputError when that is
    /// an input or @p truth.
    fs::path take(const fs::path& input, const fs::path& truth = {}, const std::string& suffix = {}) {
        const std::string stem = input.stem().string() + suffix, extension = input.extension().string();
        fs::path path = m_folder / (stem + extension);
        for (int k = 2; !m_taken.insert(path.string()).second; ++k)
            path = m_folder / fmt::format("{}-{}{}", stem, k, extension);
        std::error_code ignored;
        const auto overwrites = [&](const fs::path& other) { return fs::equivalent(path, other, ignored); };
        if (overwrites(truth) || std::any_of(m_inputs.begin(), m_inputs.end(), overwrites))
            throw InputError(fmt::format("{} is read by this run and would be overwritten. Choose another --output.",
                                         path.string()));
        return path;
    }

private:
    fs::path m_folder;
    const std::vector<fs::path>& m_inputs;
    std::set<std::string> m_taken;
};

constexpr double gibibyte = 1024.0 * 1024.0 * 1024.0;

} // namespace

void run(const RestoreArgs& args, const Context& context) {
    const std::string device = checkedDevice(context.common().device);
    const ProjectFolder project(args.project);
    const Task task = parseTask(args.task.empty() ? project.task() : args.task);
    const auto library = openLibrary(project, context);
    const HybridUNet net = NetworkMaker(project, *library, args.finetuned, device)
                               .make(namedArchitecture(args.architecture, project, *library));
    const torch::NoGradGuard noGrad;
    const int channels = project.config().inpChannels;
    if (channels != 1 && channels != 3)
        throw InputError(fmt::format("The project's network takes {} channels; image files have 1 or 3.", channels));

    json rows = json::array();
    std::size_t failed = 0;
    bool stopped = false;
    std::string why; ///< the only image could not be restored
    const auto files = inputFiles(args.inputs);
    OutputNames names(args.output, files);
    // What the program needs before the first picture: its libraries and the weights.
    const double programBytes = static_cast<double>(peakResidentBytes());
    for (std::size_t i = 0; i < files.size(); ++i) {
        const fs::path& file = files[i];
        if (context.stop().stop_requested()) {
            stopped = true;
            break;
        }
        json row{{"input", file.string()}};
        resetPeakResidentBytes();
        try {
            ImageFile read = readImageFile(file);
            Image input = channels == 1 ? toGray(read.image) : toRgb(read.image);
            read.image = {};
            ByteImage truth;
            fs::path partner;
            if (args.degrade) {
                truth = toBytes(input);
                input = degradeForEvaluation(task, input, i);
            } else if (!args.truth.empty()) {
                partner = fs::is_directory(args.truth) ? fs::path(args.truth) / file.filename() : fs::path(args.truth);
                const Image whole = readImageFile(partner).image;
                truth = toBytes(channels == 1 ? toGray(whole) : toRgb(whole));
            }
            const TileMemory memory{activationBytesPerPixel(project.config()), channels, project.config().outChannels};
            const double budget = std::max(args.memory * gibibyte - programBytes, 0.0);
            if (args.tile == 0 && budget <= 0)
                throw InputError(
                    fmt::format("The program itself needs {:.2f} GiB, and --memory allows {} GiB; allow more.",
                                programBytes / gibibyte, args.memory));
            const int tile = args.tile > 0
                                 ? args.tile
                                 : largestTile(input.height, input.width, memory, static_cast<std::uint64_t>(budget));
            const TilePlan plan = planTiles(input.height, input.width, tile, std::min(args.overlap, tile - 8));
            const double forecast = programBytes + static_cast<double>(forecastBytes(plan, memory));
            context.note(fmt::format("{}: {}x{}, {} tile{} of {}x{}, {:.2f} GiB forecast", file.filename().string(),
                                     input.height, input.width, plan.count(), plan.count() == 1 ? "" : "s",
                                     plan.tileHeight, plan.tileWidth, forecast / gibibyte));
            const fs::path output = names.take(file, partner);
            const TimeLeft left;
            const auto start = std::chrono::steady_clock::now();
            const auto elapsed = [&] {
                return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            };
            const Image restored = runTiled(
                input, plan,
                [&](const Image& part) { return toImage(net.forward(toTensor(part).to(at::Device(device)))); },
                [&](std::size_t done, std::size_t total) {
                    context.progress(fmt::format("{}: tile {}/{}  {}", file.filename().string(), done, total,
                                                 left.text(double(done), double(total))));
                },
                context.stop());
            const double seconds = elapsed();
            context.endProgress();
            requireFinite(restored);
            WriteOptions options;
            options.bitDepth = args.bits > 0 ? args.bits : read.bitDepth;
            writeImageFile(output, restored, options, read.alpha ? &*read.alpha : nullptr);
            row["output"] = output.string();
            row["seconds"] = seconds;
            row["tiles"] = plan.count();
            row["forecast_bytes"] = forecast;
            row["peak_memory"] = peakResidentBytes();
            row["psnr"] = nullptr;
            std::string quality;
            if (!truth.empty()) {
                const double before = psnr(toBytes(input), truth, task.psnr),
                             after = psnr(toBytes(restored), truth, task.psnr);
                row["psnr_before"] = number(before);
                row["psnr"] = number(after);
                quality = fmt::format(", PSNR {:.2f} → {:.2f} dB ({:+.2f})", before, after, after - before);
                if (args.degrade) {
                    const fs::path degradedFile = names.take(file, {}, "-degraded");
                    writeImageFile(degradedFile, input, options);
                    row["degraded"] = degradedFile.string();
                }
            }
            context.print(
                fmt::format("{} → {}  {:.2f} s{}", file.filename().string(), output.string(), seconds, quality));
        } catch (const Interrupted&) {
            stopped = true;
            break;
        } catch (const std::exception& e) {
            // One bad file must not cost the user the others.
            const bool memory = dynamic_cast<const std::bad_alloc*>(&e) != nullptr;
            std::string sentence = memory ? file.string() + " needs more memory than there is." : e.what();
            sentence.resize(std::min(sentence.find('\n'), sentence.size())); // LibTorch appends a stack trace
            ++failed;
            row["error"] = sentence;
            context.endProgress();
            if (files.size() == 1)
                why = sentence;
            else // also with --quiet: an error is no note
                std::cerr << "kintsugi-cli: " << sentence << '\n';
        }
        rows.push_back(row);
    }
    context.endProgress();
    context.printJson({{"files", rows}, {"failed", failed}});
    if (stopped)
        throw Interrupted(fmt::format("Stopped after {} of {} images; those are written.", rows.size(), files.size()));
    if (!why.empty())
        throw Error(why);
    if (failed > 0)
        throw Error(fmt::format("{} of {} images could not be restored.", failed, files.size()));
}

} // namespace kintsugi::cli
