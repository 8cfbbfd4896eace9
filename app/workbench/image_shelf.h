#pragma once

#include "imaging/image.h"
#include "imaging/task.h"

#include <QString>
#include <QStringList>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace kintsugi {

class Pack;

/// A picture as the views need it: what the network gets, and the truth when it is known.
struct ShelfImage {
    QString name;
    Image degraded;
    std::optional<Image> truth;
    QString note;   ///< what was done to it, for example "sigma 25 added"
    QString credit; ///< author and licence, where known
};

/// The pictures of a session: photographs of the project's packs and folders, degraded as the task says, and files that
/// the user opened, taken as they are or degraded. Names are unique. `load` may be called from any thread while the
/// shelf itself stays as it is: take a copy across threads, which is cheap.
class ImageShelf {
public:
    /// Adds the photographs of packs and folders. Throws FileError.
    void addSource(const std::filesystem::path& packOrFolder);
    /// Adds one file; its name on the shelf. @p degrade: it is a clean photograph to be degraded by the task.
    QString addFile(const std::filesystem::path& file, bool degrade);

    QStringList names() const;
    /// Photographs of sources are cut to this at their middle, so that looking at one takes seconds; files stay whole.
    static constexpr int width = 768, height = 512;

    bool isEmpty() const { return m_entries.empty(); }
    bool contains(const QString& name) const;

    /// Reads and degrades a picture; the same at every call. Throws FileError, or InputError for an unknown name.
    ShelfImage load(const QString& name, const Task& task) const;

private:
    struct Entry {
        QString name;
        std::filesystem::path file;       ///< a file, or
        std::shared_ptr<const Pack> pack; ///< an image of a pack
        std::size_t index = 0;
        std::size_t number = 0; ///< seeds the degradation
        QString credit;
        bool degrade = true;
    };
    QString uniqueName(const QString& wanted) const;

    std::vector<Entry> m_entries;
};

} // namespace kintsugi
