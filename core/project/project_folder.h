#pragma once

#include "space/restormer_config.h"
#include "space/stage.h"
#include "weights/checkpoint.h"

#include <filesystem>
#include <string>

namespace kintsugi {

/// A project: the folder NAME.kintsugi with the teacher's weights and what belongs to them.
class ProjectFolder {
public:
    /// Opens an existing project. Throws FileError when the folder is not one, or was made by a newer version.
    explicit ProjectFolder(std::filesystem::path folder);

    /// Makes a project from a teacher's weights, which must be those of @p config (upstream's names). Throws InputError
    /// when the name does not end in .kintsugi or the keys do not fit, FileError when it exists already.
    static ProjectFolder create(const std::filesystem::path& folder, const RestormerConfig& config,
                                const std::string& task, const TensorMap& teacher);

    /// Replaces the teacher's weights, atomically; the rest stays.
    void writeTeacher(const TensorMap& weights) const;

    /// Whether @p path names a project that can be opened.
    static bool isProject(const std::filesystem::path& path);

    const std::filesystem::path& folder() const { return m_folder; }
    const RestormerConfig& config() const { return m_config; }
    const std::string& task() const { return m_task; }
    Stages stages() const { return stagesOf(m_config); }
    /// Held by the one program that may write the project.
    static constexpr const char* lockName = "lock";
    std::filesystem::path teacherFile() const { return m_folder / "teacher.safetensors"; }
    std::filesystem::path finetunedFolder() const { return m_folder / "finetuned"; }
    std::filesystem::path surrogateFolder() const { return m_folder / "surrogates"; }
    std::filesystem::path trainingCheckpoint() const { return m_folder / "train" / "checkpoint.safetensors"; }
    std::filesystem::path trainingCurve() const { return m_folder / "train" / "curve.csv"; }

    /// A file that is there as long as the teacher has the random weights that a training begins with.
    std::filesystem::path untrainedMark() const { return m_folder / "train" / "untrained"; }

    TensorMap teacherWeights() const;

private:
    ProjectFolder(std::filesystem::path folder, RestormerConfig config, std::string task);

    std::filesystem::path m_folder;
    RestormerConfig m_config;
    std::string m_task;
};

} // namespace kintsugi
