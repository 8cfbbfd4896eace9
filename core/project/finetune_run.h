#pragma once

#include "distill/network_trainer.h"
#include "imaging/patch_source.h"
#include "nets/unet.h"
#include "project/project_folder.h"
#include "project/project_store.h"
#include "project/search_project.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace kintsugi {

/// How networks are trained end to end: L1 to the truth, and beside it the distance to the teacher's output.
struct FinetuneRequest {
    std::vector<std::filesystem::path> images; ///< packs or folders of clean photographs
    std::int64_t iterations = 300, warmUp = 20, checkpointEvery = 50;
    double learningRate = 2e-4;
    double distillation = 0.5; ///< weight of the distance to the teacher's output
    int patch = 96, batch = 4, bestOf = 2;
    int replicas = 1; ///< as in TrainOptions; the batch is a multiple of it
    int threads = 1;  ///< of measuring
    std::uint64_t seed = 0;
};

/// Fine-tunes networks of a project, one after the other. The command line and the workbench both do it by this.
class Finetuner {
public:
    /// All arguments must outlive it; @p project measures, on a set that the store knows. Throws InputError for
    /// unusable options or images.
    Finetuner(const ProjectFolder& folder, ProjectStore& store, const SurrogateLibrary& library, SearchProject& project,
              const FinetuneRequest& request);

    /// Trains one network, measures it before and after, and stores weights and numbers. What was done before with the
    /// same settings is only looked up; what was cut off goes on. @p role as in FinetuneRecord. Throws Interrupted when
    /// stopped, InputError when another program fine-tunes the same.
    FinetuneRecord run(const Architecture& architecture, const std::string& role,
                       const std::function<void(const TrainProgress&)>& report, std::stop_token stop);

private:
    std::uint64_t identity(const Architecture& architecture) const;

    const ProjectFolder& m_folder;
    ProjectStore& m_store;
    const SurrogateLibrary& m_library;
    SearchProject& m_project;
    FinetuneRequest m_request;
    TrainOptions m_options;
    TensorMap m_weights;
    PatchSource m_source;
    std::shared_ptr<UNet> m_reference;
};

} // namespace kintsugi
