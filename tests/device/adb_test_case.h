#pragma once

#include "device/adb_device.h"
#include "device/timing_job.h"
#include "phone_fixture.h"

#include <QTest>

namespace kintsugi {

inline const QString serial = QStringLiteral("127.0.0.1:5555");
/// The same phone by a second name, so that two are listed.
inline const QString second = QStringLiteral("127.0.0.2:5555");
inline const QString cache = QStringLiteral("/data/local/tmp/kintsugi");

void writeFile(const QString& path, const QByteArray& content);
/// What adb prints, on both channels.
QByteArray adbText(const QStringList& arguments);

/// A run and what happens in it.
struct Run {
    Run(std::unique_ptr<Device> device, TimingRequest request, const RunLimits& limits);
    /// Waits for the end and prints it.
    const TimingReport& wait();
    int passes() const;

    TimingJob job;
    TimingReport report;
    int samples = 0, placed = 0, finished = 0, cooling = 0;
    std::string coolingFor;
};

/// The application's own code, the machine's adb, Android's adbd; only the runner and the phone's facts are fixtures.
class AdbTestCase : public QObject {
    Q_OBJECT

protected:
    QString model(const QByteArray& mood);
    /// Two models, of which the first tells the runner how to behave.
    TimingRequest requestFor(const QByteArray& mood, int runs = 5);
    std::unique_ptr<AdbDevice> device(const QString& name = serial, const QString& program = {},
                                      const QString& bundle = {});
    void connectPhone();
    /// Nothing of any run is left on the phone.
    void verifyClean();
    /// A client that does something before or after the real one.
    QString wrapper(const QByteArray& body);
    /// The process of adb's server, 0 for none.
    int serverProcess() const;

    QTemporaryDir m_folder;
    std::unique_ptr<PhoneFixture> m_phone;
    QString m_bundle;
    RunLimits m_limits{std::chrono::seconds(20), std::chrono::seconds(30), std::chrono::seconds(0)};

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    /// Other tools share the server: nothing here may end it.
    void cleanupTestCase();

private:
    int m_server = 0;
};

/// Runs @p Test inside private namespaces, with keys, log and server of its own.
template <class Test> int runAdbTest(int count, char** arguments) {
    if (const auto code = enterNamespaces(count, arguments))
        return *code;
    QTemporaryDir home;
    qputenv("HOME", home.path().toUtf8());
    qputenv("TMPDIR", home.path().toUtf8());
    qputenv("ADB_EMU", "0");
    qputenv("ANDROID_ADB_SERVER_PORT", "5137");
    for (const char* name : {"ANDROID_SERIAL", "ADB_VENDOR_KEYS", "ADB_SERVER_SOCKET", "ANDROID_USER_HOME"})
        qunsetenv(name);
    QCoreApplication application(count, arguments);
    Test test;
    return QTest::qExec(&test, count, arguments);
}

} // namespace kintsugi
