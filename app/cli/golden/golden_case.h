#pragma once

#include <ATen/core/Tensor.h>
#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace kintsugi::cli {

/// One comparison: a tensor of a golden case, or one value of the metrics case.
struct GoldenRow {
    std::string caseName;
    std::string tensor; ///< "output.safetensors:output"
    double error = 0;   ///< largest |got - golden|; not a number when the shapes differ or a value is not finite
    double allowed = 0; ///< the case's atol + 1e-5 |golden| where the excess over it is largest
    bool pass = false;
    std::string remark; ///< what is wrong beyond a number, empty otherwise
};

/// A folder with a case.json and its tensors: inputs, weights and expected results, as the original code made them.
class GoldenCase {
public:
    /// Throws FileError when the folder has no readable case.json.
    explicit GoldenCase(std::filesystem::path folder);

    const std::filesystem::path& folder() const { return m_folder; }
    std::string name() const { return m_folder.filename().string(); }
    std::string kind() const { return m_description.value("kind", std::string()); }
    const nlohmann::json& config() const { return m_description.at("config"); }
    const nlohmann::json& description() const { return m_description; }
    bool has(const std::string& file) const;

    /// Tensors of a file of the case, by name. Throws FileError.
    std::map<std::string, at::Tensor> tensors(const std::string& file) const;
    /// One tensor. Throws FileError when it is not there.
    at::Tensor tensor(const std::string& file, const std::string& name) const;

    /// Compares with every tensor of @p file and adds a row for each; one that @p got lacks fails.
    void compare(const std::string& file, const std::map<std::string, at::Tensor>& got,
                 std::vector<GoldenRow>& rows) const;

private:
    std::filesystem::path m_folder;
    nlohmann::json m_description;
};

/// Runs a case of any known kind on @p device ("cpu", "cuda:0"). Throws InputError for an unknown kind.
std::vector<GoldenRow> runGoldenCase(const GoldenCase& golden, const std::string& device);

/// The same, where a failure of any sort becomes a failing row.
std::vector<GoldenRow> verifyGoldenCase(const std::filesystem::path& folder, const std::string& device);

} // namespace kintsugi::cli
