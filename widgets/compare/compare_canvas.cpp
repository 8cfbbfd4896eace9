#include "compare/compare_canvas.h"

#include "common/wording.h"
#include "compare/pane_painter.h"

#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QResizeEvent>
#include <QVBoxLayout>
#include <cmath>

namespace kintsugi {

namespace {

constexpr double gap = 2, footer = 24;

} // namespace

CompareCanvas::CompareCanvas(Comparison& comparison, QWidget* parent)
    : QWidget(parent), m_comparison(comparison), m_empty(new QWidget(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAcceptDrops(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Image comparison"));

    auto* sentence = new QLabel(tr("No image is open. Drop image files here, or choose some."));
    sentence->setAlignment(Qt::AlignCenter);
    auto* button = new QPushButton(tr("Open images…"));
    connect(button, &QPushButton::clicked, this, &CompareCanvas::browseRequested);
    auto* layout = new QVBoxLayout(m_empty);
    layout->addStretch();
    layout->addWidget(sentence);
    layout->addWidget(button, 0, Qt::AlignHCenter);
    layout->addStretch();

    const auto repaint = qOverload<>(&QWidget::update);
    connect(&comparison.transform(), &ViewTransform::changed, this, repaint);
    connect(&comparison.images(), &ComparedImages::pictureChanged, this, repaint);
    connect(&comparison.images(), &ComparedImages::stateChanged, this, [this] {
        updateEmptyState();
        update();
    });
    connect(&comparison.analysis(), &ErrorAnalysis::patchesChanged, this, repaint);
    connect(&comparison.selection(), &Selection::patchChanged, this, repaint);
    updateEmptyState();
}

void CompareCanvas::setMode(CompareMode mode) {
    if (mode == m_mode)
        return;
    m_mode = mode;
    updateViewport();
    update();
    Q_EMIT stateChanged();
}

void CompareCanvas::setSides(Slot left, Slot right) {
    if (left == m_left && right == m_right)
        return;
    m_left = left;
    m_right = right;
    update();
    Q_EMIT stateChanged();
}

void CompareCanvas::setLatched(std::optional<Slot> slot) {
    if (slot == m_latched)
        return;
    m_latched = slot;
    update();
    Q_EMIT stateChanged();
}

void CompareCanvas::setPatchesShown(bool shown) {
    if (shown == m_showPatches)
        return;
    m_showPatches = shown;
    update();
    Q_EMIT stateChanged();
}

void CompareCanvas::setWipe(double share) {
    m_wipe = std::clamp(share, 0.0, 1.0);
    update();
    Q_EMIT stateChanged();
}

QList<CompareCanvas::Pane> CompareCanvas::panes() const {
    const QRectF all = rect();
    if (const auto alone = shownAlone(); alone && m_mode != CompareMode::SideBySide && m_mode != CompareMode::FourUp)
        return {{*alone, all, all, Qt::TopLeftCorner}};
    const double halfWidth = std::floor((all.width() - gap) / 2), halfHeight = std::floor((all.height() - gap) / 2);
    const QRectF leftHalf(0, 0, halfWidth, all.height());
    const auto shown = [&](Slot slot) { return shownAlone().value_or(slot); };
    switch (m_mode) {
    case CompareMode::Wipe: {
        const double x = std::round(all.width() * m_wipe);
        return {{m_left, all, QRectF(0, 0, x, all.height()), Qt::TopLeftCorner},
                {m_right, all, QRectF(x, 0, all.width() - x, all.height()), Qt::TopRightCorner}};
    }
    case CompareMode::SideBySide: {
        const QRectF rightHalf = leftHalf.translated(halfWidth + gap, 0);
        return {{m_left, leftHalf, leftHalf, Qt::TopLeftCorner},
                {shown(m_right), rightHalf, rightHalf, Qt::TopLeftCorner}};
    }
    case CompareMode::FourUp: {
        QList<Pane> result;
        const std::array slots4{Slot::Degraded, Slot::B, Slot::A, Slot::Truth};
        for (int i = 0; i < 4; ++i) {
            const QRectF place((i % 2) * (halfWidth + gap), (i / 2) * (halfHeight + gap), halfWidth, halfHeight);
            const Slot slot = slots4[static_cast<std::size_t>(i)];
            result.append({slot == Slot::A ? shown(slot) : slot, place, place, Qt::TopLeftCorner});
        }
        return result;
    }
    case CompareMode::Flip:
        return {{m_right, all, all, Qt::TopLeftCorner}};
    }
    return {};
}

void CompareCanvas::updateViewport() {
    m_comparison.transform().setViewport(panes().front().rect.size() * devicePixelRatioF());
}

void CompareCanvas::updateEmptyState() {
    bool isEmpty = m_comparison.images().isEmpty();
    for (const Slot slot : allSlots)
        isEmpty = isEmpty && !m_comparison.images().content(slot).loading &&
                  m_comparison.images().content(slot).problem.isEmpty();
    m_empty->setVisible(isEmpty);
}

void CompareCanvas::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_empty->setGeometry(rect());
    updateViewport();
}

void CompareCanvas::paintEvent(QPaintEvent*) {
    const Tokens& tokens = tokensOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), tokens.panel);
    if (!m_empty->isHidden())
        return;
    painter.fillRect(rect(), tokens.strongLine);
    paintPanes(painter, 1.0, false);
    paintOverlay(painter);
    if (hasFocus()) {
        painter.setPen(QPen(tokens.strongLine, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void CompareCanvas::paintPanes(QPainter& painter, double scaleFactor, bool isFigure) const {
    const Tokens& tokens = tokensOf(this);
    PanePainter panePainter(painter, m_comparison, tokens, scaleFactor);
    const QList<Pane> all = panes();
    for (const Pane& pane : all) {
        panePainter.paintImage(pane.slot, pane.rect, pane.clip);
        if (m_showPatches && !m_comparison.images().content(pane.slot).isEmpty())
            panePainter.paintPatches(pane.slot, pane.rect, pane.clip);
    }
    if (isWiping()) {
        const double x = all.back().clip.left();
        painter.fillRect(QRectF(x - 1.5, 0, 3, height()), QColor(0, 0, 0, 110));
        painter.fillRect(QRectF(x - 0.5, 0, 1, height()), Qt::white);
        if (!isFigure) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(tokens.strongLine, 1));
            painter.setBrush(tokens.base);
            const QPointF middle(x, height() / 2.0);
            painter.drawEllipse(middle, 10.5, 10.5);
            painter.setPen(QPen(tokens.ink, 1.5));
            painter.setBrush(Qt::NoBrush);
            for (const double side : {-1.0, 1.0})
                painter.drawPolyline(QPolygonF{middle + QPointF(side * 3, -3.5), middle + QPointF(side * 6, 0),
                                               middle + QPointF(side * 3, 3.5)});
            painter.setRenderHint(QPainter::Antialiasing, false);
        }
    }
    paintLabels(panePainter);
}

QList<QRectF> CompareCanvas::paintLabels(PanePainter& painter) const {
    QList<QRectF> places;
    for (const Pane& pane : panes())
        places << painter.paintLabel(pane.slot, m_mode == CompareMode::Wipe && !shownAlone() ? pane.clip : pane.rect,
                                     pane.corner);
    return places;
}

void CompareCanvas::paintOverlay(QPainter& painter) const {
    PanePainter panePainter(painter, m_comparison, tokensOf(this));
    const QRectF all = rect();
    QRectF readOutBox;
    if (const QString numbers = readOut(); !numbers.isEmpty()) {
        QList<TextPart> parts;
        for (const QString& part : numbers.split(QLatin1Char('\t')))
            parts << TextPart{part, TextPart::Normal};
        readOutBox = panePainter.paintBox(parts, all, Qt::BottomLeftCorner);
    }
    if (shownAlone() || m_comparison.images().isEmpty())
        return;
    QList<TextPart> hints;
    const auto hint = [&](Slot slot, const QString& key, const QString& name) {
        if (m_comparison.images().content(slot).isEmpty())
            return;
        if (hints.isEmpty())
            hints << TextPart{tr("hold"), TextPart::Quiet};
        hints << TextPart{key, TextPart::Strong} << TextPart{name, TextPart::Normal};
    };
    const QString& captionB = m_comparison.images().content(Slot::B).caption;
    hint(Slot::B, tr("B"), captionB.isEmpty() ? tr("reference") : captionB);
    hint(Slot::Truth, tr("G"), tr("ground truth"));
    hint(Slot::Degraded, tr("D"), tr("degraded"));
    hint(Slot::Error, tr("E"), tr("error map"));
    if (!hints.isEmpty())
        panePainter.paintBox(hints, all.adjusted(readOutBox.isEmpty() ? 0 : readOutBox.right(), 0, 0, 0),
                             Qt::BottomRightCorner);
}

QString CompareCanvas::readOut() const {
    if (!m_pointer || m_comparison.images().isEmpty())
        return {};
    const QPointF under = imagePoint(*m_pointer);
    const int x = int(std::floor(under.x())), y = int(std::floor(under.y()));
    QStringList parts;
    for (const Slot slot : {Slot::Degraded, Slot::B, Slot::A, Slot::Truth}) {
        const SlotContent& content = m_comparison.images().content(slot);
        if (content.isEmpty() || !content.picture->image().rect().contains(x, y))
            continue;
        const QRgb value = content.picture->image().pixel(x, y);
        const QString name = slot == Slot::Degraded ? tr("degraded")
                             : slot == Slot::Truth  ? tr("truth")
                                                    : slotText(slot);
        parts << QStringLiteral("%1 %2 %3 %4").arg(name).arg(qRed(value)).arg(qGreen(value)).arg(qBlue(value));
    }
    if (parts.isEmpty())
        return {};
    return tr("x %1, y %2").arg(x).arg(y) + QLatin1Char('\t') + parts.join(QLatin1Char('\t'));
}

QImage CompareCanvas::exportFigure(double scale) const {
    const Tokens& tokens = tokensOf(this);
    QImage figure((QSizeF(width(), height() + footer) * scale).toSize(), QImage::Format_RGB32);
    figure.setDevicePixelRatio(scale);
    figure.fill(tokens.base);
    QPainter painter(&figure);
    painter.setFont(font());
    painter.fillRect(rect(), tokens.base);
    paintPanes(painter, scale / devicePixelRatioF(), true);
    painter.setFont(sizedFont(font(), 12));
    painter.setPen(tokens.second);
    const QString name = QFileInfo(m_comparison.selection().image()).fileName();
    const QString zoom = tr("%1 %").arg(numberText(m_comparison.transform().scale() * 100, 0));
    const QString convention = tr("PSNR: RGB, 8 bits, whole image");
    const QStringList parts = name.isEmpty() ? QStringList{zoom, convention} : QStringList{name, zoom, convention};
    painter.drawText(QRectF(8, height(), width() - 16, footer), Qt::AlignVCenter | Qt::AlignLeft,
                     parts.join(QStringLiteral("   ")));
    return figure;
}

} // namespace kintsugi
