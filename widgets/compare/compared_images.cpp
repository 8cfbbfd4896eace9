#include "compare/compared_images.h"

#include "compare/latest_work.h"

namespace kintsugi {

ComparedImages::ComparedImages(QObject* parent) : QObject(parent) {
    for (const Slot slot : allSlots) {
        auto& created = m_works[static_cast<std::size_t>(indexOf(slot))];
        created = std::make_unique<LatestWork>();
        connect(created.get(), &LatestWork::failed, this,
                [this, slot](const QString& sentence) { setProblem(slot, sentence); });
    }
}

ComparedImages::~ComparedImages() = default;

QSize ComparedImages::size() const {
    for (const Slot slot : {Slot::Degraded, Slot::A, Slot::B, Slot::Truth})
        if (!content(slot).isEmpty())
            return content(slot).picture->size();
    return {};
}

QString ComparedImages::label(Slot slot) const {
    const QString& caption = content(slot).caption;
    return caption.isEmpty() ? slotText(slot) : QStringLiteral("%1 %2").arg(slotText(slot), caption);
}

void ComparedImages::setImage(Slot slot, const QImage& image, const QString& caption, std::optional<double> psnr) {
    if (image.isNull())
        return clear(slot);
    setLoading(slot);
    work(slot).start(
        [image](std::stop_token stop) { return std::make_shared<const ImagePyramid>(image, stop); },
        [=, this](std::shared_ptr<const ImagePyramid> picture) { take(slot, std::move(picture), {}, caption, psnr); });
}

void ComparedImages::setImage(Slot slot, Image image, const QString& caption, std::optional<double> psnr) {
    if (image.empty())
        return clear(slot);
    setLoading(slot);
    auto values = std::make_shared<const Image>(std::move(image));
    work(slot).start(
        [values](std::stop_token stop) { return std::make_shared<const ImagePyramid>(toQImage(*values), stop); },
        [=, this](std::shared_ptr<const ImagePyramid> picture) {
            take(slot, std::move(picture), values, caption, psnr);
        });
}

void ComparedImages::take(Slot slot, std::shared_ptr<const ImagePyramid> picture, std::shared_ptr<const Image> values,
                          const QString& caption, std::optional<double> psnr) {
    at(slot) = {};
    at(slot).picture = std::move(picture);
    at(slot).values = std::move(values);
    at(slot).caption = caption;
    at(slot).psnr = psnr;
    at(slot).psnrGiven = psnr.has_value();
    Q_EMIT pictureChanged(slot);
    Q_EMIT stateChanged(slot);
}

void ComparedImages::setLoading(Slot slot, int percent) {
    SlotContent& content = at(slot);
    if (content.loading && content.percent == percent)
        return;
    content.loading = true;
    content.percent = percent;
    content.problem.clear();
    Q_EMIT stateChanged(slot);
}

void ComparedImages::setStale(Slot slot, const QString& reason) {
    if (at(slot).stale == reason)
        return;
    at(slot).stale = reason;
    Q_EMIT stateChanged(slot);
}

void ComparedImages::setProblem(Slot slot, const QString& sentence) {
    work(slot).cancel();
    at(slot).loading = false;
    at(slot).problem = sentence;
    Q_EMIT stateChanged(slot);
}

void ComparedImages::setQuality(Slot slot, std::optional<double> psnr, std::optional<double> ssim) {
    if (at(slot).psnr == psnr && at(slot).ssim == ssim)
        return;
    at(slot).psnr = psnr;
    at(slot).ssim = ssim;
    Q_EMIT stateChanged(slot);
}

void ComparedImages::clear(Slot slot) {
    work(slot).cancel();
    const bool hadPicture = !content(slot).isEmpty();
    at(slot) = {};
    if (hadPicture)
        Q_EMIT pictureChanged(slot);
    Q_EMIT stateChanged(slot);
}

void ComparedImages::clearAll() {
    for (const Slot slot : allSlots)
        clear(slot);
}

Image ComparedImages::values(Slot slot, const QRect& rect) const {
    const SlotContent& from = content(slot);
    if (from.values)
        return toRgb(crop(*from.values, rect.y(), rect.x(), rect.height(), rect.width()));
    return toFloatRgb(from.picture->image(), rect);
}

Image rgbValues(const SlotContent& content) {
    return content.values ? toRgb(*content.values)
                          : toFloatRgb(content.picture->image(), content.picture->image().rect());
}

} // namespace kintsugi
