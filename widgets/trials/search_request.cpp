#include "trials/search_request.h"

#include <QCoreApplication>

namespace kintsugi {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(SearchRequest)
};

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
        return Texts::tr("whole stages");
    case SpanChoice::SingleBlocks:
        return Texts::tr("single blocks");
    case SpanChoice::AllSpans:
        return Texts::tr("all spans");
    }
    return {};
}

QString methodTitle(SearchMethod method) {
    switch (method) {
    case SearchMethod::Exact:
        return Texts::tr("Exact span search");
    case SearchMethod::Ens:
        return Texts::tr("ENS: GP + EHVI");
    case SearchMethod::Nsga2:
        return Texts::tr("NSGA-II");
    case SearchMethod::Random:
        return Texts::tr("Random");
    }
    return {};
}

QString methodExplanation(SearchMethod method) {
    switch (method) {
    case SearchMethod::Exact:
        return Texts::tr("adds surrogate losses, verifies the best");
    case SearchMethod::Ens:
        return Texts::tr("one choice per stage, as in the paper");
    case SearchMethod::Nsga2:
        return Texts::tr("a population of paths, crossed and mutated");
    case SearchMethod::Random:
        return Texts::tr("control: evenly drawn paths");
    }
    return {};
}

QString methodText(const QString& name) {
    const auto method = methodOf(name);
    if (!method)
        return name == QLatin1String("enumerate") ? Texts::tr("every path") : name;
    switch (*method) {
    case SearchMethod::Exact:
        return Texts::tr("exact span search");
    case SearchMethod::Ens:
        return Texts::tr("ENS");
    case SearchMethod::Nsga2:
        return Texts::tr("NSGA-II");
    case SearchMethod::Random:
        return Texts::tr("random search");
    }
    return {};
}

QString methodShort(const QString& name) {
    const auto method = methodOf(name);
    if (!method)
        return name == QLatin1String("enumerate") ? Texts::tr("every path") : name;
    switch (*method) {
    case SearchMethod::Exact:
        return Texts::tr("exact");
    case SearchMethod::Ens:
        return Texts::tr("ENS");
    case SearchMethod::Nsga2:
        return Texts::tr("NSGA-II");
    case SearchMethod::Random:
        return Texts::tr("random");
    }
    return {};
}

} // namespace kintsugi
