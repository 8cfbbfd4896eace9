#pragma once

#include "distill/surrogate_file.h"
#include "nets/assemble.h"

#include <map>
#include <mutex>

namespace kintsugi {

/// The surrogates of one teacher: the finished files of a folder. Weights are read when they are first used and kept.
class SurrogateLibrary {
public:
    /// Reads every record in @p folder (none when it does not exist). Files of another teacher, and files that are
    /// damaged, are left out and named in notes().
    SurrogateLibrary(std::filesystem::path folder, RestormerConfig teacher, std::string hashOfTeacher);

    const std::map<PlacedEdge, SurrogateInfo>& records() const { return m_records; }
    const std::vector<std::string>& notes() const { return m_notes; }
    std::filesystem::path fileOf(const PlacedEdge& placed) const { return m_folder / surrogateFileName(placed); }

    /// Whether a path may take this edge: one of the teacher's blocks, a skip, or a finished surrogate.
    bool has(const PlacedEdge& placed) const;

    /// Blocks of a surrogate, without gradients; empty when it does not exist. Any thread may call it.
    std::vector<BlockPtr> blocks(const PlacedEdge& placed) const;
    SurrogateLookup lookup() const;

    /// "all-surrogate": as few of the teacher's blocks as the library allows, then as few surrogate blocks, `lite`
    /// before `gated` before `mambair`; never `restormer` or `skip`.
    Architecture allSurrogate(const Stages& stages) const;

private:
    std::filesystem::path m_folder;
    RestormerConfig m_teacher;
    std::map<PlacedEdge, SurrogateInfo> m_records;
    std::vector<std::string> m_notes;
    mutable std::mutex m_mutex;
    mutable std::map<PlacedEdge, std::shared_ptr<Surrogate>> m_loaded;
};

} // namespace kintsugi
