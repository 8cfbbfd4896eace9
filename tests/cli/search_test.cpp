#include "support.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <csignal>
#include <fstream>

using namespace kintsugi;
using namespace kintsugi::test;

/// From a teacher to a front and back to pictures, by the program itself.
class CliSearchTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path m_root;
    QString m_images, m_project;

    QStringList distillArguments(const QString& project) const {
        return {"distill",
                project,
                "--images",
                m_images,
                "--validation",
                m_images,
                "--spans",
                "stages",
                "--kinds",
                "lite,restormer",
                "--iterations",
                "6",
                "--output-iterations",
                "3",
                "--patch",
                "16",
                "--batch",
                "2",
                "--checkpoint-every",
                "2",
                "--json"};
    }
    QStringList searchArguments(const QString& project, const QString& method, int budget) const {
        return {"search",   project,
                "--images", m_images,
                "--method", method,
                "--budget", QString::number(budget),
                "--kinds",  "lite,restormer,skip",
                "--crop",   "32",
                "--count",  "4",
                "--json"};
    }
    /// Takes many seconds: every path of the whole spaces of skips, on large crops and without the stage cache.
    QStringList longSearchArguments(const QString& project) const {
        return {"search",  project, "--images", m_images, "--method", "random", "--budget", "2000", "--space",   "all",
                "--kinds", "skip",  "--crop",   "512",    "--count",  "6",      "--cache",  "0",    "--threads", "1"};
    }
    /// Whether the program holds the project's lock by now.
    static bool writes(const QProcess& process, const QString& project) {
        return bytesOf(project.toStdString() + "/lock").contains(QByteArray::number(process.processId()));
    }
    QString freshProject(const char* name) const {
        const QString project = text(m_root / name);
        const Result made = cli({"copy", m_project, project});
        return made.code == 0 ? project : QString();
    }
    /// Moments of a run that lasts @p whole milliseconds, its start left out; others in every test run.
    class RandomMoments {
    public:
        explicit RandomMoments(qint64 whole)
            : m_whole(static_cast<int>(whole)), m_seed(QRandomGenerator::global()->generate()), m_random(m_seed) {
            qInfo() << "kills at random moments, seed" << m_seed;
        }
        int next() { return m_whole / 4 + static_cast<int>(m_random.bounded(m_whole * 3 / 4 + 1)); }

    private:
        int m_whole;
        quint32 m_seed;
        QRandomGenerator m_random;
    };
    static bool killed(const QStringList& arguments, int milliseconds) {
        QProcess process;
        process.start(KINTSUGI_CLI, arguments);
        if (process.waitForFinished(milliseconds))
            return false;
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        process.waitForFinished(60000);
        return true;
    }

    /// Fails the test unless all surrogates of @p whole are there, to the same bits.
    static bool isDistilledLike(const QString& whole, const QString& other) {
        const auto compare = [&] {
            int files = 0;
            for (const auto& entry : fs::directory_iterator(whole.toStdString() + "/surrogates")) {
                const fs::path twin = other.toStdString() + "/surrogates/" + entry.path().filename().string();
                // Times differ; the weights lie behind the header.
                const auto dataOf = [](const QByteArray& bytes) {
                    quint64 header = 0;
                    std::memcpy(&header, bytes.constData(), 8);
                    return bytes.mid(8 + static_cast<qsizetype>(header));
                };
                QVERIFY2(fs::exists(twin), twin.c_str());
                QVERIFY2(dataOf(bytesOf(entry.path())) == dataOf(bytesOf(twin)), twin.c_str());
                ++files;
            }
            QCOMPARE(files, 10);
        };
        compare();
        return !QTest::currentTestFailed();
    }

private Q_SLOTS:
    void initTestCase() {
        m_root = m_folder.path().toStdString();
        m_images = writePictures(m_root);
        const QString trained = text(m_root / "trained.kintsugi");
        const Result train =
            cli({"train", trained, "--images", m_images, "--config", writeConfig(m_root), "--task", "denoise-color-25",
                 "--iterations", "30", "--patch", "16", "--batch", "2", "--replicas", "1", "--warm-up", "2"});
        QVERIFY2(train.code == 0, train.err);
        m_project = text(m_root / "start.kintsugi");
        const Result made =
            cli({"new", m_project, "--teacher", trained + "/teacher.safetensors", "--task", "denoise-color-25"});
        QVERIFY2(made.code == 0, made.err);
    }

    void fromTeacherToFront() {
        const Result early = cli(searchArguments(m_project, "exact", 5));
        QVERIFY(early.code == 0); // skips need no training
        const Result without = cli({"search", m_project, "--images", m_images, "--kinds", "lite"});
        QCOMPARE(without.code, 1);
        QVERIFY2(without.lastLine().contains("Distil them first"), without.err);
        QVERIFY(cli({"evaluate", m_project, "--arch", "all-surrogate", "--images", m_images})
                    .lastLine()
                    .contains("distil some first"));

        const QString project = freshProject("front.kintsugi");
        const Result listed = cli(distillArguments(project) << "--list");
        QCOMPARE(listed.json()["missing"].toArray().size(), 10); // 8 stages of lite, bottleneck also of 2, 1 restormer
        const Result distilled = cli(distillArguments(project));
        QVERIFY2(distilled.code == 0, distilled.err);
        const QJsonArray surrogates = distilled.json()["surrogates"].toArray();
        QCOMPARE(surrogates.size(), 10);
        for (const QJsonValue& s : surrogates) {
            QVERIFY(s["relative_error"].toDouble() > 0);
            QVERIFY(s["psnr_after_feature"].toDouble() > 5 && s["psnr_after_output"].toDouble() > 5);
            QCOMPARE(s["iterations"].toInt(), 9);
        }
        // As a kill between the last write of one and the removal of its checkpoint leaves it.
        const fs::path left = fs::path(project.toStdString()) / "surrogates" / "dec3_0-1_lite1.safetensors.part";
        QVERIFY(fs::exists(left.parent_path() / left.stem()));
        std::ofstream(left) << "left";
        const Result again = cli(distillArguments(project));
        QVERIFY(!fs::exists(left));
        QCOMPARE(again.json()["surrogates"].toArray(), surrogates);

        const Result exact = cli(searchArguments(project, "exact", 30));
        QVERIFY2(exact.code == 0, exact.err);
        const QJsonObject found = exact.json();
        QVERIFY(found["evaluations"].toInt() <= 30 && found["evaluations"].toInt() > 20);
        QVERIFY(found["hypervolume"].toDouble() > 0);
        const QJsonArray front = found["front"].toArray();
        QVERIFY(front.size() >= 2);
        for (int i = 1; i < front.size(); ++i) {
            QVERIFY(front[i]["cost"].toDouble() > front[i - 1]["cost"].toDouble());
            QVERIFY(front[i]["loss"].toDouble() < front[i - 1]["loss"].toDouble());
        }
        const Result repeated = cli(searchArguments(project, "exact", 30) << "--resume");
        QCOMPARE(repeated.json()["front"].toArray(), front);
        QCOMPARE(repeated.json()["search"].toInt(), found["search"].toInt());
        QVERIFY(repeated.json()["remembered"].toInt() >= found["evaluations"].toInt());
        for (const char* method : {"ens", "nsga2", "random"}) {
            const Result other = cli(searchArguments(project, method, 25));
            QVERIFY2(other.code == 0, other.err);
            QVERIFY(other.json()["evaluations"].toInt() <= 25);
        }

        const Result trials = cli({"front", project, "--all", "--json"});
        QVERIFY2(trials.code == 0, trials.err);
        const QJsonArray rows = trials.json()["trials"].toArray();
        QVERIFY(rows.size() > 25);
        const QJsonValue last = rows.last();
        // A trial's number, the knee and the text form name architectures wherever one is asked for.
        const Result measured =
            cli({"evaluate", project, "--images", m_images, "--arch", QString::number(last["trial"].toInt()),
                 last["arch"].toString(), "knee", "all-surrogate", "--json"});
        QVERIFY2(measured.code == 0, measured.err);
        const QJsonArray evaluated = measured.json()["architectures"].toArray();
        QCOMPARE(evaluated[0]["psnr"], evaluated[1]["psnr"]);
        QVERIFY(evaluated[3]["arch"].toString().contains("lite1:1"));
        QVERIFY(cli({"evaluate", project, "--images", m_images, "--arch", "999"}).lastLine().contains("no trial 999"));

        const Result tuned = cli(
            {"finetune",     project,   "--images", m_images, "--validation", m_images, "--knee",     "2", "--control",
             "--iterations", "6",       "--patch",  "16",     "--batch",      "2",      "--replicas", "1", "--crop",
             "32",           "--count", "4",        "--json"});
        QVERIFY2(tuned.code == 0, tuned.err);
        QCOMPARE(tuned.json()["networks"].toArray().size(), 3);
        QCOMPARE(tuned.json()["networks"][0]["role"].toString(), "teacher control");
        for (const QJsonValue& network : tuned.json()["networks"].toArray())
            QVERIFY(network["before"].toDouble() != network["after"].toDouble());
        const QString chosen = tuned.json()["networks"][1]["arch"].toString();
        const QJsonValue file = tuned.json()["networks"][1]["file"];
        const auto quality = [&](const QStringList& more) {
            const Result result =
                cli(QStringList{"evaluate", project, "--images", m_images, "--arch", chosen, "--json"} + more);
            return result.json()["architectures"][0];
        };
        const QJsonValue before = quality({}), after = quality({"--finetuned"});
        QVERIFY(before["finetuned"].isNull());
        QCOMPARE(after["finetuned"], file);
        QVERIFY(before["psnr"].isDouble() && after["psnr"].isDouble() && before["psnr"] != after["psnr"]);
        const Result exported = cli({"export", project, "--arch", chosen, "--finetuned", "--output",
                                     text(m_root / "tuned.onnx"), "--size", "16x24", "--json"});
        QVERIFY2(exported.code == 0, exported.err);
        QCOMPARE(exported.json()["finetuned"], file);
        QVERIFY(!exported.json()["pass"].isBool() || exported.json()["pass"].toBool());
        QCOMPARE(cli({"restore", project, "--arch", chosen, "--finetuned", "--input", m_images, "--output",
                      text(m_root / "tuned"), "--degrade"})
                     .code,
                 0);
        const Result never = cli({"export", project, "--arch", "all-surrogate", "--finetuned", "--output",
                                  text(m_root / "never.onnx"), "--size", "16x24"});
        QCOMPARE(never.code, 1);
        QVERIFY2(never.lastLine().contains("has not been fine-tuned"), never.err);

        const Result compared =
            cli({"compare", project, "--images", m_images, "--kinds", "skip", "--budget", "12", "--seeds", "2",
                 "--marks", "5,12", "--crop", "32", "--count", "4", "--timed", "3", "--json"});
        QVERIFY2(compared.code == 0, compared.err);
        QVERIFY(!compared.json()["complete"].toBool());
        QCOMPARE(compared.json()["runs"].toArray().size(), 8);
        const Result enumerated = cli({"search", project, "--method", "enumerate", "--images", m_images, "--kinds",
                                       "restormer", "--crop", "32", "--count", "4", "--json"});
        QVERIFY2(enumerated.code == 0, enumerated.err);
        QCOMPARE(enumerated.json()["evaluations"].toInt(), 2);

        const fs::path output = m_root / "report";
        const Result report = cli({"report", project, "--output", text(output), "--images", m_images, "--json"});
        QVERIFY2(report.code == 0, report.err);
        const QByteArray page = bytesOf(output / "report.html");
        for (const char* expected : {"Search: stages of lite,restormer,skip", "Surrogates", "Fine-tuned networks",
                                     "Pictures", "Provenance", "data:image/png;base64,", "denoise-color-25"})
            QVERIFY2(page.contains(expected), expected);
        QVERIFY(!page.contains("http"));
        QVERIFY(bytesOf(output / "trials.csv").count('\n') > 80);
        for (const auto& entry : fs::directory_iterator(output))
            QVERIFY(entry.path().extension() != ".png");
    }

    void killedDistillationLosesOnlyStepsInFlight() {
        const QString whole = freshProject("whole.kintsugi");
        QString broken = freshProject("broken.kintsugi");
        QElapsedTimer clock;
        clock.start();
        const Result expected = cli(distillArguments(whole));
        QVERIFY2(expected.code == 0, expected.err);
        RandomMoments moments(clock.elapsed());
        int kills = 0, inFlight = 0;
        // A run that comes to its end between two kills must have come to the same end; then another project begins.
        for (int i = 0; kills < 20 && i < 80; ++i) {
            if (!killed(distillArguments(broken), moments.next())) {
                if (!isDistilledLike(whole, broken))
                    return;
                broken = freshProject(qPrintable(QString("broken-%1.kintsugi").arg(i)));
                continue;
            }
            ++kills;
            // A checkpoint that is left says that surrogates were in training.
            const fs::path folder = broken.toStdString() + "/surrogates";
            inFlight += fs::exists(folder) &&
                        std::any_of(fs::directory_iterator(folder), fs::directory_iterator(),
                                    [](const auto& entry) { return entry.path().extension() == ".part"; });
        }
        qInfo() << kills << "kills," << inFlight << "of them in the middle of training";
        QCOMPARE(kills, 20);
        QVERIFY2(inFlight >= 1, "no kill hit the training");
        const Result last = cli(distillArguments(broken));
        QVERIFY2(last.code == 0, last.err);
        QCOMPARE(last.json()["surrogates"].toArray().size(), 10);
        isDistilledLike(whole, broken);
        for (const auto& entry : fs::directory_iterator(broken.toStdString() + "/surrogates"))
            QVERIFY2(entry.path().extension() == ".safetensors" ||
                         entry.path().string().find(".tmp") != std::string::npos,
                     entry.path().c_str());
    }

    void killedSearchComesToTheSameFront() {
        const QString whole = text(m_root / "whole.kintsugi"), distilled = freshProject("distilled.kintsugi");
        QVERIFY(cli(distillArguments(distilled)).code == 0);
        QElapsedTimer clock;
        clock.start();
        const Result expected = cli(searchArguments(whole, "exact", 40));
        QVERIFY2(expected.code == 0, expected.err);
        RandomMoments moments(clock.elapsed());
        const auto searched = [&](const QString& project) {
            const Result last = cli(searchArguments(project, "exact", 40) << "--resume");
            QVERIFY2(last.code == 0, last.err);
            QCOMPARE(last.json()["front"].toArray(), expected.json()["front"].toArray());
            QCOMPARE(last.json()["hypervolume"].toDouble(), expected.json()["hypervolume"].toDouble());
        };
        QString broken;
        int kills = 0, inFlight = 0;
        for (int i = 0; kills < 20 && i < 80; ++i) {
            if (broken.isEmpty()) {
                broken = text(m_root / QString("killed-%1.kintsugi").arg(i).toStdString());
                QCOMPARE(cli({"copy", distilled, broken}).code, 0);
            }
            if (!killed(searchArguments(broken, "exact", 40) << "--resume", moments.next())) {
                searched(broken); // came to its end between two kills
                if (QTest::currentTestFailed())
                    return;
                broken.clear();
                continue;
            }
            ++kills;
            const Result left = cli({"front", broken, "--all", "--json"});
            const auto trials = left.code == 0 ? left.json()["trials"].toArray().size() : 0;
            inFlight += trials > 0 && trials < expected.json()["evaluations"].toInt();
        }
        qInfo() << kills << "kills," << inFlight << "of them in the middle of the search";
        QCOMPARE(kills, 20);
        QVERIFY2(inFlight >= 1, "no kill hit the search");
        if (!broken.isEmpty())
            searched(broken);
    }

    void stoppedSearchSaysHowToGoOn() {
        const QString project = freshProject("stopped.kintsugi");
        QProcess process;
        process.start(KINTSUGI_CLI, longSearchArguments(project));
        QTRY_VERIFY_WITH_TIMEOUT(writes(process, project), 60000);
        ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(process.readAllStandardError().contains("--resume"));
    }

    void secondWriterIsRefused() {
        const QString project = freshProject("two.kintsugi");
        QProcess first;
        first.start(KINTSUGI_CLI, longSearchArguments(project));
        QTRY_VERIFY_WITH_TIMEOUT(writes(first, project), 60000);
        const Result second = cli(searchArguments(project, "exact", 5));
        QVERIFY2(first.state() == QProcess::Running, "the first search was over before the second one began");
        ::kill(static_cast<pid_t>(first.processId()), SIGTERM);
        QVERIFY(first.waitForFinished(60000));
        QCOMPARE(second.code, 1);
        QVERIFY2(second.err.contains("two.kintsugi"), second.err);
    }
};

QTEST_GUILESS_MAIN(CliSearchTest)
#include "search_test.moc"
