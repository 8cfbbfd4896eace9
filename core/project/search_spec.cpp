#include "project/search_spec.h"

#include "base/error.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kintsugi {

namespace {
constexpr const char* shortestMark = ", shortest";
}

std::string SearchSpec::spaceText() const {
    std::vector<std::string> names;
    for (const BlockKind kind : kinds)
        names.emplace_back(kindName(kind));
    return fmt::format("{} of {}{}", spans, fmt::join(names, ","), shortest ? shortestMark : "");
}

SearchSpec requestOf(const SearchDefinition& definition) {
    SearchSpec request;
    request.method = definition.method;
    request.cost = definition.cost;
    request.budget = static_cast<int>(definition.budget);
    request.seed = definition.seed;
    const auto options = nlohmann::json::parse(definition.optionsJson, nullptr, false);
    if (options.is_object() && options.contains("minimum_gain") && options["minimum_gain"].is_number())
        request.minimumGain = options["minimum_gain"].get<double>();
    std::string text = definition.space;
    if (text.ends_with(shortestMark)) {
        request.shortest = true;
        text.resize(text.size() - std::string_view(shortestMark).size());
    }
    const auto of = text.find(" of ");
    if (of == std::string::npos)
        throw InputError(fmt::format("The search over '{}' was described by another version and cannot go on here.",
                                     definition.space));
    request.spans = text.substr(0, of);
    for (std::size_t begin = of + 4; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        request.kinds.push_back(parseKind(text.substr(begin, end - begin)));
        begin = end + 1;
    }
    return request;
}

} // namespace kintsugi
