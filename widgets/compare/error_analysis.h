#pragma once

#include "compare/color_maps.h"
#include "compare/compared_images.h"
#include "imaging/error_maps.h"
#include "imaging/worst_patches.h"

#include <QObject>
#include <QTimer>

namespace kintsugi {

/// What an error map compares. Before is A as it was before its last change.
enum class ErrorPair { ATruth, AB, BTruth, ABefore };

/// A map with its numbers. For SSIM the values are 1 - SSIM.
struct ErrorMapData {
    std::shared_ptr<const Image> map;
    ErrorKind kind = ErrorKind::Signed;
    ErrorPair pair = ErrorPair::ATruth;
    ErrorSummary summary;
    Histogram bars; ///< over the range of the colours
};

/// Measures the images of a comparison beside the interface thread whenever they change: PSNR and SSIM where there is
/// a ground truth (RGB, 8 bits, whole image), the error map, which becomes Slot::Error, and the worst patches.
class ErrorAnalysis : public QObject {
    Q_OBJECT

public:
    static constexpr int patchCount = 20;

    explicit ErrorAnalysis(ComparedImages& images, QObject* parent = nullptr);
    ~ErrorAnalysis() override;

    ErrorPair pair() const { return m_pair; }
    void setPair(ErrorPair pair);
    ErrorKind kind() const { return m_kind; }
    void setKind(ErrorKind kind);
    /// Each kind keeps its own gain and threshold.
    MapScale scale() const { return scaleOf(m_kind); }
    MapScale scaleOf(ErrorKind kind) const { return m_scales[static_cast<std::size_t>(kind)]; }
    void setGain(double gain);
    void setThreshold(double threshold);
    bool isOverlay() const { return m_overlay; }
    void setOverlay(bool overlay);
    /// A before its last change, for ErrorPair::ABefore; an empty image: none.
    void setBefore(Image before);
    bool canShow(ErrorPair pair) const;

    /// Null map: none, and unavailable() says why.
    const ErrorMapData& errorMap() const { return m_data; }
    const QString& unavailable() const { return m_unavailable; }
    const std::vector<WorstPatch>& patches() const { return m_patches; }
    bool isBusy() const;

Q_SIGNALS:
    void settingsChanged();
    void errorMapChanged();
    void patchesChanged();
    void busyChanged(bool busy);

private:
    void onPicture(Slot slot);
    void measure();
    using Pictures = std::vector<std::pair<Slot, std::shared_ptr<const ImagePyramid>>>;
    void measureQuality();
    void measureSsim(const Pictures& wanted, const std::shared_ptr<const ImagePyramid>& truth);
    void findPatches();
    void draw();
    void setUnavailable(const QString& reason);
    QString missing(ErrorPair pair) const;

    ComparedImages& m_images;
    QTimer m_measureTimer, m_drawTimer; ///< join changes that come together
    std::unique_ptr<LatestWork> m_quality, m_patchWork, m_drawing;
    ErrorPair m_pair = ErrorPair::ATruth;
    ErrorKind m_kind = ErrorKind::Signed;
    std::array<MapScale, 3> m_scales;
    bool m_overlay = false;
    std::shared_ptr<const Image> m_before;
    ErrorMapData m_data;
    std::array<std::shared_ptr<const void>, 2> m_mapped; ///< the images that m_data.map was made of
    QString m_unavailable;
    std::vector<WorstPatch> m_patches;
};

/// "A − truth", "A − B", "B − truth", "What the last change did".
QString pairText(ErrorPair pair);
QString kindText(ErrorKind kind);

} // namespace kintsugi
