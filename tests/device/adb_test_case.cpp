#include "adb_test_case.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace kintsugi {

using namespace std::chrono_literals;

void writeFile(const QString& path, const QByteArray& content) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

QByteArray adbText(const QStringList& arguments) {
    const CommandResult result = runCommand(QStringLiteral("adb"), arguments, 20s);
    return result.output + result.errors;
}

Run::Run(std::unique_ptr<Device> device, TimingRequest request, const RunLimits& limits)
    : job(std::move(device), std::move(request)) {
    job.setLimits(limits);
    QObject::connect(&job, &TimingJob::sample, &job, [this] { ++samples; });
    QObject::connect(&job, &TimingJob::progress, &job, [this](const TimingProgress& p) {
        if (p.stage == "place")
            placed = std::max(placed, p.total);
        if (p.stage == "cool") {
            ++cooling;
            coolingFor = p.detail;
        }
    });
    QObject::connect(&job, &TimingJob::finished, &job, [this](const TimingReport& r) {
        report = r;
        ++finished;
    });
    job.start();
}

const TimingReport& Run::wait() {
    if (!QTest::qWaitFor([this] { return finished > 0; }, 60'000))
        qFatal("the run does not end");
    qInfo("-> %s | passes kept %d | %s", report.complete ? "complete" : "incomplete", passes(), report.failure.c_str());
    return report;
}

int Run::passes() const {
    int count = 0;
    for (const TimedModel& model : report.models)
        count += static_cast<int>(model.milliseconds.size());
    return count;
}

QString AdbTestCase::model(const QByteArray& mood) {
    const QString path = m_folder.filePath(QString::fromUtf8(mood).replace(u' ', u'-'));
    if (!QFile::exists(path))
        writeFile(path, mood);
    return path;
}

TimingRequest AdbTestCase::requestFor(const QByteArray& mood, int runs) {
    TimingRequest request;
    request.runs = runs;
    for (const QByteArray& content : {mood, QByteArray("second model")})
        request.models.push_back({model(content).toStdString(), model("check").toStdString(), content.toStdString()});
    return request;
}

std::unique_ptr<AdbDevice> AdbTestCase::device(const QString& name, const QString& program, const QString& bundle) {
    return std::make_unique<AdbDevice>(
        *AdbClient::find(program), name,
        std::map<std::string, std::filesystem::path>{{"x86_64", (bundle.isEmpty() ? m_bundle : bundle).toStdString()}});
}

void AdbTestCase::connectPhone() {
    // After a lost link a reconnection takes seconds unless the client has let go of the device.
    QVERIFY(QTest::qWaitFor(
        [] {
            adbText({"disconnect", serial});
            adbText({"connect", serial});
            return adbText({"-s", serial, "shell", "echo yes"}) == "yes\n";
        },
        20'000));
}

void AdbTestCase::verifyClean() {
    QTRY_VERIFY(!m_phone->isRunning("--nonce"));
    const QStringList left = QDir(m_phone->path(cache)).entryList({"run-*", ".part-*"}, QDir::Dirs | QDir::Hidden);
    QVERIFY2(left.isEmpty(), qPrintable(left.join(u' ')));
}

QString AdbTestCase::wrapper(const QByteArray& body) {
    const QString path = m_folder.filePath(QStringLiteral("adb-%1").arg(qHash(body)));
    const QByteArray real = QStandardPaths::findExecutable("adb").toUtf8();
    writeFile(path, "#!/bin/bash\nreal=" + real + "\nhere=" + m_folder.path().toUtf8() + "\n" + body + "\n");
    QFile::setPermissions(path, QFile::permissions(path) | QFile::ExeOwner);
    return path;
}

int AdbTestCase::serverProcess() const {
    const QDir processes(m_phone->path("/proc"));
    for (const QString& id : processes.entryList({"[0-9]*"}, QDir::Dirs)) {
        QFile file(processes.filePath(id + "/cmdline"));
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains("fork-server"))
            return id.toInt();
    }
    return 0;
}

void AdbTestCase::initTestCase() {
    m_bundle = m_folder.filePath("bundle");
    QDir().mkpath(m_bundle);
    QVERIFY(QFile::copy(KINTSUGI_FIXTURE_RUNNER, m_bundle + "/kintsugi-runner"));
    try {
        m_phone = std::make_unique<PhoneFixture>();
        m_phone->start();
    } catch (const std::exception& problem) {
        QFAIL(problem.what());
    }
    connectPhone();
    m_server = serverProcess();
    QVERIFY(m_server > 0);
    QCOMPARE(AdbClient::serverVersion(), AdbClient::find()->version().protocol);
}

void AdbTestCase::init() {
    connectPhone();
}

void AdbTestCase::cleanup() {
    m_phone->setSpace(64);
}

void AdbTestCase::cleanupTestCase() {
    QCOMPARE(serverProcess(), m_server);
}

} // namespace kintsugi
