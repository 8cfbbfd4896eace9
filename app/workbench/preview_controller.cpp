#include "preview_controller.h"

#include "architecture_caption.h"
#include "imaging/metrics.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace kintsugi {

namespace {

/// Middle of the crop with the largest mean absolute gradient: most photographs are sky and blur elsewhere.
QPoint richestMiddle(const Image& image) {
    constexpr int half = PreviewController::side / 2;
    const Image gray = toGray(image);
    QPoint best(gray.width / 2, gray.height / 2);
    double most = -1;
    for (int y = half; y + half <= gray.height; y += half)
        for (int x = half; x + half <= gray.width; x += half) {
            double sum = 0;
            for (int row = y - half; row < y + half - 1; row += 2)
                for (int column = x - half; column < x + half - 1; column += 2)
                    sum += std::abs(gray.row(0, row)[column + 1] - gray.row(0, row)[column]) +
                           std::abs(gray.row(0, row + 1)[column] - gray.row(0, row)[column]);
            if (sum > most) {
                most = sum;
                best = {x, y};
            }
        }
    return best;
}

} // namespace

PreviewController::PreviewController(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    Selection& selection = session.selection();
    connect(&selection, &Selection::imageChanged, this, &PreviewController::load);
    connect(&session, &Session::opened, this, &PreviewController::load);
    connect(&session, &Session::shelfChanged, this, &PreviewController::load);
    connect(&session, &Session::closed, this, [this] {
        m_reader.cancel();
        m_image.reset();
        m_requestA = m_requestB = 0; // answers on their way are those of the project that was
        m_images.clearAll();
    });
    connect(&selection, &Selection::patchChanged, this, &PreviewController::cut);
    connect(&selection, &Selection::aChanged, this, &PreviewController::request);
    connect(&selection, &Selection::bChanged, this, &PreviewController::requestReference);
    connect(&session, &Session::choicesChanged, this, [this] {
        // A surrogate that A needs may just have been finished.
        if (!m_images.content(Slot::A).problem.isEmpty())
            request();
    });
    connect(&m_reader, &LatestWork::failed, this, &PreviewController::problem);
    connect(&session, &Session::teacherProgress, this, [this](const TeacherStep& step) {
        if (!step.psnr) // the teacher is the one before
            return;
        request();
        requestReference();
    });
    EngineBridge& engine = session.engine();
    connect(&engine, &EngineBridge::previewReady, this,
            [this](std::uint64_t number, const Architecture& architecture, std::shared_ptr<const Image> restored,
                   double seconds) {
                if (number == m_requestA) {
                    m_seconds = seconds;
                    m_latency = 1e-3 * static_cast<double>(m_asked.elapsed());
                    show(Slot::A, *restored, architecture);
                    Q_EMIT updated();
                } else if (number == m_requestB) {
                    show(Slot::B, *restored, architecture);
                }
            });
    connect(&engine, &EngineBridge::previewFailed, this, [this](std::uint64_t number, const QString& sentence) {
        if (number != m_requestA && number != m_requestB)
            return;
        m_images.setProblem(number == m_requestA ? Slot::A : Slot::B, sentence);
        Q_EMIT problem(sentence);
    });
}

void PreviewController::load() {
    m_reader.cancel();
    const QString name = m_session.selection().image();
    if (!m_session.isOpen() || name.isEmpty() || !m_session.shelf().contains(name)) {
        m_image.reset();
        m_images.clearAll();
        return;
    }
    m_reader.start(
        [name, shelf = m_session.shelf(), task = m_session.task()](std::stop_token) {
            auto image = std::make_shared<const ShelfImage>(shelf.load(name, task));
            const QPoint middle = richestMiddle(image->truth ? *image->truth : image->degraded);
            return std::pair(image, middle);
        },
        [this](const std::pair<std::shared_ptr<const ShelfImage>, QPoint>& read) {
            std::tie(m_image, m_middle) = read;
            cut();
        });
}

void PreviewController::cut() {
    if (!m_image || m_image->name != m_session.selection().image())
        return;
    const Image& whole = m_image->degraded;
    const int width = std::min(side, whole.width), height = std::min(side, whole.height);
    const QRect patch = m_session.selection().patch();
    const QPoint middle = patch.isNull() ? m_middle : patch.center();
    const QRect crop(std::clamp(middle.x() - width / 2, 0, whole.width - width),
                     std::clamp(middle.y() - height / 2, 0, whole.height - height), width, height);
    m_crop = crop;
    const Image degraded = kintsugi::crop(whole, crop.y(), crop.x(), height, width);
    m_truth = m_image->truth ? kintsugi::crop(*m_image->truth, crop.y(), crop.x(), height, width) : Image();
    m_images.setImage(Slot::Degraded, degraded, {},
                      m_truth.empty() ? std::nullopt : std::optional(psnr(toBytes(degraded), toBytes(m_truth))));
    if (m_truth.empty())
        m_images.clear(Slot::Truth);
    else
        m_images.setImage(Slot::Truth, m_truth, {});
    m_session.engine().setPreview(degraded);
    request();
    requestReference();
}

void PreviewController::request() {
    if (!m_image || !m_session.isOpen())
        return;
    m_images.setLoading(Slot::A);
    m_asked.start();
    m_requestA = m_session.engine().requestPreview(m_session.selection().a());
}

void PreviewController::requestReference() {
    if (!m_image || !m_session.isOpen())
        return;
    m_images.setLoading(Slot::B);
    m_requestB = m_session.engine().requestReference(m_session.selection().b());
}

void PreviewController::show(Slot slot, const Image& restored, const Architecture& architecture) {
    m_images.setImage(slot, restored, architectureCaption(m_session, architecture),
                      m_truth.empty() ? std::nullopt : std::optional(psnr(toBytes(restored), toBytes(m_truth))));
}

} // namespace kintsugi
