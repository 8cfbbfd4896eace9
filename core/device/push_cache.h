#pragma once

#include "device/adb_client.h"
#include "device/device.h"

namespace kintsugi {

/// The folder on a device in which everything lies: HASH/ for bundles, models/HASH for single files, run-NONCE/ for a
/// run in progress, .part-NONCE/ for a push in progress.
inline const QString deviceFolder = QStringLiteral("/data/local/tmp/kintsugi");

/// SHA-256 of a file in hexadecimal. Throws FileError.
QString sha256Of(const std::filesystem::path& file);

/// Files on a device that were pushed once and are known by their content.
class PushCache {
public:
    PushCache(const AdbClient& client, QString serial) : m_client(client), m_serial(std::move(serial)) {}

    struct Placed {
        /// Folder of the bundle on the device.
        QString bundle;
        /// Paths of the single files on the device, in the order given.
        QStringList files;
    };

    /// Pushes what is not there or not whole: space is checked before, hashes after, and a name appears only when its
    /// content is right. Keeps two bundles. Throws Error naming the bytes needed and free, the file, or adb's words.
    Placed place(const std::filesystem::path& bundle, const std::vector<std::filesystem::path>& files,
                 const QString& nonce, const PlaceProgress& progress, const std::stop_token& stop);

private:
    struct Item {
        std::filesystem::path local;
        QString hash;
        /// Below deviceFolder.
        QString path;
        /// Name in the folder of the push.
        QString part;
        std::int64_t bytes = 0;
    };

    CommandResult shell(const QString& script, std::chrono::milliseconds limit, const std::stop_token& stop) const;
    std::vector<Item> missingOf(const std::vector<Item>& items, const std::stop_token& stop) const;
    void makeRoom(const std::vector<Item>& missing, const QString& keep, const std::stop_token& stop) const;
    void push(const std::vector<Item>& missing, const QString& nonce, const PlaceProgress& progress,
              const std::stop_token& stop) const;
    void pushParts(const std::vector<Item>& missing, const QString& part, const PlaceProgress& progress,
                   const std::stop_token& stop) const;

    const AdbClient& m_client;
    QString m_serial;
};

} // namespace kintsugi
