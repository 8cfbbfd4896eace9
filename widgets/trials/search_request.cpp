#include "trials/search_request.h"

#include <QCoreApplication>

namespace kintsugi {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("SearchRequest", text);
}

std::optional<SearchMethod> methodOf(const QString& name) {
    for (const SearchMethod method : searchMethods)
        if (name == QLatin1String(methodName(method).data(), int(methodName(method).size())))
            return method;
    return std::nullopt;
}

} // namespace

QString spanChoiceKey(SpanChoice spans) {
    switch (spans) {
    case SpanChoice::WholeStages:
        return QStringLiteral("stages");
    case SpanChoice::SingleBlocks:
        return QStringLiteral("blocks");
    case SpanChoice::AllSpans:
        return QStringLiteral("all");
    }
    return {};
}

QString spanChoiceText(SpanChoice spans) {
    switch (spans) {
    case SpanChoice::WholeStages:
        return tr("whole stages");
    case SpanChoice::SingleBlocks:
        return tr("single blocks");
    case SpanChoice::AllSpans:
        return tr("all spans");
    }
    return {};
}

QString methodTitle(SearchMethod method) {
    switch (method) {
    case SearchMethod::Exact:
        return tr("Exact span search");
    case SearchMethod::Ens:
        return tr("ENS: GP + EHVI");
    case SearchMethod::Nsga2:
        return tr("NSGA-II");
    case SearchMethod::Random:
        return tr("Random");
    }
    return {};
}

QString methodExplanation(SearchMethod method) {
    switch (method) {
    case SearchMethod::Exact:
        return tr("adds surrogate losses, verifies the best");
    case SearchMethod::Ens:
        return tr("one choice per stage, as in the paper");
    case SearchMethod::Nsga2:
        return tr("a population of paths, crossed and mutated");
    case SearchMethod::Random:
        return tr("control: evenly drawn paths");
    }
    return {};
}

QString methodText(const QString& name) {
    const auto method = methodOf(name);
    if (!method)
        return name;
    switch (*method) {
    case SearchMethod::Exact:
        return tr("exact span search");
    case SearchMethod::Ens:
        return tr("ENS");
    case SearchMethod::Nsga2:
        return tr("NSGA-II");
    case SearchMethod::Random:
        return tr("random search");
    }
    return {};
}

QString methodShort(const QString& name) {
    const auto method = methodOf(name);
    if (!method)
        return name;
    switch (*method) {
    case SearchMethod::Exact:
        return tr("exact");
    case SearchMethod::Ens:
        return tr("ENS");
    case SearchMethod::Nsga2:
        return tr("NSGA-II");
    case SearchMethod::Random:
        return tr("random");
    }
    return {};
}

} // namespace kintsugi
