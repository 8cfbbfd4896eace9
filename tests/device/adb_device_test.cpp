#include "adb_peers.h"
#include "base/error.h"
#include "device/adb_device.h"
#include "device/device_list.h"
#include "device/runner_files.h"
#include "device/timing_job.h"
#include "phone_fixture.h"
#include "tiny_model.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace kintsugi;
using namespace std::chrono_literals;

namespace {

const QString serial = QStringLiteral("127.0.0.1:5555");
/// The same phone by a second name, so that two are listed.
const QString second = QStringLiteral("127.0.0.2:5555");
const QString cache = QStringLiteral("/data/local/tmp/kintsugi");

void writeFile(const QString& path, const QByteArray& content) {
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

QByteArray adbText(const QStringList& arguments) {
    const CommandResult result = runCommand(QStringLiteral("adb"), arguments, 20s);
    return result.output + result.errors;
}

} // namespace

/// The application's own code, the machine's adb, Android's adbd; only the runner and the phone's facts are fixtures.
class AdbDeviceTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<PhoneFixture> m_phone;
    QString m_bundle;
    int m_server = 0;
    RunLimits m_limits{20s, 30s, 0ms};

    QString model(const QByteArray& mood) {
        const QString path = m_folder.filePath(QString::fromUtf8(mood).replace(u' ', u'-'));
        if (!QFile::exists(path))
            writeFile(path, mood);
        return path;
    }

    TimingRequest requestFor(const QByteArray& mood, int runs = 5) {
        TimingRequest request;
        request.runs = runs;
        for (const QByteArray& content : {mood, QByteArray("second model")})
            request.models.push_back(
                {model(content).toStdString(), model("check").toStdString(), content.toStdString()});
        return request;
    }

    std::unique_ptr<AdbDevice> device(const QString& name = serial, const QString& program = {},
                                      const QString& bundle = {}) {
        return std::make_unique<AdbDevice>(*AdbClient::find(program), name,
                                           std::map<std::string, std::filesystem::path>{
                                               {"x86_64", (bundle.isEmpty() ? m_bundle : bundle).toStdString()}});
    }

    /// A run and what happens in it.
    struct Run {
        Run(std::unique_ptr<Device> device, TimingRequest request, const RunLimits& limits)
            : job(std::move(device), std::move(request)) {
            job.setLimits(limits);
            QObject::connect(&job, &TimingJob::sample, &job, [this] { ++samples; });
            QObject::connect(&job, &TimingJob::progress, &job, [this](const TimingProgress& p) {
                if (p.stage == "place")
                    placed = std::max(placed, p.total);
            });
            QObject::connect(&job, &TimingJob::finished, &job, [this](const TimingReport& r) {
                report = r;
                ++finished;
            });
            job.start();
        }
        const TimingReport& wait() {
            if (!QTest::qWaitFor([this] { return finished > 0; }, 60'000))
                qFatal("the run does not end");
            qInfo("-> %s | passes kept %d | %s", report.complete ? "complete" : "incomplete", passes(),
                  report.failure.c_str());
            return report;
        }
        int passes() const {
            int count = 0;
            for (const TimedModel& model : report.models)
                count += static_cast<int>(model.milliseconds.size());
            return count;
        }
        TimingJob job;
        TimingReport report;
        int samples = 0, placed = 0, finished = 0;
    };

    void connectPhone() {
        QVERIFY(QTest::qWaitFor(
            [] {
                adbText({"disconnect", serial});
                adbText({"connect", serial});
                return adbText({"-s", serial, "shell", "echo yes"}) == "yes\n";
            },
            20'000));
    }

    /// Nothing of any run is left on the phone.
    void verifyClean() {
        QTRY_VERIFY(!m_phone->isRunning("--nonce"));
        const QStringList left = QDir(m_phone->path(cache)).entryList({"run-*", ".part-*"}, QDir::Dirs | QDir::Hidden);
        QVERIFY2(left.isEmpty(), qPrintable(left.join(u' ')));
    }

    /// A client that does something before or after the real one.
    QString wrapper(const QByteArray& body) {
        const QString path = m_folder.filePath(QStringLiteral("adb-%1").arg(qHash(body)));
        const QByteArray real = QStandardPaths::findExecutable("adb").toUtf8();
        writeFile(path, "#!/bin/bash\nreal=" + real + "\nhere=" + m_folder.path().toUtf8() + "\n" + body + "\n");
        QFile::setPermissions(path, QFile::permissions(path) | QFile::ExeOwner);
        return path;
    }

private Q_SLOTS:
    void initTestCase() {
        m_bundle = m_folder.filePath("bundle");
        QDir().mkpath(m_bundle);
        QVERIFY(QFile::copy(KINTSUGI_FIXTURE_RUNNER, m_bundle + "/kintsugi-runner"));
        m_phone = std::make_unique<PhoneFixture>();
        m_phone->start();
        connectPhone();
        m_server = serverProcess();
        QVERIFY(m_server > 0);
        QCOMPARE(AdbClient::serverVersion(), AdbClient::find()->version().protocol);
    }

    void init() { connectPhone(); }

    void cleanup() { m_phone->setSpace(64); }

    void theListShowsWhatTheDeviceIs() {
        const auto cards = listDevices({});
        QCOMPARE(cards.size(), std::size_t(2));
        QVERIFY(cards[0].isLocal && cards[0].state == DeviceState::Ready);
        QCOMPARE(cards[1].id, serial.toStdString());
        QCOMPARE(int(cards[1].state), int(DeviceState::Ready));
        QCOMPARE(cards[1].name, "Kintsugi test fixture, not a phone");
        QVERIFY(cards[1].isFixture);
        QVERIFY(cards[1].advice.empty());
        std::map<std::string, std::string> facts(cards[1].facts.begin(), cards[1].facts.end());
        QCOMPARE(facts["architecture"], "x86_64,x86");
        QCOMPARE(facts["charge"], "77 %");
        QVERIFY(!facts.contains("page size")); // no getconf there: not told, rather than 0
        QVERIFY(facts.contains("free space"));
    }

    void aRunIsPushedOnceAndTimed() {
        device()->removeEverything({});
        Run first(device(), requestFor("good"), m_limits);
        const TimingReport& report = first.wait();
        QVERIFY2(report.complete, report.failure.c_str());
        QCOMPARE(report.device, serial.toStdString());
        QVERIFY(report.conditions.isFixture);
        QCOMPARE(*report.conditions.chargePercent, 77.0);
        QCOMPARE(report.models[0].order, (std::vector<int>{0, 3, 4, 7, 8}));
        QCOMPARE(first.samples, 10);
        QCOMPARE(first.placed, 4); // runner, two models, one check for both
        verifyClean();

        Run again(device(), requestFor("good"), m_limits);
        QVERIFY(again.wait().complete);
        QCOMPARE(again.placed, 0);
    }

    void aDamagedCacheIsRepaired() {
        QVERIFY(Run(device(), requestFor("good"), m_limits).wait().complete);
        const QDir models(m_phone->path(cache + "/models"));
        writeFile(models.filePath(models.entryList(QDir::Files).front()), "rotten");
        Run run(device(), requestFor("good"), m_limits);
        QVERIFY(run.wait().complete);
        QCOMPARE(run.placed, 1);
    }

    void twoBundlesAreKept() {
        device()->removeEverything({});
        for (int i = 0; i < 3; ++i) {
            const QString bundle = m_folder.filePath(QStringLiteral("bundle%1").arg(i));
            QDir().mkpath(bundle);
            QFile::copy(m_bundle + "/kintsugi-runner", bundle + "/kintsugi-runner");
            writeFile(bundle + "/version", QByteArray::number(i));
            QVERIFY(Run(device(serial, {}, bundle), requestFor("good"), m_limits).wait().complete);
        }
        QCOMPARE(QDir(m_phone->path(cache))
                     .entryList({"????????????????????????????????????????????????????????????????"}, QDir::Dirs)
                     .size(),
                 2);
        device()->removeEverything({});
        QVERIFY(!QFile::exists(m_phone->path(cache)));
    }

    void whatTheRunnerDoesIsToldInASentence_data() {
        QTest::addColumn<QByteArray>("mood");
        QTest::addColumn<bool>("complete");
        QTest::addColumn<int>("passes");
        QTest::addColumn<QString>("says");
        QTest::newRow("noise between records") << QByteArray("noise") << true << 10 << "";
        QTest::newRow("killed") << QByteArray("out of memory") << false << 6 << "memory";
        QTest::newRow("SIGILL") << QByteArray("old processor") << false << 6 << "instruction";
        QTest::newRow("SIGSYS") << QByteArray("forbidden call") << false << 6 << "forbids";
        QTest::newRow("SIGSEGV") << QByteArray("crash") << false << 6 << "crashed";
        QTest::newRow("time limit") << QByteArray("too long") << false << 6 << "time limit";
        QTest::newRow("rc 0 without end") << QByteArray("stops early") << false << 6 << "connection";
        QTest::newRow("truncated record") << QByteArray("cut off") << false << 6 << "connection";
        QTest::newRow("lost record") << QByteArray("loses a record") << false << 8 << "damaged";
        QTest::newRow("wrong checksum") << QByteArray("wrong checksum") << false << 10 << "checksum";
        QTest::newRow("wrong output") << QByteArray("wrong output") << false << 10 << "differs";
        QTest::newRow("error record") << QByteArray("error") << false << 0 << "told to fail";
    }
    void whatTheRunnerDoesIsToldInASentence() {
        QFETCH(QByteArray, mood);
        Run run(device(), requestFor(mood), m_limits);
        run.wait();
        QTEST(run.report.complete, "complete");
        QTEST(run.passes(), "passes");
        QFETCH(QString, says);
        QVERIFY2(QString::fromStdString(run.report.failure).contains(says), run.report.failure.c_str());
        verifyClean();
    }

    void aHangIsEnded() {
        RunLimits limits = m_limits;
        limits.silence = 1500ms;
        Run run(device(), requestFor("hang"), limits);
        run.wait();
        QVERIFY(QString::fromStdString(run.report.failure).contains("said nothing"));
        QCOMPARE(run.passes(), 6);
        verifyClean();
    }

    void aWholeRunHasADeadline() {
        RunLimits limits = m_limits;
        limits.grace = 500ms;
        TimingRequest request = requestFor("slow", 1000);
        request.maxSeconds = 1;
        Run run(device(), request, limits);
        run.wait();
        QVERIFY(QString::fromStdString(run.report.failure).contains("longer than allowed"));
        QVERIFY(run.passes() > 0);
        verifyClean();
    }

    void cancelEndsARun() {
        Run run(device(), requestFor("slow", 1000), m_limits);
        QTRY_VERIFY(run.samples > 3);
        QElapsedTimer clock;
        clock.start();
        run.job.cancel();
        run.wait();
        qInfo("cancelled a run within %lld ms", static_cast<long long>(clock.elapsed()));
        QVERIFY(QString::fromStdString(run.report.failure).contains("cancelled"));
        QVERIFY(run.passes() > 3 && !run.report.complete);
        verifyClean();
    }

    void cancelEndsAPush() {
        device()->removeEverything({});
        const QString slowPush =
            wrapper("for a in \"$@\"; do [ \"$a\" = push ] && exec sleep 30; done; exec \"$real\" \"$@\"");
        Run run(device(serial, slowPush), requestFor("good"), m_limits);
        QTRY_VERIFY(run.placed > 0);
        QElapsedTimer clock;
        clock.start();
        run.job.cancel();
        run.wait();
        qInfo("cancelled a push within %lld ms", static_cast<long long>(clock.elapsed()));
        QVERIFY(QString::fromStdString(run.report.failure).contains("cancelled"));
        verifyClean();
    }

    void aJobThatIsDestroyedEndsItsRun() {
        {
            Run run(device(), requestFor("slow", 1000), m_limits);
            QTRY_VERIFY(run.samples > 3);
        }
        verifyClean();
    }

    void unpluggedMidRun() {
        Run run(device(), requestFor("slow", 1000), m_limits);
        QTRY_VERIFY(run.samples > 3);
        adbText({"disconnect", serial});
        run.wait();
        QVERIFY(!run.report.complete);
        QVERIFY(QString::fromStdString(run.report.failure).contains("connection"));
        QVERIFY(run.passes() > 3);
        QTRY_VERIFY(!m_phone->isRunning("--nonce"));
        // Its folder stays until the device is back.
        connectPhone();
        device()->sweep({});
        verifyClean();
    }

    void unpluggedAndBackKeepsTheLog() {
        RunLimits limits = m_limits;
        limits.salvage = 10s;
        Run run(device(), requestFor("slow", 1000), limits);
        QTRY_VERIFY(run.samples > 3);
        adbText({"disconnect", serial});
        connectPhone();
        run.wait();
        QVERIFY(!run.report.complete);
        QVERIFY(run.passes() >= run.samples);
        verifyClean();
    }

    void aRunThatEndedOutOfSightCounts() {
        // The client loses its last second; the log on the phone is whole.
        const QString deaf =
            wrapper("case \"$*\" in *'exec env'*) \"$real\" \"$@\" | head -n 8; exit 0;; esac; exec \"$real\" \"$@\"");
        m_phone->writeTool("true", "");
        RunLimits limits = m_limits;
        limits.salvage = 5s;
        Run run(device(serial, deaf), requestFor("good", 2), limits);
        run.wait();
        QVERIFY2(run.report.complete, run.report.failure.c_str());
        QVERIFY(run.samples < run.passes());
    }

    void theDaemonDiesMidRun() {
        Run run(device(), requestFor("slow", 1000), m_limits);
        QTRY_VERIFY(run.samples > 3);
        m_phone->kill();
        run.wait();
        QVERIFY(!run.report.complete);
        QVERIFY(QString::fromStdString(run.report.failure).contains("connection"));
        QVERIFY(run.passes() > 3);
        m_phone->start();
        connectPhone();
        device()->sweep({});
        verifyClean();
    }

    void aSilentRunnerOfADeadDaemonIsSwept() {
        Run run(device(), requestFor("hang"), m_limits);
        QTRY_VERIFY(run.samples >= 6);
        m_phone->kill();
        run.wait();
        QVERIFY(m_phone->isRunning("--nonce")); // it looks at nothing, so it lives on
        m_phone->start();
        connectPhone();
        device()->sweep({});
        verifyClean();
    }

    void aRunnerKilledByTheSystem() {
        Run run(device(), requestFor("slow", 1000), m_limits);
        QTRY_VERIFY(run.samples > 3);
        adbText({"-s", serial, "shell", "kill -9 $(cat " + cache + "/run-*/pid)"});
        run.wait();
        QVERIFY(QString::fromStdString(run.report.failure).contains("memory"));
        verifyClean();
    }

    void noSpaceIsSeenBefore() {
        device()->removeEverything({});
        m_phone->setSpace(4);
        Run run(device(), requestFor("good"), m_limits);
        run.wait();
        const QString failure = QString::fromStdString(run.report.failure);
        QVERIFY2(failure.contains("MB free") && failure.contains("are needed"), run.report.failure.c_str());
        verifyClean();
    }

    void noSpaceIsSeenWhilePushing() {
        device()->removeEverything({});
        m_phone->writeTool("df", "echo 'df: not permitted'\n");
        m_phone->setSpace(1);
        Run run(device(), requestFor("good"), m_limits);
        run.wait();
        m_phone->writeTool("df", "exec /system/bin/busybox df \"$@\"\n");
        QVERIFY2(QString::fromStdString(run.report.failure).contains("ran out of space"), run.report.failure.c_str());
        verifyClean();
    }

    void anOldBundleMakesRoom() {
        device()->removeEverything({});
        const QString fat = m_folder.filePath("fat");
        QDir().mkpath(fat);
        QFile::copy(m_bundle + "/kintsugi-runner", fat + "/kintsugi-runner");
        writeFile(fat + "/ballast", QByteArray(12 << 20, 'x'));
        QVERIFY(Run(device(serial, {}, fat), requestFor("good"), m_limits).wait().complete);
        m_phone->setSpace(18);
        QVERIFY(Run(device(), requestFor("good"), m_limits).wait().complete);
        QCOMPARE(QDir(m_phone->path(cache))
                     .entryList({"????????????????????????????????????????????????????????????????"}, QDir::Dirs)
                     .size(),
                 1);
    }

    void aBundleBringsItsLoader() {
        const QString bundle = dynamicBundle("dynamic");
        if (bundle.isEmpty())
            QSKIP("the system's loader does not list the fixture's libraries");
        QVERIFY(Run(device(serial, {}, bundle), requestFor("good"), m_limits).wait().complete);

        const QString incomplete = dynamicBundle("no-library");
        QVERIFY(QFile::remove(QDir(incomplete).filePath(QDir(incomplete).entryList({"libstdc++*"}).front())));
        Run missing(device(serial, {}, incomplete), requestFor("good"), m_limits);
        missing.wait();
        const QString failure = QString::fromStdString(missing.report.failure);
        QVERIFY2(failure.contains("library") && failure.contains("libstdc++"), qPrintable(failure));
        verifyClean();

        const QString bare = dynamicBundle("no-loader");
        for (const QString& loader : QDir(bare).entryList({"ld-*"}))
            QVERIFY(QFile::remove(bare + u'/' + loader));
        Run unstartable(device(serial, {}, bare), requestFor("good"), m_limits);
        unstartable.wait();
        QVERIFY2(QString::fromStdString(unstartable.report.failure).contains("script/build-runner"),
                 unstartable.report.failure.c_str());
        verifyClean();
    }

    void aPushDamagedOnceIsRepeated() {
        device()->removeEverything({});
        Run run(device(serial, damagingClient("once", "[ ! -e $here/damaged-once ] && touch $here/damaged-once")),
                requestFor("good"), m_limits);
        QVERIFY2(run.wait().complete, run.report.failure.c_str());
        QVERIFY(QFile::exists(m_folder.filePath("damaged-once")));
    }

    void aPushDamagedTwiceFails() {
        device()->removeEverything({});
        Run run(device(serial, damagingClient("always", "true")), requestFor("good"), m_limits);
        run.wait();
        QVERIFY2(QString::fromStdString(run.report.failure).contains("arrived damaged"), run.report.failure.c_str());
        const QStringList models = QDir(m_phone->path(cache + "/models")).entryList(QDir::Files);
        QVERIFY(models.isEmpty()); // no name without its content
        verifyClean();
    }

    void aDeviceThatIsNotThere() {
        Run run(device("no such serial"), requestFor("good"), m_limits);
        run.wait();
        QVERIFY2(QString::fromStdString(run.report.failure).contains("no such serial"), run.report.failure.c_str());
    }

    void aProcessorWithoutRunnerIsRefusedByName() {
        AdbDevice phone(*AdbClient::find(), serial, {});
        try {
            phone.place(requestFor("good"), "n", [](int, int, const std::string&) {}, {});
            QFAIL("accepted");
        } catch (const Error& problem) {
            QVERIFY2(QString(problem.what()).contains("x86_64"), problem.what());
        }
    }

    void severalDevicesOfEveryState() {
        const Peer unauthorized("127.0.0.1", 5601, unauthorizedAnswer);
        const Peer mute("127.0.0.1", 5602, muteAnswer);
        QProcess muteConnect, unauthorizedConnect;
        muteConnect.start("adb", {"connect", "127.0.0.1:5602"});
        unauthorizedConnect.start("adb", {"connect", "127.0.0.1:5601"});
        adbText({"connect", second});

        std::map<std::string, DeviceCard> byId;
        QVERIFY(QTest::qWaitFor(
            [&] {
                byId.clear();
                for (const DeviceCard& card : listDevices({}))
                    byId[card.id] = card;
                return byId["127.0.0.1:5601"].state == DeviceState::Unauthorized &&
                       byId["127.0.0.1:5602"].state == DeviceState::Offline;
            },
            30'000));
        for (const auto& [id, card] : byId)
            qInfo("%s | state %d | %s | %s", id.c_str(), int(card.state), card.raw.c_str(), card.advice.c_str());
        QCOMPARE(int(byId[serial.toStdString()].state), int(DeviceState::Ready));
        QCOMPARE(int(byId[second.toStdString()].state), int(DeviceState::Ready));
        QVERIFY(QString::fromStdString(byId["127.0.0.1:5601"].advice).contains("accept"));

        // With four listed, only a serial reaches the right one.
        QVERIFY(Run(device(second), requestFor("good"), m_limits).wait().complete);
        Run locked(device("127.0.0.1:5601"), requestFor("good"), m_limits);
        QVERIFY(QString::fromStdString(locked.wait().failure).contains("unauthorized"));
        Run silent(device("127.0.0.1:5602"), requestFor("good"), m_limits);
        QVERIFY(QString::fromStdString(silent.wait().failure).contains("offline"));

        muteConnect.waitForFinished();
        unauthorizedConnect.waitForFinished();
        for (const QString& name : {QStringLiteral("127.0.0.1:5601"), QStringLiteral("127.0.0.1:5602"), second})
            adbText({"disconnect", name});
    }

    void theWatcherFollows() {
        DeviceWatcher watcher;
        std::vector<DeviceCard> cards;
        connect(&watcher, &DeviceWatcher::devicesChanged, this, [&](const auto& now) { cards = now; });
        watcher.start();
        const auto stateOf = [&](const QString& id) {
            for (const DeviceCard& card : cards)
                if (card.id == id.toStdString())
                    return int(card.state);
            return -1;
        };
        QTRY_VERIFY(cards.size() == 2 && cards[1].isFixture && !cards[1].facts.empty());
        QVERIFY(cards[0].isLocal);
        adbText({"connect", second});
        QTRY_COMPARE(stateOf(second), int(DeviceState::Ready));
        adbText({"disconnect", second});
        QTRY_COMPARE(stateOf(second), -1);
        // adb sends no list when the daemon dies; asking tells.
        m_phone->kill();
        QTRY_VERIFY_WITH_TIMEOUT((watcher.recheck(), QTest::qWait(100), stateOf(serial) != int(DeviceState::Ready)),
                                 20'000);
        qInfo("a dead daemon shows as state %d", stateOf(serial));
        m_phone->start();
        connectPhone();
        QTRY_VERIFY_WITH_TIMEOUT((watcher.recheck(), QTest::qWait(200), stateOf(serial) == int(DeviceState::Ready)),
                                 20'000);
    }

    void withoutAdbACardSaysSo() {
        const auto cards = listDevices("/nonexistent/adb");
        QCOMPARE(cards.size(), std::size_t(2));
        QCOMPARE(int(cards[1].state), int(DeviceState::AdbMissing));
        QVERIFY(!cards[1].advice.empty());
        QCOMPARE(int(listDevices("/bin/true")[1].state), int(DeviceState::AdbMissing));
    }

    void aServerOfAnotherVersionIsLeftAlone() {
        const Peer old("127.0.0.1", 5199, oldServerAnswer);
        const QByteArray port = qgetenv("ANDROID_ADB_SERVER_PORT");
        qputenv("ANDROID_ADB_SERVER_PORT", "5199");
        const auto cards = listDevices({});
        qputenv("ANDROID_ADB_SERVER_PORT", port);
        QCOMPARE(cards.size(), std::size_t(2));
        QCOMPARE(int(cards[1].state), int(DeviceState::AdbClash));
        QVERIFY2(QString::fromStdString(cards[1].raw).contains("32"), cards[1].raw.c_str());
        QVERIFY(old.connections() > 0 && old.connections() <= 2); // asked for its version, given no command
    }

    void theRealRunnerIsTimed() {
        const auto bundles = findRunnerFiles(QCoreApplication::applicationDirPath().toStdString()).bundles;
        const auto bundle = bundles.find("x86_64");
        if (bundle == bundles.end())
            QSKIP("there is no bundle; script/build-runner x86_64 makes one");
        const auto requestOf = [&](bool wrong) {
            const QString name = m_folder.filePath(wrong ? "tiny-wrong" : "tiny");
            writeFile(name + ".onnx", tiny::model());
            writeFile(name + ".safetensors", tiny::parityFile(wrong));
            TimingRequest request;
            request.runs = 5;
            request.profile = true;
            for (const char* label : {"A", "B"})
                request.models.push_back(
                    {(name + ".onnx").toStdString(), (name + ".safetensors").toStdString(), label});
            return request;
        };
        m_phone->setSpace(256);
        const auto phone = [&] { return std::make_unique<AdbDevice>(*AdbClient::find(), serial, bundles); };
        Run run(phone(), requestOf(false), m_limits);
        const TimingReport& report = run.wait();
        QVERIFY2(report.complete, report.failure.c_str());
        qInfo("%s", toJson(report).c_str());
        QVERIFY(report.conditions.isFixture);
        QVERIFY(QString::fromStdString(report.conditions.runtime).startsWith("ONNX Runtime 1."));
        QCOMPARE(report.conditions.height, 8);
        QCOMPARE(report.models[0].order, (std::vector<int>{0, 3, 4, 7, 8}));
        QVERIFY(report.models[1].parity && report.models[1].parity->pass);
        QVERIFY(!report.models[0].stages.empty());
        QCOMPARE(report.models[0].stages[0].stage, "enc1");
        verifyClean();

        Run wrong(phone(), requestOf(true), m_limits);
        wrong.wait();
        QVERIFY(!wrong.report.complete);
        verifyClean();

        TimingRequest endless = requestOf(false);
        endless.runs = 1000000;
        endless.pauseMs = 20;
        Run unplugged(phone(), endless, m_limits);
        QTRY_VERIFY(unplugged.samples > 10);
        adbText({"disconnect", serial});
        unplugged.wait();
        QVERIFY(!unplugged.report.complete && unplugged.passes() > 0);
        QTRY_VERIFY(!m_phone->isRunning("--nonce"));
        connectPhone();
        device()->sweep({});
        verifyClean();
    }

    void theServerWasNeverEnded() {
        QCOMPARE(serverProcess(), m_server);
        QVERIFY(m_server > 0);
    }

private:
    /// The process of adb's server, 0 for none.
    int serverProcess() const {
        const QDir processes(m_phone->path("/proc"));
        for (const QString& id : processes.entryList({"[0-9]*"}, QDir::Dirs)) {
            QFile file(processes.filePath(id + "/cmdline"));
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains("fork-server"))
                return id.toInt();
        }
        return 0;
    }

    /// The fixture linked dynamically, with the system's loader and its libraries.
    QString dynamicBundle(const QString& name) {
        const QString bundle = m_folder.filePath(name);
        QDir().mkpath(bundle);
        const CommandResult list = runCommand("ldd", {KINTSUGI_FIXTURE_RUNNER_DYNAMIC}, 10s);
        static const QRegularExpression path("(/\\S+)");
        for (auto each = path.globalMatch(QString::fromUtf8(list.output)); each.hasNext();) {
            const QString library = each.next().captured(1);
            QFile::copy(library, bundle + u'/' + QFileInfo(library).fileName());
        }
        QFile::copy(KINTSUGI_FIXTURE_RUNNER_DYNAMIC, bundle + "/kintsugi-runner");
        const QDir folder(bundle);
        return folder.entryList({"ld-*"}).isEmpty() || folder.entryList({"libstdc++*"}).isEmpty() ? QString() : bundle;
    }

    /// Sends another file in place of the one asked for when @p condition holds.
    QString damagingClient(const QByteArray& name, const QByteArray& condition) {
        return wrapper(
            "# " + name + "\nif [ \"$3\" = push ] && " + condition +
            "; then cp \"$4\" $here/bad; printf x >>$here/bad; exec \"$real\" -s \"$2\" push $here/bad \"$5\"; fi\n"
            "exec \"$real\" \"$@\"");
    }
};

int main(int count, char** arguments) {
    if (const auto code = enterNamespaces(count, arguments))
        return *code;
    // The client's keys, log and server belong to this test alone.
    QTemporaryDir home;
    qputenv("HOME", home.path().toUtf8());
    qputenv("TMPDIR", home.path().toUtf8());
    qputenv("ADB_EMU", "0");
    qputenv("ANDROID_ADB_SERVER_PORT", "5137");
    for (const char* name : {"ANDROID_SERIAL", "ADB_VENDOR_KEYS", "ADB_SERVER_SOCKET", "ANDROID_USER_HOME"})
        qunsetenv(name);
    QCoreApplication application(count, arguments);
    AdbDeviceTest test;
    return QTest::qExec(&test, count, arguments);
}

#include "adb_device_test.moc"
