#pragma once

#include "compare/image_pyramid.h"
#include "compare/slot.h"

#include <QObject>
#include <QString>
#include <memory>
#include <optional>

namespace kintsugi {

class LatestWork;

/// One slot of a comparison. Without a picture it is empty; while a new one is on its way the old one stays.
struct SlotContent {
    std::shared_ptr<const ImagePyramid> picture;
    std::shared_ptr<const Image> values; ///< as they came, not rounded; null when they came as 8 bits
    QString caption;                     ///< "trial 271"
    std::optional<double> psnr, ssim;    ///< against the ground truth
    bool psnrGiven = false;              ///< came with the picture; false: measured here
    bool loading = false;
    int percent = -1; ///< while loading; -1: unknown
    QString stale;    ///< why it no longer fits the selection; empty: it does
    QString problem;  ///< why there is no picture

    bool isEmpty() const { return !picture; }
};

/// The images that are compared, and what is known of them. Pictures are made ready beside the interface thread;
/// pictureChanged() tells when one can be drawn.
class ComparedImages : public QObject {
    Q_OBJECT

public:
    explicit ComparedImages(QObject* parent = nullptr);
    ~ComparedImages() override;

    const SlotContent& content(Slot slot) const { return m_contents[static_cast<std::size_t>(indexOf(slot))]; }
    /// Of the first picture there is; empty: none.
    QSize size() const;
    bool isEmpty() const { return size().isEmpty(); }
    /// "Degraded", "A trial 271", "B teacher".
    QString label(Slot slot) const;

    /// Replaces the picture as soon as it is ready; it is then neither loading nor stale. @p psnr: when it is known.
    void setImage(Slot slot, const QImage& image, const QString& caption, std::optional<double> psnr = std::nullopt);
    void setImage(Slot slot, Image image, const QString& caption, std::optional<double> psnr = std::nullopt);
    void setLoading(Slot slot, int percent = -1);
    void setStale(Slot slot, const QString& reason);
    /// It could not be made: one sentence. A picture that is there stays, but no longer loads.
    void setProblem(Slot slot, const QString& sentence);
    void setQuality(Slot slot, std::optional<double> psnr, std::optional<double> ssim);
    void clear(Slot slot);
    void clearAll();

    /// Three channels of the part @p rect, which must lie inside the picture.
    Image values(Slot slot, const QRect& rect) const;

Q_SIGNALS:
    /// The pixels are others, or gone.
    void pictureChanged(kintsugi::Slot slot);
    /// Caption, numbers, loading, stale or problem.
    void stateChanged(kintsugi::Slot slot);

private:
    SlotContent& at(Slot slot) { return m_contents[static_cast<std::size_t>(indexOf(slot))]; }
    LatestWork& work(Slot slot) { return *m_works[static_cast<std::size_t>(indexOf(slot))]; }
    void take(Slot slot, std::shared_ptr<const ImagePyramid> picture, std::shared_ptr<const Image> values,
              const QString& caption, std::optional<double> psnr);

    std::array<SlotContent, slotCount> m_contents;
    std::array<std::unique_ptr<LatestWork>, slotCount> m_works;
};

/// All three-channel values of a slot's picture; for work beside the interface thread.
Image rgbValues(const SlotContent& content);

} // namespace kintsugi
