#pragma once

#include "space/architecture.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a project's store keeps. Conventions for all records: PSNR and losses in dB, times in seconds unless a name
/// says otherwise, moments as UTC text "2025-01-31T12:00:00Z", files as paths relative to the project's folder with
/// '/', architectures as their canonical text (Architecture::text), JSON as text that the store does not look into. An
/// empty optional is a number that could not be measured. Numbers may be infinite, never NaN.
namespace kintsugi {

/// A finished surrogate. One per span, kind and run; `run` is the number of its blocks, as in Edge.
struct SurrogateRecord {
    Span span;
    BlockKind kind = BlockKind::Lite;
    int run = 1;
    std::string file;
    std::int64_t fileBytes = 0;
    std::string teacher; ///< hash of the content of the teacher that it was distilled from
    std::optional<double> relativeError;
    std::optional<double> psnrAfterFeatures; ///< of the teacher with this edge, after the phase on features
    std::optional<double> psnrAfterOutput;   ///< the same after the phase on the output
    std::int64_t iterations = 0;
    double seconds = 0;
    std::string curveJson;
    std::string optionsJson;
    std::string created; ///< when empty, the store writes the moment at which it first saw the surrogate

    bool operator==(const SurrogateRecord&) const = default;
};

/// Images and all that decides which losses may be compared: measured values belong to one of these.
struct ValidationSet {
    std::string id;      ///< hash of the content: clean and degraded images, crop and teacher
    std::string task;    ///< for example "denoise-color-25"
    std::string teacher; ///< hash of the teacher's content
    std::int64_t images = 0;
    int crop = 0; ///< side of the square crops in pixels, 0 for whole images
    std::uint64_t seed = 0;
    std::string description; ///< for people

    bool operator==(const ValidationSet&) const = default;
};

/// The quality of one architecture on one validation set.
struct EvaluationRecord {
    std::string validationSet; ///< its id
    std::string architecture;
    double psnr = 0;                ///< mean
    std::optional<double> ssim;     ///< mean
    std::vector<double> imagePsnrs; ///< per image, in the set's order; empty when not kept
    std::vector<double> imageSsims;
    double seconds = 0;
    std::int64_t number = 0; ///< given by the store at the first measurement, never to change: the trial's number

    bool operator==(const EvaluationRecord&) const = default;
};

enum class SearchState { Running, Paused, Interrupted, Finished, Failed };

/// "running", "paused", "interrupted", "finished", "failed".
std::string_view stateName(SearchState state);

/// What is searched, how and with what; fixed when the search begins, apart from the budget.
struct SearchDefinition {
    std::string method;      ///< methodName(SearchMethod)
    std::string space;       ///< description of the space
    std::int64_t budget = 0; ///< evaluations
    std::uint64_t seed = 0;
    std::string cost; ///< its name, for example "transformers"
    std::string optionsJson;
    std::string validationSet; ///< its id

    bool operator==(const SearchDefinition&) const = default;
};

struct SearchRecord {
    std::int64_t id = 0;
    SearchDefinition definition;
    SearchState state = SearchState::Running;
    std::string message;                 ///< why it failed
    std::optional<double> referenceLoss; ///< the hypervolume's reference point
    std::optional<double> referenceCost;
    std::int64_t trials = 0; ///< stored so far
    double seconds = 0;      ///< spent so far, over all its runs
    std::string created;
    std::string updated;

    bool operator==(const SearchRecord&) const = default;
};

/// One architecture that a search measured.
struct TrialRecord {
    std::int64_t search = 0; ///< its id
    std::int64_t index = 0;  ///< from 0, in the order of measuring
    std::string architecture;
    double loss = 0;        ///< PSNR lost against the teacher
    double cost = 0;        ///< in the unit of the search's cost
    double hypervolume = 0; ///< of all trials up to this one
    double seconds = 0;     ///< since the search began, pauses left out

    bool operator==(const TrialRecord&) const = default;
};

/// A network that was trained end to end. One per weights file.
struct FinetuneRecord {
    std::int64_t id = 0; ///< given by the store
    std::string architecture;
    std::string role;          ///< "candidate", "teacher", "random", …: what it serves in a comparison
    std::string validationSet; ///< its id; that of the four values below
    std::optional<double> psnrBefore, psnrAfter;
    std::optional<double> ssimBefore, ssimAfter;
    std::int64_t iterations = 0;
    double seconds = 0;
    std::string file;
    std::string curveJson;
    std::string optionsJson;
    std::string created; ///< as in SurrogateRecord

    bool operator==(const FinetuneRecord&) const = default;
};

/// Measured time of an edge or an architecture. One per device, conditions and subject.
struct LatencyRecord {
    std::string device;
    std::string conditionsJson; ///< threads, size, versions: what a time depends on
    std::string subject;        ///< toString(PlacedEdge), or an architecture's text
    double medianMs = 0, minMs = 0, p90Ms = 0, madMs = 0;
    std::string samplesJson;

    bool operator==(const LatencyRecord&) const = default;
};

/// A run on a device as its report tells it, complete or not.
struct TimingRecord {
    std::int64_t id = 0; ///< 0 until it is stored
    std::string device;  ///< "local" or a serial
    std::string started; ///< ISO 8601, UTC
    bool used = false;   ///< its medians are the measured times of its architectures
    std::string reportJson;

    bool operator==(const TimingRecord&) const = default;
};

/// A fact about the project, such as the program's version that made it.
struct Note {
    std::string key;
    std::string value;

    bool operator==(const Note&) const = default;
};

} // namespace kintsugi
