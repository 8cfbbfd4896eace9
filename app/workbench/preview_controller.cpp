#include "preview_controller.h"

#include "architecture_caption.h"
#include "imaging/metrics.h"

#include <algorithm>

namespace kintsugi {

PreviewController::PreviewController(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    Selection& selection = session.selection();
    connect(&selection, &Selection::imageChanged, this, &PreviewController::load);
    connect(&session, &Session::opened, this, &PreviewController::load);
    connect(&session, &Session::shelfChanged, this, &PreviewController::load);
    connect(&session, &Session::closed, this, [this] {
        m_reader.cancel();
        m_image.reset();
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
    m_reader.start([name, shelf = m_session.shelf(), task = m_session.task()](
                       std::stop_token) { return std::make_shared<const ShelfImage>(shelf.load(name, task)); },
                   [this](const std::shared_ptr<const ShelfImage>& image) {
                       m_image = image;
                       cut();
                   });
}

void PreviewController::cut() {
    if (!m_image || m_image->name != m_session.selection().image())
        return;
    const Image& whole = m_image->degraded;
    const int width = std::min(side, whole.width), height = std::min(side, whole.height);
    const QRect patch = m_session.selection().patch();
    const QPoint middle = patch.isNull() ? QPoint(whole.width / 2, whole.height / 2) : patch.center();
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
