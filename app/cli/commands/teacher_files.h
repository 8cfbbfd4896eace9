#pragma once

#include "distill/network_trainer.h"
#include "imaging/task.h"
#include "nets/unet.h"
#include "project/new_project.h"
#include "project/project_folder.h"
#include "space/architecture.h"
#include "space/state_dict_schema.h"
#include "weights/checkpoint.h"

#include <memory>
#include <string>
#include <vector>

namespace kintsugi::cli {

/// The project's teacher, ready to run on @p device.
std::shared_ptr<UNet> loadTeacher(const ProjectFolder& project, const std::string& device = "cpu");

} // namespace kintsugi::cli
