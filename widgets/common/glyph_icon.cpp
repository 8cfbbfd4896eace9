#include "common/glyph_icon.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>

namespace kintsugi {

namespace {

constexpr qreal side = 16; ///< units of the drawings below

void draw(QPainter& painter, Glyph glyph, const QColor& color) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    switch (glyph) {
    case Glyph::Pause:
        painter.drawRect(QRectF(4, 3, 3, 10));
        painter.drawRect(QRectF(9, 3, 3, 10));
        break;
    case Glyph::Resume:
        painter.drawPolygon(QPolygonF({{4, 2.5}, {13, 8}, {4, 13.5}}));
        break;
    case Glyph::Refresh: {
        QPainterPath arc;
        const QRectF circle(3.5, 3.5, 9, 9);
        arc.arcMoveTo(circle, 40);
        arc.arcTo(circle, 40, 290);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, 1.6, Qt::SolidLine, Qt::FlatCap));
        painter.drawPath(arc);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawPolygon(QPolygonF({{8.7, 5.9}, {13.6, 6.9}, {13.2, 2}}));
        break;
    }
    }
}

class GlyphEngine : public QIconEngine {
public:
    explicit GlyphEngine(Glyph glyph) : m_glyph(glyph) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const qreal edge = qMin(rect.width(), rect.height());
        painter->save();
        painter->translate(rect.x() + (rect.width() - edge) / 2, rect.y() + (rect.height() - edge) / 2);
        painter->scale(edge / side, edge / side);
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        draw(*painter, m_glyph, QGuiApplication::palette().color(group, QPalette::ButtonText));
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap made(size);
        made.fill(Qt::transparent);
        QPainter painter(&made);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return made;
    }

    QIconEngine* clone() const override { return new GlyphEngine(m_glyph); }

private:
    Glyph m_glyph;
};

} // namespace

QIcon glyphIcon(Glyph glyph) {
    return QIcon(new GlyphEngine(glyph));
}

} // namespace kintsugi
