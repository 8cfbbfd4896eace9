#include "base/error.h"
#include "context.h"
#include "imaging/pack.h"
#include "space/costs.h"
#include "space/state_dict_schema.h"
#include "teacher_files.h"

#ifdef KINTSUGI_HAS_IMAGE_FILES
#include "imaging/image_file.h"
#include "onnx/model_info.h"
#endif

#include <filesystem>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kintsugi::cli {

namespace {

using nlohmann::json;

json macsJson(const RestormerConfig& config, const ImageSize& size, const Context& context) {
    const CostModel model(config, size.height, size.width);
    const Architecture teacher = allTeacher(stagesOf(config));
    const Cost cost = model.network(teacher);
    context.print(
        fmt::format("  {:.2f} G multiply-accumulates at {}x{} ({:.2f} G in convolutions, {:.2f} G in attention)",
                    static_cast<double>(cost.macs.total()) / 1e9, model.height(), model.width(),
                    static_cast<double>(cost.macs.convolution) / 1e9, static_cast<double>(cost.macs.attention) / 1e9));
    json stages = json::array();
    for (const StageInfo& stage : stagesOf(config)) {
        const Cost part = model.stage(teacher, stage.id);
        context.print(fmt::format("  {:<10} {} blocks, {:>3} channels at 1/{}, {:>2} heads, {:>7.2f} GMAC",
                                  stageName(stage.id), stage.blocks, stage.channels, stage.downscale, stage.heads,
                                  static_cast<double>(part.macs.total()) / 1e9));
        stages.push_back({{"stage", stageName(stage.id)},
                          {"blocks", stage.blocks},
                          {"channels", stage.channels},
                          {"heads", stage.heads},
                          {"macs", part.macs.convolution},
                          {"macs_attention", part.macs.attention},
                          {"parameters", part.parameters}});
    }
    // "macs" counts as the field does, convolutions and linear layers; the others are given beside it.
    return {{"size", fmt::format("{}x{}", model.height(), model.width())},
            {"macs", cost.macs.convolution},
            {"macs_attention", cost.macs.attention},
            {"macs_total", cost.macs.total()},
            {"stages", stages}};
}

json restormerInfo(const RestormerConfig& config, const ImageSize& size, const Context& context) {
    context.print(fmt::format("  {}", describe(config)));
    context.print(fmt::format("  {} parameters", parameterCount(config)));
    json result{{"config", json::parse(toJson(config))}, {"parameters", parameterCount(config)}};
    result.update(macsJson(config, size, context));
    return result;
}

json checkpointInfo(const InfoArgs& args, const Checkpoint& checkpoint, const ImageSize& size, const Context& context) {
    json result{{"kind", "checkpoint"},
                {"file", args.file},
                {"format", checkpoint.format},
                {"tensors", checkpoint.tensors.size()},
                {"nested_under", checkpoint.nestedUnder}};
    context.print(fmt::format("{}: {} checkpoint with {} tensors{}", args.file, checkpoint.format,
                              checkpoint.tensors.size(),
                              checkpoint.nestedUnder.empty() ? "" : " under '" + checkpoint.nestedUnder + "'"));
    const ShapeMap shapes = shapesOf(checkpoint.tensors);
    std::int64_t values = 0;
    for (const auto& [name, tensor] : checkpoint.tensors)
        values += tensor.elements();
    result["config"] = nullptr;
    result["parameters"] = values;
    result["macs"] = nullptr;
    try {
        if (inferNetworkFamily(shapes) == NetworkFamily::Restormer) {
            const RestormerConfig config = restormerConfigFor(checkpoint, "");
            checkKeys(schemaOf(config), shapes, args.file);
            result["network"] = "restormer";
            result.update(restormerInfo(config, size, context));
        } else {
            const MambaIrUNetConfig config = inferMambaIrUNetConfig(shapes);
            checkKeys(schemaOf(config), shapes, args.file);
            context.print(fmt::format("  {}\n  {} parameters", describe(config), parameterCount(config)));
            result["network"] = "mambair-unet";
            result["config"] = json::parse(toJson(config));
        }
    } catch (const InputError& e) {
        // Still a readable file; what it holds is just not a whole network.
        result["network"] = nullptr;
        result["remark"] = e.what();
        context.print(fmt::format("  {} values; not one of the known networks: {}", values, e.what()));
    }
    return result;
}

} // namespace

void run(const InfoArgs& args, const Context& context) {
    const ImageSize size = parseSize(args.size);
    std::error_code ignored;
    if (std::filesystem::is_directory(args.file, ignored)) {
        const ProjectFolder project(args.file);
        context.print(fmt::format("{}: project for {}", args.file, project.task()));
        json result{{"kind", "project"}, {"file", args.file}, {"task", project.task()}};
        result.update(restormerInfo(project.config(), size, context));
        context.printJson(result);
        return;
    }
#ifdef KINTSUGI_HAS_IMAGE_FILES
    if (hasImageEnding(args.file)) {
        const ImageFile file = readImageFile(args.file);
        context.print(fmt::format("{}: image, {}x{} (height x width), {} channels{}, {} bits", args.file,
                                  file.image.height, file.image.width, file.image.channels,
                                  file.alpha ? " and transparency" : "", file.bitDepth));
        context.printJson({{"kind", "image"},
                           {"file", args.file},
                           {"height", file.image.height},
                           {"width", file.image.width},
                           {"channels", file.image.channels},
                           {"alpha", file.alpha.has_value()},
                           {"bits", file.bitDepth},
                           {"config", nullptr},
                           {"parameters", nullptr},
                           {"macs", nullptr}});
        return;
    }
#endif
#ifdef KINTSUGI_HAS_IMAGE_FILES // the server build has no ONNX either
    if (std::filesystem::path(args.file).extension() == ".onnx") {
        const ModelInfo model = readModelInfo(args.file);
        json values = json::object();
        for (const auto& [name, list] : {std::pair{"inputs", &model.inputs}, {"outputs", &model.outputs}})
            for (const ModelInfo::Value& value : *list)
                values[name].push_back({{"name", value.name}, {"shape", value.shape}});
        context.print(fmt::format("{}: ONNX model by {}, opset {}, {} nodes, {} values of weights", args.file,
                                  model.producer.empty() ? "an unnamed program" : model.producer, model.opset,
                                  model.nodes, model.parameters));
        json result{
            {"kind", "model"},      {"file", args.file}, {"producer", model.producer},     {"opset", model.opset},
            {"nodes", model.nodes}, {"config", nullptr}, {"parameters", model.parameters}, {"macs", nullptr}};
        result.update(values);
        context.printJson(result);
        return;
    }
#endif
    const Checkpoint checkpoint = readCheckpoint(args.file);
    const auto format = checkpoint.metadata.find("format");
    if (format != checkpoint.metadata.end() && format->second == "kintsugi-pack") {
        const Pack pack(args.file);
        std::uint64_t pixels = 0;
        for (std::size_t i = 0; i < pack.size(); ++i)
            pixels +=
                static_cast<std::uint64_t>(pack.image(i).height) * static_cast<std::uint64_t>(pack.image(i).width);
        context.print(fmt::format("{}: pack of {} photographs, {:.1f} megapixels", args.file, pack.size(),
                                  static_cast<double>(pixels) / 1e6));
        context.printJson({{"kind", "pack"},
                           {"file", args.file},
                           {"images", pack.size()},
                           {"pixels", pixels},
                           {"config", nullptr},
                           {"parameters", nullptr},
                           {"macs", nullptr}});
        return;
    }
    context.printJson(checkpointInfo(args, checkpoint, size, context));
}

} // namespace kintsugi::cli
