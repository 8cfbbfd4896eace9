#include "adb_peers.h"
#include "adb_test_case.h"
#include "device/device_list.h"

#include <QProcess>

using namespace kintsugi;
using namespace std::chrono_literals;

class AdbListTest : public AdbTestCase {
    Q_OBJECT

private Q_SLOTS:
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

    void aDeviceThatIsNotThere() {
        Run run(device("no such serial"), requestFor("good"), m_limits);
        run.wait();
        QVERIFY2(QString::fromStdString(run.report.failure).contains("no such serial"), run.report.failure.c_str());
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
};

int main(int count, char** arguments) {
    return runAdbTest<AdbListTest>(count, arguments);
}

#include "adb_list_test.moc"
