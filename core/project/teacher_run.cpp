#include "project/teacher_run.h"

#include "base/atomic_file.h"
#include "base/error.h"
#include "base/memory_setup.h"
#include "nets/state_dict.h"
#include "nets/unet.h"
#include "space/stage.h"

#include <fmt/format.h>
#include <ostream>
#include <torch/utils.h>

namespace kintsugi {

namespace fs = std::filesystem;

namespace {

std::string curveCsv(const std::vector<TrainPoint>& curve) {
    std::string text = "iteration,loss,learning_rate,seconds,psnr_db\n";
    for (const TrainPoint& p : curve)
        text += fmt::format("{},{:.8g},{:.6g},{:.1f},{}\n", p.iteration, p.loss, p.learningRate, p.seconds,
                            p.psnr ? fmt::format("{:.4f}", *p.psnr) : "");
    return text;
}

/// The run's folder, made where it is missing.
fs::path runFolder(const ProjectFolder& project) {
    const fs::path folder = project.trainingCheckpoint().parent_path();
    std::error_code failure;
    if (fs::create_directories(folder, failure); failure)
        throw FileError(fmt::format("The folder {} cannot be made: {}.", folder.string(), failure.message()));
    return folder;
}

} // namespace

void requireNoSurrogates(const ProjectFolder& project) {
    std::error_code none;
    if (fs::is_directory(project.surrogateFolder(), none) && !fs::is_empty(project.surrogateFolder(), none))
        throw InputError(fmt::format("{} holds surrogates of its teacher, which training would replace. Train into "
                                     "another project, with --from {} to begin with its weights.",
                                     project.folder().string(), project.teacherFile().string()));
}

/// A step keeps at least nine maps of its stage's channels for each block until its gradient is made.
void requireTrainingMemory(const RestormerConfig& config, const std::vector<TrainPhase>& phases) {
    double bytesPerPixel = 0;
    for (const StageInfo& stage : stagesOf(config))
        bytesPerPixel += 9.0 * sizeof(float) * stage.channels * stage.blocks / (stage.downscale * stage.downscale);
    constexpr double gibibyte = 1024.0 * 1024.0 * 1024.0;
    const auto free = static_cast<double>(availableMemoryBytes());
    for (const TrainPhase& phase : phases) {
        const double needed = bytesPerPixel * phase.patch * phase.patch * phase.batch;
        if (free > 0 && needed > free)
            throw InputError(
                fmt::format("A step on {} patches of {}x{} needs more than {:.1f} GiB of memory, and {:.1f} "
                            "GiB are free. Take a smaller --patch or --batch.",
                            phase.batch, phase.patch, phase.patch, needed / gibibyte, free / gibibyte));
    }
}

TeacherRun::TeacherRun(const ProjectFolder& project, NetworkTrainer& trainer, EarlierRun earlier)
    : m_project(project), m_trainer(trainer),
      m_lock(runFolder(project) / "lock", fmt::format("The training of {}", project.folder().string())) {
    const fs::path checkpoint = project.trainingCheckpoint();
    std::error_code ignored;
    // Weights that are nowhere else are not replaced without a copy.
    m_mayReplace = fs::exists(project.untrainedMark(), ignored) || fs::exists(checkpoint, ignored);
    if (!fs::exists(checkpoint, ignored))
        return;
    switch (earlier) {
    case EarlierRun::Resume:
        trainer.restore(checkpoint);
        m_resumed = true;
        break;
    case EarlierRun::Replace:
        fs::remove(checkpoint, ignored);
        break;
    case EarlierRun::Refuse:
        throw InputError(
            fmt::format("{} holds a training run already. Add --resume to go on with it, or remove {} to begin anew.",
                        project.folder().string(), checkpoint.string()));
    }
}

void TeacherRun::writeTeacher() {
    if (m_trainer.iteration() == 0)
        return;
    if (!m_mayReplace) {
        const fs::path kept = m_project.trainingCheckpoint().parent_path() / "teacher-before.safetensors";
        std::error_code failure;
        if (!fs::exists(kept, failure))
            fs::copy_file(m_project.teacherFile(), kept, failure);
        if (failure)
            throw FileError(fmt::format("Cannot copy {} to {}: {}. Check the folder's permissions and free space.",
                                        m_project.teacherFile().string(), kept.string(), failure.message()));
        m_mayReplace = true;
    }
    m_project.writeTeacher(m_trainer.averagedWeights());
    writeFileAtomically(m_project.trainingCurve(), [&](std::ostream& out) { out << curveCsv(m_trainer.curve()); });
    std::error_code ignored;
    fs::remove(m_project.untrainedMark(), ignored);
}

void TeacherRun::run(const std::function<void(const TrainProgress&)>& report, std::stop_token stop) {
    m_trainer.run(
        m_project.trainingCheckpoint(),
        [&](const TrainProgress& progress) {
            if (progress.point.psnr)
                writeTeacher();
            report(progress);
        },
        std::move(stop));
    writeTeacher();
}

void markUntrained(const ProjectFolder& project) {
    runFolder(project);
    writeFileAtomically(project.untrainedMark(), [](std::ostream&) {});
}

ProjectFolder createUntrainedProject(const fs::path& folder, const RestormerConfig& config, const std::string& task,
                                     std::uint64_t seed) {
    torch::manual_seed(seed);
    const auto network = makeRestormer(config);
    ProjectFolder project = ProjectFolder::create(folder, config, task, stateDict(*network));
    markUntrained(project);
    return project;
}

} // namespace kintsugi
