#include "device/push_cache.h"

#include "base/error.h"

#include <QCryptographicHash>
#include <QFile>
#include <QLocale>
#include <algorithm>
#include <map>

namespace kintsugi {

using namespace std::chrono_literals;

namespace {

constexpr std::int64_t margin = 8 << 20;
constexpr int keptBundles = 2;
constexpr int keptFiles = 60;

std::string megabytes(std::int64_t bytes) {
    return QLocale::c().toString(static_cast<double>(bytes) / (1 << 20), 'f', 1).toStdString() + " MB";
}

void requireAnswer(const CommandResult& result, const char* what, const QString& serial) {
    if (result.stopped)
        throw Interrupted("The run was cancelled before its first pass; start it again for a result.");
    if (!result.good())
        throw Error(std::string(what) + " on the device " + serial.toStdString() + " failed (" +
                    result.lastWords().toStdString() + "); check the connection and try again.");
}

} // namespace

QString sha256Of(const std::filesystem::path& path) {
    QFile file(QString::fromStdString(path.string()));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        throw FileError("The file \"" + path.string() + "\" cannot be read (" + file.errorString().toStdString() +
                        "); build or export it again.");
    return QString::fromLatin1(hash.result().toHex());
}

CommandResult PushCache::shell(const QString& script, std::chrono::milliseconds limit,
                               const std::stop_token& stop) const {
    return m_client.shell(m_serial, script, limit, stop);
}

PushCache::Placed PushCache::place(const std::filesystem::path& bundle, const std::vector<std::filesystem::path>& files,
                                   const QString& nonce, const PlaceProgress& progress, const std::stop_token& stop) {
    std::vector<Item> items;
    QByteArray manifest;
    std::vector<std::filesystem::path> bundleFiles;
    for (const auto& entry : std::filesystem::directory_iterator(bundle))
        if (entry.is_regular_file())
            bundleFiles.push_back(entry.path());
    std::sort(bundleFiles.begin(), bundleFiles.end());
    for (const auto& path : bundleFiles) {
        const QString hash = sha256Of(path);
        const QString name = QString::fromStdString(path.filename().string());
        manifest += hash.toLatin1() + "  " + name.toUtf8() + '\n';
        items.push_back({path, hash, name, {}, static_cast<std::int64_t>(std::filesystem::file_size(path))});
    }
    if (items.empty())
        throw FileError("The bundle \"" + bundle.string() + "\" is empty; build it with script/build-runner.");
    const QString bundleHash =
        QString::fromLatin1(QCryptographicHash::hash(manifest, QCryptographicHash::Sha256).toHex());
    for (Item& item : items)
        item.path = bundleHash + u'/' + item.path;

    Placed placed{deviceFolder + u'/' + bundleHash, {}};
    for (const auto& path : files) {
        const QString hash = sha256Of(path);
        placed.files << deviceFolder + QStringLiteral("/models/") + hash;
        const QString inside = QStringLiteral("models/") + hash;
        if (std::none_of(items.begin(), items.end(), [&](const Item& i) { return i.path == inside; }))
            items.push_back({path, hash, inside, {}, static_cast<std::int64_t>(std::filesystem::file_size(path))});
    }
    for (std::size_t i = 0; i < items.size(); ++i)
        items[i].part = QString::number(i);

    auto missing = missingOf(items, stop);
    if (!missing.empty()) {
        makeRoom(missing, bundleHash, stop);
        push(missing, nonce, progress, stop);
    }
    // The order of use decides which bundles and files go first. What this run needs is left out by name: within one
    // second the order is not known.
    QStringList names;
    for (const QString& file : placed.files)
        names << file.section(u'/', -1);
    requireAnswer(
        shell(QStringLiteral("cd %1 && touch %2 %3; ls -1td [0-9a-f]*[0-9a-f]/ | grep -vxF %2/ | tail -n +%4 | "
                             "while read -r old; do rm -rf \"$old\"; done; cd models 2>/dev/null && "
                             "ls -1t | grep -vxF '%6' | tail -n +%5 | while read -r old; do rm -f \"$old\"; done; true")
                  .arg(deviceFolder, bundleHash, placed.files.join(u' '))
                  .arg(keptBundles)
                  .arg(std::max<qsizetype>(1, keptFiles - names.size() + 1))
                  .arg(names.join(u'\n')),
              20s, stop),
        "Tidying", m_serial);
    return placed;
}

std::vector<PushCache::Item> PushCache::missingOf(const std::vector<Item>& items, const std::stop_token& stop) const {
    QString script = QStringLiteral("mkdir -p %1/models && cd %1 && { sha256sum").arg(deviceFolder);
    for (const Item& item : items)
        script += u' ' + shellQuoted(item.path);
    script += QStringLiteral(" 2>/dev/null; true; }");
    const CommandResult result = shell(script, 60s, stop);
    requireAnswer(result, "Looking into the cache", m_serial);
    std::map<QString, QString> there;
    for (const auto& [name, hash] : parseSha256(QString::fromUtf8(result.output)))
        there[name] = hash;
    std::vector<Item> missing;
    for (const Item& item : items)
        if (const auto at = there.find(item.path); at == there.end() || at->second != item.hash)
            missing.push_back(item);
    return missing;
}

void PushCache::makeRoom(const std::vector<Item>& missing, const QString& keep, const std::stop_token& stop) const {
    std::int64_t needed = margin;
    for (const Item& item : missing)
        needed += item.bytes;
    const QString ask = QStringLiteral("df -k %1").arg(deviceFolder);
    const auto freeBytes = [&] {
        const CommandResult result = shell(ask, 20s, stop);
        requireAnswer(result, "Asking for free space", m_serial);
        return parseFreeBytes(QString::fromUtf8(result.output));
    };
    // What df does not say, the push will.
    auto free = freeBytes();
    if (!free || *free >= needed)
        return;
    requireAnswer(
        shell(QStringLiteral("cd %1 && for old in [0-9a-f]*[0-9a-f]/; do [ \"$old\" = %2/ ] || rm -rf \"$old\"; "
                             "done; true")
                  .arg(deviceFolder, keep),
              20s, stop),
        "Making room", m_serial);
    free = freeBytes();
    if (free && *free < needed)
        throw Error("The device " + m_serial.toStdString() + " has " + megabytes(*free) +
                    " free below /data/local/tmp and " + megabytes(needed) +
                    " are needed; free some space there or remove earlier models from the device.");
}

void PushCache::push(const std::vector<Item>& missing, const QString& nonce, const PlaceProgress& progress,
                     const std::stop_token& stop) const {
    const QString part = deviceFolder + QStringLiteral("/.part-") + nonce;
    try {
        std::vector<Item> left = missing;
        for (int attempt = 0; !left.empty(); ++attempt) {
            pushParts(left, part, progress, stop);
            const CommandResult result = shell(QStringLiteral("cd %1 && sha256sum *").arg(part), 60s, stop);
            requireAnswer(result, "Checking what was sent", m_serial);
            std::map<QString, QString> there;
            for (const auto& [name, hash] : parseSha256(QString::fromUtf8(result.output)))
                there[name] = hash;
            std::erase_if(left, [&](const Item& item) { return there[item.part] == item.hash; });
            if (!left.empty() && attempt == 1)
                throw Error("\"" + left.front().local.filename().string() + "\" arrived damaged on the device " +
                            m_serial.toStdString() + " twice; try another cable or port.");
        }
        QString script = QStringLiteral("cd %1").arg(part);
        for (const Item& item : missing) {
            const QString target = deviceFolder + u'/' + item.path;
            script += QStringLiteral(" && mkdir -p %1 && chmod 755 %2 && mv -f %2 %3")
                          .arg(target.left(target.lastIndexOf(u'/')), item.part, shellQuoted(target));
        }
        script += QStringLiteral(" && rm -rf %1").arg(part);
        requireAnswer(shell(script, 20s, stop), "Putting files in their place", m_serial);
    } catch (...) {
        shell(QStringLiteral("rm -rf %1").arg(part), 500ms, {});
        throw;
    }
}

void PushCache::pushParts(const std::vector<Item>& missing, const QString& part, const PlaceProgress& progress,
                          const std::stop_token& stop) const {
    requireAnswer(shell(QStringLiteral("mkdir -p %1").arg(part), 20s, stop), "Making a folder", m_serial);
    int done = 0;
    for (const Item& item : missing) {
        const std::string name = item.local.filename().string();
        progress(done++, static_cast<int>(missing.size()), name);
        // A quarter of a megabyte a second is slower than any working link.
        const auto limit = 30s + std::chrono::seconds(item.bytes / (1 << 18));
        const CommandResult result = m_client.runOn(
            m_serial,
            {QStringLiteral("push"), QString::fromStdString(std::filesystem::absolute(item.local).string()),
             part + u'/' + item.part},
            limit, stop);
        if (!result.good() && !result.stopped && (result.errors + result.output).contains("No space left"))
            throw Error("The device " + m_serial.toStdString() + " ran out of space while \"" + name + "\" (" +
                        megabytes(item.bytes) +
                        ") was sent; free some space there or remove earlier models from the device.");
        requireAnswer(result, ("Sending \"" + name + "\"").c_str(), m_serial);
    }
    progress(done, static_cast<int>(missing.size()), {});
}

} // namespace kintsugi
