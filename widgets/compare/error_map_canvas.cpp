#include "compare/error_map_canvas.h"

#include "common/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QTextOption>
#include <algorithm>

namespace kintsugi {

namespace {

constexpr double smallestView = 8.0;

} // namespace

ErrorMapCanvas::ErrorMapCanvas(Comparison& comparison, QWidget* parent) : QWidget(parent), m_comparison(comparison) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Error map"));
    setToolTip(tr("Click or drag to move the viewer there"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    const auto repaint = qOverload<>(&QWidget::update);
    connect(&comparison.images(), &ComparedImages::stateChanged, this, repaint);
    connect(&comparison.analysis(), &ErrorAnalysis::errorMapChanged, this, repaint);
    connect(&comparison.analysis(), &ErrorAnalysis::busyChanged, this, repaint);
    connect(&comparison.transform(), &ViewTransform::changed, this, repaint);
}

QRectF ErrorMapCanvas::mapRect() const {
    const SlotContent& content = m_comparison.images().content(Slot::Error);
    if (content.isEmpty())
        return {};
    const QSizeF size =
        QSizeF(content.picture->size()).scaled(QSizeF(this->size()) - QSizeF(2, 2), Qt::KeepAspectRatio);
    return {QPointF((width() - size.width()) / 2, (height() - size.height()) / 2), size};
}

QRectF ErrorMapCanvas::viewRect() const {
    const QRectF map = mapRect();
    if (map.isEmpty())
        return {};
    const double scale = map.width() / m_comparison.images().content(Slot::Error).picture->size().width();
    const QRectF seen = m_comparison.transform().visibleRect();
    QRectF view = QRectF(map.topLeft() + seen.topLeft() * scale, seen.size() * scale) & map;
    const double grow = std::max(0.0, smallestView - std::min(view.width(), view.height())) / 2;
    return view.adjusted(-grow, -grow, grow, grow);
}

void ErrorMapCanvas::paintEvent(QPaintEvent*) {
    const Tokens& tokens = tokensOf(this);
    const SlotContent& content = m_comparison.images().content(Slot::Error);
    QPainter painter(this);
    const QRectF map = mapRect();
    if (map.isEmpty()) {
        painter.fillRect(rect(), tokens.base);
        painter.setPen(tokens.second);
        QTextOption option(Qt::AlignCenter);
        option.setWrapMode(QTextOption::WordWrap);
        const QString sentence = m_comparison.analysis().unavailable();
        painter.drawText(QRectF(rect()).adjusted(12, 8, -12, -8),
                         sentence.isEmpty() ? tr("The error map is being computed.") : sentence, option);
    } else {
        const double dpr = devicePixelRatioF();
        painter.save();
        painter.scale(1.0 / dpr, 1.0 / dpr);
        content.picture->paint(painter, map.topLeft() * dpr, map.width() * dpr / content.picture->size().width(),
                               {map.topLeft() * dpr, map.size() * dpr});
        painter.restore();
        painter.setPen(tokens.strongLine);
        painter.drawRect(map.adjusted(-0.5, -0.5, 0.5, 0.5));
        const QRectF view = viewRect().adjusted(1, 1, -1, -1);
        painter.setPen(QPen(QColor(255, 255, 255, 200), 4));
        painter.drawRect(view);
        painter.setPen(QPen(Qt::black, 1.8)); // on the map, whatever the theme
        painter.drawRect(view);
    }
    if (content.loading || m_comparison.analysis().isBusy())
        painter.fillRect(QRectF(0, 0, width(), 3), QBrush(tokens.second, Qt::BDiagPattern));
    if (hasFocus()) {
        painter.setPen(QPen(tokens.strongLine, 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void ErrorMapCanvas::goTo(const QPointF& position) {
    const QRectF map = mapRect();
    if (map.isEmpty())
        return;
    const QSize size = m_comparison.images().content(Slot::Error).picture->size();
    m_comparison.transform().setCenter((position - map.topLeft()) * (size.width() / map.width()));
}

void ErrorMapCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        goTo(event->position());
}

void ErrorMapCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons() & Qt::LeftButton)
        goTo(event->position());
}

void ErrorMapCanvas::keyPressEvent(QKeyEvent* event) {
    const double step = 48 * devicePixelRatioF();
    switch (event->key()) {
    case Qt::Key_Left:
        return m_comparison.transform().panBy({step, 0});
    case Qt::Key_Right:
        return m_comparison.transform().panBy({-step, 0});
    case Qt::Key_Up:
        return m_comparison.transform().panBy({0, step});
    case Qt::Key_Down:
        return m_comparison.transform().panBy({0, -step});
    default:
        QWidget::keyPressEvent(event);
    }
}

bool ErrorMapCanvas::event(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        update();
    return QWidget::event(event);
}

} // namespace kintsugi
