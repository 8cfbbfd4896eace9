#include "architecture_name.h"
#include "base/error.h"
#include "context.h"
#include "guards.h"
#include "library.h"
#include "network.h"
#include "onnx/network_export.h"
#include "onnx/parity.h"

#include <filesystem>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>

namespace kintsugi::cli {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

/// Compares exported files with LibTorch; knows from the first one on whether there is a runtime at all.
class Comparison {
public:
    explicit Comparison(int threads) : m_threads(threads) {
        try {
            m_runtime = parityRuntimeVersion();
        } catch (const Error& e) {
            m_missing = e.what();
        }
    }

    const std::string& missing() const { return m_missing; }
    json runtime() const { return m_missing.empty() ? json("ONNX Runtime " + m_runtime) : json(nullptr); }
    bool allPass() const { return m_failed.empty(); }
    const std::string& firstFailed() const { return m_failed; }

    json row(const ExportedModel& model, const ParityCase& expected, const Context& context) {
        json row{{"file", model.file.string()},
                 {"model", model.name},
                 {"nodes", model.nodes},
                 {"operators", model.operators},
                 {"bytes", model.bytes},
                 {"max_difference", nullptr},
                 {"blocks_share", number(expected.blocksShare)},
                 {"allowed", parityTolerance},
                 {"pass", nullptr}};
        std::string verdict = "not compared";
        if (m_missing.empty()) {
            const ParityResult result = checkParity(model.file, expected, m_threads);
            row["max_difference"] = number(result.maxRel);
            row["pass"] = result.pass;
            verdict = fmt::format("difference {:.2g} {} {:.0e}", result.maxRel, result.pass ? "within" : "NOT WITHIN",
                                  parityTolerance);
            if (!result.pass && m_failed.empty())
                m_failed = model.file.string();
        }
        context.print(fmt::format("{}: {} nodes, {:.2f} MB, {}", model.file.string(), model.nodes,
                                  static_cast<double>(model.bytes) / 1e6, verdict));
        return row;
    }

private:
    int m_threads;
    std::string m_runtime, m_missing, m_failed;
};

} // namespace

void run(const ExportArgs& args, const Context& context) {
    if (context.common().device != "cpu")
        throw InputError("A network is exported by the processor; leave --device away.");
    if (fs::path(args.output).extension() != ".onnx")
        throw InputError(fmt::format("{} does not end in .onnx; a model's file does.", args.output));
    if (!args.parity.empty()) {
        if (fs::path(args.parity).extension() != ".safetensors")
            throw InputError(
                fmt::format("{} does not end in .safetensors; a file of expected outputs does.", args.parity));
        refuseOverwriting(args.parity, {args.output});
    }
    refuseOverwriting(args.output, {});
    const ProjectFolder project(args.project);
    const auto library = openLibrary(project, context);
    const Architecture path = namedArchitecture(args.architecture, project, *library);
    const NetworkMaker networks(project, *library, args.finetuned);
    const HybridUNet net = networks.make(path);
    const ImageSize size = parseSize(args.size);
    ExportOptions options;
    options.height = size.height;
    options.width = size.width;
    options.dynamicSize = args.dynamicSize;
    options.scan = args.scan == "standard" ? OnnxScan::Standard : OnnxScan::Custom;

    // The picture for a model of free size is of the given size too, so a wrong one is refused before anything is
    // written.
    const ParityCase expected = networkParityCase(net, size.height, size.width, context.common().seed + 1);
    Comparison comparison(context.threads());
    const ExportedModel model = exportNetwork(net, path, options, args.output);
    json document = comparison.row(model, expected, context);
    if (!args.parity.empty()) {
        writeParityFile(args.parity, expected);
        document["parity"] = args.parity;
    }
    if (!args.stages.empty()) {
        document["stages"] = json::array();
        for (const ExportedModel& stage : exportStages(net, path, options, args.stages)) {
            context.throwIfStopped("Stopped while the stages were compared; all files are written.");
            const ParityCase part =
                stageParityCase(net, stage.name, size.height, size.width, context.common().seed + 1);
            fs::path file = stage.file;
            writeParityFile(file.replace_extension(".safetensors"), part);
            document["stages"].push_back(comparison.row(stage, part, context));
        }
    }
    if (!comparison.missing().empty())
        context.note(fmt::format("Not compared with LibTorch: {}", comparison.missing()));
    document["architecture"] = path.text();
    document["finetuned"] = args.finetuned ? json(networks.file(path)) : json(nullptr);
    document["scan"] = args.scan;
    document["size"] = args.dynamicSize ? json("dynamic") : json{size.height, size.width};
    document["runtime"] = comparison.runtime();
    document["note"] = comparison.missing().empty() ? json(nullptr) : json(comparison.missing());
    const bool steps = options.scan == OnnxScan::Standard && model.operators.contains("Scan");
    document["slow"] = steps;
    if (steps)
        context.note(
            "Slow: the scans step through the pixels by ONNX's own Scan, which any runtime takes. --scan custom "
            "makes one operator of each.");
    context.printJson(document);
    if (!comparison.allPass())
        throw Error(fmt::format("{} does not compute what LibTorch computes; do not use it, and report the network "
                                "it was made from.",
                                comparison.firstFailed()));
}

} // namespace kintsugi::cli
