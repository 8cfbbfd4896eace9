#include "plots/front_layers.h"

#include "common/selection.h"
#include "common/wording.h"
#include "trials/search_marks.h"
#include "trials/search_request.h"
#include "trials/trial_model.h"

#include <algorithm>
#include <functional>

namespace kintsugi {

namespace {

constexpr double legendRow = 20;

/// A filled box with a word in it, moved so that it lies inside @p bounds.
void drawTag(QCPPainter& painter, QRectF box, const QString& text, const QColor& fill, const QColor& ink,
             const QRectF& bounds) {
    box.moveLeft(std::clamp(box.left(), bounds.left(), std::max(bounds.left(), bounds.right() - box.width())));
    box.moveTop(std::clamp(box.top(), bounds.top(), std::max(bounds.top(), bounds.bottom() - box.height())));
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(box, 2, 2);
    painter.setPen(ink);
    painter.drawText(box, Qt::AlignCenter, text);
}

QFont bold(QFont font, int pixels = 12) {
    font.setPixelSize(pixels);
    font.setBold(true);
    return font;
}

} // namespace

FrontMarksLayer::FrontMarksLayer(QCustomPlot* plot, const FrontView& view, const QString& layer)
    : QCPLayerable(plot, layer), m_view(view) {}

void FrontMarksLayer::applyDefaultAntialiasingHint(QCPPainter* painter) const {
    painter->setAntialiasing(true);
}

std::optional<QPointF> FrontMarksLayer::placeOf(const std::optional<int>& row, const FrontMapping& map) const {
    if (!row || static_cast<std::size_t>(*row) >= m_view.scene.points.size() || !m_view.trials->standing(*row).placed ||
        !m_view.trials->isShown(*row))
        return std::nullopt;
    const FrontScene::Point& point = m_view.scene.points[static_cast<std::size_t>(*row)];
    const QPointF at = map.at(point.x, point.y);
    return map.area.adjusted(-1, -1, 1, 1).contains(at) ? std::optional<QPointF>(at) : std::nullopt;
}

void FrontMarksLayer::draw(QCPPainter* painter) {
    const Tokens& tokens = tokensOf(mParentPlot);
    const FrontMapping map(*mParentPlot);
    drawPicked(*painter, map, tokens);
    drawLimit(*painter, map, tokens);
    if (m_view.settings.legend && !m_view.scene.points.empty())
        drawLegend(*painter, map, tokens);
    drawB(*painter, map, tokens);
    drawA(*painter, map, tokens);
    painter->setBrush(Qt::NoBrush);
    if (const auto at = placeOf(m_view.hovered, map)) {
        painter->setPen(QPen(tokens.ink, 1.4));
        painter->drawEllipse(*at, 7.5, 7.5);
    }
    if (m_view.band) {
        QColor fill = tokens.bars;
        fill.setAlphaF(0.15f);
        painter->setPen(QPen(tokens.second, 1, Qt::DashLine));
        painter->setBrush(fill);
        painter->drawRect(*m_view.band);
        painter->setBrush(Qt::NoBrush);
    }
    if (m_view.hasFocus && painter->modes() == QCPPainter::pmDefault) {
        painter->setPen(QPen(tokens.second, 1));
        painter->drawRect(mParentPlot->viewport().adjusted(1, 1, -2, -2));
    }
}

void FrontMarksLayer::drawPicked(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) const {
    painter.setPen(QPen(tokens.ink, 1));
    painter.setBrush(Qt::NoBrush);
    for (const int row : m_view.trials->picked())
        if (const auto at = placeOf(row, map))
            painter.drawEllipse(*at, 5.5, 5.5);
}

void FrontMarksLayer::drawLimit(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) const {
    const TrialModel& trials = *m_view.trials;
    if (!trials.limit())
        return;
    const double x = map.at(*trials.limit(), 0).x();
    if (x < map.area.left() || x > map.area.right())
        return;
    painter.setPen(QPen(tokens.ink, 1.4, Qt::CustomDashLine));
    QPen pen = painter.pen();
    pen.setDashPattern({5, 3});
    painter.setPen(pen);
    painter.drawLine(QPointF(x, map.area.top()), QPointF(x, map.area.bottom()));
    QFont font = mParentPlot->font();
    font.setPixelSize(12);
    const QString name = tr("limit %1").arg(costText(*trials.limit(), trials.cost()));
    const QString count = tr("%n trial(s) above it", nullptr, trials.aboveLimitCount());
    const double width =
        std::max(QFontMetricsF(bold(font)).horizontalAdvance(name), QFontMetricsF(font).horizontalAdvance(count));
    const bool onLeft = x + 8 + width > map.area.right();
    const QRectF first(onLeft ? x - 8 - width : x + 8, map.area.top() + 5, width, 16);
    const int side = (onLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
    painter.setFont(bold(font));
    painter.setPen(tokens.ink);
    painter.drawText(first, side, name);
    painter.setFont(font);
    painter.setPen(tokens.second);
    painter.drawText(first.translated(0, 16), side, count);
}

void FrontMarksLayer::drawA(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) const {
    const TrialModel& trials = *m_view.trials;
    const auto row = trials.rowOfA(*m_view.selection);
    const auto at = placeOf(row, map);
    if (!at)
        return;
    const FrontScene::Point& point = m_view.scene.points[static_cast<std::size_t>(*row)];
    QPen dots(tokens.a, 1.2, Qt::CustomDashLine);
    dots.setDashPattern({2, 2.5});
    painter.setPen(dots);
    painter.drawLine(QPointF(map.area.left(), at->y()), *at - QPointF(11, 0));
    painter.drawLine(*at + QPointF(0, 11), QPointF(at->x(), map.area.bottom()));
    painter.setPen(QPen(tokens.a, 2.2));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(*at, 9.5, 9.5);

    const QFont font = bold(mParentPlot->font());
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    const QRectF bounds = mParentPlot->viewport();
    const auto tag = [&](const QString& text) { return QSizeF(metrics.horizontalAdvance(text) + 14, 17); };
    const QString y = numberText(point.y, 2), x = numberText(point.x, costDecimals(trials.cost()));
    QSizeF size = tag(y);
    drawTag(painter, QRectF(QPointF(map.area.left() - size.width() - 6, at->y() - size.height() / 2), size), y,
            tokens.a, tokens.base, bounds);
    size = tag(x);
    drawTag(painter, QRectF(QPointF(at->x() - size.width() / 2, map.area.bottom() + 7), size), x, tokens.a, tokens.base,
            bounds);

    const TrialRow& trial = trials.trial(*row);
    QString name = trial.number > 0 ? tr("A %1").arg(trial.number) : tr("A");
    if (trials.standing(*row).knee)
        name = tr("%1, knee").arg(name);
    size = tag(name);
    QPointF corner(at->x() - 12 - size.width(), at->y() + 12);
    if (corner.x() < map.area.left())
        corner.setX(at->x() + 12);
    if (corner.y() + size.height() > map.area.bottom())
        corner.setY(at->y() - 12 - size.height());
    drawTag(painter, QRectF(corner, size), name, tokens.a, tokens.base, map.area);
}

void FrontMarksLayer::drawB(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) const {
    const TrialModel& trials = *m_view.trials;
    const auto row = trials.rowOfB(*m_view.selection);
    const auto at = placeOf(row, map);
    if (!at)
        return;
    QPen dashes(tokens.ink, 1.5, Qt::CustomDashLine);
    dashes.setDashPattern({2.5, 1.8});
    painter.setPen(dashes);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(*at - QPointF(6.5, 6.5), QSizeF(13, 13)));

    const TrialRow& trial = trials.trial(*row);
    const QString name = trials.standing(*row).reference ? tr("B all transformer")
                         : trial.number > 0              ? tr("B %1").arg(trial.number)
                                                         : tr("B");
    const QFont font = bold(mParentPlot->font());
    const double width = QFontMetricsF(font).horizontalAdvance(name);
    // Above the point; below it where there is no room.
    const double room = at->y() - map.area.top();
    const double side = room > 36 ? -1 : 1;
    const double rise = side < 0 ? std::min(62.0, room - 20) : 40;
    painter.setFont(font);
    painter.setPen(QPen(tokens.ink, 1));
    painter.drawLine(*at + QPointF(0, side * 8), *at + QPointF(0, side * (rise - 2)));
    QRectF box(at->x() - width / 2, at->y() + (side < 0 ? -rise - 17 : rise), width, 16);
    box.moveRight(std::min(box.right(), map.area.right() - 4));
    box.moveLeft(std::max(box.left(), map.area.left() + 4));
    painter.drawText(box, Qt::AlignCenter, name);
}

void FrontMarksLayer::drawLegend(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) const {
    const TrialModel& trials = *m_view.trials;
    const FrontScene& scene = m_view.scene;
    struct Entry {
        QString text;
        std::function<void(const QPointF&)> draw;
    };
    std::vector<Entry> entries;
    const auto mark = [&](const QColor& color, MarkShape shape, bool filled) {
        return [&painter, color, shape, filled](const QPointF& at) {
            painter.setPen(filled ? QPen(Qt::NoPen) : QPen(color, 1.2));
            painter.setBrush(filled ? QBrush(color) : QBrush(Qt::NoBrush));
            painter.drawPath(markPath(shape, filled ? 4 : 3).translated(at));
        };
    };
    std::vector<std::int64_t> visible;
    for (const std::int64_t search : trials.searches())
        if (trials.isSearchVisible(search))
            visible.push_back(search);
    if (visible.size() > 1) {
        std::map<std::int64_t, std::pair<int, QString>> counts;
        for (int row = 0; row < trials.size(); ++row)
            if (trials.isShown(row) && trials.standing(row).placed) {
                auto& [count, method] = counts[trials.trial(row).search];
                ++count;
                method = trials.trial(row).method;
            }
        // The newest search and those with most trials, as many as the plot has room for beside the other entries.
        const auto fitting = static_cast<std::size_t>(std::clamp((map.area.height() - 170) / legendRow, 2.0, 12.0));
        std::vector<std::int64_t> named = visible;
        if (named.size() > fitting) {
            const std::int64_t newest = *std::max_element(named.begin(), named.end());
            std::stable_sort(named.begin(), named.end(), [&](auto a, auto b) {
                return std::pair(a == newest, counts[a].first) > std::pair(b == newest, counts[b].first);
            });
            named.resize(fitting - 1);
            std::sort(named.begin(), named.end());
        }
        for (const std::int64_t search : named) {
            const SearchMark look = searchMark(trials.searchOrdinal(search), tokens);
            const QString name = search > 0 ? tr("search %1 %2").arg(search).arg(methodShort(counts[search].second))
                                            : tr("outside searches");
            entries.push_back({tr("%1, %2 of %3", "a search, members of its front, its trials")
                                   .arg(name)
                                   .arg(trials.searchFront(search).size())
                                   .arg(counts[search].first),
                               mark(look.color, look.shape, true)});
        }
        if (named.size() < visible.size())
            entries.push_back(
                {tr("and %n more", nullptr, static_cast<int>(visible.size() - named.size())), [](const QPointF&) {}});
    } else {
        const SearchMark look = searchMark(visible.empty() ? 0 : trials.searchOrdinal(visible.front()), tokens);
        entries.push_back({tr("front, %1").arg(trials.shownFront().size()), mark(look.color, look.shape, true)});
        if (m_view.settings.dominated)
            entries.push_back({tr("dominated, %1").arg(scene.dominated), mark(tokens.strongLine, look.shape, false)});
    }
    if (trials.knee())
        entries.push_back({tr("knee"), [&](const QPointF& at) {
                               painter.setPen(Qt::NoPen);
                               painter.setBrush(tokens.ink);
                               painter.drawPolygon(QPolygonF{at + QPointF(0, -6), at + QPointF(6, 0),
                                                             at + QPointF(0, 6), at + QPointF(-6, 0)});
                           }});
    if (scene.tied > 0)
        entries.push_back({tr("tied with the teacher, %1").arg(scene.tied), [&](const QPointF& at) {
                               mark(tokens.strongLine, MarkShape::Circle, false)(at - QPointF(0, 2));
                               painter.setPen(QPen(tokens.second, 1.4));
                               painter.drawLine(at + QPointF(-5, 4.5), at + QPointF(5, 4.5));
                           }});
    if (m_view.settings.intervals)
        entries.push_back({tr("95 % interval"), [&](const QPointF& at) {
                               painter.setPen(QPen(tokens.second, 1.2));
                               painter.drawLine(at + QPointF(0, -6), at + QPointF(0, 6));
                               painter.drawLine(at + QPointF(-3, -6), at + QPointF(3, -6));
                               painter.drawLine(at + QPointF(-3, 6), at + QPointF(3, 6));
                           }});
    if (m_view.settings.coloring == FrontColoring::Method) {
        for (std::size_t i = 0; i < scene.methods.size(); ++i)
            entries.push_back(
                {methodText(scene.methods[i]),
                 mark(shadeColor(FrontColoring::Method, static_cast<int>(i), tokens), MarkShape::Circle, false)});
    } else if (m_view.settings.coloring == FrontColoring::Progress) {
        entries.push_back({tr("early to late"), [&](const QPointF& at) {
                               for (int i = 0; i < progressShades; ++i)
                                   painter.fillRect(QRectF(at.x() - 8 + i, at.y() - 4, 1.2, 8),
                                                    shadeColor(FrontColoring::Progress, i, tokens));
                           }});
    }

    QFont font = mParentPlot->font();
    font.setPixelSize(12);
    const QFontMetricsF metrics(font);
    double width = 0;
    for (const Entry& entry : entries)
        width = std::max(width, metrics.horizontalAdvance(entry.text));
    constexpr double row = legendRow;
    const QSizeF size(width + 44, static_cast<double>(entries.size()) * row + 10);
    // Loss falls to the right, so that its free corner is above; PSNR rises.
    const bool above = m_view.settings.y == FrontY::Loss;
    QRectF box(QPointF(map.area.right() - size.width() - 12, above ? map.area.top() + 44 : 0), size);
    if (!above)
        box.moveBottom(map.area.bottom() - 24);
    QColor ground = tokens.base;
    ground.setAlphaF(0.9f);
    painter.setPen(QPen(tokens.line, 1));
    painter.setBrush(ground);
    painter.drawRect(box);
    painter.setFont(font);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const double y = box.top() + 5 + row * (static_cast<double>(i) + 0.5);
        entries[i].draw({box.left() + 18, y});
        painter.setPen(tokens.ink);
        painter.drawText(QRectF(box.left() + 36, y - row / 2, width + 4, row), Qt::AlignLeft | Qt::AlignVCenter,
                         entries[i].text);
    }
}

} // namespace kintsugi
