#include "grid/span_options.h"

#include "common/selection.h"
#include "common/wording.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

namespace kintsugi {

namespace {

struct OptionTexts {
    Q_DECLARE_TR_FUNCTIONS(kintsugi::SpanOption)
};

/// The edges of A in the span; none when one of them reaches out of it.
std::vector<Edge> edgesIn(const Architecture& a, const Span& span) {
    std::vector<Edge> edges;
    for (const PlacedEdge& placed : a.placedEdges(span.stage)) {
        if (placed.span.end <= span.begin || placed.span.begin >= span.end)
            continue;
        if (placed.span.begin < span.begin || placed.span.end > span.end)
            return {};
        edges.push_back(placed.edge);
    }
    return edges;
}

SpanOption optionOf(const Span& span, std::vector<Edge> edges, const ChoiceTable& table) {
    SpanOption option;
    option.span = span;
    option.edges = std::move(edges);
    option.milliseconds = 0;
    option.loss = 0;
    int begin = span.begin, surrogates = 0;
    for (const Edge& edge : option.edges) {
        const PlacedEdge placed{{span.stage, begin, begin + edge.covers}, edge};
        begin += edge.covers;
        const EdgeChoice* choice = table.find(placed);
        const auto add = [](std::optional<double>& sum, const std::optional<double>& value) {
            sum = sum && value ? std::optional(*sum + *value) : std::nullopt;
        };
        add(option.milliseconds, choice ? choice->milliseconds : std::nullopt);
        if (edge.isTeacher())
            continue;
        ++surrogates;
        add(option.loss, choice ? choice->loss : std::nullopt);
        if (option.edges.size() == 1 && choice) {
            option.relativeError = choice->relativeError;
            option.percent = choice->percent;
            option.message = choice->message;
        }
        if (const EdgeState state = table.state(placed); state != EdgeState::Ready)
            option.state = state;
    }
    option.lossIsSum = surrogates > 1;
    return option;
}

} // namespace

std::vector<SpanOption> spanOptions(const Span& span, const Architecture& a, const ChoiceTable& table) {
    const auto length = static_cast<std::size_t>(span.length());
    const std::vector<Edge> current = edgesIn(a, span);
    std::vector<std::vector<Edge>> ways{std::vector<Edge>(length)};
    const auto offer = [&](std::vector<Edge> way) {
        if (!way.empty() && std::find(ways.begin(), ways.end(), way) == ways.end())
            ways.push_back(std::move(way));
    };
    const std::vector<const EdgeChoice*> known = table.surrogates(span);
    const bool currentIsKnown = current.size() == 1 && table.find({span, current.front()});
    if (!currentIsKnown)
        offer(current);
    if (length > 1) {
        std::vector<Edge> singles;
        for (int block = span.begin; block < span.end; ++block)
            if (const EdgeChoice* best = table.bestSingle(span.stage, block))
                singles.push_back(best->placed.edge);
        if (singles.size() == length)
            offer(singles);
    }
    for (const EdgeChoice* choice : known)
        offer({choice->placed.edge});

    std::vector<SpanOption> options;
    for (std::vector<Edge>& way : ways) {
        const bool onPath = way == current;
        options.push_back(optionOf(span, std::move(way), table));
        options.back().onPath = onPath;
    }
    return options;
}

QString optionTitle(const SpanOption& option) {
    if (option.edges.size() > 4 &&
        std::count(option.edges.begin(), option.edges.end(), option.edges.front()) == qsizetype(option.edges.size()))
        return QStringLiteral("%1 × %2").arg(option.edges.size()).arg(kindLetter(option.edges.front().kind));
    QStringList words;
    for (const Edge& edge : option.edges) {
        const bool plain = edge.covers == 1 && edge.run == 1;
        words << (plain ? kindLetter(edge.kind) : QStringLiteral("%1 %2").arg(kindLetter(edge.kind), coversText(edge)));
    }
    return words.join(QLatin1Char(' '));
}

QString optionKind(const SpanOption& option) {
    const BlockKind kind = option.edges.front().kind;
    int run = 0;
    for (const Edge& edge : option.edges) {
        if (edge.kind != kind)
            return OptionTexts::tr("mixed");
        run += edge.run;
    }
    return kind == BlockKind::Skip ? kindText(kind) : OptionTexts::tr("%1 %2").arg(run).arg(kindText(kind));
}

QString optionNumbers(const SpanOption& option) {
    QStringList parts;
    if (option.relativeError)
        parts << OptionTexts::tr("error %1").arg(numberText(*option.relativeError, 3));
    if (option.milliseconds)
        parts << OptionTexts::tr("%1 ms").arg(
            numberText(*option.milliseconds, *option.milliseconds < 20 && *option.milliseconds > 0 ? 1 : 0));
    if (option.loss)
        parts << (option.lossIsSum ? QStringLiteral("≈ %1") : QStringLiteral("%1"))
                     .arg(decibels(option.loss, *option.loss == 0 ? 0 : 3));
    return parts.join(QStringLiteral(" · "));
}

void putOnPath(const SpanOption& option, Selection& selection, int gesture) {
    if (edgesIn(selection.a(), option.span) == option.edges)
        return;
    const bool teacher =
        std::all_of(option.edges.begin(), option.edges.end(), [](const Edge& edge) { return edge.isTeacher(); });
    if (option.edges.size() == 1 || teacher) {
        selection.edit(option.span, option.edges.front(), gesture);
        return;
    }
    Architecture after = selection.a();
    std::vector<PlacedEdge> steps;
    int begin = option.span.begin;
    for (const Edge& edge : option.edges) {
        steps.push_back({{option.span.stage, begin, begin + edge.covers}, edge});
        after = after.replaced(steps.back().span, edge);
        begin += edge.covers;
    }
    selection.undoStack().beginMacro(
        OptionTexts::tr("%1: %2").arg(spanText(option.span), changeText(selection.a(), after, option.span)));
    for (const PlacedEdge& step : steps)
        selection.edit(step.span, step.edge);
    selection.undoStack().endMacro();
}

} // namespace kintsugi
