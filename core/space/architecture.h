#pragma once

#include "space/stage.h"

#include <array>
#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kintsugi {

/// What an edge is made of. Teacher is the network's own block; the others are surrogates, distilled to replace it.
enum class BlockKind { Teacher, Lite, MambaIr, Restormer, Gated, Skip };

inline constexpr std::array<BlockKind, 5> surrogateKinds{BlockKind::Lite, BlockKind::MambaIr, BlockKind::Restormer,
                                                         BlockKind::Gated, BlockKind::Skip};

/// "lite", "mambair", "restormer", "gated", "skip", and "T" for the teacher.
std::string_view kindName(BlockKind kind);

/// Reads one of those names. Throws InputError that lists them.
BlockKind parseKind(std::string_view name);

/// One step of a path: the teacher's block (1 run, 1 covered), or @p run surrogate blocks standing for @p covers
/// teacher blocks. A skip runs 0 blocks, every other surrogate at least 1; each covers at least 1.
struct Edge {
    BlockKind kind = BlockKind::Teacher;
    int run = 1;
    int covers = 1;

    bool isTeacher() const { return kind == BlockKind::Teacher; }
    auto operator<=>(const Edge&) const = default;
};

/// "T", "lite2:4", "skip0:3".
std::string toString(const Edge& edge);

/// Throws InputError when the numbers do not fit the kind (see Edge); at most 999 blocks run or covered.
void validate(const Edge& edge);

/// An edge with its place in the network; span.length() == edge.covers.
struct PlacedEdge {
    Span span;
    Edge edge;
    auto operator<=>(const PlacedEdge&) const = default;
};

/// "lite2:4 at enc2:0-4".
std::string toString(const PlacedEdge& placed);

/// One path through all stages: for each stage the edges that lead from boundary 0 to its last one. A value type.
class Architecture {
public:
    using StageEdges = std::vector<Edge>;

    Architecture() = default; ///< no edges at all; stands for "none chosen"

    const StageEdges& edges(StageId stage) const { return m_edges[static_cast<std::size_t>(stage)]; }

    /// Throws InputError when an edge is not valid in itself. Coverage of the stage is checked by checkFits.
    void setEdges(StageId stage, StageEdges edges);

    /// The edges of a stage, or of all stages in running order, with their spans.
    std::vector<PlacedEdge> placedEdges(StageId stage) const;
    std::vector<PlacedEdge> placedEdges() const;

    /// Teacher blocks that the stage's edges stand for.
    int covered(StageId stage) const;

    /// Throws InputError naming the first stage whose edges do not cover its blocks exactly.
    void checkFits(const Stages& stages) const;

    /// This path with @p edge in place of whatever covered @p span. Blocks of an edge that reached across the span's
    /// borders become teacher blocks. Throws InputError when edge.covers is not the span's length, or the span lies
    /// outside the path.
    Architecture replaced(const Span& span, const Edge& edge) const;

    /// Canonical text, "T*4/lite2:6/T*2.lite1:1.T*3/…": stages joined by '/', edges by '.', equal neighbours by '*'.
    std::string text() const;

    /// Canonical text of one stage.
    std::string stageText(StageId stage) const;

    /// Canonical text of the stages up to and including @p last, the key of a cache of features at its end.
    std::string prefixText(StageId last) const;

    auto operator<=>(const Architecture&) const = default;
    bool operator==(const Architecture&) const = default;

    std::size_t hash() const;

private:
    std::array<StageEdges, stageCount> m_edges;
};

/// The path of the teacher's own blocks.
Architecture allTeacher(const Stages& stages);

/// Reads the text form, shortened by '*' or not; "skip:3" is read as "skip0:3". Throws InputError naming the stage, the
/// character (from 1) and what was expected there.
Architecture parseArchitecture(std::string_view text, const Stages& stages);

} // namespace kintsugi

template <> struct std::hash<kintsugi::Architecture> {
    std::size_t operator()(const kintsugi::Architecture& architecture) const { return architecture.hash(); }
};
