#include "device/timing_run.h"

#include "base/error.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QProcess>
#include <QThread>
#include <QUuid>

namespace kintsugi {

using namespace std::chrono_literals;

namespace {

/// Follows the runner's process until it ends or must be ended.
class RunnerWatch {
public:
    RunnerWatch(QProcess& process, RecordParser& parser, const TimingRequest& request, const RunLimits& limits,
                const RunObserver& observer)
        : m_process(process), m_parser(parser), m_observer(observer), m_silence(limits.silence.count()),
          m_deadline(static_cast<qint64>(request.maxSeconds * 1000) + limits.grace.count()),
          m_total(request.seconds ? 0 : request.runs * static_cast<int>(request.models.size())) {}

    RunOutcome follow(const std::stop_token& stop) {
        RunOutcome outcome;
        if (!m_process.waitForStarted()) {
            outcome.exitCode = 127;
            outcome.errorOutput = m_process.errorString().toStdString();
            return outcome;
        }
        m_whole.start();
        m_quiet.start();
        while (m_process.state() != QProcess::NotRunning) {
            m_process.waitForReadyRead(50);
            take();
            if (stop.stop_requested())
                return ended(RunEnd::Cancelled);
            if (m_quiet.elapsed() > m_silence)
                return ended(RunEnd::Silent);
            if (m_whole.elapsed() > m_deadline)
                return ended(RunEnd::Overtime);
        }
        take();
        outcome.exitCode =
            m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : 128 + m_process.exitCode();
        outcome.errorOutput = m_errors.toStdString();
        return outcome;
    }

private:
    RunOutcome ended(RunEnd end) {
        m_process.kill();
        m_process.waitForFinished(300);
        take();
        return {end, std::nullopt, m_errors.toStdString()};
    }

    void take() {
        constexpr qsizetype keptErrors = 8192;
        m_errors = (m_errors + m_process.readAllStandardError()).right(keptErrors);
        const QByteArray bytes = m_process.readAllStandardOutput();
        if (bytes.isEmpty())
            return;
        m_quiet.restart();
        for (const TimingSample& sample : m_parser.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())}))
            if (m_observer.sample)
                m_observer.sample(sample);
        if (m_observer.progress)
            m_observer.progress({m_parser.stage(), m_parser.passes(), m_total, {}});
    }

    QProcess& m_process;
    RecordParser& m_parser;
    const RunObserver& m_observer;
    qint64 m_silence;
    qint64 m_deadline;
    int m_total;
    QElapsedTimer m_whole;
    QElapsedTimer m_quiet;
    QByteArray m_errors;
};

RunExpectation expectationOf(const TimingRequest& request, const std::string& nonce) {
    RunExpectation expectation;
    expectation.nonce = nonce;
    for (const ModelToTime& model : request.models)
        expectation.architectures.push_back(model.architecture);
    if (!request.seconds)
        expectation.runs = request.runs;
    expectation.parity = request.parity;
    return expectation;
}

/// Waits until the device is cool, at most as long as the request says. Returns the heat last seen; adds the seconds.
DeviceHeat letCool(Device& device, double limitSeconds, double& waited, const RunObserver& observer,
                   const std::stop_token& stop) {
    constexpr int secondsBetween = 2;
    const auto limit = static_cast<qint64>(limitSeconds * 1000);
    QElapsedTimer clock;
    clock.start();
    DeviceHeat heat = device.heat(stop);
    std::string reason = tooHot(heat);
    while (!reason.empty() && clock.elapsed() < limit && !stop.stop_requested()) {
        if (observer.progress)
            observer.progress(
                {"cool", static_cast<int>(clock.elapsed() / 1000), static_cast<int>(limitSeconds), reason});
        for (int i = 0; i < secondsBetween * 20 && clock.elapsed() < limit && !stop.stop_requested(); ++i)
            QThread::msleep(50);
        heat = device.heat(stop);
        reason = tooHot(heat);
        waited = static_cast<double>(clock.elapsed()) / 1000;
    }
    return heat;
}

} // namespace

TimingReport runTiming(Device& device, const TimingRequest& request, const RunLimits& limits,
                       const RunObserver& observer, const std::stop_token& stop) {
    const std::string nonce = QUuid::createUuid().toString(QUuid::Id128).toStdString();
    const std::string started = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
    const auto progress = [&](const char* stage, int done, int total, const std::string& detail) {
        if (observer.progress)
            observer.progress({stage, done, total, detail});
    };
    const RunExpectation expectation = expectationOf(request, nonce);
    TimingReport report;
    DeviceFacts facts;
    bool cleaned = false;
    DeviceHeat before, after;
    double cooled = 0;
    std::string fallbackReason;
    try {
        if (request.models.empty())
            throw InputError("There is no model to time; choose at least one architecture.");
        progress("identify", 0, 0, {});
        facts = device.identify(stop);
        device.place(
            request, nonce, [&](int done, int total, const std::string& name) { progress("place", done, total, name); },
            stop);
        if (stop.stop_requested())
            throw Interrupted("The run was cancelled before its first pass; start it again for a result.");
        before = letCool(device, request.coolSeconds, cooled, observer, stop);
        if (stop.stop_requested())
            throw Interrupted("The run was cancelled before its first pass; start it again for a result.");
        progress("start", 0, 0, {});

        RecordParser parser(expectation);
        const auto follow = [&] {
            QProcess process;
            process.setStandardInputFile(QProcess::nullDevice());
            device.start(process);
            return RunnerWatch(process, parser, request, limits, observer).follow(stop);
        };
        RunOutcome outcome = follow();
        if (parser.isUnsuited(outcome) && device.useReferenceRunner()) {
            fallbackReason = parser.report(outcome).failure;
            progress("start", 0, 0, {});
            parser = RecordParser(expectation);
            outcome = follow();
        }
        // A dead link looks like a good exit to adb's client of version 29; the runner itself never ends like that.
        const int code = outcome.exitCode.value_or(-1);
        if (outcome.end == RunEnd::Exited && !parser.ended() && (code == 0 || code == 1 || code == 255)) {
            progress("salvage", parser.passes(), 0, {});
            const QByteArray log = device.salvage(limits.salvage, stop);
            RecordParser kept(expectation);
            kept.feed({log.constData(), static_cast<std::size_t>(log.size())});
            if (kept.records() > parser.records() || kept.ended())
                parser = std::move(kept);
        }
        report = parser.report(outcome);
        if (report.complete)
            after = device.heat(stop);
        device.cleanUp(outcome.end == RunEnd::Cancelled ? 400ms : 3000ms);
        cleaned = true;
    } catch (const std::exception& problem) {
        report = RecordParser(expectation).report({});
        report.failure = stop.stop_requested()
                             ? "The run was cancelled before its first pass; start it again for a result."
                             : problem.what();
    }
    if (!cleaned)
        device.cleanUp(400ms);
    report.device = device.id();
    report.deviceName = facts.name;
    report.started = started;
    report.conditions.chargePercent = facts.chargePercent;
    report.conditions.thermalBefore = before.status;
    report.conditions.thermalAfter = after.status;
    report.conditions.cooledSeconds = cooled;
    report.conditions.fallbackReason = fallbackReason;
    report.conditions.isFixture |= facts.isFixture;
    if (report.conditions.os.empty())
        report.conditions.os = facts.os;
    return report;
}

} // namespace kintsugi
