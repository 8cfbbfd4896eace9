#pragma once

#include "imaging/image.h"
#include "imaging/pack.h"
#include "imaging/task.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kintsugi::cli {

struct EvaluationPair {
    Image clean;
    Image degraded;
};

/// Clean images of a folder or pack, degraded by a task; or pairs of files with the same name from two folders.
class EvaluationImages {
public:
    /// @p crop > 0: a centred square of that side of every image that is large enough, before degrading.
    /// @p limit 0: all. Throws FileError when there is nothing to evaluate on, InputError when a pair lacks its truth.
    EvaluationImages(const std::string& images, const std::string& truth, const Task& task, int crop,
                     std::size_t limit);

    std::size_t size() const { return m_size; }
    std::string name(std::size_t index) const;
    /// Any thread may call it. Throws FileError for an unreadable file.
    EvaluationPair pair(std::size_t index) const;

private:
    Image cropped(const Image& image) const;

    Task m_task;
    int m_crop;
    std::size_t m_size = 0;
    std::optional<Pack> m_pack;
    std::vector<std::filesystem::path> m_files, m_truths;
};

} // namespace kintsugi::cli
