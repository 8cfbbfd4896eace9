#include "inspect_controller.h"

#include "architecture_caption.h"
#include "base/error.h"
#include "common/engine_text.h"
#include "imaging/image_file.h"

#include <QMetaObject>

namespace kintsugi {

namespace {

constexpr std::size_t mostKept = 128 << 20; // values: half a GiB

QImage thumbnailOf(const Image& image) {
    const ByteImage bytes = toRgb(toBytes(image));
    const QImage whole(bytes.values.data(), bytes.width, bytes.height, bytes.width * 3, QImage::Format_RGB888);
    return whole.scaled(120, 80, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

} // namespace

InspectController::InspectController(Session& session, QObject* parent)
    : QObject(parent), m_session(session), m_comparison(session.selection()), m_set(session) {
    m_files.setMaxThreadCount(1);
    Selection& selection = session.selection();
    connect(&session, &Session::opened, this, [this] {
        fillList();
        load();
    });
    connect(&session, &Session::shelfChanged, this, [this] {
        m_kept.clear(); // another picture may have the same name
        m_set.stop();
        fillList();
        load();
    });
    connect(&session, &Session::closed, this, [this] {
        m_reader.cancel();
        m_thumbnails.cancel();
        m_image.reset();
        m_restoredA.reset();
        m_requestA = m_requestB = 0;
        m_set.stop();
        m_kept.clear();
        m_comparison.analysis().setBefore({});
        m_list.setRows({});
        m_comparison.images().clearAll();
    });
    connect(&selection, &Selection::imageChanged, this, &InspectController::load);
    for (const auto changed : {&Selection::aChanged, &Selection::bChanged})
        connect(&selection, changed, this, [this] {
            forgetNumbers();
            update();
        });
    connect(&m_comparison.images(), &ComparedImages::stateChanged, this, [this](Slot slot) {
        if (slot == Slot::A || slot == Slot::B)
            updateRow();
    });
    connect(&m_reader, &LatestWork::failed, this, &InspectController::problem);
    connect(&m_set, &SetMeasurer::problem, this, &InspectController::problem);
    connect(&m_set, &SetMeasurer::progress, this, &InspectController::measuringAll);
    connect(&m_set, &SetMeasurer::finished, this, [this] { Q_EMIT measuringAll(0, 0); });
    connect(&m_set, &SetMeasurer::measured, this, [this](const QString& image, double a, double b) {
        const int place = m_list.indexOf(image);
        if (place < 0)
            return;
        ImageRow row = m_list.rows()[static_cast<std::size_t>(place)];
        row.psnr = a;
        row.difference = a - b;
        m_list.setRow(row);
    });
    EngineBridge& engine = session.engine();
    connect(&engine, &EngineBridge::restored, this, [this](std::uint64_t request, const Restored& restored) {
        const bool isA = request == m_requestA;
        if ((!isA && request != m_requestB) || !m_image)
            return;
        (isA ? m_requestA : m_requestB) = 0;
        keep(m_image->name, isA ? m_pendingA : m_pendingB, restored);
        update();
    });
    connect(&engine, &EngineBridge::restoreProgress, this, [this](std::uint64_t request, int done, int total) {
        if (request == m_requestA || request == m_requestB)
            m_comparison.images().setLoading(request == m_requestA ? Slot::A : Slot::B, 100 * done / total);
    });
    connect(&engine, &EngineBridge::restoreFailed, this, [this](std::uint64_t request, const QString& sentence) {
        if (request != m_requestA && request != m_requestB)
            return;
        const bool isA = request == m_requestA;
        (isA ? m_requestA : m_requestB) = 0; // asked for again when it is looked at again
        m_comparison.images().setProblem(isA ? Slot::A : Slot::B, sentence);
    });
}

void InspectController::setActive(bool active) {
    m_active = active;
    if (active)
        update();
    else
        m_session.engine().cancelRestores();
    if (!active)
        m_requestA = m_requestB = 0;
}

void InspectController::fillList() {
    std::vector<ImageRow> rows;
    for (const QString& name : m_session.shelf().names()) {
        ImageRow row;
        row.id = row.name = name;
        row.state = ImageState::Ready;
        rows.push_back(row);
    }
    m_list.setRows(rows);
    // Thumbnails come one by one; the pictures themselves are read again when they are looked at.
    const auto work = [this, shelf = m_session.shelf(), task = m_session.task(),
                       names = m_session.shelf().names()](const std::stop_token& stop) {
        for (const QString& name : names) {
            if (stop.stop_requested())
                throw Interrupted("No longer wanted.");
            ImageRow row;
            row.id = row.name = name;
            try {
                const ShelfImage image = shelf.load(name, task);
                row.credit = image.credit;
                row.thumbnail = thumbnailOf(image.truth ? *image.truth : image.degraded);
            } catch (const std::exception& e) {
                row.state = ImageState::Failed;
                row.message = engineText(e);
            }
            QMetaObject::invokeMethod(
                this,
                [this, row, stop] {
                    const int place = m_list.indexOf(row.id);
                    if (place < 0 || stop.stop_requested())
                        return;
                    ImageRow merged = m_list.rows()[static_cast<std::size_t>(place)];
                    merged.thumbnail = row.thumbnail;
                    merged.credit = row.credit;
                    merged.state = row.state;
                    merged.message = row.message;
                    m_list.setRow(merged);
                },
                Qt::QueuedConnection);
        }
        return names.size();
    };
    m_thumbnails.start(work, [](qsizetype) {});
}

void InspectController::load() {
    m_reader.cancel();
    m_session.engine().cancelRestores();
    m_requestA = m_requestB = 0;
    const QString name = m_session.selection().image();
    m_image.reset();
    m_restoredA.reset();
    m_comparison.analysis().setBefore({}); // what changed is told of one picture
    if (!m_session.isOpen() || name.isEmpty() || !m_session.shelf().contains(name)) {
        m_comparison.images().clearAll();
        return;
    }
    struct Read {
        std::shared_ptr<const ShelfImage> image;
        QImage thumbnail;
    };
    m_reader.start(
        [name, shelf = m_session.shelf(), task = m_session.task()](std::stop_token) {
            auto image = std::make_shared<const ShelfImage>(shelf.load(name, task));
            return Read{image, thumbnailOf(image->truth ? *image->truth : image->degraded)};
        },
        [this](const Read& read) { take(read.image, read.thumbnail); });
}

void InspectController::take(std::shared_ptr<const ShelfImage> image, const QImage& thumbnail) {
    m_image = std::move(image);
    ComparedImages& images = m_comparison.images();
    images.clear(Slot::A);
    images.clear(Slot::B);
    images.setImage(Slot::Degraded, m_image->degraded, m_image->note);
    if (m_image->truth)
        images.setImage(Slot::Truth, *m_image->truth, {});
    else
        images.clear(Slot::Truth);
    m_shownA = {};
    if (const int place = m_list.indexOf(m_image->name); place >= 0 && !thumbnail.isNull()) {
        ImageRow row = m_list.rows()[static_cast<std::size_t>(place)];
        row.thumbnail = thumbnail;
        m_list.setRow(row);
    }
    update();
}

void InspectController::update() {
    if (!m_image || !m_session.isOpen())
        return;
    // What is on its way stays, unless nobody wants it any more.
    const Selection& selection = m_session.selection();
    if ((m_requestA && m_pendingA != selection.a()) || (m_requestB && m_pendingB != selection.b())) {
        m_session.engine().cancelRestores();
        m_requestA = m_requestB = 0;
    }
    m_set.askAgain();
    updateSlot(Slot::A, m_session.selection().a(), m_requestA);
    updateSlot(Slot::B, m_session.selection().b(), m_requestB);
}

void InspectController::updateSlot(Slot slot, const Architecture& architecture, std::uint64_t& request) {
    ComparedImages& images = m_comparison.images();
    const Restored known = find(m_image->name, architecture);
    if (known) {
        if (slot == Slot::A) {
            if (m_restoredA && m_restoredA != known && !(m_shownA == Architecture()) && m_shownA != architecture)
                m_comparison.analysis().setBefore(m_restoredA->image);
            m_restoredA = known;
            m_shownA = architecture;
        }
        images.setImage(slot, known->image, architectureCaption(m_session, architecture));
    } else if (m_active) {
        if (request)
            return;
        images.setLoading(slot);
        request = m_session.engine().requestRestore(m_image->degraded, architecture);
        (slot == Slot::A ? m_pendingA : m_pendingB) = architecture;
    } else {
        images.setStale(slot, tr("Restored when Inspect is shown"));
    }
}

void InspectController::keep(const QString& image, const Architecture& architecture, const Restored& restored) {
    m_kept.push_back({image, architecture, restored});
    std::size_t values = 0;
    for (const Kept& kept : m_kept)
        values += kept.restored->image.values.size();
    while (m_kept.size() > 2 && values > mostKept) {
        values -= m_kept.front().restored->image.values.size();
        m_kept.pop_front();
    }
}

InspectController::Restored InspectController::find(const QString& image, const Architecture& architecture) const {
    for (const Kept& kept : m_kept)
        if (kept.image == image && kept.architecture == architecture)
            return kept.restored;
    return nullptr;
}

/// Numbers of other networks must not stand beside each other.
void InspectController::forgetNumbers() {
    m_set.stop();
    std::vector<ImageRow> rows = m_list.rows();
    for (ImageRow& row : rows) {
        row.psnr.reset();
        row.difference.reset();
        if (row.state == ImageState::Running)
            row.state = ImageState::Ready;
    }
    m_list.setRows(std::move(rows));
}

/// Quality of the current image in the list, as the analysis measured it.
void InspectController::updateRow() {
    const int place = m_image ? m_list.indexOf(m_image->name) : -1;
    if (place < 0)
        return;
    const SlotContent& a = m_comparison.images().content(Slot::A);
    const SlotContent& b = m_comparison.images().content(Slot::B);
    ImageRow row = m_list.rows()[static_cast<std::size_t>(place)];
    row.psnr = a.loading ? std::nullopt : a.psnr;
    row.difference.reset();
    if (row.psnr && b.psnr && !b.loading)
        row.difference = *a.psnr - *b.psnr;
    row.state = a.loading ? ImageState::Running : ImageState::Ready;
    row.percent = a.percent;
    m_list.setRow(row);
}

void InspectController::measureAll() {
    if (m_set.isRunning()) {
        m_set.stop();
        return;
    }
    QStringList wanted;
    for (const ImageRow& row : m_list.rows())
        if (!row.psnr || !row.difference)
            wanted << row.id;
    if (m_session.isOpen() && !wanted.isEmpty())
        m_set.start(wanted, m_session.selection().a(), m_session.selection().b());
}

void InspectController::addFiles(const QStringList& files, bool degrade) {
    if (!m_session.isOpen() || files.isEmpty())
        return;
    QString last;
    for (const QString& file : files) {
        last = m_session.shelf().addFile(file.toStdString(), degrade);
        ImageRow row;
        row.id = row.name = last;
        m_list.setRow(row);
    }
    m_session.selection().setImage(last);
}

void InspectController::saveRestored(const QString& path) {
    if (!m_restoredA) {
        Q_EMIT problem(tr("There is no restored image yet."));
        return;
    }
    m_files.start([this, path, restored = m_restoredA] {
        QString failure;
        try {
            writeImageFile(path.toStdString(), restored->image);
        } catch (const std::exception& e) {
            failure = engineText(e);
        }
        QMetaObject::invokeMethod(
            this,
            [this, path, failure] {
                if (failure.isEmpty())
                    Q_EMIT restoredSaved(path);
                else
                    Q_EMIT problem(failure);
            },
            Qt::QueuedConnection);
    });
}

} // namespace kintsugi
