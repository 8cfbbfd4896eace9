#include "architecture_name.h"
#include "base/atomic_file.h"
#include "base/error.h"
#include "base/machine.h"
#include "context.h"
#include "imaging/credits.h"
#include "imaging/image_file.h"
#include "imaging/pack.h"
#include "library.h"
#include "plots_library.h"
#include "project/search_project.h"
#include "project/trials.h"
#include "report_html.h"
#include "report_latency.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <torch/version.h>

namespace kintsugi::cli {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string searchName(const SearchRecord& search) {
    return fmt::format("{}, {}, seed {} (search {})", search.definition.method, search.definition.space,
                       search.definition.seed, search.id);
}

/// Absolute error of all channels, eight times as bright, white at 32 steps of 8 bits.
Image errorMap(const Image& restored, const Image& clean) {
    Image map(1, clean.height, clean.width);
    for (int y = 0; y < clean.height; ++y)
        for (int x = 0; x < clean.width; ++x) {
            float sum = 0;
            for (int c = 0; c < clean.channels; ++c)
                sum += std::abs(std::clamp(restored.row(c, y)[x], 0.0f, 1.0f) - clean.row(c, y)[x]);
            map.row(0, y)[x] = std::min(1.0f, 8.0f * sum / static_cast<float>(clean.channels));
        }
    return map;
}

/// "bee.jpg: John Severns, public domain" of what a pack or folder knows.
std::vector<std::string> creditsOf(const fs::path& source) {
    std::vector<std::string> credits;
    if (fs::is_directory(source)) {
        for (const auto& [name, credit] : creditsIn(source))
            if (fs::exists(source / name))
                credits.push_back(name + ": " + credit);
        return credits;
    }
    const Pack pack(source);
    for (std::size_t i = 0; i < pack.size(); ++i)
        if (!pack.credit(i).empty())
            credits.push_back(fs::path(pack.sourceName(i)).filename().string() + ": " + pack.credit(i));
    return credits;
}

class Report {
public:
    Report(const ReportArgs& args, const Context& context)
        : m_args(args), m_context(context), m_folder(args.project), m_store(args.project, StoreAccess::Read),
          m_output(args.output) {}

    void write() {
        std::error_code problem;
        if (fs::create_directories(m_output, problem); problem)
            throw FileError(fmt::format("The folder {} cannot be made: {}.", m_output.string(), problem.message()));
        searches();
        surrogates();
        latency();
        finetuned();
        m_context.throwIfStopped("Stopped; the report was not written.");
        if (!m_args.images.empty())
            pictures();
        m_context.throwIfStopped("Stopped; the report was not written.");
        std::string missingPlots;
        if (!m_plots.empty())
            missingPlots = drawPlots(m_plots);
        HtmlPage page(fmt::format("{}: from the teacher to a measured front", m_folder.folder().stem().string()));
        if (!missingPlots.empty()) {
            page.paragraph(missingPlots);
            m_context.note(missingPlots);
        }
        for (const ReportSection& section : m_sections) {
            page.heading(section.title);
            if (!section.text.empty())
                page.paragraph(section.text);
            if (missingPlots.empty())
                for (const std::string& plot : section.plots)
                    page.picture(plot, 640);
            page.pictures(section.pictures, 200);
            page.table(section.header, section.rows);
        }
        provenance(page);
        const fs::path file = m_output / "report.html";
        writeFileAtomically(file, [&](std::ostream& out) { out << page.text(); });
        m_files.insert(m_files.begin(), file.string());
        for (const std::string& temporary : m_temporary) {
            std::error_code ignored;
            fs::remove(temporary, ignored); // it is inside the page
        }
        json files = json::array();
        for (const std::string& f : m_files) {
            m_context.print("  " + f);
            files.push_back(f);
        }
        m_context.printJson({{"files", files}});
    }

private:
    std::string plotFile(const std::string& name) {
        m_temporary.push_back((m_output / (name + ".png")).string());
        return m_temporary.back();
    }

    void csv(const std::string& name, const std::string& text) {
        const fs::path file = m_output / (name + ".csv");
        writeFileAtomically(file, [&](std::ostream& out) { out << text; });
        m_files.push_back(file.string());
    }

    void searches() {
        // Searches compare only over one space and cost.
        std::map<std::string, std::vector<SearchRecord>> groups;
        for (const SearchRecord& search : m_store.searches())
            if (search.trials > 0)
                groups[search.definition.space + ", cost: " + search.definition.cost].push_back(search);
        std::string trialsCsv = "search,method,space,seed,trial,architecture,loss_db,cost,hypervolume,seconds\n";
        int number = 0;
        for (const auto& [name, group] : groups) {
            ReportSection section;
            section.title = "Search: " + name;
            section.text =
                "PSNR lost against the teacher on the validation crops, over the cost. Hypervolume is measured "
                "from a loss of 3 dB and 1.01 times the teacher's cost.";
            section.header = {"search",      "state", "evaluations", "seconds",
                              "hypervolume", "front", "knee",        "PSNR lost at the knee"};
            PlotSpec front{
                "Front of every search", group.front().definition.cost, "PSNR lost, dB", {}, {}, {}, 640, 400};
            PlotSpec history{"Hypervolume", "evaluations", "hypervolume, dB x cost", {}, {}, {}, 640, 400};
            std::map<std::string, int> colors;
            for (const SearchRecord& search : group) {
                const int color =
                    colors.emplace(search.definition.method, static_cast<int>(colors.size())).first->second;
                const bool first =
                    search.id == group.front().id ||
                    std::none_of(group.begin(), group.end(), [&](const SearchRecord& other) {
                        return other.id < search.id && other.definition.method == search.definition.method;
                    });
                const SearchFront members = frontOfSearch(m_store, search.id);
                PlotSeries line{first ? search.definition.method : "", {}, {}, PlotMark::Circle, true, true, color, 5};
                for (const TrialRecord& trial : members.trials) {
                    line.x.push_back(trial.cost);
                    line.y.push_back(trial.loss);
                }
                front.series.push_back(line);
                PlotSeries volumes{first ? search.definition.method : "", {}, {}, PlotMark::None, true, true, color, 4};
                const auto trials = m_store.trials(search.id);
                for (const TrialRecord& trial : trials) {
                    volumes.x.push_back(static_cast<double>(trial.index + 1));
                    volumes.y.push_back(trial.hypervolume);
                    trialsCsv += fmt::format("{},{},\"{}\",{},{},{},{:.5f},{:.6g},{:.6g},{:.1f}\n", search.id,
                                             search.definition.method, search.definition.space, search.definition.seed,
                                             trial.index, trial.architecture, trial.loss, trial.cost, trial.hypervolume,
                                             trial.seconds);
                }
                history.series.push_back(volumes);
                std::vector<std::string> row{searchName(search),
                                             std::string(stateName(search.state)),
                                             std::to_string(trials.size()),
                                             fmt::format("{:.0f}", search.seconds),
                                             fmt::format("{:.4f}", trials.back().hypervolume),
                                             std::to_string(members.trials.size()),
                                             "",
                                             ""};
                if (members.knee) {
                    row[6] = members.trials[*members.knee].architecture;
                    row[7] = fmt::format("{:.3f} dB", members.trials[*members.knee].loss);
                }
                section.rows.push_back(row);
            }
            ++number;
            for (auto* spec : {&front, &history}) {
                section.plots.push_back(
                    plotFile(fmt::format("plot-{}-{}", number, spec == &front ? "front" : "history")));
                m_plots.emplace_back(*spec, section.plots.back());
            }
            m_sections.push_back(std::move(section));
        }
        if (number > 0)
            csv("trials", trialsCsv);
        else
            m_sections.push_back({"Search", "No search has been run in this project yet.", {}, {}, {}, {}});
    }

    void surrogates() {
        const auto library = openLibrary(m_folder, m_context);
        ReportSection section;
        section.title = "Surrogates";
        section.text = "Relative error: squared difference to the teacher's features over the teacher's own squared "
                       "update, on held-out patches. PSNR: the teacher with this surrogate alone in it.";
        section.header = {"span",         "surrogate", "relative error", "after features",
                          "after output", "steps",     "seconds",        "began as"};
        std::string text =
            "span,kind,blocks,relative_error,feature_error,psnr_after_feature,psnr_after_output,teacher_psnr,"
            "iterations,seconds\n";
        std::map<BlockKind, PlotSeries> series;
        std::vector<std::string> names;
        const auto cell = [](const std::optional<double>& value, const std::optional<double>& teacher) {
            return value && teacher ? fmt::format("{:+.3f} dB", *value - *teacher) : std::string("not measured");
        };
        for (const auto& [placed, r] : library->records()) {
            const std::string span = toString(placed.span);
            if (names.empty() || names.back() != span)
                names.push_back(span);
            section.rows.push_back({span, toString(placed.edge), fmt::format("{:.4f}", r.relativeError),
                                    cell(r.psnrAfterFeature, r.teacherPsnr), cell(r.psnrAfterOutput, r.teacherPsnr),
                                    std::to_string(r.iterations), fmt::format("{:.0f}", r.seconds), r.start});
            const auto number = [](const std::optional<double>& v) { return v ? fmt::format("{:.4f}", *v) : ""; };
            text += fmt::format("{},{},{},{:.6f},{:.6f},{},{},{},{},{:.1f}\n", span, kindName(placed.edge.kind),
                                placed.edge.run, r.relativeError, r.featureError, number(r.psnrAfterFeature),
                                number(r.psnrAfterOutput), number(r.teacherPsnr), r.iterations, r.seconds);
            PlotSeries& s = series[placed.edge.kind];
            s.name = std::string(kindName(placed.edge.kind));
            s.x.push_back(static_cast<double>(names.size() - 1));
            s.y.push_back(r.relativeError);
        }
        if (section.rows.empty()) {
            section.text = "No surrogates have been distilled in this project yet.";
        } else {
            PlotSpec plot{"Relative error by span", "span", "relative error", {}, {}, {}, 1100, 400};
            int color = 0;
            constexpr PlotMark marks[] = {PlotMark::Circle, PlotMark::Square, PlotMark::Diamond, PlotMark::Triangle,
                                          PlotMark::Cross};
            for (auto& [kind, s] : series) {
                s.color = color;
                s.mark = marks[color++ % 5];
                plot.series.push_back(s);
            }
            plot.xNames = names;
            double largest = 0;
            for (const PlotSeries& s : plot.series)
                largest = std::max(largest, *std::max_element(s.y.begin(), s.y.end()));
            plot.yRange = {0, 1.05 * largest};
            section.plots.push_back(plotFile("plot-errors"));
            m_plots.emplace_back(plot, section.plots.back());
            csv("surrogates", text);
        }
        m_sections.push_back(std::move(section));
    }

    /// What is known of time: the kinds at the same latency, and which costs foretell it.
    void latency() {
        const auto front = latestFront(m_store);
        const std::string set = front ? front->search.definition.validationSet : std::string();
        std::string table;
        m_sections.push_back(kindsSection(m_store, m_folder.stages(), set, table));
        if (!table.empty())
            csv("kinds-at-latency", table);
        table.clear();
        m_sections.push_back(predictorsSection(m_store, m_folder.config(), set, table));
        if (!table.empty())
            csv("latency-predictors", table);
    }

    void finetuned() {
        ReportSection section;
        section.title = "Fine-tuned networks";
        section.header = {"architecture", "role", "PSNR before", "after", "gain", "SSIM before", "after", "steps"};
        for (const FinetuneRecord& r : m_store.finetunes()) {
            const auto number = [](const std::optional<double>& v, const char* unit) {
                return v ? fmt::format("{:.4f}{}", *v, unit) : std::string("not measured");
            };
            section.rows.push_back(
                {r.architecture, r.role, number(r.psnrBefore, " dB"), number(r.psnrAfter, " dB"),
                 r.psnrBefore && r.psnrAfter ? fmt::format("{:+.3f}", *r.psnrAfter - *r.psnrBefore) : "",
                 number(r.ssimBefore, ""), number(r.ssimAfter, ""), std::to_string(r.iterations)});
        }
        if (section.rows.empty())
            section.text = "No network has been fine-tuned in this project yet.";
        m_sections.push_back(std::move(section));
    }

    void pictures() {
        const auto front = latestFront(m_store);
        const auto library = openLibrary(m_folder, m_context);
        ValidationOptions options;
        options.images.assign(m_args.images.begin(), m_args.images.end());
        options.threads = m_context.threads();
        SearchProject project(m_folder, *library, options);
        std::vector<std::pair<std::string, Architecture>> shown{{"teacher", allTeacher(m_folder.stages())}};
        if (front)
            for (const TrialRecord& trial : front->nearestKnee(5))
                shown.emplace_back(trial.architecture, parseArchitecture(trial.architecture, m_folder.stages()));
        ReportSection section;
        section.title = "Pictures";
        section.text =
            "One validation crop: degraded, truth, then the teacher and the five members of the latest front "
            "nearest its knee, each with its absolute error to the truth (8 times as bright).";
        const std::size_t index = 0;
        const ValidationImage& image = project.evaluator().images()[index];
        const auto add = [&](const Image& picture, const std::string& caption) {
            const std::string file = plotFile(fmt::format("picture-{}", section.pictures.size()));
            writeImageFile(file, picture);
            section.pictures.emplace_back(file, caption);
        };
        add(image.degraded, "degraded");
        add(image.clean, "truth");
        for (const auto& [name, architecture] : shown) {
            m_context.throwIfStopped("Stopped; the report was not written.");
            const Image restored = project.evaluator().restore(index, architecture);
            add(restored, fmt::format("{}, {:.2f} dB", name, psnr(toBytes(restored), toBytes(image.clean))));
            add(errorMap(restored, image.clean), "its error");
        }
        m_sections.push_back(std::move(section));
    }

    void provenance(HtmlPage& page) {
        page.heading("Provenance");
        std::vector<std::vector<std::string>> rows{
            {"program", std::string("Kintsugi ") + KINTSUGI_VERSION + ", LibTorch " + TORCH_VERSION},
            {"machine", processorName()},
            {"written", fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(std::time(nullptr)))},
            {"teacher",
             fmt::format("{}; content {}", describe(m_folder.config()), teacherHash(m_folder.teacherWeights()))},
            {"task", m_folder.task()}};
        for (const ValidationSet& set : m_store.validationSets())
            rows.push_back({"validation set " + set.id, set.description + ", " + set.task});
        for (const std::string& source : m_args.images)
            for (const std::string& credit : creditsOf(source))
                rows.push_back({"photograph", credit});
        for (const Note& note : m_store.notes())
            rows.push_back({note.key, note.value});
        page.table({"what", "value"}, rows);
    }

    const ReportArgs& m_args;
    const Context& m_context;
    ProjectFolder m_folder;
    ProjectStore m_store;
    fs::path m_output;
    std::vector<ReportSection> m_sections;
    std::vector<std::pair<PlotSpec, std::string>> m_plots;
    std::vector<std::string> m_files, m_temporary;
};

} // namespace

void run(const ReportArgs& args, const Context& context) {
    Report(args, context).write();
}

} // namespace kintsugi::cli
