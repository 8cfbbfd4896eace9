#include "device/runner_files.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace kintsugi {

namespace {
constexpr auto program = "kintsugi-runner";
constexpr auto referenceProgram = "kintsugi-runner-reference";
} // namespace

RunnerFiles findRunnerFiles(const std::filesystem::path& applicationFolder) {
    RunnerFiles files;
    const QString application = QString::fromStdString(applicationFolder.string());
    const QString library = QDir::cleanPath(application + QStringLiteral("/../lib/kintsugi"));
    const QString cache =
        QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/kintsugi");

    for (const QString& candidate :
         {qEnvironmentVariable("KINTSUGI_RUNNER"), application + u'/' + QLatin1String(program),
          library + u'/' + QLatin1String(program)})
        if (files.local.empty() && !candidate.isEmpty() && QFileInfo(candidate).isExecutable())
            files.local = candidate.toStdString();

    for (const QString& architecture : {QStringLiteral("aarch64"), QStringLiteral("x86_64")})
        for (const QString& folder :
             {qEnvironmentVariable("KINTSUGI_RUNNER_BUNDLES"), application + QStringLiteral("/runner"),
              application + QStringLiteral("/../../runner"), library + QStringLiteral("/runner"),
              cache + QStringLiteral("/runner")}) {
            const QString bundle = folder + u'/' + architecture;
            if (!folder.isEmpty() && QFileInfo::exists(bundle + u'/' + QLatin1String(program)))
                files.bundles.try_emplace(architecture.toStdString(), bundle.toStdString());
        }
    return files;
}

QStringList bundleCommand(const std::filesystem::path& bundle, const QString& at) {
    const QDir folder(QString::fromStdString(bundle.string()));
    const QStringList loaders = folder.entryList({QStringLiteral("ld-linux*.so*"), QStringLiteral("ld-musl*.so*")});
    const QString runner = at + u'/' + QLatin1String(program);
    if (loaders.isEmpty())
        return {runner};
    return {at + u'/' + loaders.front(), QStringLiteral("--library-path"), at, runner};
}

QStringList referenceCommand(const std::filesystem::path& bundle, const QString& at) {
    if (!std::filesystem::exists(bundle / referenceProgram))
        return {};
    return {at + u'/' + QLatin1String(referenceProgram)};
}

} // namespace kintsugi
