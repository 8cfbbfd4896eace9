#include "device/device.h"

namespace kintsugi {

QStringList Device::runnerOptions(const TimingRequest& request, const std::string& nonce) {
    QStringList options = {QStringLiteral("--nonce"), QString::fromStdString(nonce), QStringLiteral("--threads"),
                           QString::number(request.threads)};
    if (!request.cores.empty()) {
        QStringList cores;
        for (const int core : request.cores)
            cores << QString::number(core);
        options << QStringLiteral("--cores") << cores.join(u',');
    }
    options << QStringLiteral("--warmup")
            << (request.warmUp ? QString::number(*request.warmUp) : QStringLiteral("auto"));
    if (request.seconds)
        options << QStringLiteral("--seconds") << QString::number(*request.seconds);
    else
        options << QStringLiteral("--runs") << QString::number(request.runs);
    if (request.profile)
        options << QStringLiteral("--profile");
    if (request.height > 0 && request.width > 0)
        options << QStringLiteral("--size") << QStringLiteral("%1x%2").arg(request.height).arg(request.width);
    if (request.pauseMs > 0)
        options << QStringLiteral("--pause-ms") << QString::number(request.pauseMs);
    options << QStringLiteral("--max-seconds") << QString::number(request.maxSeconds);
    return options;
}

} // namespace kintsugi
