#include "plots/front_layers.h"

#include "trials/search_marks.h"
#include "trials/trial_model.h"

#include <cmath>

namespace kintsugi {

namespace {

constexpr double pointRadius = 3, frontRadius = 4;

QColor mixed(const QColor& a, const QColor& b, double share) {
    return QColor::fromRgbF(float(a.redF() * share + b.redF() * (1 - share)),
                            float(a.greenF() * share + b.greenF() * (1 - share)),
                            float(a.blueF() * share + b.blueF() * (1 - share)));
}

void whisker(QCPPainter& painter, const QPointF& from, const QPointF& to) {
    const QPointF along = to - from;
    const QPointF across = std::abs(along.x()) > std::abs(along.y()) ? QPointF(0, 3) : QPointF(3, 0);
    painter.drawLine(from, to);
    painter.drawLine(from - across, from + across);
    painter.drawLine(to - across, to + across);
}

} // namespace

FrontMapping::FrontMapping(const QCustomPlot& plot) {
    const QCPRange x = plot.xAxis->range(), y = plot.yAxis->range();
    area = plot.axisRect()->rect();
    sx = area.width() / x.size();
    x0 = area.left() - x.lower * sx;
    sy = -area.height() / y.size();
    y0 = area.bottom() - 1 - y.lower * sy; // as QCPAxis, whose rectangle ends at its last pixel
}

FrontPointsLayer::FrontPointsLayer(QCustomPlot* plot, const FrontView& view, const QString& layer)
    : QCPLayerable(plot, layer), m_view(view) {}

void FrontPointsLayer::applyDefaultAntialiasingHint(QCPPainter* painter) const {
    painter->setAntialiasing(true);
}

QRect FrontPointsLayer::clipRect() const {
    return mParentPlot->axisRect()->rect().adjusted(0, 0, 1, 1);
}

FrontPointsLayer::Look FrontPointsLayer::lookOf(const FrontScene::Point& point, const Tokens& tokens) const {
    const SearchMark mark = searchMark(point.ordinal, tokens);
    QColor color = mark.color;
    const bool isFront = point.kind == FrontScene::Kind::Front;
    if (m_view.settings.coloring != FrontColoring::None)
        color = shadeColor(m_view.settings.coloring, point.shade, tokens);
    else if (point.kind == FrontScene::Kind::Dominated)
        color = point.ordinal == 0 ? tokens.strongLine : mixed(color, tokens.base, 0.5);
    return {static_cast<int>(mark.shape), color.rgb(), isFront};
}

void FrontPointsLayer::drawPoint(QPainter& painter, const QPointF& at, const Look& look, bool intoFile) {
    const double radius = look.filled ? frontRadius : pointRadius;
    const auto draw = [&](QPainter& on) {
        const QPainterPath path = markPath(static_cast<MarkShape>(look.shape), radius);
        if (look.filled) {
            on.setPen(QPen(tokensOf(mParentPlot).base, 1));
            on.setBrush(QColor(look.color));
        } else {
            on.setPen(QPen(QColor(look.color), 1.2));
            on.setBrush(Qt::NoBrush);
        }
        on.drawPath(path);
    };
    if (intoFile) {
        painter.save();
        painter.translate(at);
        draw(painter);
        painter.restore();
        return;
    }
    constexpr double half = frontRadius * 1.4 + 2;
    QPixmap& stamp = m_stamps[look];
    if (stamp.isNull()) {
        const int side = static_cast<int>(std::ceil(2 * half * m_stampRatio));
        stamp = QPixmap(side, side);
        stamp.setDevicePixelRatio(m_stampRatio);
        stamp.fill(Qt::transparent);
        QPainter on(&stamp);
        on.setRenderHint(QPainter::Antialiasing);
        on.translate(side / m_stampRatio / 2, side / m_stampRatio / 2);
        draw(on);
    }
    const double middle = stamp.width() / m_stampRatio / 2;
    const QPointF corner = (at - QPointF(middle, middle)) * m_stampRatio;
    painter.drawPixmap(QPointF(std::round(corner.x()), std::round(corner.y())) / m_stampRatio, stamp);
}

void FrontPointsLayer::stamp(QPainter& painter, const FrontScene::Point& point, const FrontMapping& map,
                             const Tokens& tokens, bool intoFile) {
    const QPointF at = map.at(point.x, point.y);
    if (!map.area.adjusted(-8, -8, 8, 8).contains(at))
        return;
    drawPoint(painter, at, lookOf(point, tokens), intoFile);
    if (point.tied) {
        painter.setPen(QPen(tokens.second, 1.4));
        painter.drawLine(at + QPointF(-5, 6.5), at + QPointF(5, 6.5));
    }
}

void FrontPointsLayer::drawDominated(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) {
    const auto& points = m_view.scene.points;
    const bool intoFile = painter.modes() != QCPPainter::pmDefault;
    const bool same = m_drawn.area == map.area && m_drawn.x0 == map.x0 && m_drawn.sx == map.sx &&
                      m_drawn.y0 == map.y0 && m_drawn.sy == map.sy && m_drawn.ratio == m_stampRatio &&
                      m_drawn.dark == tokens.dark && m_drawn.coloring == m_view.settings.coloring;
    // What is drawn once, while the view moves, is not kept.
    if (intoFile || !same || !m_drawn.seen) {
        for (const FrontScene::Point& point : points)
            if (point.kind == FrontScene::Kind::Dominated)
                stamp(painter, point, map, tokens, intoFile);
        if (!intoFile)
            m_drawn = {
                QPixmap(),   {},  map.area, map.x0, map.sx, map.y0, map.sy, m_stampRatio, m_view.settings.coloring,
                tokens.dark, true};
        return;
    }
    const auto isDominated = [](const FrontScene::Point& point) { return point.kind == FrontScene::Kind::Dominated; };
    bool usable = !m_drawn.picture.isNull() && m_drawn.points.size() <= points.size();
    for (std::size_t row = 0; usable && row < m_drawn.points.size(); ++row)
        usable = !isDominated(m_drawn.points[row]) || m_drawn.points[row] == points[row];
    if (!usable) {
        m_drawn.points.clear();
        m_drawn.picture = QPixmap(mParentPlot->size() * m_stampRatio);
        m_drawn.picture.setDevicePixelRatio(m_stampRatio);
        m_drawn.picture.fill(Qt::transparent);
    }
    {
        QPainter on(&m_drawn.picture);
        on.setRenderHint(QPainter::Antialiasing);
        for (std::size_t row = 0; row < points.size(); ++row)
            if (isDominated(points[row]) && (row >= m_drawn.points.size() || !isDominated(m_drawn.points[row])))
                stamp(on, points[row], map, tokens, false);
    }
    m_drawn.points = points;
    painter.drawPixmap(QPointF(0, 0), m_drawn.picture);
}

void FrontPointsLayer::draw(QCPPainter* painter) {
    const Tokens& tokens = tokensOf(mParentPlot);
    const FrontMapping map(*mParentPlot);
    if (m_stampRatio != mParentPlot->bufferDevicePixelRatio()) {
        m_stampRatio = mParentPlot->bufferDevicePixelRatio();
        m_stamps.clear();
    }
    drawLimitShade(*painter, map, tokens);
    const auto stampAll = [&](FrontScene::Kind kind) {
        for (const FrontScene::Point& point : m_view.scene.points)
            if (point.kind == kind)
                stamp(*painter, point, map, tokens, painter->modes() != QCPPainter::pmDefault);
    };
    drawDominated(*painter, map, tokens);
    drawFronts(*painter, map, tokens);
    stampAll(FrontScene::Kind::SearchFront);
    if (m_view.settings.intervals)
        drawIntervals(*painter, map, tokens);
    stampAll(FrontScene::Kind::Front);
    drawKnee(*painter, map, tokens);
}

void FrontPointsLayer::drawLimitShade(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) const {
    const auto& limit = m_view.trials->limit();
    if (!limit)
        return;
    const double left = std::clamp(map.at(*limit, 0).x(), map.area.left(), map.area.right());
    QColor shade = tokens.dark ? tokens.panel : tokens.window;
    shade.setAlphaF(0.75f);
    painter.fillRect(QRectF(QPointF(left, map.area.top()), map.area.bottomRight()), shade);
}

void FrontPointsLayer::drawFronts(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) const {
    const TrialModel& trials = *m_view.trials;
    painter.setBrush(Qt::NoBrush);
    for (const std::int64_t search : trials.searches()) {
        if (!trials.isSearchVisible(search))
            continue;
        const SearchMark mark = searchMark(trials.searchOrdinal(search), tokens);
        QPolygonF steps;
        for (const int row : trials.searchFront(search)) {
            const FrontScene::Point& point = m_view.scene.points[static_cast<std::size_t>(row)];
            if (point.kind == FrontScene::Kind::Hidden)
                continue;
            const QPointF at = map.at(point.x, point.y);
            if (!steps.isEmpty())
                steps << QPointF(at.x(), steps.last().y());
            steps << at;
        }
        painter.setPen(QPen(mark.color, 1.4));
        painter.drawPolyline(steps);
    }
}

void FrontPointsLayer::drawIntervals(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) const {
    const TrialModel& trials = *m_view.trials;
    const auto draw = [&](int row) {
        const FrontScene::Point& point = m_view.scene.points[static_cast<std::size_t>(row)];
        if (point.kind == FrontScene::Kind::Hidden)
            return;
        const TrialRow& trial = trials.trial(row);
        const QPointF at = map.at(point.x, point.y);
        painter.setPen(QPen(tokens.second, 1));
        if (const auto& loss = trial.lossInterval) {
            // Both ends relative to the point, because PSNR and loss run against each other.
            const double sign = m_view.settings.y == FrontY::Loss ? 1 : -1;
            whisker(painter, map.at(point.x, point.y + sign * (loss->low - trial.loss)),
                    map.at(point.x, point.y + sign * (loss->high - trial.loss)));
        }
        const bool isTime = trials.cost() == TrialCost::PredictedMs || trials.cost() == TrialCost::MeasuredMs;
        if (!isTime || !trial.measuredMs)
            return;
        painter.setPen(QPen(tokens.ink, 1.2));
        if (const auto& time = trial.measuredMsInterval)
            whisker(painter, map.at(time->low, point.y), map.at(time->high, point.y));
        if (trials.cost() == TrialCost::PredictedMs) {
            const QPointF measured = map.at(*trial.measuredMs, point.y);
            painter.drawLine(at, measured);
            painter.setBrush(tokens.base);
            painter.drawRect(QRectF(measured - QPointF(3.5, 3.5), QSizeF(7, 7)));
            painter.setBrush(Qt::NoBrush);
        }
    };
    for (const int row : trials.front())
        draw(row);
    for (const int row : trials.picked())
        if (!trials.standing(row).front)
            draw(row);
}

void FrontPointsLayer::drawKnee(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) const {
    const auto& knee = m_view.trials->knee();
    if (!knee || m_view.scene.points[static_cast<std::size_t>(*knee)].kind == FrontScene::Kind::Hidden)
        return;
    const FrontScene::Point& point = m_view.scene.points[static_cast<std::size_t>(*knee)];
    const QPointF at = map.at(point.x, point.y);
    painter.setPen(QPen(tokens.base, 1));
    painter.setBrush(tokens.ink);
    painter.drawPolygon(QPolygonF{at + QPointF(0, -7), at + QPointF(7, 0), at + QPointF(0, 7), at + QPointF(-7, 0)});
}

} // namespace kintsugi
