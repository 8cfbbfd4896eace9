#include "base/error.h"
#include "support.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <csignal>
#include <fstream>
#include <map>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>

using namespace kintsugi;
using namespace kintsugi::runnertest;

/// The program itself, from outside, as the device room drives it.
class RunnerProcessTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        try {
            onnxRuntimeVersion();
        } catch (const Error& error) {
            QSKIP(error.what());
        }
        models::saveScanNetwork(file("a.onnx"), 16, 12, "lite1:1");
        models::saveScanNetwork(file("b.onnx"), 16, 12, "lite2:1", 8);
        models::saveScanNetwork(file("free.onnx"), -1, -1);
        saveCheck(file("a.onnx"), file("a.safetensors"), 16, 12);
        saveCheck(file("b.onnx"), file("b.safetensors"), 16, 12);
        saveCheck(file("a.onnx"), file("spoiled.safetensors"), 16, 12, 0.5f);
        std::ofstream(file("garbage.onnx")) << "this is no model";
        std::ofstream(file("garbage.safetensors")) << "this is no check";
    }

    void probe() {
        const Outcome outcome = run({"--probe", "--nonce", "n 1"});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(endProblem(outcome), QString());
        QCOMPARE(outcome.records.size(), std::size_t{4});
        const Json hello = outcome.records[0], env = outcome.records[1], test = outcome.records[2];
        QCOMPARE(hello["record"], "hello");
        QCOMPARE(hello["schema"], 1);
        QCOMPARE(hello["onnxruntime"], "1.26.0");
        QCOMPARE(hello["nonce"], "n 1");
        QVERIFY(hello["models"].empty() && hello["models"].is_array());
        QCOMPARE(env["record"], "env");
        QVERIFY(env["cores"] >= 1 && env["page_size"] >= 4096 && !env["affinity"].empty());
        for (const char* readable : {"capacity", "max_khz", "celsius", "khz", "memory_available_bytes", "cpu"})
            QVERIFY2(env.contains(readable) && env[readable] != 0, readable);
        QCOMPARE(test["record"], "selftest");
        QCOMPARE(test["pass"], true);
        QVERIFY(test["max_abs"] > 0.0 && test["max_abs"] < 5e-5);
    }

    void timesTwoModelsInTurn() {
        const Outcome outcome =
            run({"--model", path("a.onnx"), "--model", path("b.onnx"), "--check", path("a.safetensors"), "--check",
                 path("b.safetensors"), "--runs", "5", "--warmup", "2", "--profile", "--log", path("log")});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(endProblem(outcome), QString());
        const Json listed = outcome.all("hello").at(0)["models"];
        QCOMPARE(listed.size(), std::size_t{2});
        QCOMPARE(listed[1]["architecture"], "lite2:1");
        QCOMPARE(listed[1]["sha256"].get<std::string>().size(), std::size_t{64});
        QCOMPARE(outcome.all("load").at(0)["input"], Json({1, 3, 16, 12}));

        for (const Json& check : outcome.all("check"))
            QVERIFY(check["pass"] == true && check["max_rel"] <= 1e-4 && check["allowed"] == 1e-4);
        QCOMPARE(outcome.all("check").size(), std::size_t{2});
        QCOMPARE(outcome.all("warm").size(), std::size_t{4});

        std::vector<int> order, index;
        for (const Json& timed : outcome.all("run")) {
            order.push_back(timed["model"]);
            index.push_back(timed["i"]);
            QVERIFY(timed["ms"] > 0.0 && timed["khz"] != 0 && timed["celsius"] != 0);
        }
        QCOMPARE(order, (std::vector<int>{0, 1, 1, 0, 0, 1, 1, 0, 0, 1}));
        QCOMPARE(index, (std::vector<int>{0, 0, 1, 1, 2, 2, 3, 3, 4, 4}));
        QVERIFY(outcome.all("after").at(0)["peak_bytes"] > 1'000'000);

        for (const int model : {0, 1}) {
            double sum = 0;
            std::map<std::string, std::string> edges;
            for (const Json& node : outcome.all("node"))
                if (node["model"] == model) {
                    sum += node["ms"].get<double>();
                    QCOMPARE(node["runs"], 10);
                    if (node["stage"] == "enc1")
                        edges[node["name"]] = node["edge"];
                    if (node["name"] == "patch_embed/conv")
                        QVERIFY(node["stage"] == "base" && node["edge"].is_null());
                }
            QCOMPARE(edges["enc1/0-1.lite1/scan"], std::string("0-1.lite1"));
            const Json profile = outcome.all("profile").at(static_cast<std::size_t>(model));
            QVERIFY(std::abs(profile["nodes_ms"].get<double>() - sum) < 1e-6 && sum > 0);
            QVERIFY(profile["whole_ms"] > 0.0);
        }

        QFile log(path("log"));
        QVERIFY(log.open(QIODevice::ReadOnly));
        QCOMPARE(log.readAll(), outcome.output);
        QVERIFY(QDir(m_folder.path()).entryList({"kintsugi-profile*"}).isEmpty());
    }

    void referenceKernelsDoTheSame() {
        QProcess process;
        process.start(KINTSUGI_REFERENCE_RUNNER,
                      {"--model", path("a.onnx"), "--model", path("b.onnx"), "--check", path("a.safetensors"),
                       "--check", path("b.safetensors"), "--runs", "3", "--warmup", "1", "--profile"});
        const Outcome outcome = finish(process);
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(endProblem(outcome), QString());
        QVERIFY(outcome.all("hello").at(0)["onnxruntime"].is_null());
        QCOMPARE(outcome.all("hello").at(0)["kernels"], "reference");
        QCOMPARE(outcome.all("check").size(), std::size_t{2});
        for (const Json& check : outcome.all("check"))
            QVERIFY(check["pass"] == true && check["max_rel"] <= 1e-4);
        QCOMPARE(outcome.all("run").size(), std::size_t{6});
        for (const int model : {0, 1}) {
            double sum = 0;
            for (const Json& node : outcome.all("node"))
                if (node["model"] == model) {
                    QCOMPARE(node["runs"], 10);
                    sum += node["ms"].get<double>();
                }
            const Json profile = outcome.all("profile").at(static_cast<std::size_t>(model));
            // What no node claims is only the walk from one to the next.
            QVERIFY(sum > 0.5 * profile["whole_ms"].get<double>() && sum < 1.5 * profile["whole_ms"].get<double>());
        }

        QProcess spoiled;
        spoiled.start(KINTSUGI_REFERENCE_RUNNER,
                      {"--model", path("a.onnx"), "--check", path("spoiled.safetensors"), "--runs", "1"});
        QCOMPARE(finish(spoiled).all("check").at(0)["pass"], false);

        QProcess garbage;
        garbage.start(KINTSUGI_REFERENCE_RUNNER, {"--model", path("garbage.onnx")});
        const Outcome refused = finish(garbage);
        QCOMPARE(refused.exitCode, 1);
        verifyError(refused, "load", "export it again");
    }

    void spoiledExpectationFailsTheCheck() {
        const Outcome outcome = run({"--model", path("a.onnx"), "--check", path("spoiled.safetensors"), "--runs", "1"});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(endProblem(outcome), QString());
        const Json check = outcome.all("check").at(0);
        QCOMPARE(check["pass"], false);
        QVERIFY(check["max_abs"] > 0.4 && check["max_abs"] < 0.6 && check["max_rel"] > 1e-4);
    }

    void warmsUpUntilSteady() {
        const Outcome outcome = run({"--model", path("a.onnx"), "--runs", "1"});
        QCOMPARE(outcome.exitCode, 0);
        const auto count = outcome.all("warm").size();
        QVERIFY2(count >= 6 && count <= 20, qPrintable(QString::number(count)));
    }

    void secondsEndTheRuns() {
        const Outcome outcome = run({"--model", path("a.onnx"), "--model", path("b.onnx"), "--warmup", "0", "--seconds",
                                     "0.2", "--pause-ms", "30"});
        QCOMPARE(outcome.exitCode, 0);
        const auto runs = outcome.all("run").size();
        QVERIFY2(runs >= 2 && runs <= 8 && runs % 2 == 0, qPrintable(QString::number(runs)));
        QCOMPARE(outcome.all("run").at(0)["model"], 0);
    }

    void freeSizeIsChosen() {
        const Outcome outcome = run({"--model", path("free.onnx"), "--size", "20x9", "--runs", "1", "--warmup", "0"});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.all("load").at(0)["input"], Json({1, 3, 20, 9}));
    }

    void affinityIsSetAndReadBack() {
        const int core = firstCore();
        const Outcome outcome = run({"--probe", "--cores", QString::number(core)});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.all("env").at(0)["affinity"], Json({core}));
    }

    void wrongRequestsGiveOneError_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("stage");
        QTest::addColumn<QString>("says");
        const QStringList good{"--model", path("a.onnx"), "--runs", "1", "--warmup", "0"};
        const QString core = QString::number(firstCore());
        QTest::newRow("option") << QStringList{"--speed"} << "options"
                                << "--help";
        QTest::newRow("nothing to do") << QStringList{} << "options"
                                       << "--model";
        QTest::newRow("absent model") << QStringList{"--model", path("absent.onnx")} << "start"
                                      << "absent.onnx";
        QTest::newRow("bad model") << QStringList{"--model", path("garbage.onnx")} << "load"
                                   << "cannot be loaded";
        QTest::newRow("second model bad") << good + QStringList{"--model", path("garbage.onnx")} << "load"
                                          << "garbage.onnx";
        QTest::newRow("other size") << good + QStringList{"--size", "32x32"} << "load"
                                    << "16x12";
        QTest::newRow("no size") << QStringList{"--model", path("free.onnx")} << "load"
                                 << "--size";
        QTest::newRow("bad size") << good + QStringList{"--size", "big"} << "options"
                                  << "480x320";
        QTest::newRow("bad check") << good + QStringList{"--check", path("garbage.safetensors")} << "load"
                                   << "garbage.safetensors";
        QTest::newRow("too few cores") << good + QStringList{"--threads", "2", "--cores", core} << "start"
                                       << "as many cores as threads";
        QTest::newRow("absent core") << good + QStringList{"--cores", "1023"} << "start"
                                     << "1023";
        QTest::newRow("one core absent") << good + QStringList{"--cores", core + ",1023"} << "start"
                                         << "1023";
        QTest::newRow("threads") << good + QStringList{"--threads", "1000"} << "start"
                                 << "fewer threads";
        QTest::newRow("log") << good + QStringList{"--log", path("no/folder/log")} << "options"
                             << "no/folder/log";
    }
    void wrongRequestsGiveOneError() {
        QFETCH(QStringList, words);
        QFETCH(QString, stage);
        QFETCH(QString, says);
        const Outcome outcome = run(words);
        QCOMPARE(outcome.exitCode, 1);
        verifyError(outcome, stage, says);
    }

    void absentLibraryIsNamed() {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("KINTSUGI_ONNXRUNTIME", path("nowhere.so"));
        process.setProcessEnvironment(environment);
        process.start(KINTSUGI_RUNNER, {"--probe"});
        const Outcome outcome = finish(process);
        QCOMPARE(outcome.exitCode, 1);
        verifyError(outcome, "start", "script/onnxruntime");
        // Whoever started it knows by this that it was this run.
        QVERIFY(outcome.all("hello").at(0)["onnxruntime"].is_null());
    }

    void timeLimitGives124() {
        const Outcome outcome = run(endless() + QStringList{"--max-seconds", "1"});
        QCOMPARE(outcome.exitCode, 124);
        verifyError(outcome, "run", "--max-seconds");
    }

    void signalEndsInOrder() {
        QProcess process;
        process.start(KINTSUGI_RUNNER, endless());
        QVERIFY(waitForRuns(process));
        process.terminate();
        const Outcome outcome = finish(process);
        QCOMPARE(outcome.exitCode, 128 + SIGTERM);
        verifyError(outcome, "run", "signal");
    }

    void goneReaderEndsTheRun() {
        QProcess shell;
        shell.start("sh",
                    QStringList{"-c", R"({ "$0" "$@"; echo "ended with $?" >&2; } | head -n 3)", KINTSUGI_RUNNER} +
                        endless());
        QVERIFY(shell.waitForFinished(60'000));
        QCOMPARE(shell.readAllStandardError().trimmed(), QByteArray("ended with 1"));
    }

    void goneParentEndsTheRun() {
        // The orphan comes to this process instead of the system's first one, so that its exit code can be had.
        QVERIFY(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);
        QProcess shell;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("OUT", path("orphan"));
        shell.setProcessEnvironment(environment);
        shell.start("sh", QStringList{"-c", R"("$0" "$@" > "$OUT" & echo $!; wait)", KINTSUGI_RUNNER} + endless());
        QVERIFY(shell.waitForReadyRead(30'000));
        const pid_t pid = shell.readLine().trimmed().toInt();
        QVERIFY(pid > 1);
        QTRY_VERIFY_WITH_TIMEOUT(contentOf("orphan").contains("\"record\":\"run\""), 60'000);
        shell.kill();
        shell.waitForFinished();
        int status = 0;
        pid_t ended = 0;
        for (int i = 0; i < 300 && ended == 0; ++i, QTest::qWait(100))
            ended = waitpid(pid, &status, WNOHANG);
        if (ended != pid)
            ::kill(pid, SIGKILL);
        QCOMPARE(ended, pid);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 1);
        Outcome outcome;
        outcome.records = parseRecords(contentOf("orphan"));
        verifyError(outcome, "run", "gone");
    }

    void beatsWhileNothingElseHappens() {
        const Outcome outcome = run({"--model", path("a.onnx"), "--warmup", "0", "--runs", "1", "--pause-ms", "6000"});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(endProblem(outcome), QString());
        QVERIFY(!outcome.all("beat").empty());
        QCOMPARE(outcome.all("beat").at(0)["stage"], "run");
    }

    void libraryHasNoTelemetry_data() {
        QTest::addColumn<QString>("architecture");
        QTest::newRow("x86_64") << "x86_64";
        QTest::newRow("aarch64") << "aarch64";
    }
    void libraryHasNoTelemetry() {
        QFETCH(QString, architecture);
        const QString library = QString(KINTSUGI_ORT_ROOT "/%1/libonnxruntime.so.1").arg(architecture);
        if (!QFile::exists(library))
            QSKIP("this library was not fetched");
        QProcess readelf;
        readelf.start("readelf", {"--dyn-syms", "--wide", library});
        if (!readelf.waitForStarted())
            QSKIP("readelf is not installed");
        QVERIFY(readelf.waitForFinished());
        const QString symbols = readelf.readAllStandardOutput();
        QVERIFY(symbols.contains(QRegularExpression(R"(\bUND malloc\b)"))); // the question would find an import
        for (const char* forbidden : {"popen", "getaddrinfo", "gethostbyname", "system", "execve"})
            QVERIFY2(!symbols.contains(QRegularExpression(QString(R"(\bUND %1\b)").arg(forbidden))), forbidden);
        QFile content(library);
        QVERIFY(content.open(QIODevice::ReadOnly));
        QVERIFY(!content.readAll().contains("events.data."));
    }

private:
    std::filesystem::path file(const char* name) const {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    QString path(const char* name) const { return m_folder.filePath(name); }
    QByteArray contentOf(const char* name) const {
        QFile found(path(name));
        return found.open(QIODevice::ReadOnly) ? found.readAll() : QByteArray();
    }
    static Outcome run(const QStringList& words) {
        QProcess process;
        process.start(KINTSUGI_RUNNER, words);
        return finish(process);
    }
    QStringList endless() const {
        return {"--model", path("a.onnx"), "--warmup", "0", "--runs", "1000000", "--pause-ms", "5"};
    }
    static bool waitForRuns(QProcess& process) {
        while (process.waitForReadyRead(60'000))
            if (process.peek(1 << 20).contains("\"record\":\"run\""))
                return true;
        return false;
    }
    static int firstCore() {
        cpu_set_t set;
        CPU_ZERO(&set);
        sched_getaffinity(0, sizeof set, &set);
        int core = 0;
        while (core < CPU_SETSIZE && !CPU_ISSET(core, &set))
            ++core;
        return core;
    }
    static void verifyError(const Outcome& outcome, const QString& stage, const QString& says) {
        QVERIFY(!outcome.records.empty());
        for (const Json& record : outcome.records)
            QVERIFY(record.is_object());
        QVERIFY(outcome.all("end").empty());
        QCOMPARE(outcome.all("error").size(), std::size_t{1});
        const Json last = outcome.records.back();
        QCOMPARE(last["record"], "error");
        QCOMPARE(QString::fromStdString(last["stage"]), stage);
        const QString message = QString::fromStdString(last["message"]);
        QVERIFY2(message.contains(says) && message.endsWith('.') && !message.contains('\n'), qPrintable(message));
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(RunnerProcessTest)
#include "process_test.moc"
