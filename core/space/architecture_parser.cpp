#include "space/architecture.h"

#include "base/error.h"

#include <algorithm>
#include <fmt/format.h>

namespace kintsugi {

namespace {

constexpr int largestNumber = 999;
constexpr const char* edgeForms = "an edge: T, or lite, mambair, restormer, gated or skip followed by RUN:COVERS";

class Parser {
public:
    Parser(std::string_view text, const Stages& stages) : m_text(text), m_stages(stages) {}

    Architecture parse() {
        Architecture architecture;
        for (const StageInfo& stage : m_stages) {
            m_stage = &stage;
            if (stage.id != m_stages.front().id)
                take('/', fmt::format("'/' and the edges of stage {}", stageName(stage.id)));
            architecture.setEdges(stage.id, parseStageEdges());
        }
        if (!atEnd())
            fail("the end of the text, because refine is the last stage");
        return architecture;
    }

private:
    bool atEnd() const { return m_position == m_text.size(); }
    char peek() const { return atEnd() ? '\0' : m_text[m_position]; }

    [[noreturn]] void fail(const std::string& expected) const { failAt(m_position, expected); }

    [[noreturn]] void failAt(std::size_t position, const std::string& expected) const {
        std::string found = "the text ends";
        if (position < m_text.size()) {
            const auto end = std::min(m_text.find_first_of("./", position + 1), m_text.size());
            found = fmt::format("found \"{}\"", m_text.substr(position, std::min<std::size_t>(end - position, 20)));
        }
        throw InputError(fmt::format("Architecture text, stage {}, character {}: expected {}, {}.",
                                     stageName(m_stage->id), position + 1, expected, found));
    }

    void take(char wanted, const std::string& expected) {
        if (peek() != wanted || atEnd())
            fail(expected);
        ++m_position;
    }

    int parseNumber(const std::string& expected) {
        const std::size_t start = m_position;
        int value = 0;
        while (peek() >= '0' && peek() <= '9') {
            value = std::min(value * 10 + (peek() - '0'), largestNumber + 1);
            ++m_position;
        }
        if (m_position == start || value > largestNumber)
            failAt(start, expected);
        return value;
    }

    BlockKind parseKindHere() {
        const std::size_t start = m_position;
        if (peek() == 'T') {
            ++m_position;
            return BlockKind::Teacher;
        }
        while (peek() >= 'a' && peek() <= 'z')
            ++m_position;
        const auto name = m_text.substr(start, m_position - start);
        for (BlockKind kind : surrogateKinds) {
            if (name == kindName(kind))
                return kind;
        }
        failAt(start, edgeForms);
    }

    Edge parseEdge() {
        Edge edge;
        edge.kind = parseKindHere();
        if (edge.isTeacher())
            return edge;
        const std::size_t runAt = m_position;
        if (edge.kind == BlockKind::Skip && peek() == ':') {
            edge.run = 0;
        } else {
            const bool skip = edge.kind == BlockKind::Skip;
            const std::string expected = skip ? "0, the blocks that a skip runs"
                                              : fmt::format("the number of {} blocks, 1 to 999", kindName(edge.kind));
            edge.run = parseNumber(expected);
            if (skip ? edge.run != 0 : edge.run == 0)
                failAt(runAt, expected);
        }
        const std::string expected = "the number of teacher blocks that the edge covers, 1 to 999";
        take(':', "':' and " + expected);
        const std::size_t coversAt = m_position;
        edge.covers = parseNumber(expected);
        if (edge.covers == 0)
            failAt(coversAt, expected);
        return edge;
    }

    Architecture::StageEdges parseStageEdges() {
        Architecture::StageEdges edges;
        int covered = 0;
        while (true) {
            const std::size_t start = m_position;
            if (covered == m_stage->blocks)
                fail(fmt::format("'/' or the end, because all {} blocks of the stage are covered", m_stage->blocks));
            const Edge edge = parseEdge();
            int repeats = 1;
            if (peek() == '*') {
                ++m_position;
                const std::size_t repeatsAt = m_position;
                repeats = parseNumber("the number of equal edges, 1 to 999");
                if (repeats == 0)
                    failAt(repeatsAt, "the number of equal edges, 1 to 999");
            }
            if (covered + repeats * edge.covers > m_stage->blocks)
                failAt(start, fmt::format("edges that cover the remaining {} of {} blocks, not {}",
                                          m_stage->blocks - covered, m_stage->blocks, repeats * edge.covers));
            covered += repeats * edge.covers;
            edges.insert(edges.end(), static_cast<std::size_t>(repeats), edge);
            if (peek() != '.')
                break;
            ++m_position;
        }
        if (!atEnd() && peek() != '/')
            fail("'.', '*', '/' or the end of the text");
        if (covered < m_stage->blocks)
            fail(fmt::format("'.' and edges for the remaining {} of {} blocks", m_stage->blocks - covered,
                             m_stage->blocks));
        return edges;
    }

    std::string_view m_text;
    const Stages& m_stages;
    const StageInfo* m_stage = nullptr;
    std::size_t m_position = 0;
};

} // namespace

Architecture parseArchitecture(std::string_view text, const Stages& stages) {
    return Parser(text, stages).parse();
}

} // namespace kintsugi
