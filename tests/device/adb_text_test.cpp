#include "device/adb_text.h"

#include <QTest>

using namespace kintsugi;

namespace {

struct Row {
    const char* name;
    const char* line;
    const char* serial;
    const char* state;
    DeviceState known;
    const char* model;
};

const Row rows[] = {
    {"long, ready", "0123456789ABCDEF       device usb:1-1 product:p model:Some_Phone device:d transport_id:3",
     "0123456789ABCDEF", "device", DeviceState::Ready, "Some_Phone"},
    {"short, ready", "0123456789ABCDEF\tdevice", "0123456789ABCDEF", "device", DeviceState::Ready, ""},
    {"carriage return", "ABC\tdevice\r\n", "ABC", "device", DeviceState::Ready, ""},
    {"long, carriage return", "ABC                    device model:M\r", "ABC", "device", DeviceState::Ready, "M"},
    {"network", "192.168.0.5:5555       device product:p model:M device:d", "192.168.0.5:5555", "device",
     DeviceState::Ready, "M"},
    {"ipv6", "[fe80::1]:5555\toffline", "[fe80::1]:5555", "offline", DeviceState::Offline, ""},
    {"spaces in serial, long", "My own serial 1        device product:p model:M", "My own serial 1", "device",
     DeviceState::Ready, "M"},
    {"spaces in serial, short", "My own serial 1\tunauthorized", "My own serial 1", "unauthorized",
     DeviceState::Unauthorized, ""},
    {"state's word in serial", "my device 7            offline transport_id:1", "my device 7", "offline",
     DeviceState::Offline, ""},
    {"one space only", "ABCDEFGHIJKLMNOPQRSTUVWXYZ unauthorized usb:1-1", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "unauthorized",
     DeviceState::Unauthorized, ""},
    {"no permissions", "????????????           no permissions usb:1-1", "????????????", "no permissions",
     DeviceState::NoPermissions, ""},
    {"no permissions, explained",
     "ABC                    no permissions (user in plugdev group; are your udev rules wrong?); see "
     "[http://developer.android.com/tools/device.html] usb:3-2 transport_id:4",
     "ABC",
     "no permissions (user in plugdev group; are your udev rules wrong?); see "
     "[http://developer.android.com/tools/device.html]",
     DeviceState::NoPermissions, ""},
    {"no permissions, a state's word inside",
     "ABC            no permissions (missing udev rules? user is in the device group) usb:3-2", "ABC",
     "no permissions (missing udev rules? user is in the device group)", DeviceState::NoPermissions, ""},
    {"authorizing", "ABC\tauthorizing", "ABC", "authorizing", DeviceState::Authorizing, ""},
    {"connecting", "ABC\tconnecting", "ABC", "connecting", DeviceState::Connecting, ""},
    {"recovery", "ABC                    recovery product:p model:M", "ABC", "recovery", DeviceState::Recovery, "M"},
    {"rescue", "ABC\trescue", "ABC", "rescue", DeviceState::Recovery, ""},
    {"sideload", "ABC\tsideload", "ABC", "sideload", DeviceState::Sideload, ""},
    {"bootloader", "ABC\tbootloader", "ABC", "bootloader", DeviceState::Bootloader, ""},
    {"host", "ABC\thost", "ABC", "host", DeviceState::Unsupported, ""},
    {"a state of the future", "ABC\tdreaming", "ABC", "dreaming", DeviceState::Unknown, ""},
    {"a state of the future, long", "ABC                    dreaming usb:1-1 model:M", "ABC", "dreaming",
     DeviceState::Unknown, "M"},
    {"state only begins alike", "ABC\tdeviceless", "ABC", "deviceless", DeviceState::Unknown, ""},
};

} // namespace

class AdbTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsALine_data() {
        QTest::addColumn<int>("row");
        int i = 0;
        for (const Row& row : rows)
            QTest::newRow(row.name) << i++;
    }
    void readsALine() {
        QFETCH(int, row);
        const Row& expected = rows[row];
        const auto line = parseAdbLine(QString::fromUtf8(expected.line));
        QVERIFY(line);
        QCOMPARE(line->serial, QString::fromUtf8(expected.serial));
        QCOMPARE(line->state, QString::fromUtf8(expected.state));
        QCOMPARE(int(line->known), int(expected.known));
        QCOMPARE(line->property("model"), QString::fromUtf8(expected.model));
        QVERIFY(!line->raw.contains(u'\r'));
    }

    void passesOverALine_data() {
        QTest::addColumn<QString>("line");
        QTest::newRow("empty") << "";
        QTest::newRow("carriage return") << "\r";
        QTest::newRow("header") << "List of devices attached";
        QTest::newRow("header, carriage return") << "List of devices attached \r";
        QTest::newRow("daemon starts") << "* daemon not running; starting now at tcp:5037";
        QTest::newRow("daemon started") << "* daemon started successfully";
        QTest::newRow("clash") << "adb server version (32) doesn't match this client (41); killing...";
        QTest::newRow("out of date") << "adb server is out of date.  killing...";
        QTest::newRow("client's error") << "adb: failed to check server version: protocol fault";
        QTest::newRow("error") << "error: cannot connect to daemon";
        QTest::newRow("serial only") << "ABC";
        QTest::newRow("serial and tab") << "ABC\t";
        QTest::newRow("no serial") << "\tdevice";
        QTest::newRow("padding first") << "   device";
    }
    void passesOverALine() {
        QFETCH(QString, line);
        QVERIFY(!parseAdbLine(line));
    }

    void readsAListWithNoise() {
        const auto lines = parseAdbDevices("* daemon not running; starting now at tcp:5037\r\n"
                                           "* daemon started successfully\r\n"
                                           "List of devices attached\r\n"
                                           "A                      device model:M\r\n"
                                           "corrupted\r\n"
                                           "B                      offline\r\n\r\n");
        QCOMPARE(lines.size(), std::size_t(2));
        QCOMPARE(lines[0].serial, "A");
        QCOMPARE(lines[1].serial, "B");
        QCOMPARE(parseAdbDevices("A\tdevice\n").size(), std::size_t(1)); // no header
        QVERIFY(parseAdbDevices("List of devices attached\n\n").empty());
    }

    void framesArriveInAnyPieces_data() {
        QTest::addColumn<int>("piece");
        for (const int piece : {1, 3, 7, 1000})
            QTest::addRow("%d bytes", piece) << piece;
    }
    void framesArriveInAnyPieces() {
        QFETCH(int, piece);
        const QByteArray all = "* daemon started successfully\n"
                               "0000"
                               "0009A\tdevice\n"
                               "0013A\tdevice\nB\toffline\n";
        TrackFrames frames;
        std::vector<std::size_t> sizes;
        for (qsizetype at = 0; at < all.size(); at += piece)
            for (const auto& list : frames.feed(all.mid(at, piece)))
                sizes.push_back(list.size());
        QCOMPARE(sizes, (std::vector<std::size_t>{0, 1, 2}));
    }

    void readsVersion() {
        const auto version =
            parseAdbVersion("Android Debug Bridge version 1.0.41\nVersion 29.0.6-debian\nInstalled as x\n");
        QVERIFY(version);
        QCOMPARE(version->protocol, 41);
        QCOMPARE(version->program, "29.0.6-debian");
        QCOMPARE(parseAdbVersion("Android Debug Bridge version 1.0.32\r\n")->protocol, 32);
        QVERIFY(!parseAdbVersion("some other program 1.0\n"));
    }

    void readsFreeSpace_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qlonglong>("bytes");
        QTest::newRow("busybox") << "Filesystem           1K-blocks      Used Available Use% Mounted on\n"
                                    "tmpfs                 12341828         0  12341828   0% /data/local/tmp\n"
                                 << 12341828LL * 1024;
        QTest::newRow("toybox") << "Filesystem     1K-blocks    Used Available Use% Mounted on\r\n"
                                   "/dev/block/dm-5  1000000  400000    600000  41% /data\r\n"
                                << 600000LL * 1024;
        QTest::newRow("two lines") << "Filesystem 1024-blocks Used Available Capacity Mounted on\n"
                                      "/dev/block/platform/very/long/name\n      100 40 60 40% /data\n"
                                   << 60LL * 1024;
        QTest::newRow("refused") << "df: /data/local/tmp: Permission denied\n" << -1LL;
        QTest::newRow("empty") << "" << -1LL;
    }
    void readsFreeSpace() {
        QFETCH(QString, text);
        QFETCH(qlonglong, bytes);
        QCOMPARE(qlonglong(parseFreeBytes(text).value_or(-1)), bytes);
    }

    void readsHashes() {
        const QString hash(64, u'a');
        const auto hashes = parseSha256(hash + "  a b.so\r\nsha256sum: x: No such file\n" + hash + "  ./c\n");
        QCOMPARE(hashes.size(), std::size_t(2));
        QCOMPARE(hashes[0].first, "a b.so");
        QCOMPARE(hashes[1].first, "c");
        QCOMPARE(hashes[1].second, hash);
    }

    void quotesForAShell_data() {
        QTest::addColumn<QString>("argument");
        QTest::addColumn<QString>("quoted");
        QTest::newRow("plain") << "/data/local/tmp/a-1.onnx"
                               << "/data/local/tmp/a-1.onnx";
        QTest::newRow("space") << "a b"
                               << "'a b'";
        QTest::newRow("quote") << "it's"
                               << "'it'\\''s'";
        QTest::newRow("command") << "$(reboot)"
                                 << "'$(reboot)'";
        QTest::newRow("empty") << ""
                               << "''";
    }
    void quotesForAShell() {
        QFETCH(QString, argument);
        QTEST(shellQuoted(argument), "quoted");
    }

    void everyStateButReadyHasAdvice() {
        for (int i = 0; i <= int(DeviceState::Unknown); ++i)
            QCOMPARE(adviceFor(DeviceState(i)).isEmpty(), DeviceState(i) == DeviceState::Ready);
    }
};

QTEST_APPLESS_MAIN(AdbTextTest)
#include "adb_text_test.moc"
