#pragma once

#include "compare/compared_images.h"
#include "compare/latest_work.h"
#include "session.h"

#include <QElapsedTimer>
#include <QObject>
#include <QRect>
#include <memory>
#include <optional>

namespace kintsugi {

/// Keeps a small crop of the current image restored by A and by B, so that every edit of A is seen at once. The crop
/// lies at the selected patch, or in the middle.
class PreviewController : public QObject {
    Q_OBJECT

public:
    static constexpr int side = 128;

    explicit PreviewController(Session& session, QObject* parent = nullptr);

    ComparedImages& images() { return m_images; }
    QRect crop() const { return m_crop; } ///< in pixels of the image
    /// Seconds of the last restoration by A, and from the edit until it was there.
    std::optional<double> seconds() const { return m_seconds; }
    std::optional<double> latency() const { return m_latency; }

Q_SIGNALS:
    /// A's crop is there, and its numbers.
    void updated();
    void problem(const QString& sentence);

private:
    void load();
    void cut();
    void request();
    void requestReference();
    void show(Slot slot, const Image& restored, const Architecture& architecture);

    Session& m_session;
    ComparedImages m_images;
    std::shared_ptr<const ShelfImage> m_image;
    Image m_truth;
    QRect m_crop;
    QPoint m_middle; ///< of the crop while no patch is selected
    std::uint64_t m_requestA = 0, m_requestB = 0;
    QElapsedTimer m_asked;
    std::optional<double> m_seconds, m_latency;
    LatestWork m_reader;
};

} // namespace kintsugi
