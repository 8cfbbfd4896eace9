#include "adb_test_case.h"
#include "base/error.h"
#include "device/runner_files.h"
#include "tiny_model.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

using namespace kintsugi;
using namespace std::chrono_literals;

class AdbPushTest : public AdbTestCase {
    Q_OBJECT

private Q_SLOTS:
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

    void aProcessorWithoutRunnerIsRefusedByName() {
        AdbDevice phone(*AdbClient::find(), serial, {});
        try {
            phone.place(requestFor("good"), "n", [](int, int, const std::string&) {}, {});
            QFAIL("accepted");
        } catch (const Error& problem) {
            QVERIFY2(QString(problem.what()).contains("x86_64"), problem.what());
        }
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

        // What is missing there is told, and the program of one file does the work.
        for (const char* absent : {"libonnxruntime.so.1", "ld-linux-x86-64.so.2", "libstdc++.so.6"}) {
            const QString poor = m_folder.filePath(QString("without-") + absent);
            QDir().mkpath(poor);
            const QDir from(QString::fromStdString(bundle->second.string()));
            for (const QString& name : from.entryList(QDir::Files))
                if (name != absent)
                    QVERIFY(QFile::copy(from.filePath(name), poor + u'/' + name));
            Run fallback(device(serial, {}, poor), requestOf(false), m_limits);
            const TimingReport& told = fallback.wait();
            qInfo("without %s: %s", absent, told.conditions.fallbackReason.c_str());
            QVERIFY2(told.complete, told.failure.c_str());
            QVERIFY(!told.conditions.fallbackReason.empty());
            QCOMPARE(told.conditions.runtime, "reference kernels, not a deployment runtime");
            QVERIFY(told.models[1].parity && told.models[1].parity->pass);
            QCOMPARE(told.models[0].stages.at(0).stage, "enc1");
            verifyClean();
        }

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
        device()->removeEverything({}); // bundles do not fit into the small folder of the other tests
    }

private:
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
    return runAdbTest<AdbPushTest>(count, arguments);
}

#include "adb_push_test.moc"
