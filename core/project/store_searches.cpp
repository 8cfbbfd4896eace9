// The part of ProjectStore that keeps searches, their trials and what follows from them.
#include "base/error.h"
#include "project/project_store.h"
#include "project/store_database.h"
#include "project/store_rows.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace kintsugi {

using rows::Row;

namespace {

constexpr std::array<std::string_view, 5> stateNames{"running", "paused", "interrupted", "finished", "failed"};

SearchState parseState(const std::string& name) {
    const auto found = std::find(stateNames.begin(), stateNames.end(), name);
    return static_cast<SearchState>(found - stateNames.begin()); // the table takes no other names
}

constexpr const char* searchColumns =
    "SELECT id, method, space, budget, seed, cost, options, validation_set, state, message, reference_loss, "
    "reference_cost, (SELECT count(*) FROM trials WHERE search = searches.id), seconds, created, updated "
    "FROM searches ";

SearchRecord readSearch(Row& row) {
    SearchRecord r;
    SearchDefinition& d = r.definition;
    std::string state;
    row >> r.id >> d.method >> d.space >> d.budget >> d.seed >> d.cost >> d.optionsJson >> d.validationSet >> state >>
        r.message >> r.referenceLoss >> r.referenceCost >> r.trials >> r.seconds >> r.created >> r.updated;
    r.state = parseState(state);
    return r;
}

TrialRecord readTrial(Row& row) {
    TrialRecord r;
    row >> r.search >> r.index >> r.architecture >> r.loss >> r.cost >> r.hypervolume >> r.seconds;
    return r;
}

FinetuneRecord readFinetune(Row& row) {
    FinetuneRecord r;
    row >> r.id >> r.architecture >> r.role >> r.validationSet >> r.psnrBefore >> r.psnrAfter >> r.ssimBefore >>
        r.ssimAfter >> r.iterations >> r.seconds >> r.file >> r.curveJson >> r.optionsJson >> r.created;
    return r;
}

TimingRecord readTiming(Row& row) {
    TimingRecord r;
    std::int64_t used = 0;
    row >> r.id >> r.device >> r.started >> used >> r.reportJson;
    r.used = used != 0;
    return r;
}

LatencyRecord readLatency(Row& row) {
    LatencyRecord r;
    row >> r.device >> r.conditionsJson >> r.subject >> r.medianMs >> r.minMs >> r.p90Ms >> r.madMs >> r.samplesJson;
    return r;
}

std::int64_t readId(Row& row) {
    std::int64_t id = 0;
    row >> id;
    return id;
}

void requireFound(int changed, std::int64_t search) {
    if (changed == 0)
        throw InputError(
            fmt::format("There is no search {} in this project. List them with 'kintsugi-cli front'.", search));
}

} // namespace

std::string_view stateName(SearchState state) {
    return stateNames[static_cast<std::size_t>(state)];
}

std::int64_t ProjectStore::addSearch(const SearchDefinition& d) {
    return m_database->write([&](SQLite::Database& db) {
        return rows::select(db, readId,
                            "INSERT INTO searches (method, space, budget, seed, cost, options, validation_set, state, "
                            "created, updated) VALUES (?, ?, ?, ?, ?, ?, ?, 'running', "
                            "strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), strftime('%Y-%m-%dT%H:%M:%SZ', 'now')) "
                            "RETURNING id",
                            d.method, d.space, d.budget, d.seed, d.cost, d.optionsJson, d.validationSet)
            .front();
    });
}

void ProjectStore::setSearchState(std::int64_t search, SearchState state, double seconds, const std::string& message) {
    m_database->write([&](SQLite::Database& db) {
        requireFound(rows::execute(db,
                                   "UPDATE searches SET state = ?, seconds = ?, message = ?, "
                                   "updated = strftime('%Y-%m-%dT%H:%M:%SZ', 'now') WHERE id = ?",
                                   stateName(state), seconds, message, search),
                     search);
    });
}

void ProjectStore::setSearchBudget(std::int64_t search, std::int64_t budget) {
    m_database->write([&](SQLite::Database& db) {
        requireFound(rows::execute(db, "UPDATE searches SET budget = ? WHERE id = ?", budget, search), search);
    });
}

void ProjectStore::setReferencePoint(std::int64_t search, double loss, double cost) {
    m_database->write([&](SQLite::Database& db) {
        requireFound(rows::execute(db, "UPDATE searches SET reference_loss = ?, reference_cost = ? WHERE id = ?", loss,
                                   cost, search),
                     search);
    });
}

std::vector<SearchRecord> ProjectStore::searches() const {
    static const std::string sql = std::string(searchColumns) + "ORDER BY id";
    return m_database->read([](SQLite::Database& db) { return rows::select(db, readSearch, sql.c_str()); });
}

std::optional<SearchRecord> ProjectStore::search(std::int64_t search) const {
    static const std::string sql = std::string(searchColumns) + "WHERE id = ?";
    return m_database->read(
        [&](SQLite::Database& db) { return rows::firstOf(rows::select(db, readSearch, sql.c_str(), search)); });
}

void ProjectStore::putTrial(const TrialRecord& r) {
    m_database->write([&](SQLite::Database& db) {
        requireFound(rows::execute(db,
                                   "UPDATE searches SET seconds = max(seconds, ?), "
                                   "updated = strftime('%Y-%m-%dT%H:%M:%SZ', 'now') WHERE id = ?",
                                   r.seconds, r.search),
                     r.search);
        rows::execute(db,
                      "INSERT INTO trials VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                      "seconds = iif(architecture = excluded.architecture, seconds, excluded.seconds), "
                      "architecture = excluded.architecture, loss = excluded.loss, cost = excluded.cost, "
                      "hypervolume = excluded.hypervolume",
                      r.search, r.index, r.architecture, r.loss, r.cost, r.hypervolume, r.seconds);
    });
}

std::vector<TrialRecord> ProjectStore::trials(std::int64_t search) const {
    return m_database->read([&](SQLite::Database& db) {
        return rows::select(db, readTrial,
                            "SELECT search, number, architecture, loss, cost, hypervolume, seconds FROM trials "
                            "WHERE search = ? ORDER BY number",
                            search);
    });
}

std::int64_t ProjectStore::putFinetune(const FinetuneRecord& r) {
    return m_database->write([&](SQLite::Database& db) {
        return rows::select(db, readId,
                            "INSERT INTO finetunes VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                            "coalesce(nullif(?13, ''), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))) "
                            "ON CONFLICT (file) DO UPDATE SET architecture = excluded.architecture, "
                            "role = excluded.role, validation_set = excluded.validation_set, "
                            "psnr_before = excluded.psnr_before, psnr_after = excluded.psnr_after, "
                            "ssim_before = excluded.ssim_before, ssim_after = excluded.ssim_after, "
                            "iterations = excluded.iterations, seconds = excluded.seconds, curve = excluded.curve, "
                            "options = excluded.options, created = coalesce(nullif(?13, ''), created) RETURNING id",
                            r.architecture, r.role, r.validationSet, r.psnrBefore, r.psnrAfter, r.ssimBefore,
                            r.ssimAfter, r.iterations, r.seconds, r.file, r.curveJson, r.optionsJson, r.created)
            .front();
    });
}

std::vector<FinetuneRecord> ProjectStore::finetunes() const {
    return m_database->read([](SQLite::Database& db) {
        return rows::select(
            db, readFinetune,
            "SELECT id, architecture, role, validation_set, psnr_before, psnr_after, ssim_before, "
            "ssim_after, iterations, seconds, file, curve, options, created FROM finetunes ORDER BY id");
    });
}

void ProjectStore::putLatency(const LatencyRecord& record) {
    putLatencies({record});
}

void ProjectStore::putLatencies(const std::vector<LatencyRecord>& records) {
    m_database->write([&](SQLite::Database& db) {
        for (const LatencyRecord& r : records)
            rows::execute(db,
                          "INSERT INTO latencies VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                          "median_ms = excluded.median_ms, min_ms = excluded.min_ms, p90_ms = excluded.p90_ms, "
                          "mad_ms = excluded.mad_ms, samples = excluded.samples",
                          r.device, r.conditionsJson, r.subject, r.medianMs, r.minMs, r.p90Ms, r.madMs, r.samplesJson);
    });
}

std::vector<LatencyRecord> ProjectStore::latencies(const std::string& device) const {
    return m_database->read([&](SQLite::Database& db) {
        return rows::select(db, readLatency,
                            "SELECT device, conditions, subject, median_ms, min_ms, p90_ms, mad_ms, samples "
                            "FROM latencies WHERE device = ? ORDER BY conditions, subject",
                            device);
    });
}

std::vector<std::string> ProjectStore::latencyDevices() const {
    return m_database->read([&](SQLite::Database& db) {
        const auto read = [](Row& row) {
            std::string device;
            row >> device;
            return device;
        };
        return rows::select(db, read, "SELECT DISTINCT device FROM latencies ORDER BY device");
    });
}

std::int64_t ProjectStore::addTiming(const TimingRecord& r) {
    return m_database->write([&](SQLite::Database& db) {
        rows::execute(db, "INSERT INTO timings (device, started, used, report) VALUES (?, ?, ?, ?)", r.device,
                      r.started, std::int64_t{r.used}, r.reportJson);
        return db.getLastInsertRowid();
    });
}

void ProjectStore::setTimingUsed(std::int64_t timing, bool used) {
    m_database->write([&](SQLite::Database& db) {
        rows::execute(db, "UPDATE timings SET used = ? WHERE id = ?", std::int64_t{used}, timing);
    });
}

void ProjectStore::removeTiming(std::int64_t timing) {
    m_database->write([&](SQLite::Database& db) { rows::execute(db, "DELETE FROM timings WHERE id = ?", timing); });
}

std::vector<TimingRecord> ProjectStore::timings() const {
    return m_database->read([&](SQLite::Database& db) {
        return rows::select(db, readTiming, "SELECT id, device, started, used, report FROM timings ORDER BY id");
    });
}

} // namespace kintsugi
