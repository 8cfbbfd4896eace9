#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>
#include <memory>
#include <optional>

namespace kintsugi {

/// Runs the program again inside private network, mount and process namespaces, in which nothing reaches the user's adb
/// server, and returns its exit code. Nothing when already inside; 77 with a printed reason when this machine cannot.
std::optional<int> enterNamespaces(int count, char** arguments);

/// Android's real adbd in a phone-shaped root of its own: its getprop says that it is a test fixture, not a phone.
class PhoneFixture {
public:
    /// Throws std::runtime_error with the reason when the root cannot be made.
    PhoneFixture();
    ~PhoneFixture();

    void start();
    /// SIGKILL to the daemon alone; what it started lives on.
    void kill();
    /// Where a path of the phone is seen from here.
    /// What its thermal service says.
    void setThermalStatus(int status);
    QString path(const QString& onPhone) const { return m_folder.path() + QStringLiteral("/root") + onPhone; }
    /// Size of /data/local/tmp.
    void setSpace(int megabytes);
    /// Whether a process whose command line holds @p word lives on the phone.
    bool isRunning(const QByteArray& word) const;
    void writeTool(const QString& name, const QByteArray& script);

private:
    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_daemon;
};

} // namespace kintsugi
