#include "device/device_list.h"

#include "base/error.h"
#include "device/adb_device.h"
#include "device/local_device.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QThread>
#include <QThreadPool>
#include <atomic>
#include <mutex>

namespace kintsugi {

using namespace std::chrono_literals;

namespace {

DeviceCard stateCard(DeviceState state, const QString& raw) {
    DeviceCard card;
    card.id = "adb";
    card.name = "adb";
    card.raw = raw.toStdString();
    card.state = state;
    card.advice = adviceFor(state).toStdString();
    return card;
}

DeviceCard cardOf(const AdbLine& line) {
    DeviceCard card;
    card.id = line.serial.toStdString();
    const QString model = line.property(QStringLiteral("model")).replace(u'_', u' ');
    card.name = (model.isEmpty() ? line.serial : model).toStdString();
    card.raw = line.raw.toStdString();
    card.state = line.known;
    card.advice = adviceFor(line.known).toStdString();
    return card;
}

/// Asks a ready device what it is; one that does not answer becomes offline.
void complete(DeviceCard& card, const AdbClient& adb, const std::stop_token& stop) {
    AdbDevice device(adb, QString::fromStdString(card.id), {});
    try {
        const DeviceFacts facts = device.identify(stop);
        device.sweep(stop);
        card.name = facts.name;
        card.facts = facts.rows;
        card.isFixture = facts.isFixture;
        if (facts.architecture != "aarch64" && facts.architecture != "x86_64")
            card.state = DeviceState::Unsupported;
    } catch (const Error& problem) {
        card.state = DeviceState::Offline;
        card.raw += card.raw.empty() ? problem.what() : std::string(" | ") + problem.what();
    }
    card.advice = adviceFor(card.state).toStdString();
}

std::optional<DeviceCard> obstacle(const std::optional<AdbClient>& adb) {
    if (!adb)
        return stateCard(DeviceState::AdbMissing, {});
    if (adb->clashes())
        return stateCard(DeviceState::AdbClash, QStringLiteral("adb server version (%1) doesn't match this client (%2)")
                                                    .arg(AdbClient::serverVersion().value_or(0))
                                                    .arg(adb->version().protocol));
    return std::nullopt;
}

} // namespace

DeviceCard localCard() {
    LocalDevice device({});
    const DeviceFacts facts = device.identify({});
    DeviceCard card;
    card.id = "local";
    card.name = facts.name;
    card.state = DeviceState::Ready;
    card.isLocal = true;
    card.facts = facts.rows;
    return card;
}

std::vector<DeviceCard> listDevices(const QString& adbSetting, const std::stop_token& stop) {
    std::vector<DeviceCard> cards = {localCard()};
    const auto adb = AdbClient::find(adbSetting);
    if (auto card = obstacle(adb)) {
        cards.push_back(std::move(*card));
        return cards;
    }
    const CommandResult result = adb->run({QStringLiteral("devices"), QStringLiteral("-l")}, 10s, stop);
    for (const AdbLine& line : parseAdbDevices(QString::fromUtf8(result.output)))
        cards.push_back(cardOf(line));
    // One that does not answer must not keep the others waiting.
    QThreadPool pool;
    pool.setMaxThreadCount(16);
    for (DeviceCard& card : cards)
        if (!card.isLocal && card.state == DeviceState::Ready)
            pool.start([&card, &adb, &stop] { complete(card, *adb, stop); });
    pool.waitForDone();
    return cards;
}

// --- following ---------------------------------------------------------------------------------------------------

struct DeviceWatcher::State {
    explicit State(DeviceWatcher* owner) : watcher(owner) {}

    void follow(const QString& setting);
    void track(const AdbClient& adb);
    void take(const std::vector<AdbLine>& lines, const AdbClient& adb, bool askAgain);
    void ask(const DeviceCard& card, const AdbClient& adb);
    void publish();
    void show(DeviceCard card) {
        const std::lock_guard lock(mutex);
        cards = {std::move(card)};
    }

    DeviceWatcher* watcher;
    std::stop_source stop;
    std::atomic<bool> recheck = false;
    DeviceCard local;
    std::mutex mutex;
    std::vector<DeviceCard> cards;
    QThreadPool pool;
};

void DeviceWatcher::State::publish() {
    std::vector<DeviceCard> all = {local};
    {
        const std::lock_guard lock(mutex);
        all.insert(all.end(), cards.begin(), cards.end());
    }
    DeviceWatcher* target = watcher;
    QMetaObject::invokeMethod(
        target, [target, all = std::move(all)] { Q_EMIT target->devicesChanged(all); }, Qt::QueuedConnection);
}

void DeviceWatcher::State::ask(const DeviceCard& card, const AdbClient& adb) {
    pool.start([this, asked = DeviceCard(card), adb]() mutable {
        const std::string raw = asked.raw;
        complete(asked, adb, stop.get_token());
        {
            const std::lock_guard lock(mutex);
            for (DeviceCard& known : cards)
                if (known.id == asked.id && known.raw == raw)
                    known = asked;
        }
        publish();
    });
}

void DeviceWatcher::State::take(const std::vector<AdbLine>& lines, const AdbClient& adb, bool askAgain) {
    std::vector<DeviceCard> fresh;
    std::vector<DeviceCard> toAsk;
    {
        const std::lock_guard lock(mutex);
        for (const AdbLine& line : lines) {
            DeviceCard card = cardOf(line);
            const auto known = std::find_if(cards.begin(), cards.end(), [&](const DeviceCard& c) {
                return c.id == card.id && c.raw == card.raw && !c.facts.empty();
            });
            if (known != cards.end())
                card = *known;
            if (card.state == DeviceState::Ready && (askAgain || known == cards.end()))
                toAsk.push_back(card);
            fresh.push_back(std::move(card));
        }
        cards = fresh;
    }
    publish();
    for (const DeviceCard& card : toAsk)
        ask(card, adb);
}

void DeviceWatcher::State::track(const AdbClient& adb) {
    QProcess process;
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(adb.program(), {QStringLiteral("track-devices"), QStringLiteral("-l")});
    if (!process.waitForStarted())
        return;
    TrackFrames frames;
    while (!stop.stop_requested() && process.state() != QProcess::NotRunning) {
        process.waitForReadyRead(100);
        process.readAllStandardError();
        if (const auto lists = frames.feed(process.readAllStandardOutput()); !lists.empty())
            take(lists.back(), adb, false);
        if (recheck.exchange(false)) {
            const CommandResult result =
                adb.run({QStringLiteral("devices"), QStringLiteral("-l")}, 5s, stop.get_token());
            if (result.good())
                take(parseAdbDevices(QString::fromUtf8(result.output)), adb, true);
        }
    }
    process.kill();
    process.waitForFinished(300);
}

void DeviceWatcher::State::follow(const QString& setting) {
    local = localCard();
    publish();
    int rest = 1000;
    while (!stop.stop_requested()) {
        const auto adb = AdbClient::find(setting);
        QElapsedTimer clock;
        clock.start();
        if (auto card = obstacle(adb)) {
            show(std::move(*card));
            publish();
        } else {
            track(*adb);
        }
        // The server went away or was never there; it may come back.
        rest = clock.elapsed() > 10'000 ? 1000 : std::min(rest * 2, 10'000);
        for (int slept = 0; slept < rest && !stop.stop_requested() && !recheck; slept += 50)
            QThread::msleep(50);
    }
    pool.waitForDone();
}

DeviceWatcher::DeviceWatcher(QString adbSetting, QObject* parent)
    : QObject(parent), m_state(std::make_unique<State>(this)), m_setting(std::move(adbSetting)) {}

DeviceWatcher::~DeviceWatcher() {
    m_state->stop.request_stop();
    if (m_thread)
        m_thread->wait();
}

void DeviceWatcher::start() {
    if (m_thread)
        return;
    m_thread.reset(QThread::create([state = m_state.get(), setting = m_setting] { state->follow(setting); }));
    m_thread->start();
}

void DeviceWatcher::recheck() {
    m_state->recheck = true;
}

} // namespace kintsugi
