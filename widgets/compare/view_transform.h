#pragma once

#include "compare/slot.h"

#include <QObject>
#include <QPointF>
#include <QRectF>
#include <QSize>

namespace kintsugi {

/// Where and how large all panes show their images. Scales are physical screen pixels per image pixel, so that 1 is
/// 1:1 on any screen; points are in image pixels, whose (0, 0) is the top left corner in every image.
///
/// While linked, zoom and pan move all images together. While not, they move only the image that they are meant for;
/// what it is apart from the others by then stays when they are linked again, until align().
class ViewTransform : public QObject {
    Q_OBJECT

public:
    static constexpr double smallestScale = 1.0 / 64, largestScale = 128.0;

    explicit ViewTransform(QObject* parent = nullptr);

    QSize imageSize() const { return m_imageSize; }
    /// Of the pane, in physical pixels. While fitted, the view follows both sizes.
    QSizeF viewport() const { return m_viewport; }
    void setImageSize(const QSize& size);
    void setViewport(const QSizeF& physical);

    double scale(Slot slot) const { return m_scale * m_apart[at(slot)].factor; }
    double scale() const { return m_scale; }
    /// The image point in the middle of the pane.
    QPointF center(Slot slot) const { return m_center + m_apart[at(slot)].offset; }
    QPointF center() const { return m_center; }
    bool isFitted() const { return m_fitted; }
    /// What the pane shows, in image pixels; may reach beyond the image.
    QRectF visibleRect() const;

    /// Pane positions are physical pixels from the pane's middle.
    QPointF toImage(const QPointF& fromMiddle, Slot slot) const { return fromMiddle / scale(slot) + center(slot); }
    QPointF toPane(const QPointF& image, Slot slot) const { return (image - center(slot)) * scale(slot); }

    /// Multiplies the scale; the image point under @p fromMiddle stays where it is. A zoom that would pass 1:1 stops
    /// there once.
    void zoomBy(double factor, const QPointF& fromMiddle = {}, Slot slot = Slot::A);
    void setScale(double scale, const QPointF& fromMiddle = {}, Slot slot = Slot::A);
    /// To the next of the usual steps (…, 50 %, 67 %, 100 %, 150 %, …) up or down.
    void stepZoom(int direction, const QPointF& fromMiddle = {}, Slot slot = Slot::A);
    /// Moves the image by physical pixels.
    void panBy(const QPointF& physical, Slot slot = Slot::A);
    void setCenter(const QPointF& image);
    void fit();
    /// Centres @p rect unless all of it is visible.
    void reveal(const QRectF& rect);

    bool isLinked() const { return m_linked; }
    void setLinked(bool linked);
    bool isAligned() const;
    /// Takes all images back to the same place.
    void align();

Q_SIGNALS:
    void changed();
    void linkedChanged(bool linked);

private:
    struct Apart {
        double factor = 1.0;
        QPointF offset;
        bool operator==(const Apart&) const = default;
    };
    static std::size_t at(Slot slot) { return static_cast<std::size_t>(indexOf(slot)); }
    double fittingScale() const;
    void refit();
    QPointF kept(const QPointF& center) const;

    QSize m_imageSize;
    QSizeF m_viewport;
    double m_scale = 1.0;
    QPointF m_center;
    bool m_fitted = true, m_linked = true;
    std::array<Apart, slotCount> m_apart;
};

} // namespace kintsugi
