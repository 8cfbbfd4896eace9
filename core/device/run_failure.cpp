#include "device/run_failure.h"

#include <algorithm>
#include <fmt/format.h>

namespace kintsugi {

namespace {

std::string lastLine(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' '))
        text.pop_back();
    if (const std::size_t at = text.rfind('\n'); at != std::string::npos)
        text.erase(0, at + 1);
    constexpr std::size_t longest = 200;
    if (text.size() > longest)
        text = text.substr(0, longest) + "…";
    while (!text.empty() && text.back() == '.')
        text.pop_back();
    return text;
}

std::string quoted(const std::string& errorOutput) {
    const std::string line = lastLine(errorOutput);
    return line.empty() ? std::string() : " (" + line + ")";
}

std::string doing(const std::string& stage) {
    if (stage == "start")
        return "starting";
    if (stage == "load")
        return "loading a model";
    if (stage == "check")
        return "checking its output";
    if (stage == "warm")
        return "warming up";
    if (stage == "run")
        return "measuring";
    if (stage == "profile")
        return "profiling";
    return "in \"" + stage + "\"";
}

std::string after(int passes) {
    return passes == 1 ? "after one pass" : "after " + std::to_string(passes) + " passes";
}

/// adb's client reports its own troubles with these words and exit code 1, newer ones with 255.
std::string clientLine(const std::string& errorOutput) {
    for (std::size_t at = 0; at < errorOutput.size();) {
        const std::size_t end = std::min(errorOutput.find('\n', at), errorOutput.size());
        const std::string line = errorOutput.substr(at, end - at);
        if (line.starts_with("error: ") || line.starts_with("adb: "))
            return line;
        at = end + 1;
    }
    return {};
}

std::string linkLost(const RunFailure& f) {
    const std::string client = clientLine(f.outcome.errorOutput);
    return "The connection to the device ended while " + doing(f.stage) + ", " + after(f.passes) +
           quoted(client.empty() ? f.outcome.errorOutput : client) + "; check the cable or network and measure again.";
}

std::string describeExit(int code, const RunFailure& f) {
    const std::string why = quoted(f.outcome.errorOutput);
    switch (code) {
    case 124:
        return "The runner reached its time limit while " + doing(f.stage) +
               "; allow more seconds or measure fewer passes.";
    case 126:
        return "The device cannot start the runner or its loader" + why +
               "; build the bundle for this device with script/build-runner and remove the old one from the device.";
    case 127:
        return "The runner does not start because a library or program is missing" + why +
               "; build the bundle with script/build-runner and remove the old one from the device.";
    case 129:
    case 130:
    case 143:
        return "The runner was asked to stop by someone else while " + doing(f.stage) + "; measure again.";
    case 132:
        return "The runner met an instruction that this processor lacks while " + doing(f.stage) +
               "; build the bundle for this processor with script/build-runner.";
    case 134:
        return "The runner gave up while " + doing(f.stage) + why + "; its log holds the details.";
    case 135:
    case 139:
        return "The runner crashed while " + doing(f.stage) + why +
               "; run the probe, and if that works too, report the model that it crashed on.";
    case 137:
        return "The runner was killed while " + doing(f.stage) + ", " + after(f.passes) +
               ", likely because memory ran out; close other programs or choose a smaller size.";
    case 159:
        return "The device's system forbids a call that the runner needs while " + doing(f.stage) +
               "; this device cannot be timed from its shell.";
    default:
        return "The runner ended with exit code " + std::to_string(code) + " while " + doing(f.stage) + why +
               "; its log holds the details.";
    }
}

std::string number(double value) {
    return fmt::format("{:.2g}", value);
}

} // namespace

std::string describeFailure(const RunFailure& f) {
    const std::optional<int> code = f.outcome.exitCode;
    switch (f.outcome.end) {
    case RunEnd::Cancelled:
        return "The run was cancelled " + after(f.passes) + "; start it again for a result.";
    case RunEnd::Silent:
        return "The runner said nothing for too long while " + doing(f.stage) +
               " and was ended; see whether the device is busy or asleep, and measure again.";
    case RunEnd::Overtime:
        return "The run took longer than allowed and was ended while " + doing(f.stage) +
               "; allow more seconds or measure fewer passes.";
    case RunEnd::LinkLost:
        if (!f.ended)
            return linkLost(f);
        break;
    case RunEnd::Exited:
        break;
    }
    if (!f.runnerMessage.empty())
        return f.runnerMessage;
    const bool clientTrouble = code == 255 || (code == 1 && !clientLine(f.outcome.errorOutput).empty());
    if (f.outcome.end == RunEnd::Exited && clientTrouble && !f.ended)
        return linkLost(f);
    if (f.outcome.end == RunEnd::Exited && code.value_or(0) != 0 && !clientTrouble)
        return describeExit(*code, f);
    if (!f.damage.empty())
        return "The runner's records are damaged (" + f.damage + "); measure again.";
    if (!f.greeted)
        return "The runner ended without a record of this run" + quoted(f.outcome.errorOutput) +
               "; check the connection and that the program is kintsugi-runner.";
    // An adb client of version 29 ends with 0 when the link is lost.
    if (!f.ended)
        return linkLost(f);
    return {};
}

bool isUnsuited(const RunFailure& f) {
    if (f.outcome.end != RunEnd::Exited || f.ended)
        return false;
    switch (f.outcome.exitCode.value_or(0)) {
    case 126: // cannot be executed
    case 127: // loader or library missing
    case 132: // SIGILL
    case 159: // SIGSYS
        return true;
    case 134: // SIGABRT, SIGBUS, SIGSEGV: only where no model was touched yet
    case 135:
    case 139:
        return f.stage == "start";
    default:
        // Its own words at this point are about ONNX Runtime, which it cannot load, or the scan's self-test.
        return f.stage == "start" && !f.runnerMessage.empty();
    }
}

std::string describeUnfit(const TimingReport& report, std::optional<int> runs, bool parity) {
    for (const TimedModel& model : report.models) {
        if (model.milliseconds.empty() || (runs && static_cast<int>(model.milliseconds.size()) != *runs))
            return "The runner measured " + std::to_string(model.milliseconds.size()) + " passes of " +
                   model.architecture + (runs ? " instead of " + std::to_string(*runs) : std::string()) +
                   "; measure again.";
        if (model.parity && !model.parity->pass)
            return "The output of " + model.architecture + " differs from the expected one by " +
                   number(model.parity->maxRel) + " where " + number(model.parity->allowed) +
                   " is allowed, so its times say nothing; export it again.";
        if (parity && !model.parity)
            return "The output of " + model.architecture +
                   " was not compared with the expected one, so its times are no result; measure with its parity file.";
    }
    return {};
}

} // namespace kintsugi
