#include "device/crc32.h"
#include "device/record_parser.h"
#include "device/run_failure.h"

#include <QTest>

using namespace kintsugi;

namespace {

/// A well-behaved run of two models, three passes each, in the order A B B A A B.
QStringList goodRecords() {
    return {
        R"({"record":"hello","schema":1,"runner":"0.1.0","onnxruntime":"1.26.0","arch":"x86_64","nonce":"N1","pid":7,"fixture":"test","models":[{"index":0},{"index":1}]})",
        R"({"record":"env","cores":8,"page_size":4096,"os":"Linux 5.10","cpu":"C","scan_target":"AVX3","capacity":null,"affinity":[0,1],"threads":2,"celsius":{"zone":41.5},"khz":[1000,null]})",
        R"({"record":"load","model":0,"ms":115.2,"input":[1,3,256,128]})",
        R"({"record":"load","model":1,"ms":15.2,"input":[1,3,256,128]})",
        R"({"record":"check","model":0,"max_abs":1e-6,"max_rel":2e-6,"allowed":1e-4,"pass":true})",
        R"({"record":"check","model":1,"max_abs":1e-6,"max_rel":2e-6,"allowed":1e-4,"pass":true})",
        R"({"record":"warm","model":0,"i":0,"ms":80})",
        R"({"record":"beat","stage":"run"})",
        R"({"record":"run","model":0,"i":0,"ms":40,"khz":2400000,"celsius":45})",
        R"({"record":"run","model":1,"i":0,"ms":20,"khz":null,"celsius":null})",
        R"({"record":"run","model":1,"i":1,"ms":21,"khz":null,"celsius":null})",
        R"({"record":"run","model":0,"i":1,"ms":41,"khz":null,"celsius":null})",
        R"({"record":"run","model":0,"i":2,"ms":42,"khz":null,"celsius":null})",
        R"({"record":"run","model":1,"i":2,"ms":22,"khz":null,"celsius":null})",
        R"({"record":"node","model":0,"name":"base/x","op":"Conv","stage":"base","edge":"","ms":1,"runs":10})",
        R"({"record":"node","model":0,"name":"","op":"Gelu","stage":"","edge":"","ms":0.5,"runs":10})",
        R"({"record":"node","model":0,"name":"dec1/a","op":"Conv","stage":"dec1","edge":"0-1.T","ms":2,"runs":10})",
        R"({"record":"node","model":0,"name":"enc1/a","op":"Conv","stage":"enc1","edge":"0-1.T","ms":3,"runs":10})",
        R"({"record":"node","model":0,"name":"enc1/b","op":"Conv","stage":"enc1","edge":"0-1.T","ms":4,"runs":10})",
        R"({"record":"profile","model":0,"whole_ms":11,"nodes_ms":10.5})",
        R"({"record":"after","celsius":{"zone":50},"khz":null,"peak_bytes":1000000})",
    };
}

QByteArray joined(const QStringList& records, bool end = true) {
    QByteArray text;
    for (const QString& record : records)
        text += record.toUtf8() + '\n';
    if (end)
        text += QString::asprintf(R"({"record":"end","records":%d,"crc32":"%08x"})", int(records.size()),
                                  crc32({text.constData(), std::size_t(text.size())}))
                    .toUtf8() +
                '\n';
    return text;
}

RecordParser parserAfter(const QByteArray& bytes, int piece = 1 << 20) {
    RecordParser parser({"N1", {"A", "B"}, 3, true});
    for (qsizetype at = 0; at < bytes.size(); at += piece)
        parser.feed(bytes.mid(at, piece).toStdString());
    return parser;
}

const RunOutcome well{RunEnd::Exited, 0, {}};

QStringList without(const char* part) {
    QStringList records = goodRecords();
    records.removeIf([&](const QString& r) { return r.contains(QLatin1String(part)); });
    return records;
}

QStringList replaced(const char* from, const char* to) {
    QStringList records = goodRecords();
    return records.replaceInStrings(QLatin1String(from), QLatin1String(to));
}

} // namespace

class RecordParserTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void checksumIsZlibs() {
        QCOMPARE(crc32("123456789"), 0xCBF43926u);
        QCOMPARE(crc32("56789", crc32("1234")), 0xCBF43926u);
        QCOMPARE(crc32(""), 0u);
    }

    void acceptsTheSameRunHoweverItArrives_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("piece");
        const QByteArray good = joined(goodRecords());
        QTest::newRow("at once") << good << 1000000;
        for (const int piece : {1, 7, 100, 1 << 20})
            QTest::addRow("%d bytes", piece) << good << piece;
        QTest::newRow("carriage returns") << QByteArray(good).replace("\n", "\r\n") << 100;
        QTest::newRow("noise between") << QByteArray(good).replace(
                                              "{\"record\":\"run\",",
                                              "WARNING: linker: unused DT entry\n\n{\"x\":1}\n[]\n{\"record\":\"run\",")
                                       << 100;
        QTest::newRow("warning glued before a record")
            << QByteArray(good).replace("{\"record\":\"env\"", "WARNING: x {\"record\":\"env\"") << 100;
        QTest::newRow("another run's records first") << QByteArray(good).replace("N1", "N0") + good << 100;
        QTest::newRow("bytes that are no text") << QByteArray("\xff\xfe\0\x01\n", 5) + good << 100;
        QTest::newRow("a line without end") << QByteArray(9 << 20, 'x') + "\n" + good << 1000000;
        QTest::newRow("something after the end") << good + good << 100;
    }
    void acceptsTheSameRunHoweverItArrives() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, piece);
        const RecordParser parser = parserAfter(bytes, piece);
        const TimingReport report = parser.report(well);
        QVERIFY2(report.complete, report.failure.c_str());
        QVERIFY(parser.ended());
        const TimedModel& a = report.models[0];
        QCOMPARE(a.milliseconds, (std::vector<double>{40, 41, 42}));
        QCOMPARE(a.order, (std::vector<int>{0, 3, 4}));
        QVERIFY(a.khz[0] == 2400000 && !a.khz[1] && a.celsius[0] == 45);
        QCOMPARE(report.models[1].order, (std::vector<int>{1, 2, 5}));
        QCOMPARE(a.loadMs, 115.2);
        QCOMPARE(a.stages.size(), std::size_t(4));
        QCOMPARE(a.stages[0].stage, "enc1");
        QCOMPARE(*a.stages[0].profiledMs, 7.0);
        QCOMPARE(a.stages[1].stage, "dec1");
        QCOMPARE(a.stages[2].stage, "base");
        QCOMPARE(a.stages[3].stage, "unattributed");
        QCOMPARE(*a.nodesSumMs, 10.5);
        QCOMPARE(int(*a.peakBytes), 1000000);
        const Conditions& c = report.conditions;
        QCOMPARE(c.runtime, "ONNX Runtime 1.26.0");
        QCOMPARE(c.height, 256);
        QCOMPARE(c.width, 128);
        QCOMPARE(c.threads, 2);
        QCOMPARE(c.cores, (std::vector<int>{0, 1}));
        QCOMPARE(c.celsiusBefore.at("zone"), 41.5);
        QCOMPARE(c.celsiusAfter.at("zone"), 50.0);
        QVERIFY(c.isFixture && c.khzAfter.empty());
    }

    void refusesWhatIsNotWhole_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says");
        QTest::addColumn<int>("passes");
        const QByteArray good = joined(goodRecords());
        QTest::newRow("nothing") << QByteArray() << "without a record" << 0;
        QTest::newRow("no end") << joined(goodRecords(), false) << "connection" << 6;
        QTest::newRow("last newline missing") << good.chopped(1) << "connection" << 6;
        QTest::newRow("cut in a pass") << good.left(good.indexOf("\"i\":2")) << "connection" << 4;
        QTest::newRow("a record lost") << QByteArray(good).replace(goodRecords()[9].toUtf8() + '\n', "") << "20 of 21"
                                       << 5;
        QTest::newRow("a record cut") << QByteArray(good).replace(goodRecords()[9].toUtf8(),
                                                                  goodRecords()[9].left(30).toUtf8())
                                      << "20 of 21" << 5;
        QTest::newRow("a digit changed") << QByteArray(good).replace("\"ms\":42", "\"ms\":12") << "checksum" << 6;
        QTest::newRow("another run") << QByteArray(good).replace("N1", "N0") << "without a record" << 0;
        QTest::newRow("greeted twice") << joined(goodRecords() + goodRecords()) << "twice" << 12;
        QTest::newRow("pass without time") << joined(replaced("\"ms\":42", "\"ms\":null")) << "no time" << 5;
        QTest::newRow("pass of zero") << joined(replaced("\"ms\":42", "\"ms\":0")) << "no time" << 5;
        QTest::newRow("too few passes") << joined(without("\"i\":2")) << "2 passes of A instead of 3" << 4;
        QTest::newRow("unknown model") << joined(replaced("\"run\",\"model\":1", "\"run\",\"model\":5")) << "no model"
                                       << 3;
        QTest::newRow("one model only") << joined(replaced(",{\"index\":1}", "")) << "2 models and names 1" << 6;
        QTest::newRow("later schema") << joined(replaced("\"schema\":1", "\"schema\":2")) << "schema" << 6;
        QTest::newRow("no parity") << joined(without("\"check\",\"model\":1")) << "output of B was not compared" << 6;
        QTest::newRow("parity failed") << joined(replaced("2e-6,\"allowed\":1e-4,\"pass\":true",
                                                          "0.3,\"allowed\":1e-4,\"pass\":false"))
                                       << "output of A differs" << 6;
        QTest::newRow("parity not a number")
            << joined(replaced("\"max_rel\":2e-6", "\"max_rel\":null")) << "output of A differs" << 6;
        QTest::newRow("parity passed in word only") << joined(replaced("2e-6", "0.5")) << "output of A differs" << 6;
    }
    void refusesWhatIsNotWhole() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, says);
        QFETCH(int, passes);
        const RecordParser parser = parserAfter(bytes, 64);
        const TimingReport report = parser.report(well);
        QVERIFY(!report.complete);
        QVERIFY2(QString::fromStdString(report.failure).contains(says), report.failure.c_str());
        QCOMPARE(parser.passes(), passes); // partial rows are kept
        timingReportFromJson(toJson(report));
    }

    void saysWhyTheProcessEnded_data() {
        QTest::addColumn<int>("end");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("stderrText");
        QTest::addColumn<QString>("says");
        const int exited = int(RunEnd::Exited);
        QTest::newRow("126") << exited << 126 << "sh: ./ld-linux.so: No such file or directory\n"
                             << "No such file";
        QTest::newRow("127") << exited << 127 << "x\nrunner: libonnxruntime.so.1: cannot open\n"
                             << "libonnxruntime.so.1";
        QTest::newRow("132") << exited << 132 << ""
                             << "instruction";
        QTest::newRow("137") << exited << 137 << ""
                             << "memory";
        QTest::newRow("139") << exited << 139 << ""
                             << "crashed";
        QTest::newRow("159") << exited << 159 << ""
                             << "forbids";
        QTest::newRow("124") << exited << 124 << ""
                             << "time limit";
        QTest::newRow("77") << exited << 77 << ""
                            << "exit code 77";
        QTest::newRow("0 without end") << exited << 0 << ""
                                       << "connection";
        QTest::newRow("255") << exited << 255 << ""
                             << "connection";
        QTest::newRow("adb lost it") << exited << 1 << "error: device 'X' not found\n"
                                     << "device 'X' not found";
        QTest::newRow("adb unauthorized")
            << exited << 1 << "error: device unauthorized.\nThis adb server's key is unknown\nOtherwise check.\n"
            << "(error: device unauthorized)";
        QTest::newRow("adb offline") << exited << 1 << "adb: device offline\n"
                                     << "device offline";
        QTest::newRow("runner's 1") << exited << 1 << ""
                                    << "exit code 1";
        QTest::newRow("unknown") << exited << -1 << ""
                                 << "connection";
        QTest::newRow("cancelled") << int(RunEnd::Cancelled) << 137 << ""
                                   << "cancelled after 3 passes";
        QTest::newRow("silent") << int(RunEnd::Silent) << 137 << ""
                                << "said nothing";
        QTest::newRow("overtime") << int(RunEnd::Overtime) << 137 << ""
                                  << "longer than allowed";
        QTest::newRow("link lost") << int(RunEnd::LinkLost) << 0 << ""
                                   << "measuring, after 3 passes";
    }
    void saysWhyTheProcessEnded() {
        QFETCH(int, end);
        QFETCH(int, code);
        QFETCH(QString, stderrText);
        QFETCH(QString, says);
        const RecordParser parser = parserAfter(joined(goodRecords().mid(0, 11), false));
        RunOutcome outcome{RunEnd(end), std::nullopt, stderrText.toStdString()};
        if (code >= 0)
            outcome.exitCode = code;
        const TimingReport report = parser.report(outcome);
        QVERIFY(!report.complete);
        const QString failure = QString::fromStdString(report.failure);
        QVERIFY2(failure.contains(says), report.failure.c_str());
        QVERIFY2(failure.endsWith(u'.') && failure.count(QStringLiteral(". ")) == 0, report.failure.c_str());
        QVERIFY2(failure.contains(u';'), "no remedy");
    }

    void aCrashAfterTheEndIsNoResult() {
        QVERIFY(!parserAfter(joined(goodRecords())).report({RunEnd::Exited, 139, {}}).complete);
    }

    void aLinkLostAfterTheEndIsAResult() {
        const RecordParser parser = parserAfter(joined(goodRecords()));
        QVERIFY(parser.report({RunEnd::LinkLost, std::nullopt, {}}).complete);
        QVERIFY(parser.report({RunEnd::Exited, 255, {}}).complete);
    }

    void theRunnersOwnSentenceWins() {
        const RecordParser parser =
            parserAfter(joined(goodRecords().mid(0, 3), false) +
                        "{\"record\":\"error\",\"stage\":\"load\",\"message\":\"The model is odd; export again.\"}\n");
        QCOMPARE(parser.stage(), "load");
        QCOMPARE(parser.report({RunEnd::Exited, 1, {}}).failure, "The model is odd; export again.");
    }

    void aBeatTellsTheStage() {
        RecordParser parser = parserAfter(joined(goodRecords().mid(0, 2), false));
        QCOMPARE(parser.stage(), "start");
        parser.feed("{\"record\":\"beat\",\"stage\":\"load\"}\n");
        QCOMPARE(parser.stage(), "load");
    }
};

QTEST_APPLESS_MAIN(RecordParserTest)
#include "record_parser_test.moc"
