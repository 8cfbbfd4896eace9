#pragma once

#include "record_stream.h"
#include "runtime/onnx_models.h"
#include "runtime/session.h"
#include "weights/safetensors.h"

#include <QByteArray>
#include <QDir>
#include <QProcess>
#include <QTest>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace kintsugi::runnertest {

using Json = nlohmann::json;

/// What a run of the program left.
struct Outcome {
    int exitCode = -1;
    QByteArray output;
    std::vector<Json> records; ///< a line that is no record is null

    std::vector<Json> all(const std::string& kind) const {
        std::vector<Json> found;
        for (const auto& record : records)
            if (record.is_object() && record.value("record", "") == kind)
                found.push_back(record);
        return found;
    }
};

inline std::vector<Json> parseRecords(const QByteArray& output) {
    std::vector<Json> records;
    for (const QByteArray& line : output.split('\n'))
        if (!line.isEmpty())
            records.push_back(line.startsWith("{\"record\":") ? Json::parse(line.toStdString(), nullptr, false)
                                                              : Json());
    return records;
}

inline Outcome finish(QProcess& process, int patienceMs = 100'000) {
    Outcome outcome;
    if (!process.waitForFinished(patienceMs)) {
        process.kill();
        process.waitForFinished();
        qWarning("the runner did not end: %s", process.readAllStandardError().constData());
        return outcome;
    }
    outcome.output = process.readAllStandardOutput();
    outcome.records = parseRecords(outcome.output);
    outcome.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
    if (const QByteArray text = process.readAllStandardError(); !text.isEmpty())
        qWarning("%s", text.constData());
    return outcome;
}

/// Empty when the output ends with an `end` record that tells the truth about all earlier bytes.
inline QString endProblem(const Outcome& outcome) {
    if (outcome.records.empty() || !outcome.records.back().is_object() ||
        outcome.records.back().value("record", "") != "end")
        return "there is no end record";
    const auto before = outcome.output.left(outcome.output.lastIndexOf("{\"record\":\"end\""));
    // Bit by bit and from the definition, apart from the program's own function.
    std::uint32_t crc = 0xFFFFFFFFu;
    for (const char byte : before)
        for (int bit = 0; bit < 8; ++bit) {
            const bool odd = ((crc ^ (static_cast<unsigned char>(byte) >> bit)) & 1u) != 0;
            crc = (crc >> 1) ^ (odd ? 0xEDB88320u : 0u);
        }
    const QString wanted = QString("%1").arg(~crc, 8, 16, QLatin1Char('0'));
    const Json& end = outcome.records.back();
    if (end.value("records", -1) != before.count('\n'))
        return QString("%1 records were announced").arg(end.value("records", -1));
    if (QString::fromStdString(end.value("crc32", "")) != wanted)
        return QString("the checksum should be %1").arg(wanted);
    for (const auto& record : outcome.records)
        if (!record.is_object())
            return "a line is no record";
    return {};
}

/// The check that the exporter would write beside a model; @p spoil is added to one output value.
inline void saveCheck(const std::filesystem::path& model, const std::filesystem::path& path, std::int64_t height,
                      std::int64_t width, float spoil = 0.0f) {
    std::mt19937 random(5);
    NamedTensor input{"input", {1, 3, height, width}, {}};
    for (std::int64_t i = 0; i < 3 * height * width; ++i)
        input.data.push_back(static_cast<float>(random() >> 8) / 16777216.0f);
    auto output = OnnxSession(model).run(std::span(&input, 1)).front();
    output.data[output.data.size() / 2] += spoil;
    writeSafetensors(
        path, {{"input", makeTensor(input.shape, input.data)}, {"output", makeTensor(output.shape, output.data)}},
        {{"tolerance", "1e-4"}});
}

inline QString text(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

} // namespace kintsugi::runnertest
