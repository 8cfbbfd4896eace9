#include "base/error.h"
#include "context.h"
#include "device.h"
#include "golden/golden_case.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

namespace kintsugi::cli {

namespace fs = std::filesystem;

namespace {

/// The folders themselves where they hold a case, otherwise the cases inside them.
std::vector<fs::path> caseFolders(const std::vector<std::string>& names, const Context& context) {
    std::vector<fs::path> result;
    for (const std::string& name : names) {
        std::error_code ignored;
        if (names.size() > 1 && fs::is_regular_file(name, ignored)) { // a shell's * takes those, too
            context.note(fmt::format("{} is a file and no case.", name));
            continue;
        }
        if (!fs::is_directory(name, ignored))
            throw FileError(fmt::format("{} is not a folder of golden cases.", name));
        if (fs::exists(fs::path(name) / "case.json", ignored)) {
            result.emplace_back(name);
            continue;
        }
        std::set<fs::path> inside;
        for (const auto& entry : fs::directory_iterator(name))
            if (fs::exists(entry.path() / "case.json", ignored))
                inside.insert(entry.path());
        if (inside.empty())
            throw FileError(
                fmt::format("{} holds no golden case: there is no case.json in it or in its folders.", name));
        result.insert(result.end(), inside.begin(), inside.end());
    }
    if (result.empty())
        throw FileError("None of these is a folder of golden cases.");
    return result;
}

} // namespace

void run(const VerifyArgs& args, const Context& context) {
    const std::string device = checkedDevice(context.common().device);
    nlohmann::json rows = nlohmann::json::array();
    std::size_t failed = 0, total = 0, cases = 0;
    std::string first;
    bool stopped = false;
    for (const fs::path& folder : caseFolders(args.folders, context)) {
        stopped = context.stop().stop_requested();
        if (stopped)
            break;
        ++cases;
        std::size_t failedHere = 0;
        const auto results = verifyGoldenCase(folder, device);
        double worst = 0;
        for (const GoldenRow& row : results) {
            ++total;
            failedHere += row.pass ? 0 : 1;
            if (row.allowed > 0)
                worst = std::max(worst, row.error / row.allowed);
            if (!row.pass)
                context.print(fmt::format("FAIL {}  {}  error {:.3g}, allowed {:.3g}{}", row.caseName, row.tensor,
                                          row.error, row.allowed, row.remark.empty() ? "" : ": " + row.remark));
            nlohmann::json entry{{"case", row.caseName},
                                 {"tensor", row.tensor},
                                 {"error", number(row.error)},
                                 {"allowed", number(row.allowed)},
                                 {"pass", row.pass}};
            if (!row.remark.empty())
                entry["remark"] = row.remark;
            rows.push_back(entry);
            if (!row.pass && first.empty())
                first = fmt::format("{} {}{}", row.caseName, row.tensor,
                                    row.remark.empty() ? std::string() : " (" + row.remark + ")");
        }
        failed += failedHere;
        if (failedHere == 0)
            context.print(fmt::format("pass {:<42} {:4} results, worst {:.0f} % of its tolerance",
                                      results.front().caseName, results.size(), 100 * worst));
    }
    context.print(fmt::format("{} cases, {} results, {} failed", cases, total, failed));
    context.printJson({{"rows", rows}, {"cases", cases}, {"failed", failed}});
    if (stopped)
        throw Interrupted(fmt::format("Stopped after {} cases; those are reported.", cases));
    if (failed > 0)
        throw Error(
            fmt::format("{} of {} results do not agree with the golden data; the first is {}.", failed, total, first));
}

} // namespace kintsugi::cli
