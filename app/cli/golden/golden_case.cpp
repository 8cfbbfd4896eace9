#include "golden_case.h"

#include "base/atomic_file.h"
#include "base/error.h"
#include "nets/tensors.h"
#include "weights/checkpoint.h"

#include <ATen/ATen.h>
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <sstream>

namespace kintsugi::cli {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

/// Part of the tolerance that grows with the value (golden data, tolerance_rule).
constexpr double relativeTolerance = 1e-5;

std::string shapeText(at::IntArrayRef shape) {
    return fmt::format("{}", fmt::join(shape.begin(), shape.end(), "x"));
}

} // namespace

GoldenCase::GoldenCase(fs::path folder) : m_folder(std::move(folder)) {
    if (!m_folder.has_filename())
        m_folder = m_folder.parent_path();
    m_description = json::parse(readWholeFile(m_folder / "case.json"), nullptr, false);
    if (!m_description.is_object() || kind().empty())
        throw FileError(
            fmt::format("{} is not a golden case: it needs an object with a kind.", (m_folder / "case.json").string()));
}

bool GoldenCase::has(const std::string& file) const {
    return fs::exists(m_folder / file);
}

std::map<std::string, at::Tensor> GoldenCase::tensors(const std::string& file) const {
    std::map<std::string, at::Tensor> result;
    for (const auto& [name, tensor] : readCheckpoint(m_folder / file).tensors)
        result[name] = toTensor(tensor);
    return result;
}

at::Tensor GoldenCase::tensor(const std::string& file, const std::string& name) const {
    const auto all = tensors(file);
    const auto found = all.find(name);
    if (found == all.end())
        throw FileError(fmt::format("{} has no tensor {}.", (m_folder / file).string(), name));
    return found->second;
}

void GoldenCase::compare(const std::string& file, const std::map<std::string, at::Tensor>& got,
                         std::vector<GoldenRow>& rows) const {
    const json& stated = m_description.at("tensors").value(file, json::object());
    for (const auto& [name, golden] : tensors(file)) {
        GoldenRow row;
        row.caseName = this->name();
        row.tensor = file + ":" + name;
        const auto found = got.find(name);
        const json entry = stated.value(name, json::object());
        // Exact rearrangements and noise state no error of their own; the noise notes allow one rounding near 1.
        const double atol = entry.contains("atol") ? entry.at("atol").get<double>() : 6e-8;
        row.allowed = atol;
        row.error = std::numeric_limits<double>::quiet_NaN();
        if (found == got.end() || !found->second.defined()) {
            row.remark = "this kind of case does not compute it";
        } else if (found->second.sizes() != golden.sizes()) {
            row.remark = fmt::format("shape {} where {} is expected", shapeText(found->second.sizes()),
                                     shapeText(golden.sizes()));
        } else {
            const at::Tensor expected = golden.to(at::kDouble).flatten();
            const at::Tensor error = (found->second.detach().to(at::kCPU).to(at::kDouble).flatten() - expected).abs();
            const at::Tensor allowed = expected.abs() * relativeTolerance + atol;
            if (error.numel() == 0) {
                row.error = 0;
                row.pass = true;
            } else if (!at::isfinite(error).all().item<bool>()) {
                row.remark = "a value is not finite";
            } else {
                const auto worst = (error - allowed).argmax().item<std::int64_t>();
                row.error = error[worst].item<double>();
                row.allowed = allowed[worst].item<double>();
                row.pass = row.error <= row.allowed;
            }
        }
        rows.push_back(row);
    }
}

namespace {

/// A failing row for every expected tensor that case.json lists and no row is about.
void addMissing(const GoldenCase& golden, std::vector<GoldenRow>& rows) {
    const json listed = golden.description().value("tensors", json::object());
    for (const auto& [file, tensors] : listed.items()) {
        if (file.starts_with("input") || file.starts_with("weights"))
            continue;
        for (const auto& [name, entry] : tensors.items()) {
            const std::string tensor = file + ":" + name;
            if (std::any_of(rows.begin(), rows.end(), [&](const GoldenRow& row) { return row.tensor == tensor; }))
                continue;
            GoldenRow row;
            row.caseName = golden.name();
            row.tensor = tensor;
            row.error = row.allowed = std::numeric_limits<double>::quiet_NaN();
            row.remark = "case.json lists it, and the case does not hold it";
            rows.push_back(row);
        }
    }
}

} // namespace

std::vector<GoldenRow> verifyGoldenCase(const fs::path& folder, const std::string& device) {
    std::string sentence;
    try {
        const GoldenCase golden(folder);
        std::vector<GoldenRow> rows = runGoldenCase(golden, device);
        addMissing(golden, rows);
        if (!rows.empty())
            return rows;
        sentence = "the case has nothing to compare";
    } catch (const std::exception& e) {
        sentence = std::string(e.what()).substr(0, std::string(e.what()).find('\n'));
    }
    GoldenRow row;
    row.caseName = folder.filename().string();
    row.tensor = "–";
    row.error = row.allowed = std::numeric_limits<double>::quiet_NaN();
    row.remark = sentence;
    return {row};
}

} // namespace kintsugi::cli
