#include "teacher_files.h"

#include "nets/state_dict.h"

#include <ATen/ATen.h>

namespace kintsugi::cli {

std::shared_ptr<UNet> loadTeacher(const ProjectFolder& project, const std::string& device) {
    auto net = makeRestormer(project.config());
    loadStateDict(*net, project.teacherWeights(), project.teacherFile().string());
    net->to(at::Device(device));
    return net;
}

} // namespace kintsugi::cli
