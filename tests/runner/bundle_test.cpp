#include "base/error.h"
#include "support.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <elf.h>

using namespace kintsugi;
using namespace kintsugi::runnertest;

/// The folders of script/build-runner as a device gets them: started by their own loader, Arm's under emulation.
class RunnerBundleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        try {
            onnxRuntimeVersion();
        } catch (const Error& error) {
            QSKIP(error.what());
        }
        models::saveScanNetwork(file("net.onnx"), 24, 20);
        saveCheck(file("net.onnx"), file("net.safetensors"), 24, 20);
        saveCheck(file("net.onnx"), file("spoiled.safetensors"), 24, 20, 0.5f);
    }

    void manifestNamesEveryFile_data() { bundles(); }
    void manifestNamesEveryFile() {
        QFETCH(QString, architecture);
        const QDir folder = bundle(architecture);
        if (!folder.exists("MANIFEST.sha256"))
            QSKIP(absent(architecture));
        QFile manifest(folder.filePath("MANIFEST.sha256"));
        QVERIFY(manifest.open(QIODevice::ReadOnly));
        QStringList named;
        for (const QByteArray& line : manifest.readAll().trimmed().split('\n')) {
            const QString name = QString::fromUtf8(line.mid(66));
            QFile content(folder.filePath(name));
            QVERIFY2(content.open(QIODevice::ReadOnly), qPrintable(name));
            QCryptographicHash hash(QCryptographicHash::Sha256);
            QVERIFY(hash.addData(&content));
            QCOMPARE(hash.result().toHex(), line.left(64));
            named << name;
        }
        QStringList there = folder.entryList(QDir::Files | QDir::Hidden | QDir::System);
        there.removeOne("MANIFEST.sha256");
        named.sort();
        there.sort();
        QCOMPARE(named, there);
        for (const char* needed : {"kintsugi-runner", "kintsugi-runner-reference", "libonnxruntime.so.1", "libc.so.6",
                                   "libstdc++.so.6", "LICENSES"})
            QVERIFY2(named.contains(needed), needed);
        QVERIFY(folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty());
    }

    void filesSuitDevices_data() { bundles(); }
    void filesSuitDevices() {
        QFETCH(QString, architecture);
        const QDir folder = bundle(architecture);
        if (!folder.exists("kintsugi-runner"))
            QSKIP(absent(architecture));
        const int machine = architecture == "aarch64" ? EM_AARCH64 : EM_X86_64;
        int programs = 0;
        for (const QString& name : folder.entryList({"kintsugi-runner*", "*.so.*"}, QDir::Files)) {
            QFile content(folder.filePath(name));
            QVERIFY(content.open(QIODevice::ReadOnly));
            const QByteArray bytes = content.readAll();
            Elf64_Ehdr header;
            QVERIFY(bytes.size() > static_cast<int>(sizeof header));
            std::memcpy(&header, bytes.constData(), sizeof header);
            QCOMPARE(static_cast<int>(header.e_machine), machine);
            for (int i = 0; i < header.e_phnum; ++i) {
                Elf64_Phdr segment;
                std::memcpy(&segment, bytes.constData() + header.e_phoff + i * sizeof segment, sizeof segment);
                // Pages of 16 KiB, which Arm devices may have and x86 never has.
                if (segment.p_type == PT_LOAD && (machine == EM_AARCH64 || name.startsWith("kintsugi-runner")))
                    QVERIFY2(segment.p_align >= 16384, qPrintable(name));
            }
            if (name == "kintsugi-runner-reference")
                for (int i = 0; i < header.e_phnum; ++i) { // one file that needs no other
                    Elf64_Phdr segment;
                    std::memcpy(&segment, bytes.constData() + header.e_phoff + i * sizeof segment, sizeof segment);
                    QVERIFY(segment.p_type != PT_INTERP && segment.p_type != PT_DYNAMIC);
                }
            if (name.startsWith("kintsugi-runner"))
                QVERIFY(!bytes.contains(KINTSUGI_SOURCE_DIR) && !bytes.contains("/.cache/kintsugi"));
            ++programs;
        }
        QVERIFY(programs >= 7);
    }

    void probeTestsTheScan_data() { programs(); }
    void probeTestsTheScan() {
        QFETCH(QString, architecture);
        QFETCH(QString, program);
        const bool isReference = program.endsWith("reference");
        QString reason;
        const Outcome outcome = run(architecture, program, {"--probe"}, reason);
        if (!reason.isEmpty())
            QSKIP(qPrintable(reason));
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(endProblem(outcome), QString());
        const Json hello = outcome.all("hello").at(0);
        QCOMPARE(hello["onnxruntime"], isReference ? Json() : Json("1.26.0"));
        QCOMPARE(hello["kernels"], isReference ? "reference" : "onnxruntime");
        QCOMPARE(outcome.all("hello").at(0)["arch"], architecture.toStdString());
        if (architecture == "aarch64")
            QCOMPARE(outcome.all("env").at(0)["scan_target"], "NEON");
        QCOMPARE(outcome.all("selftest").at(0)["pass"], true);
    }

    void networkAgreesWithThisMachine_data() { programs(); }
    void networkAgreesWithThisMachine() {
        QFETCH(QString, architecture);
        QFETCH(QString, program);
        QString reason;
        const QStringList once{"--model", path("net.onnx"), "--warmup", "0", "--runs", "1", "--check"};
        const Outcome good = run(architecture, program, once + QStringList{path("net.safetensors")}, reason);
        if (!reason.isEmpty())
            QSKIP(qPrintable(reason));
        QCOMPARE(good.exitCode, 0);
        QCOMPARE(endProblem(good), QString());
        QCOMPARE(good.all("check").at(0)["pass"], true);
        qInfo("%s, %s differs by %g of the largest value", qPrintable(architecture), qPrintable(program),
              good.all("check").at(0)["max_rel"].get<double>());
        const Outcome spoiled = run(architecture, program, once + QStringList{path("spoiled.safetensors")}, reason);
        QCOMPARE(spoiled.exitCode, 0);
        QCOMPARE(spoiled.all("check").at(0)["pass"], false);
    }

private:
    static void bundles() {
        QTest::addColumn<QString>("architecture");
        QTest::newRow("x86_64") << "x86_64";
        QTest::newRow("aarch64") << "aarch64";
    }
    static void programs() {
        QTest::addColumn<QString>("architecture");
        QTest::addColumn<QString>("program");
        for (const char* architecture : {"x86_64", "aarch64"})
            for (const char* program : {"kintsugi-runner", "kintsugi-runner-reference"})
                QTest::addRow("%s, %s", architecture, program) << architecture << program;
    }
    static QDir bundle(const QString& architecture) { return QDir(QString(KINTSUGI_BUNDLES "/") + architecture); }
    static const char* absent(const QString& architecture) {
        return architecture == "aarch64" ? "no bundle: script/build-runner aarch64 makes it"
                                         : "no bundle: script/build-runner x86_64 makes it";
    }
    std::filesystem::path file(const char* name) const {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    QString path(const char* name) const { return m_folder.filePath(name); }

    /// As on a device: inside the folder, by its loader where the program needs one, with an empty environment.
    /// @p reason says why it cannot be.
    static Outcome run(const QString& architecture, const QString& program, const QStringList& words, QString& reason) {
        const QDir folder = bundle(architecture);
        const QStringList loaders = folder.entryList({"ld-linux*"}, QDir::Files);
        if (loaders.isEmpty()) {
            reason = absent(architecture);
            return {};
        }
        QStringList command{"./" + program};
        if (program == "kintsugi-runner")
            command = QStringList{folder.filePath(loaders.front()), "--library-path", "."} + command;
        if (QSysInfo::buildCpuArchitecture() != (architecture == "aarch64" ? "arm64" : architecture)) {
            const QString emulator = QStandardPaths::findExecutable("qemu-" + architecture + "-static");
            if (emulator.isEmpty()) {
                reason = "qemu-" + architecture + "-static is not installed: script/bootstrap --device does that";
                return {};
            }
            command.prepend(emulator);
        }
        QProcess process;
        process.setWorkingDirectory(folder.path());
        QProcessEnvironment nothing;
        nothing.insert("ORT_DISABLE_TELEMETRY", "1");
        process.setProcessEnvironment(nothing);
        process.start(command.front(), command.mid(1) + words);
        return finish(process);
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(RunnerBundleTest)
#include "bundle_test.moc"
