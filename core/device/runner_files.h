#pragma once

#include <QString>
#include <QStringList>
#include <filesystem>
#include <map>

namespace kintsugi {

/// Where the timing program is: for this computer, and in bundles with their own loader for devices.
struct RunnerFiles {
    /// Empty when it is not found.
    std::filesystem::path local;
    /// By architecture ("aarch64", "x86_64"): folders that hold kintsugi-runner and all it needs.
    std::map<std::string, std::filesystem::path> bundles;
};

/// Looks beside the program in @p applicationFolder, where script/build-runner leaves bundles of the same build tree,
/// in
/// ../lib/kintsugi, and in the user's cache. KINTSUGI_RUNNER (the program) and KINTSUGI_RUNNER_BUNDLES (a folder of
/// folders named by architecture) come first.
RunnerFiles findRunnerFiles(const std::filesystem::path& applicationFolder);

/// The command that starts the runner of a bundle: the loader, where the bundle has one, with paths below @p at, which
/// is where the bundle lies when it is started.
QStringList bundleCommand(const std::filesystem::path& bundle, const QString& at);

/// The same for the program that needs neither loader nor inference runtime; empty when the bundle has none.
QStringList referenceCommand(const std::filesystem::path& bundle, const QString& at);

} // namespace kintsugi
