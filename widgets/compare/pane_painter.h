#pragma once

#include "common/theme.h"
#include "compare/comparison.h"

#include <QCoreApplication>
#include <QFont>
#include <QPainter>

namespace kintsugi {

/// A piece of a line of text, and how it is written.
struct TextPart {
    enum Style { Normal, Quiet, Strong, Warning };
    QString text;
    Style style = Normal;
};

/// Draws parts of a comparison, in device-independent pixels. @p scaleFactor is 1 on the screen that the transform
/// belongs to; a figure of twice as many pixels has a painter of twice the device pixel ratio and factor 2.
class PanePainter {
    Q_DECLARE_TR_FUNCTIONS(PanePainter)

public:
    PanePainter(QPainter& painter, Comparison& comparison, const Tokens& tokens, double scaleFactor = 1.0);

    /// The image of @p slot as a pane of the place @p rect shows it, of which only @p clip is drawn.
    void paintImage(Slot slot, const QRectF& rect, const QRectF& clip);
    /// Rectangles of the worst patches with their numbers, the selected one in magenta.
    void paintPatches(Slot slot, const QRectF& rect, const QRectF& clip);
    /// What the slot is, with its PSNR and state, in a corner of @p rect. Returns the place of the label.
    QRectF paintLabel(Slot slot, const QRectF& rect, Qt::Corner corner);
    /// A line of text in a box whose @p corner lies in that of @p rect. Draws nothing when it does not fit.
    QRectF paintBox(const QList<TextPart>& parts, const QRectF& rect, Qt::Corner corner, bool isA = false);

    /// Place of an image rectangle in a pane.
    static QRectF toPane(const ViewTransform& transform, Slot slot, const QRectF& image, const QRectF& pane,
                         double dpr);

private:
    void paintEmpty(Slot slot, const QRectF& clip);
    void paintProgress(const SlotContent& content, const QRectF& clip);
    void paintPixels(Slot slot, const QRectF& rect, const QRectF& clip);
    double physicalScale(Slot slot) const { return m_comparison.transform().scale(slot) * m_factor; }
    QPointF physicalOrigin(Slot slot, const QRectF& rect) const;

    QPainter& m_painter;
    Comparison& m_comparison;
    const Tokens& m_tokens;
    double m_factor;
    double m_dpr;
    QFont m_font;
};

/// Font with figures of one width, @p size in pixels.
QFont sizedFont(const QFont& font, int size, bool bold = false);

} // namespace kintsugi
