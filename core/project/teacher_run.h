#pragma once

#include "base/file_lock.h"
#include "distill/network_trainer.h"
#include "project/project_folder.h"

#include <functional>
#include <stop_token>

namespace kintsugi {

/// What to do about a training run that the project has already.
enum class EarlierRun { Refuse, Resume, Replace };

/// Trains the teacher of a project: the run's checkpoint and curve lie in its folder, and the averaged weights become
/// the teacher's at every validation and at the end. A teacher that was not made by training here is kept beside, as
/// train/teacher-before.safetensors. The command line and the workbench both train by this. Whoever
/// calls holds the project's lock, because the teacher changes under all that has it open.
class TeacherRun {
public:
    /// Resumes where that is asked for and there is a checkpoint. Both arguments must outlive it. Throws InputError
    /// when another program trains here, the project has surrogates of its teacher, the checkpoint is of other options,
    /// or there is one and @p earlier refuses.
    TeacherRun(const ProjectFolder& project, NetworkTrainer& trainer, EarlierRun earlier);

    bool isResumed() const { return m_resumed; }
    /// Trains until the last iteration or until @p stop is requested; see NetworkTrainer::run.
    void run(const std::function<void(const TrainProgress&)>& report, std::stop_token stop);

private:
    void writeTeacher();

    const ProjectFolder& m_project;
    NetworkTrainer& m_trainer;
    FileLock m_lock;
    bool m_resumed = false, m_mayReplace = true;
};

/// Throws InputError when a training would replace the teacher that a project's surrogates were distilled from.
void requireNoSurrogates(const ProjectFolder& project);

/// Throws InputError when the memory that is free is less than what a step of some phase needs at the very least: the
/// system would end the program without a word.
void requireTrainingMemory(const RestormerConfig& config, const std::vector<TrainPhase>& phases);

/// See ProjectFolder::untrainedMark.
void markUntrained(const ProjectFolder& project);

/// A project whose teacher has the weights that a training with @p seed begins with, marked as untrained. Throws as
/// ProjectFolder::create.
ProjectFolder createUntrainedProject(const std::filesystem::path& folder, const RestormerConfig& config,
                                     const std::string& task, std::uint64_t seed);

} // namespace kintsugi
