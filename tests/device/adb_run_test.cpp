#include "adb_test_case.h"
#include <QElapsedTimer>

using namespace kintsugi;
using namespace std::chrono_literals;

class AdbRunTest : public AdbTestCase {
    Q_OBJECT

private Q_SLOTS:
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

    void whatOneRunnerCannotDoTheOtherDoes_data() {
        QTest::addColumn<QByteArray>("mood");
        QTest::addColumn<QString>("because"); // empty: no reason to try the other
        QTest::newRow("SIGILL") << QByteArray("old processor") << "instruction";
        QTest::newRow("SIGSYS") << QByteArray("forbidden call") << "forbids";
        QTest::newRow("killed") << QByteArray("out of memory") << "";
        QTest::newRow("crash at work") << QByteArray("crash") << "";
        QTest::newRow("wrong output") << QByteArray("wrong output") << "";
        QTest::newRow("good") << QByteArray("good") << "";
    }
    void whatOneRunnerCannotDoTheOtherDoes() {
        QFETCH(QByteArray, mood);
        QFETCH(QString, because);
        const QString bundle = m_folder.filePath("two-runners");
        QDir().mkpath(bundle);
        QFile::copy(m_bundle + "/kintsugi-runner", bundle + "/kintsugi-runner");
        QFile::copy(m_bundle + "/kintsugi-runner", bundle + "/kintsugi-runner-reference");
        Run run(device(serial, {}, bundle), requestFor(mood), m_limits);
        run.wait();
        const Conditions& conditions = run.report.conditions;
        QVERIFY2(QString::fromStdString(conditions.fallbackReason).contains(because) &&
                     conditions.fallbackReason.empty() == because.isEmpty(),
                 conditions.fallbackReason.c_str());
        QCOMPARE(run.report.complete, !because.isEmpty() || mood == "good");
        if (!because.isEmpty()) {
            QCOMPARE(run.passes(), 10); // of the second runner alone
            QVERIFY(QString::fromStdString(conditions.runtime).contains("not a deployment runtime"));
            const Conditions kept = timingReportFromJson(toJson(run.report)).conditions;
            QCOMPARE(kept.fallbackReason, conditions.fallbackReason);
        }
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

    void aHotDeviceGetsTimeToCool() {
        m_phone->setThermalStatus(2);
        TimingRequest request = requestFor("good");
        request.coolSeconds = 60;
        Run run(device(), request, m_limits);
        QTRY_VERIFY(run.cooling > 0);
        QCOMPARE(run.coolingFor, "its thermal status is 2");
        QCOMPARE(run.samples, 0);
        m_phone->setThermalStatus(0);
        run.wait();
        QVERIFY2(run.report.complete, run.report.failure.c_str());
        QVERIFY(run.report.conditions.cooledSeconds > 0);
        QCOMPARE(run.report.conditions.thermalBefore, 0);
        QCOMPARE(run.report.conditions.thermalAfter, 0);
        verifyClean();
    }

    void aDeviceThatStaysHotIsTimedAndToldSo() {
        m_phone->setThermalStatus(3);
        TimingRequest request = requestFor("good");
        request.coolSeconds = 1;
        Run run(device(), request, m_limits);
        run.wait();
        QVERIFY2(run.report.complete, run.report.failure.c_str());
        QCOMPARE(run.report.conditions.thermalBefore, 3);
        QVERIFY(run.report.conditions.cooledSeconds >= 1);
        QCOMPARE(timingReportFromJson(toJson(run.report)).conditions.thermalBefore, 3);
    }

    void cancelEndsTheWaitForCold() {
        m_phone->setThermalStatus(2);
        TimingRequest request = requestFor("good");
        request.coolSeconds = 600;
        Run run(device(), request, m_limits);
        QTRY_VERIFY(run.cooling > 0);
        QElapsedTimer clock;
        clock.start();
        run.job.cancel();
        run.wait();
        QVERIFY(clock.elapsed() < 2000);
        QVERIFY(!run.report.complete);
        QVERIFY(QString::fromStdString(run.report.failure).contains("cancelled"));
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
};

int main(int count, char** arguments) {
    return runAdbTest<AdbRunTest>(count, arguments);
}

#include "adb_run_test.moc"
