#include "support.h"

#include <csignal>

using namespace kintsugi;
using namespace kintsugi::test;

class CliTrainingTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path m_root;
    QString m_images, m_config;

    QStringList trainArguments(const QString& project, int iterations) const {
        return {"train",
                project,
                "--images",
                m_images,
                "--config",
                m_config,
                "--task",
                "denoise-color-25",
                "--iterations",
                QString::number(iterations),
                "--patch",
                "16",
                "--batch",
                "2",
                "--replicas",
                "2",
                "--warm-up",
                "2",
                "--phase",
                "0.5:24:2",
                "--grow",
                "0.3",
                "--late-skip",
                "0.6",
                "--checkpoint-every",
                "5",
                "--validation",
                m_images,
                "--validate-every",
                "10",
                "--json"};
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        m_root = m_folder.path().toStdString();
        m_images = writePictures(m_root);
        m_config = writeConfig(m_root);
    }

    void trainingStoppedAndResumedGivesTheSameBits() {
        const QString whole = text(m_root / "whole.kintsugi"), broken = text(m_root / "broken.kintsugi");
        const Result first = cli(trainArguments(whole, 40));
        QVERIFY2(first.code == 0, first.err);
        QCOMPARE(first.json()["iteration"].toInt(), 40);
        QVERIFY(first.json()["psnr"].toDouble() > 10);
        QVERIFY(first.json()["curve"].toArray().size() >= 4);

        const fs::path checkpoint = fs::path(broken.toStdString()) / "train" / "checkpoint.safetensors";
        const auto stopWith = [&](int signal) {
            QProcess process;
            process.start(KINTSUGI_CLI, trainArguments(broken, 40) << "--resume");
            QVERIFY(process.waitForStarted());
            const auto stamp = fs::exists(checkpoint) ? fs::last_write_time(checkpoint) : fs::file_time_type();
            // As soon as a checkpoint of this run is written, so some iterations were done.
            QTRY_VERIFY_WITH_TIMEOUT((fs::exists(checkpoint) && fs::last_write_time(checkpoint) != stamp) ||
                                         process.state() == QProcess::NotRunning,
                                     60000);
            ::kill(static_cast<pid_t>(process.processId()), signal);
            QVERIFY(process.waitForFinished(60000));
            if (signal == SIGTERM && process.exitStatus() == QProcess::NormalExit && process.exitCode() != 0) {
                QCOMPARE(process.exitCode(), 130);
                QVERIFY(process.readAllStandardError().contains("--resume"));
            }
        };
        stopWith(SIGTERM);
        stopWith(SIGKILL);
        const Result last = cli(trainArguments(broken, 40) << "--resume");
        QVERIFY2(last.code == 0, last.err);
        QVERIFY2(bytesOf(m_root / "whole.kintsugi" / "teacher.safetensors") ==
                     bytesOf(m_root / "broken.kintsugi" / "teacher.safetensors"),
                 "the resumed run differs from the one that was not stopped");

        const Result again = cli(trainArguments(whole, 40));
        QCOMPARE(again.code, 1);
        QVERIFY(again.err.contains("--resume"));
        const Result done = cli(trainArguments(whole, 40) << "--resume");
        QVERIFY2(done.code == 0, done.err);
        QVERIFY(done.json()["patches_per_second"].isNull()); // nothing was trained, so nothing was measured
        const Result other = cli(trainArguments(whole, 60) << "--resume");
        QCOMPARE(other.code, 1);
        QVERIFY2(other.err.contains("iterations"), other.err);
    }

    void twoTrainingsDoNotShareAProject() {
        const QString project = text(m_root / "shared.kintsugi");
        QProcess first;
        first.start(KINTSUGI_CLI, trainArguments(project, 100000) << "--resume");
        QVERIFY(first.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(fs::exists(project.toStdString() + "/train/checkpoint.safetensors"), 60000);
        const Result second = cli(trainArguments(project, 100000) << "--resume");
        QCOMPARE(second.code, 1);
        QVERIFY2(second.err.contains("shared.kintsugi") && second.err.contains(QByteArray::number(first.processId())),
                 second.err);
        ::kill(static_cast<pid_t>(first.processId()), SIGTERM);
        QVERIFY(first.waitForFinished(60000));
        QCOMPARE(first.exitCode(), 130);
    }
};

QTEST_GUILESS_MAIN(CliTrainingTest)
#include "training_test.moc"
