#include "distill/surrogate_file.h"

#include "base/error.h"
#include "nets/state_dict.h"
#include "weights/safetensors.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kintsugi {

using nlohmann::json;

namespace {

constexpr const char* formatName = "kintsugi-surrogate";

json orNull(const std::optional<double>& value) {
    return value ? json(*value) : json(nullptr);
}

std::optional<double> fromNull(const json& value) {
    return value.is_null() ? std::nullopt : std::optional<double>(value.get<double>());
}

SurrogateInfo recordOf(const Checkpoint& checkpoint, const std::filesystem::path& file, const Stages& stages) {
    const auto format = checkpoint.metadata.find("format");
    if (format == checkpoint.metadata.end() || format->second != formatName)
        throw FileError(fmt::format("{} is not a surrogate of Kintsugi.", file.string()));
    try {
        SurrogateInfo record;
        const json j = json::parse(checkpoint.metadata.at("record"));
        record.placed.span = parseSpan(j.at("span").get<std::string>(), stages);
        record.placed.edge.kind = parseKind(j.at("kind").get<std::string>());
        record.placed.edge.run = j.at("run");
        record.placed.edge.covers = record.placed.span.length();
        validate(record.placed.edge);
        record.teacher = j.at("teacher");
        record.options = SurrogateOptions::fromJson(checkpoint.metadata.at("blocks"));
        record.training = checkpoint.metadata.at("training");
        record.relativeError = j.at("relative_error");
        record.featureError = j.at("feature_error");
        record.teacherPsnr = fromNull(j.at("teacher_psnr"));
        record.psnrAfterFeature = fromNull(j.at("psnr_after_feature"));
        record.psnrAfterOutput = fromNull(j.at("psnr_after_output"));
        record.iterations = j.at("iterations");
        record.seconds = j.at("seconds");
        record.start = j.at("start");
        for (const json& row : json::parse(checkpoint.metadata.at("curve")))
            record.curve.push_back({row.at(0), row.at(1).get<int>() == 1, row.at(2)});
        return record;
    } catch (const InputError& e) {
        throw FileError(fmt::format("{} does not belong to this teacher: {}", file.string(), e.what()));
    } catch (const std::exception&) {
        throw FileError(fmt::format("{} is a damaged surrogate. Delete it and distil it again.", file.string()));
    }
}

} // namespace

std::string surrogateFileName(const PlacedEdge& placed) {
    return fmt::format("{}_{}-{}_{}{}.safetensors", stageName(placed.span.stage), placed.span.begin, placed.span.end,
                       kindName(placed.edge.kind), placed.edge.run);
}

void writeSurrogate(const std::filesystem::path& file, const Surrogate& surrogate, const SurrogateInfo& record) {
    json curve = json::array();
    for (const DistillPoint& p : record.curve)
        curve.push_back({p.iteration, p.output ? 1 : 0, p.loss});
    const json j{{"span", toString(record.placed.span)},
                 {"kind", kindName(record.placed.edge.kind)},
                 {"run", record.placed.edge.run},
                 {"teacher", record.teacher},
                 {"relative_error", record.relativeError},
                 {"feature_error", record.featureError},
                 {"teacher_psnr", orNull(record.teacherPsnr)},
                 {"psnr_after_feature", orNull(record.psnrAfterFeature)},
                 {"psnr_after_output", orNull(record.psnrAfterOutput)},
                 {"iterations", record.iterations},
                 {"seconds", record.seconds},
                 {"start", record.start}};
    writeSafetensors(file, stateDict(surrogate),
                     {{"format", formatName},
                      {"version", "1"},
                      {"record", j.dump()},
                      {"blocks", record.options.toJson()},
                      {"training", record.training},
                      {"curve", curve.dump()}});
}

SurrogateInfo readSurrogateInfo(const std::filesystem::path& file, const Stages& stages) {
    return recordOf(readSafetensors(file), file, stages);
}

std::shared_ptr<Surrogate> readSurrogate(const std::filesystem::path& file, const RestormerConfig& teacher) {
    const Checkpoint checkpoint = readSafetensors(file);
    const SurrogateInfo record = recordOf(checkpoint, file, stagesOf(teacher));
    auto surrogate = std::make_shared<Surrogate>(record.placed, teacher, record.options);
    loadStateDict(*surrogate, checkpoint.tensors, file.string());
    return surrogate;
}

} // namespace kintsugi
