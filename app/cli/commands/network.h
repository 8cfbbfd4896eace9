#pragma once

#include "distill/surrogate_library.h"
#include "imaging/image.h"
#include "nets/hybrid.h"
#include "project/project_folder.h"
#include "space/architecture.h"

#include <memory>
#include <string>

namespace kintsugi::cli {

/// Throws Error where a restored picture holds values that are not finite: its weights are damaged.
void requireFinite(const Image& restored);

/// Makes the networks of a project's architectures, ready to run.
class NetworkMaker {
public:
    /// @p project and @p library must outlive this. With @p finetuned every network has the weights of its latest
    /// fine-tuning instead of those of teacher and library.
    NetworkMaker(const ProjectFolder& project, const SurrogateLibrary& library, bool finetuned,
                 std::string device = "cpu");

    /// Throws InputError naming a surrogate that has not been distilled, or an architecture that has not been
    /// fine-tuned.
    HybridUNet make(const Architecture& architecture) const;

    /// The fine-tuned network's file, relative to the project; empty without @p finetuned. Throws as above.
    std::string file(const Architecture& architecture) const;

private:
    const ProjectFolder& m_project;
    const SurrogateLibrary& m_library;
    bool m_finetuned;
    std::string m_device;
    mutable std::shared_ptr<UNet> m_teacher; ///< loaded when it is needed
};

} // namespace kintsugi::cli
