#pragma once

#include "project/project_folder.h"
#include "project/records.h"

#include <filesystem>
#include <memory>
#include <span>

namespace kintsugi {

class StoreDatabase;

/// Write asks for the right to change the project, and is given the right to read it when that cannot be had.
enum class StoreAccess { Read, Write };

/// Everything about a project that is not weights: the database project.db in its folder.
///
/// Only one ProjectStore at a time may write, over all programs; the others read, and see what it stores as it is
/// stored. Every change is on the disk when its function returns: one that was cut off, by a kill or a power failure,
/// has not happened, and nothing else is lost. Safe to use from several threads, which take turns.
///
/// Every function throws FileError, naming the file and what to do, when the disk is full or fails or the database is
/// damaged; one that changes something throws InputError when the store is read-only, a record refers to one that is
/// not there, or a number is NaN.
class ProjectStore {
public:
    /// Opens the store of a project, and makes it when Write is asked for and there is none yet; read-only, a project
    /// without one looks empty. An older store is brought up to date, in the file where it may be written. A search
    /// that was left `running` by a program that died becomes `interrupted`.
    ///
    /// Throws FileError when the folder is not a project, or project.db is not Kintsugi's, comes from a newer version
    /// or is damaged; it is then left as it was.
    explicit ProjectStore(const std::filesystem::path& projectFolder, StoreAccess access = StoreAccess::Write);
    explicit ProjectStore(std::unique_ptr<StoreDatabase> database);
    ~ProjectStore();
    ProjectStore(ProjectStore&&) noexcept;
    ProjectStore& operator=(ProjectStore&&) noexcept;

    static constexpr const char* fileName = "project.db";
    static constexpr const char* lockName = ProjectFolder::lockName;

    bool isReadOnly() const;
    /// The sentence that says why, and what to do; empty when it can be written.
    const std::string& readOnlyReason() const;

    /// Adds a surrogate, or replaces that of the same span, kind and run; doing it twice changes nothing.
    void putSurrogate(const SurrogateRecord& record);
    /// All of them, in the order of stage, span, kind and run.
    std::vector<SurrogateRecord> surrogates() const;
    std::optional<SurrogateRecord> surrogate(const Span& span, BlockKind kind, int run) const;
    void removeSurrogate(const Span& span, BlockKind kind, int run);

    /// Throws InputError when there is a different one with the same id.
    void addValidationSet(const ValidationSet& set);
    std::vector<ValidationSet> validationSets() const;

    /// Adds values, or replaces those of the same architecture on the same set; all of them or none.
    void putEvaluations(std::span<const EvaluationRecord> records);
    void putEvaluation(const EvaluationRecord& record) { putEvaluations({&record, 1}); }
    std::optional<EvaluationRecord> evaluation(const std::string& validationSet, const std::string& architecture) const;
    std::optional<EvaluationRecord> evaluation(std::int64_t number) const;
    std::vector<EvaluationRecord> evaluations(const std::string& validationSet) const;

    /// Begins a search, in the state `running`; its new id.
    std::int64_t addSearch(const SearchDefinition& definition);
    /// @p seconds is the time spent on it so far.
    void setSearchState(std::int64_t search, SearchState state, double seconds, const std::string& message = {});
    void setSearchBudget(std::int64_t search, std::int64_t budget);
    void setReferencePoint(std::int64_t search, double loss, double cost);
    std::vector<SearchRecord> searches() const;
    std::optional<SearchRecord> search(std::int64_t search) const;

    /// Stores a trial together with the time spent on its search. A search that is repeated in order to resume it
    /// brings the same trials again: those keep the time at which they were first measured.
    void putTrial(const TrialRecord& record);
    /// In the order of measuring.
    std::vector<TrialRecord> trials(std::int64_t search) const;

    /// Adds a fine-tuned network, or replaces the one of the same weights file; its id.
    std::int64_t putFinetune(const FinetuneRecord& record);
    std::vector<FinetuneRecord> finetunes() const;

    void putLatency(const LatencyRecord& record);
    /// All or none of them.
    void putLatencies(const std::vector<LatencyRecord>& records);
    std::vector<LatencyRecord> latencies(const std::string& device) const;
    /// Devices that have any, sorted.
    std::vector<std::string> latencyDevices() const;

    /// Adds a run; its id. @p record.id is not looked at.
    std::int64_t addTiming(const TimingRecord& record);
    void setTimingUsed(std::int64_t timing, bool used);
    void removeTiming(std::int64_t timing);
    /// In the order in which they were added.
    std::vector<TimingRecord> timings() const;

    void setNote(const std::string& key, const std::string& value);
    std::optional<std::string> note(const std::string& key) const;
    /// Sorted by key.
    std::vector<Note> notes() const;

private:
    std::unique_ptr<StoreDatabase> m_database;
};

} // namespace kintsugi
