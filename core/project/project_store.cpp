#include "project/project_store.h"

#include "base/error.h"
#include "project/store_database.h"
#include "project/store_rows.h"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace kintsugi {

using rows::Row;

namespace {

constexpr const char* surrogateColumns =
    "SELECT stage, first, past, kind, run, file, file_bytes, teacher, relative_error, psnr_after_features, "
    "psnr_after_output, iterations, seconds, curve, options, created FROM surrogates ";

SurrogateRecord readSurrogate(Row& row) {
    SurrogateRecord r;
    std::string stage, kind;
    row >> stage >> r.span.begin >> r.span.end >> kind >> r.run >> r.file >> r.fileBytes >> r.teacher >>
        r.relativeError >> r.psnrAfterFeatures >> r.psnrAfterOutput >> r.iterations >> r.seconds >> r.curveJson >>
        r.optionsJson >> r.created;
    r.span.stage = parseStage(stage);
    r.kind = parseKind(kind);
    return r;
}

ValidationSet readSet(Row& row) {
    ValidationSet r;
    row >> r.id >> r.task >> r.teacher >> r.images >> r.crop >> r.seed >> r.description;
    return r;
}

constexpr const char* evaluationColumns =
    "SELECT number, validation_set, architecture, psnr, ssim, image_psnrs, image_ssims, seconds FROM evaluations ";

EvaluationRecord readEvaluation(Row& row) {
    EvaluationRecord r;
    row >> r.number >> r.validationSet >> r.architecture >> r.psnr >> r.ssim >> r.imagePsnrs >> r.imageSsims >>
        r.seconds;
    return r;
}

Note readNote(Row& row) {
    Note r;
    row >> r.key >> r.value;
    return r;
}

} // namespace

ProjectStore::ProjectStore(const std::filesystem::path& projectFolder, StoreAccess access)
    : ProjectStore(std::make_unique<StoreDatabase>(projectFolder, access)) {}
ProjectStore::ProjectStore(std::unique_ptr<StoreDatabase> database) : m_database(std::move(database)) {}
ProjectStore::~ProjectStore() = default;
ProjectStore::ProjectStore(ProjectStore&&) noexcept = default;
ProjectStore& ProjectStore::operator=(ProjectStore&&) noexcept = default;

bool ProjectStore::isReadOnly() const {
    return !readOnlyReason().empty();
}

const std::string& ProjectStore::readOnlyReason() const {
    return m_database->readOnlyReason();
}

void ProjectStore::putSurrogate(const SurrogateRecord& r) {
    m_database->write([&](SQLite::Database& db) {
        rows::execute(db,
                      "INSERT INTO surrogates VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                      "coalesce(nullif(?16, ''), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))) "
                      "ON CONFLICT DO UPDATE SET file = excluded.file, file_bytes = excluded.file_bytes, "
                      "teacher = excluded.teacher, relative_error = excluded.relative_error, "
                      "psnr_after_features = excluded.psnr_after_features, "
                      "psnr_after_output = excluded.psnr_after_output, iterations = excluded.iterations, "
                      "seconds = excluded.seconds, curve = excluded.curve, options = excluded.options, "
                      "created = coalesce(nullif(?16, ''), created)",
                      stageName(r.span.stage), r.span.begin, r.span.end, kindName(r.kind), r.run, r.file, r.fileBytes,
                      r.teacher, r.relativeError, r.psnrAfterFeatures, r.psnrAfterOutput, r.iterations, r.seconds,
                      r.curveJson, r.optionsJson, r.created);
    });
}

std::vector<SurrogateRecord> ProjectStore::surrogates() const {
    auto records =
        m_database->read([](SQLite::Database& db) { return rows::select(db, readSurrogate, surrogateColumns); });
    std::sort(records.begin(), records.end(), [](const SurrogateRecord& a, const SurrogateRecord& b) {
        return std::tie(a.span, a.kind, a.run) < std::tie(b.span, b.kind, b.run);
    });
    return records;
}

std::optional<SurrogateRecord> ProjectStore::surrogate(const Span& span, BlockKind kind, int run) const {
    static const std::string sql =
        std::string(surrogateColumns) + "WHERE stage = ? AND first = ? AND past = ? AND kind = ? AND run = ?";
    return m_database->read([&](SQLite::Database& db) {
        return rows::firstOf(rows::select(db, readSurrogate, sql.c_str(), stageName(span.stage), span.begin, span.end,
                                          kindName(kind), run));
    });
}

void ProjectStore::removeSurrogate(const Span& span, BlockKind kind, int run) {
    m_database->write([&](SQLite::Database& db) {
        rows::execute(db, "DELETE FROM surrogates WHERE stage = ? AND first = ? AND past = ? AND kind = ? AND run = ?",
                      stageName(span.stage), span.begin, span.end, kindName(kind), run);
    });
}

void ProjectStore::addValidationSet(const ValidationSet& set) {
    m_database->write([&](SQLite::Database& db) {
        rows::execute(db, "INSERT INTO validation_sets VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", set.id,
                      set.task, set.teacher, set.images, set.crop, set.seed, set.description);
        const auto stored =
            rows::firstOf(rows::select(db, readSet, "SELECT * FROM validation_sets WHERE id = ?", set.id));
        if (stored != set)
            throw InputError(fmt::format(
                "The validation set {} is stored already, with another description ('{}', not '{}'). Its name must "
                "depend on all that it is made of.",
                set.id, stored ? stored->description : "", set.description));
    });
}

std::vector<ValidationSet> ProjectStore::validationSets() const {
    return m_database->read(
        [](SQLite::Database& db) { return rows::select(db, readSet, "SELECT * FROM validation_sets ORDER BY rowid"); });
}

void ProjectStore::putEvaluations(std::span<const EvaluationRecord> records) {
    m_database->write([&](SQLite::Database& db) {
        for (const EvaluationRecord& r : records)
            rows::execute(
                db,
                "INSERT INTO evaluations (validation_set, architecture, psnr, ssim, image_psnrs, image_ssims, "
                "seconds) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (validation_set, architecture) DO UPDATE SET "
                "psnr = excluded.psnr, ssim = excluded.ssim, image_psnrs = excluded.image_psnrs, "
                "image_ssims = excluded.image_ssims, seconds = excluded.seconds",
                r.validationSet, r.architecture, r.psnr, r.ssim, r.imagePsnrs, r.imageSsims, r.seconds);
    });
}

std::optional<EvaluationRecord> ProjectStore::evaluation(const std::string& validationSet,
                                                         const std::string& architecture) const {
    static const std::string sql = std::string(evaluationColumns) + "WHERE validation_set = ? AND architecture = ?";
    return m_database->read([&](SQLite::Database& db) {
        return rows::firstOf(rows::select(db, readEvaluation, sql.c_str(), validationSet, architecture));
    });
}

std::vector<EvaluationRecord> ProjectStore::evaluations(const std::string& validationSet) const {
    static const std::string sql = std::string(evaluationColumns) + "WHERE validation_set = ? ORDER BY number";
    return m_database->read(
        [&](SQLite::Database& db) { return rows::select(db, readEvaluation, sql.c_str(), validationSet); });
}

std::optional<EvaluationRecord> ProjectStore::evaluation(std::int64_t number) const {
    static const std::string sql = std::string(evaluationColumns) + "WHERE number = ?";
    return m_database->read(
        [&](SQLite::Database& db) { return rows::firstOf(rows::select(db, readEvaluation, sql.c_str(), number)); });
}

void ProjectStore::setNote(const std::string& key, const std::string& value) {
    m_database->write([&](SQLite::Database& db) {
        rows::execute(db, "INSERT INTO notes VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", key,
                      value);
    });
}

std::optional<std::string> ProjectStore::note(const std::string& key) const {
    const auto found = m_database->read([&](SQLite::Database& db) {
        return rows::firstOf(rows::select(db, readNote, "SELECT key, value FROM notes WHERE key = ?", key));
    });
    return found ? std::optional(found->value) : std::nullopt;
}

std::vector<Note> ProjectStore::notes() const {
    return m_database->read(
        [](SQLite::Database& db) { return rows::select(db, readNote, "SELECT key, value FROM notes ORDER BY key"); });
}

} // namespace kintsugi
