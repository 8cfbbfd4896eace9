#include "space/architecture.h"

#include "base/error.h"
#include "base/random.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <utility>

namespace kintsugi {

namespace {

constexpr int mostBlocks = 999;
constexpr std::array<std::string_view, 6> kindNames{"T", "lite", "mambair", "restormer", "gated", "skip"};

} // namespace

std::string_view kindName(BlockKind kind) {
    return kindNames[static_cast<std::size_t>(kind)];
}

BlockKind parseKind(std::string_view name) {
    for (std::size_t k = 0; k < kindNames.size(); ++k) {
        if (kindNames[k] == name)
            return static_cast<BlockKind>(k);
    }
    throw InputError(
        fmt::format("There is no kind of block \"{}\"; the kinds are {}.", name, fmt::join(kindNames, ", ")));
}

std::string toString(const Edge& edge) {
    return edge.isTeacher() ? "T" : fmt::format("{}{}:{}", kindName(edge.kind), edge.run, edge.covers);
}

void validate(const Edge& edge) {
    const auto wrong = [&edge](const std::string& why) {
        return InputError(
            fmt::format("The edge {} of {} blocks for {} {}.", kindName(edge.kind), edge.run, edge.covers, why));
    };
    if (edge.covers < 1 || edge.covers > mostBlocks)
        throw wrong(fmt::format("must cover between 1 and {} teacher blocks", mostBlocks));
    switch (edge.kind) {
    case BlockKind::Teacher:
        if (edge.run != 1 || edge.covers != 1)
            throw wrong("must be exactly one teacher block");
        break;
    case BlockKind::Skip:
        if (edge.run != 0)
            throw wrong("must run no block");
        break;
    default:
        if (edge.run < 1 || edge.run > mostBlocks)
            throw wrong(fmt::format("must run between 1 and {} blocks", mostBlocks));
    }
}

std::string toString(const PlacedEdge& placed) {
    return toString(placed.edge) + " at " + toString(placed.span);
}

void Architecture::setEdges(StageId stage, StageEdges edges) {
    for (const Edge& edge : edges)
        validate(edge);
    m_edges[static_cast<std::size_t>(stage)] = std::move(edges);
}

std::vector<PlacedEdge> Architecture::placedEdges(StageId stage) const {
    std::vector<PlacedEdge> placed;
    int position = 0;
    for (const Edge& edge : edges(stage)) {
        placed.push_back({{stage, position, position + edge.covers}, edge});
        position += edge.covers;
    }
    return placed;
}

std::vector<PlacedEdge> Architecture::placedEdges() const {
    std::vector<PlacedEdge> all;
    for (StageId stage : allStages) {
        const auto placed = placedEdges(stage);
        all.insert(all.end(), placed.begin(), placed.end());
    }
    return all;
}

int Architecture::covered(StageId stage) const {
    int sum = 0;
    for (const Edge& edge : edges(stage))
        sum += edge.covers;
    return sum;
}

void Architecture::checkFits(const Stages& stages) const {
    for (const StageInfo& stage : stages) {
        if (covered(stage.id) != stage.blocks)
            throw InputError(fmt::format("The architecture {} covers {} of the {} blocks in stage {}; it was made for "
                                         "another network.",
                                         text(), covered(stage.id), stage.blocks, stageName(stage.id)));
    }
}

Architecture Architecture::replaced(const Span& span, const Edge& edge) const {
    validate(edge);
    if (span.begin < 0 || span.end <= span.begin || span.end > covered(span.stage))
        throw InputError(
            fmt::format("The span {} lies outside the {} blocks of its stage.", toString(span), covered(span.stage)));
    if (edge.covers != span.length())
        throw InputError(fmt::format("The edge {} cannot stand at {}, which has {} blocks.", toString(edge),
                                     toString(span), span.length()));
    StageEdges before, after;
    for (const PlacedEdge& old : placedEdges(span.stage)) {
        if (old.span.end <= span.begin) {
            before.push_back(old.edge);
        } else if (old.span.begin >= span.end) {
            after.push_back(old.edge);
        } else {
            for (int block = old.span.begin; block < span.begin; ++block)
                before.push_back({});
            for (int block = span.end; block < old.span.end; ++block)
                after.push_back({});
        }
    }
    before.push_back(edge);
    before.insert(before.end(), after.begin(), after.end());
    Architecture result = *this;
    result.setEdges(span.stage, std::move(before));
    return result;
}

std::string Architecture::stageText(StageId stage) const {
    const StageEdges& list = edges(stage);
    std::string text;
    for (std::size_t i = 0; i < list.size();) {
        std::size_t end = i + 1;
        while (end < list.size() && list[end] == list[i])
            ++end;
        if (i > 0)
            text += '.';
        text += toString(list[i]);
        if (end - i > 1)
            text += fmt::format("*{}", end - i);
        i = end;
    }
    return text;
}

std::string Architecture::prefixText(StageId last) const {
    std::string text;
    for (StageId stage : allStages) {
        if (stage > last)
            break;
        if (stage != allStages.front())
            text += '/';
        text += stageText(stage);
    }
    return text;
}

std::string Architecture::text() const {
    return prefixText(allStages.back());
}

std::size_t Architecture::hash() const {
    std::uint64_t state = 0;
    for (const StageEdges& list : m_edges) {
        state = mixSeed(state, list.size());
        for (const Edge& edge : list)
            state = mixSeed(state, static_cast<std::uint64_t>(edge.kind) << 32 | static_cast<std::uint32_t>(edge.run),
                            static_cast<std::uint32_t>(edge.covers));
    }
    return static_cast<std::size_t>(state);
}

Architecture allTeacher(const Stages& stages) {
    Architecture architecture;
    for (const StageInfo& stage : stages)
        architecture.setEdges(stage.id, Architecture::StageEdges(static_cast<std::size_t>(stage.blocks)));
    return architecture;
}

} // namespace kintsugi
