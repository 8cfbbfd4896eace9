#include "project/project_folder.h"

#include "base/error.h"
#include "space/state_dict_schema.h"
#include "weights/safetensors.h"

#include <fmt/format.h>

namespace kintsugi {

namespace fs = std::filesystem;

namespace {

constexpr const char* formatName = "kintsugi-teacher";
constexpr const char* formatVersion = "1";

void checkTeacher(const RestormerConfig& config, const TensorMap& teacher, const std::string& source) {
    ShapeMap shapes;
    for (const auto& [name, tensor] : teacher)
        shapes[name] = tensor.shape;
    checkKeys(schemaOf(config), shapes, source);
}

} // namespace

ProjectFolder::ProjectFolder(fs::path folder, RestormerConfig config, std::string task)
    : m_folder(std::move(folder)), m_config(std::move(config)), m_task(std::move(task)) {}

bool ProjectFolder::isProject(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path / "teacher.safetensors", ignored);
}

ProjectFolder::ProjectFolder(fs::path folder) : m_folder(std::move(folder)) {
    if (!isProject(m_folder))
        throw FileError(fmt::format(
            "{} is not a Kintsugi project: it has no teacher.safetensors. Make one with 'kintsugi-cli new'.",
            m_folder.string()));
    const Checkpoint checkpoint = readSafetensors(teacherFile());
    const auto value = [&](const char* key) {
        const auto found = checkpoint.metadata.find(key);
        return found == checkpoint.metadata.end() ? std::string() : found->second;
    };
    if (value("format") != formatName || value("config").empty())
        throw FileError(
            fmt::format("{} holds a teacher that Kintsugi did not write. Make a project from it with 'kintsugi-cli new "
                        "NAME.kintsugi --teacher {}'.",
                        m_folder.string(), teacherFile().string()));
    if (value("version") != formatVersion)
        throw FileError(fmt::format(
            "{} was made by another version of Kintsugi (format {}, this program reads {}). Update the program.",
            m_folder.string(), value("version"), formatVersion));
    m_config = restormerConfigFromJson(value("config"));
    m_task = value("task");
    checkTeacher(m_config, checkpoint.tensors, teacherFile().string());
}

ProjectFolder ProjectFolder::create(const fs::path& path, const RestormerConfig& config, const std::string& task,
                                    const TensorMap& teacher) {
    fs::path folder = path;
    if (!folder.has_filename())
        folder = folder.parent_path(); // "name.kintsugi/"
    if (folder.extension() != ".kintsugi")
        throw InputError(fmt::format("A project's name ends in .kintsugi; use {}.kintsugi.", folder.string()));
    std::error_code failure;
    if (fs::exists(folder, failure) && !(fs::is_directory(folder, failure) && fs::is_empty(folder, failure)))
        throw FileError(fmt::format("{} exists already. Choose another name, or remove it first.", folder.string()));
    checkTeacher(config, teacher, "the teacher");
    ProjectFolder project(folder, config, task);
    project.writeTeacher(teacher);
    return project;
}

void ProjectFolder::writeTeacher(const TensorMap& weights) const {
    checkTeacher(m_config, weights, "the teacher");
    writeSafetensors(
        teacherFile(), weights,
        {{"format", formatName}, {"version", formatVersion}, {"config", toJson(m_config)}, {"task", m_task}});
}

TensorMap ProjectFolder::teacherWeights() const {
    return readSafetensors(teacherFile()).tensors;
}

} // namespace kintsugi
