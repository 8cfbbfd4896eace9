#include "image_shelf.h"

#include "base/error.h"
#include "imaging/credits.h"
#include "imaging/folder_dataset.h"
#include "imaging/image_file.h"
#include "imaging/pack.h"

#include <QCoreApplication>
#include <algorithm>

namespace kintsugi {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ImageShelf)
};

} // namespace

namespace fs = std::filesystem;

void ImageShelf::addSource(const fs::path& source) {
    if (fs::is_directory(source)) {
        const std::map<std::string, std::string> credits = creditsIn(source);
        for (const fs::path& file : imageFilesIn(source)) {
            addFile(file, true);
            if (const auto credit = credits.find(file.filename().string()); credit != credits.end())
                m_entries.back().credit = QString::fromStdString(credit->second);
        }
        return;
    }
    const auto pack = std::make_shared<const Pack>(source);
    for (std::size_t i = 0; i < pack->size(); ++i) {
        Entry entry;
        entry.name = uniqueName(QString::fromStdString(fs::path(pack->sourceName(i)).filename().string()));
        entry.pack = pack;
        entry.index = i;
        entry.number = m_entries.size();
        entry.credit = QString::fromStdString(pack->credit(i));
        m_entries.push_back(entry);
    }
}

QString ImageShelf::addFile(const fs::path& file, bool degrade) {
    Entry entry;
    entry.name = uniqueName(QString::fromStdString(file.filename().string()));
    entry.file = file;
    entry.degrade = degrade;
    entry.number = m_entries.size();
    m_entries.push_back(entry);
    return entry.name;
}

QStringList ImageShelf::names() const {
    QStringList names;
    for (const Entry& entry : m_entries)
        names << entry.name;
    return names;
}

bool ImageShelf::contains(const QString& name) const {
    return std::any_of(m_entries.begin(), m_entries.end(), [&](const Entry& e) { return e.name == name; });
}

ShelfImage ImageShelf::load(const QString& name, const Task& task) const {
    const auto entry = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& e) { return e.name == name; });
    if (entry == m_entries.end())
        throw InputError("There is no image " + name.toStdString() + " here.");
    const Image read = entry->pack ? toFloat(entry->pack->image(entry->index)) : readImageFile(entry->file).image;
    Image fitting = withTaskChannels(task, read);
    const int cutWidth = std::min(width, fitting.width), cutHeight = std::min(height, fitting.height);
    const bool isCut = entry->degrade && (cutWidth < fitting.width || cutHeight < fitting.height);
    if (isCut)
        fitting = crop(fitting, (fitting.height - cutHeight) / 2, (fitting.width - cutWidth) / 2, cutHeight, cutWidth);
    ShelfImage result;
    result.name = name;
    result.credit = entry->credit;
    if (entry->degrade) {
        result.degraded = degradeForEvaluation(task, fitting, entry->number);
        result.truth = fitting;
        result.note = Texts::tr("by %1").arg(QString::fromStdString(task.name));
        if (isCut)
            result.note += Texts::tr(", cut to its middle");
    } else {
        result.degraded = fitting;
        result.note = Texts::tr("as it is");
    }
    return result;
}

QString ImageShelf::uniqueName(const QString& wanted) const {
    QString name = wanted;
    for (int k = 2; contains(name); ++k)
        name = QStringLiteral("%1 (%2)").arg(wanted).arg(k);
    return name;
}

} // namespace kintsugi
