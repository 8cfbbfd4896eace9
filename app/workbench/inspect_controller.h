#pragma once

#include "compare/comparison.h"
#include "compare/image_list_model.h"
#include "compare/latest_work.h"
#include "session.h"

#include "set_measurer.h"

#include <QImage>
#include <QObject>
#include <QThreadPool>
#include <deque>
#include <map>
#include <memory>
#include <thread>

namespace kintsugi {

/// Keeps the current image whole: degraded, restored by A and by B, and the truth; restores what is missing while the
/// Inspect workspace is seen, and remembers what was restored.
class InspectController : public QObject {
    Q_OBJECT

public:
    explicit InspectController(Session& session, QObject* parent = nullptr);

    Comparison& comparison() { return m_comparison; }
    ImageListModel& imageList() { return m_list; }

    /// Restores only while it is seen; the work in flight ends when it is hidden.
    void setActive(bool active);
    void addFiles(const QStringList& files, bool degrade);
    /// Writes A's image beside the interface thread; restoredSaved() or problem() follows.
    void saveRestored(const QString& path);
    /// Measures A and B on every image of the list that has no numbers yet, or stops that.
    void measureAll();
    bool isMeasuringAll() const { return m_set.isRunning(); }
    bool hasRestored() const { return m_restoredA != nullptr; }

Q_SIGNALS:
    void problem(const QString& sentence);
    void restoredSaved(const QString& path);
    void measuringAll(int done, int total); ///< total 0: it is over

private:
    using Restored = std::shared_ptr<const RestoredImage>;
    void fillList();
    void load();
    void take(std::shared_ptr<const ShelfImage> image, const QImage& thumbnail);
    void update();
    void updateSlot(Slot slot, const Architecture& architecture, std::uint64_t& request);
    void keep(const QString& image, const Architecture& architecture, const Restored& restored);
    Restored find(const QString& image, const Architecture& architecture) const;
    void updateRow();
    void forgetNumbers();

    struct Kept {
        QString image;
        Architecture architecture;
        Restored restored;
    };
    Session& m_session;
    Comparison m_comparison;
    ImageListModel m_list;
    bool m_active = false;
    std::shared_ptr<const ShelfImage> m_image;
    std::uint64_t m_requestA = 0, m_requestB = 0;
    Architecture m_shownA, m_pendingA, m_pendingB;
    Restored m_restoredA;
    std::deque<Kept> m_kept; ///< the latest last
    LatestWork m_reader;
    SetMeasurer m_set;
    LatestWork m_thumbnails;
    QThreadPool m_files; ///< writes one after another
};

} // namespace kintsugi
