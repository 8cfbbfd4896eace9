#include "compare/error_analysis.h"

#include "base/error.h"
#include "compare/latest_work.h"
#include "imaging/metrics.h"

#include <QLocale>

namespace kintsugi {

namespace {

constexpr int barCount = 61;

struct Drawn {
    ErrorMapData data;
    QImage picture;
};

Image mapOf(ErrorKind kind, const Image& a, const Image& b, const std::stop_token& stop) {
    switch (kind) {
    case ErrorKind::Absolute:
        return absoluteErrorMap(a, b);
    case ErrorKind::Signed:
        return signedErrorMap(a, b);
    case ErrorKind::Ssim:
        break;
    }
    Image map = ssimMap(toBytes(a), toBytes(b), stop);
    for (float& value : map.values)
        value = 1.0f - value;
    return map;
}

void stopIfAsked(const std::stop_token& stop) {
    if (stop.stop_requested())
        throw Interrupted("The measurement was stopped.");
}

} // namespace

ErrorAnalysis::ErrorAnalysis(ComparedImages& images, QObject* parent)
    : QObject(parent), m_images(images), m_quality(std::make_unique<LatestWork>()),
      m_patchWork(std::make_unique<LatestWork>()), m_drawing(std::make_unique<LatestWork>()) {
    m_scales = {MapScale{ErrorKind::Absolute, 12.0, 0.0}, MapScale{ErrorKind::Signed, 12.0, 0.0},
                MapScale{ErrorKind::Ssim, 1.0, 0.0}};
    for (QTimer* timer : {&m_measureTimer, &m_drawTimer}) {
        timer->setSingleShot(true);
        timer->setInterval(20);
    }
    connect(&m_measureTimer, &QTimer::timeout, this, &ErrorAnalysis::measure);
    connect(&m_drawTimer, &QTimer::timeout, this, &ErrorAnalysis::draw);
    connect(&images, &ComparedImages::pictureChanged, this, &ErrorAnalysis::onPicture);
    for (LatestWork* work : {m_quality.get(), m_patchWork.get(), m_drawing.get()})
        connect(work, &LatestWork::runningChanged, this, [this] { Q_EMIT busyChanged(isBusy()); });
    connect(m_drawing.get(), &LatestWork::failed, this, &ErrorAnalysis::setUnavailable);
    connect(m_patchWork.get(), &LatestWork::failed, this, [this] {
        m_patches.clear();
        Q_EMIT patchesChanged();
    });
    m_unavailable = missing(m_pair);
}

ErrorAnalysis::~ErrorAnalysis() = default;

bool ErrorAnalysis::isBusy() const {
    return m_quality->isRunning() || m_patchWork->isRunning() || m_drawing->isRunning();
}

void ErrorAnalysis::onPicture(Slot slot) {
    if (slot == Slot::Error)
        return;
    m_measureTimer.start();
    m_drawTimer.start();
}

void ErrorAnalysis::setPair(ErrorPair pair) {
    if (pair == m_pair)
        return;
    m_pair = pair;
    m_drawTimer.start();
    Q_EMIT settingsChanged();
}

void ErrorAnalysis::setKind(ErrorKind kind) {
    if (kind == m_kind)
        return;
    m_kind = kind;
    m_drawTimer.start();
    Q_EMIT settingsChanged();
}

void ErrorAnalysis::setGain(double gain) {
    MapScale& scale = m_scales[static_cast<std::size_t>(m_kind)];
    if (gain == scale.gain || gain <= 0.0)
        return;
    scale.gain = gain;
    m_drawTimer.start();
    Q_EMIT settingsChanged();
}

void ErrorAnalysis::setThreshold(double threshold) {
    MapScale& scale = m_scales[static_cast<std::size_t>(m_kind)];
    if (threshold == scale.threshold || threshold < 0.0)
        return;
    scale.threshold = threshold;
    m_drawTimer.start();
    Q_EMIT settingsChanged();
}

void ErrorAnalysis::setOverlay(bool overlay) {
    if (overlay == m_overlay)
        return;
    m_overlay = overlay;
    m_drawTimer.start();
    Q_EMIT settingsChanged();
}

void ErrorAnalysis::setBefore(Image before) {
    m_before = before.empty() ? nullptr : std::make_shared<const Image>(std::move(before));
    m_drawTimer.start();
    Q_EMIT settingsChanged();
}

bool ErrorAnalysis::canShow(ErrorPair pair) const {
    return missing(pair).isEmpty();
}

QString ErrorAnalysis::missing(ErrorPair pair) const {
    const auto lacks = [&](Slot slot) { return m_images.content(slot).isEmpty(); };
    if (pair == ErrorPair::BTruth ? lacks(Slot::B) : lacks(Slot::A))
        return pair == ErrorPair::BTruth ? tr("B is not restored yet.") : tr("A is not restored yet.");
    if ((pair == ErrorPair::ATruth || pair == ErrorPair::BTruth) && lacks(Slot::Truth))
        return tr("This image has no ground truth. Compare A with B instead.");
    if (pair == ErrorPair::AB && lacks(Slot::B))
        return tr("B is not restored yet.");
    if (pair == ErrorPair::ABefore && !m_before)
        return tr("A has not changed since this image was opened.");
    return {};
}

void ErrorAnalysis::setUnavailable(const QString& reason) {
    m_drawing->cancel();
    m_data = {};
    m_mapped = {};
    m_unavailable = reason;
    m_images.clear(Slot::Error);
    Q_EMIT errorMapChanged();
}

void ErrorAnalysis::measure() {
    measureQuality();
    findPatches();
    Q_EMIT settingsChanged(); // other pairs may be available now
}

void ErrorAnalysis::measureQuality() {
    m_quality->cancel();
    const SlotContent truth = m_images.content(Slot::Truth);
    Pictures wanted;
    for (const Slot slot : {Slot::Degraded, Slot::A, Slot::B}) {
        const SlotContent& content = m_images.content(slot);
        if (!truth.isEmpty() && !content.isEmpty() && content.picture->size() == truth.picture->size())
            wanted.emplace_back(slot, content.picture);
    }
    if (wanted.empty())
        return;
    m_quality->start(
        [wanted, truth = truth.picture](const std::stop_token&) {
            std::vector<std::pair<Slot, double>> values;
            const ByteImage reference = toByteRgb(truth->image());
            for (const auto& [slot, picture] : wanted)
                values.emplace_back(slot, psnr(toByteRgb(picture->image()), reference));
            return values;
        },
        [this, wanted, truth = truth.picture](const std::vector<std::pair<Slot, double>>& values) {
            for (const auto& [slot, value] : values)
                if (!m_images.content(slot).psnrGiven)
                    m_images.setQuality(slot, value, m_images.content(slot).ssim);
            measureSsim(wanted, truth);
        });
}

void ErrorAnalysis::measureSsim(const Pictures& wanted, const std::shared_ptr<const ImagePyramid>& truth) {
    constexpr int margin = 5;
    if (std::min(truth->size().width(), truth->size().height()) <= 2 * margin)
        return;
    m_quality->start(
        [wanted, truth](const std::stop_token& stop) {
            std::vector<std::pair<Slot, double>> values;
            const ByteImage reference = toByteRgb(truth->image());
            for (const auto& [slot, picture] : wanted) {
                const Image map = ssimMap(toByteRgb(picture->image()), reference, stop); // can stop, unlike ssim()
                double sum = 0.0;
                for (int y = margin; y < map.height - margin; ++y)
                    for (int x = margin; x < map.width - margin; ++x)
                        sum += static_cast<double>(map.row(0, y)[x]);
                values.emplace_back(slot, sum / (double(map.height - 2 * margin) * (map.width - 2 * margin)));
            }
            return values;
        },
        [this](const std::vector<std::pair<Slot, double>>& values) {
            for (const auto& [slot, value] : values)
                m_images.setQuality(slot, m_images.content(slot).psnr, value);
        });
}

void ErrorAnalysis::findPatches() {
    m_patchWork->cancel();
    const SlotContent a = m_images.content(Slot::A), b = m_images.content(Slot::B),
                      truth = m_images.content(Slot::Truth);
    if (a.isEmpty() || b.isEmpty() || a.picture->size() != b.picture->size()) {
        m_patches.clear();
        Q_EMIT patchesChanged();
        return;
    }
    m_patchWork->start(
        [a, b, truth](std::stop_token stop) {
            const Image valuesA = rgbValues(a), valuesB = rgbValues(b);
            stopIfAsked(stop);
            if (truth.isEmpty() || truth.picture->size() != a.picture->size())
                return worstPatches(valuesA, valuesB, nullptr, patchCount, {}, stop);
            const Image reference = rgbValues(truth);
            return worstPatches(valuesA, valuesB, &reference, patchCount, {}, stop);
        },
        [this](const std::vector<WorstPatch>& patches) {
            m_patches = patches;
            Q_EMIT patchesChanged();
        });
}

void ErrorAnalysis::draw() {
    const QString reason = missing(m_pair);
    if (!reason.isEmpty())
        return setUnavailable(reason);
    const SlotContent first = m_images.content(m_pair == ErrorPair::BTruth ? Slot::B : Slot::A);
    SlotContent second = m_images.content(m_pair == ErrorPair::AB ? Slot::B : Slot::Truth);
    if (m_pair == ErrorPair::ABefore)
        second = SlotContent();
    const std::shared_ptr<const Image> before = m_pair == ErrorPair::ABefore ? m_before : nullptr;
    const std::array<std::shared_ptr<const void>, 2> sources{first.picture, before ? std::shared_ptr<const void>(before)
                                                                                   : second.picture};
    const bool isKnown = m_data.map && sources == m_mapped && m_data.kind == m_kind && m_data.pair == m_pair;
    ErrorMapData data{isKnown ? m_data.map : nullptr, m_kind, m_pair, m_data.summary, {}};
    m_drawing->start(
        [=, scale = scale(), overlay = m_overlay](std::stop_token stop) {
            Drawn drawn{data, {}};
            if (!drawn.data.map) {
                drawn.data.map = std::make_shared<const Image>(
                    mapOf(data.kind, rgbValues(first), before ? toRgb(*before) : rgbValues(second), stop));
                stopIfAsked(stop);
                drawn.data.summary = summarize(*drawn.data.map);
            }
            const auto reach = static_cast<float>(scale.reach());
            drawn.data.bars =
                histogram(*drawn.data.map, scale.kind == ErrorKind::Signed ? -reach : 0.0f, reach, barCount);
            stopIfAsked(stop);
            drawn.picture = overlay ? coloredMap(*drawn.data.map, scale, first.picture->image())
                                    : coloredMap(*drawn.data.map, scale);
            return drawn;
        },
        [this, sources, gain = scale().gain](const Drawn& drawn) {
            m_data = drawn.data;
            m_mapped = sources;
            m_unavailable.clear();
            m_images.setImage(Slot::Error, drawn.picture,
                              tr("%1, × %2").arg(pairText(m_data.pair)).arg(QLocale().toString(gain)));
            Q_EMIT errorMapChanged();
        });
}

QString pairText(ErrorPair pair) {
    switch (pair) {
    case ErrorPair::ATruth:
        return ErrorAnalysis::tr("A − truth");
    case ErrorPair::AB:
        return ErrorAnalysis::tr("A − B");
    case ErrorPair::BTruth:
        return ErrorAnalysis::tr("B − truth");
    case ErrorPair::ABefore:
        return ErrorAnalysis::tr("last change");
    }
    return {};
}

QString kindText(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::Absolute:
        return ErrorAnalysis::tr("Absolute error");
    case ErrorKind::Signed:
        return ErrorAnalysis::tr("Signed error");
    case ErrorKind::Ssim:
        return ErrorAnalysis::tr("SSIM");
    }
    return {};
}

} // namespace kintsugi
