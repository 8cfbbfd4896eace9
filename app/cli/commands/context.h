#pragma once

#include "invocation.h"

#include <chrono>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <stop_token>
#include <string>
#include <string_view>

namespace kintsugi::cli {

/// What every command gets besides its own arguments: where results and progress go, and when to stop.
class Context {
public:
    Context(const Common& common, std::stop_token stop);

    const Common& common() const { return m_common; }
    std::stop_token stop() const { return m_stop; }
    int threads() const { return m_threads; }

    /// Throws Interrupted with this sentence when the user asked to stop.
    void throwIfStopped(const std::string& sentence) const;

    /// A line for people on standard output; nothing with --json.
    void print(std::string_view line) const;
    /// The one JSON document; nothing without --json.
    void printJson(const nlohmann::json& document) const;
    /// A note on standard error; nothing with --quiet.
    void note(std::string_view line) const;
    /// Overwrites the progress line on standard error when that is a terminal.
    void progress(std::string_view line) const;
    void endProgress() const;

private:
    Common m_common;
    std::stop_token m_stop;
    int m_threads;
    bool m_terminal;
    mutable bool m_lineOpen = false;
};

/// "1:02:03", "4:05".
std::string durationText(double seconds);

/// Tells from what was done so far how long the rest takes.
class TimeLeft {
public:
    /// "1 min 5 s left"; empty before anything was done and when nothing is left.
    std::string text(double done, double total) const;

private:
    std::chrono::steady_clock::time_point m_begun = std::chrono::steady_clock::now();
};

/// JSON number, or null for one that is not finite (infinite PSNR becomes the string "inf").
nlohmann::json number(double value);

struct ImageSize {
    int height = 0;
    int width = 0;
};
/// Reads "HEIGHTxWIDTH". Throws InputError.
ImageSize parseSize(const std::string& text);

void run(const InfoArgs& args, const Context& context);
void run(const InferArgs& args, const Context& context);
void run(const VerifyArgs& args, const Context& context);
void run(const NewArgs& args, const Context& context);
void run(const CopyArgs& args, const Context& context);
void run(const PackArgs& args, const Context& context);
void run(const TrainArgs& args, const Context& context);
void run(const DistillArgs& args, const Context& context);
void run(const SearchArgs& args, const Context& context);
void run(const FrontArgs& args, const Context& context);
void run(const FinetuneArgs& args, const Context& context);
void run(const CompareArgs& args, const Context& context);
void run(const ProfileArgs& args, const Context& context);
void run(const DevicesArgs& args, const Context& context);
void run(const ExportArgs& args, const Context& context);
void run(const ReportArgs& args, const Context& context);
void run(const EvaluateArgs& args, const Context& context);
void run(const RestoreArgs& args, const Context& context);
void run(const BenchArgs& args, const Context& context);

} // namespace kintsugi::cli
