#include "imaging/credits.h"

#include <algorithm>
#include <fstream>
#include <vector>

namespace kintsugi {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> cells(const std::string& line) {
    std::vector<std::string> found{std::string()};
    for (const char c : line)
        if (c == '\t')
            found.emplace_back();
        else if (c != '\r')
            found.back() += c;
    return found;
}

} // namespace

std::map<std::string, std::string> creditsIn(const fs::path& folder) {
    const fs::path inside = fs::absolute(folder).lexically_normal();
    std::map<std::string, std::string> credits;
    for (const fs::path& place : {inside, inside.parent_path()}) {
        std::ifstream table(place / "ATTRIBUTION.tsv");
        std::string line;
        if (!std::getline(table, line))
            continue;
        const std::vector<std::string> head = cells(line);
        const auto column = [&](const char* name) { return std::find(head.begin(), head.end(), name) - head.begin(); };
        const auto file = column("file"), author = column("author"), licence = column("licence");
        while (std::getline(table, line)) {
            const std::vector<std::string> row = cells(line);
            const auto cell = [&](std::ptrdiff_t at) {
                return at < static_cast<std::ptrdiff_t>(row.size()) ? row[static_cast<std::size_t>(at)] : std::string();
            };
            if (cell(file).empty())
                continue;
            std::string credit = cell(author);
            if (!credit.empty() && !cell(licence).empty())
                credit += ", ";
            credits[fs::path(cell(file)).filename().string()] = credit + cell(licence);
        }
        return credits;
    }
    return credits;
}

} // namespace kintsugi
