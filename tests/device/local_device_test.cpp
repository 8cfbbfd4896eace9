#include "device/local_device.h"
#include "device/timing_job.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace kintsugi;
using namespace std::chrono_literals;

class LocalDeviceTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    TimingReport run(const QByteArray& mood, const RunLimits& limits = {}, int runs = 5, bool cancel = false,
                     std::filesystem::path runner = KINTSUGI_FIXTURE_RUNNER) {
        TimingRequest request;
        request.runs = runs;
        for (const QByteArray& content : {mood, QByteArray("check")}) {
            QFile file(m_folder.filePath(QString::fromUtf8(content)));
            if (!file.open(QIODevice::WriteOnly) || file.write(content) < 0)
                qFatal("cannot write a model");
        }
        request.models.push_back({m_folder.filePath(QString::fromUtf8(mood)).toStdString(),
                                  m_folder.filePath("check").toStdString(), mood.toStdString()});
        TimingJob job(std::make_unique<LocalDevice>(runner), request);
        job.setLimits(limits);
        std::optional<TimingReport> report;
        connect(&job, &TimingJob::finished, this, [&](const TimingReport& r) { report = r; });
        connect(&job, &TimingJob::sample, this, [&] {
            if (cancel)
                job.cancel();
        });
        job.start();
        if (!QTest::qWaitFor([&] { return report.has_value(); }, 60'000))
            qFatal("the run does not end");
        return *report;
    }

private Q_SLOTS:
    void theRunnersEndIsToldInASentence_data() {
        QTest::addColumn<QByteArray>("mood");
        QTest::addColumn<bool>("complete");
        QTest::addColumn<QString>("says");
        QTest::newRow("good") << QByteArray("good") << true << "";
        QTest::newRow("noise") << QByteArray("noise") << true << "";
        QTest::newRow("killed") << QByteArray("out of memory") << false << "memory";
        QTest::newRow("SIGILL") << QByteArray("old processor") << false << "instruction";
        QTest::newRow("time limit") << QByteArray("too long") << false << "time limit";
        QTest::newRow("wrong checksum") << QByteArray("wrong checksum") << false << "checksum";
        QTest::newRow("error") << QByteArray("error") << false << "told to fail";
    }
    void theRunnersEndIsToldInASentence() {
        QFETCH(QByteArray, mood);
        QFETCH(QString, says);
        const TimingReport report = run(mood);
        QTEST(report.complete, "complete");
        QVERIFY2(QString::fromStdString(report.failure).contains(says), report.failure.c_str());
        QCOMPARE(report.device, "local");
        QVERIFY(!report.deviceName.empty() && report.conditions.isFixture);
    }

    void aHangIsEnded() {
        QVERIFY(QString::fromStdString(run("hang", {500ms, 1s, 0ms}).failure).contains("said nothing"));
    }

    void cancelKeepsWhatCame() {
        const TimingReport report = run("slow", {}, 1000, true);
        QVERIFY(QString::fromStdString(report.failure).contains("cancelled"));
        QVERIFY(!report.models[0].milliseconds.empty());
    }

    void missingFilesAreNamed() {
        QVERIFY(QString::fromStdString(run("good", {}, 5, false, "/nonexistent/runner").failure)
                    .contains("/nonexistent/runner"));
    }

    void nothingToTimeIsToldToo() {
        LocalDevice device(KINTSUGI_FIXTURE_RUNNER);
        QVERIFY(!runTiming(device, {}, {}, {}, {}).complete);
    }
};

QTEST_GUILESS_MAIN(LocalDeviceTest)
#include "local_device_test.moc"
