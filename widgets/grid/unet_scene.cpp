#include "grid/unet_scene.h"

#include "common/wording.h"
#include "grid/ring_item.h"

#include <algorithm>

namespace kintsugi {

namespace {

constexpr double frameZ = 0, skipZ = 1, stageZ = 2, fanZ = 3, ringZ = 4;

QString nameOf(StageId stage) {
    return QString::fromLatin1(stageName(stage).data(), int(stageName(stage).size()));
}

// A text that is the same exactly when the item would look the same.
QString fingerprint(const StageItem::Content& content) {
    QString text = content.title + content.details + content.total;
    for (const auto& [cell, bar] : content.rows)
        text += QStringLiteral("|%1;%2;%3;%4;%5;%6;%7;%8;%9")
                    .arg(QString::fromStdString(toString(cell.placed)), cell.name, bar.text)
                    .arg(int(cell.state))
                    .arg(cell.percent)
                    .arg(cell.differs)
                    .arg(bar.hollow)
                    .arg(bar.fraction.value_or(-1))
                    .arg(bar.measured.value_or(-1));
    return text;
}

} // namespace

UnetScene::UnetScene(QObject* parent) : QGraphicsScene(parent) {
    setItemIndexMethod(NoIndex);
}

const Fan* UnetScene::fan() const {
    return m_fan ? &m_fan->fan() : nullptr;
}

void UnetScene::setNetwork(const std::optional<Stages>& stages, const NetworkLabels& labels) {
    m_stages = stages;
    m_labels = labels;
    m_layout = stages ? GridLayout(*stages) : GridLayout();
    if (stages) {
        m_a = m_b = allTeacher(*stages);
        setSceneRect(m_layout.bounds);
    }
    m_focus.reset();
    rebuildAll();
}

void UnetScene::setStyle(const GridStyle& style) {
    m_style = style;
    setBackgroundBrush(style.tokens.base);
    for (QGraphicsItem* item : items())
        item->update();
}

void UnetScene::setChoices(std::vector<EdgeChoice> choices) {
    m_table.assign(std::move(choices));
    refresh();
    rebuildFan();
}

void UnetScene::setMeasured(std::map<PlacedEdge, double> milliseconds) {
    m_measured = std::move(milliseconds);
    refresh();
}

void UnetScene::setPaths(const Architecture& a, const Architecture& b) {
    m_a = a;
    m_b = b;
    refresh();
    rebuildFan();
}

void UnetScene::setOverlay(Overlay overlay, BarScale scale) {
    m_overlay = overlay;
    m_scale = scale;
    refresh();
}

void UnetScene::setOutlineDifferences(bool outline) {
    m_outline = outline;
    refresh();
}

void UnetScene::setFocus(const std::optional<Span>& span, bool keyboard) {
    const std::optional<StageId> before = m_focus ? std::optional(m_focus->stage) : std::nullopt;
    m_focus = span;
    const std::optional<StageId> after = m_focus ? std::optional(m_focus->stage) : std::nullopt;
    if (before != after)
        rebuildFan();
    if (m_fan)
        m_fan->setHighlighted(span);
    if (!m_ring)
        return;
    if (!span) {
        m_ring->setVisible(false);
        return;
    }
    const auto placed = m_a.placedEdges(span->stage);
    const bool rounded = std::any_of(placed.begin(), placed.end(), [&](const PlacedEdge& edge) {
        return edge.span == *span && !edge.edge.isTeacher();
    });
    m_ring->show(m_layout.cell(*span), rounded, keyboard);
}

BarItem::Content UnetScene::barOf(const PlacedEdge& placed) const {
    const auto [value, hollow] = overlayValue(m_overlay, placed, m_table);
    BarItem::Content bar;
    bar.hollow = hollow;
    bar.text = value ? overlayText(m_overlay, *value) : notMeasured();
    if (value)
        bar.fraction = barFraction(*value, m_most, m_scale);
    if (m_overlay == Overlay::Milliseconds)
        if (const auto measured = m_measured.find(placed); measured != m_measured.end())
            bar.measured = barFraction(measured->second, m_most, m_scale);
    return bar;
}

StageItem::Content UnetScene::contentOf(StageId stage) const {
    const StageInfo& info = (*m_stages)[static_cast<std::size_t>(stage)];
    StageItem::Content content;
    content.stage = stage;
    content.title = nameOf(stage);
    content.details = tr("%1 · %2 ch", "blocks, channels").arg(info.blocks).arg(info.channels);
    if (stage == StageId::bottleneck)
        content.details += QStringLiteral(" · %1×%1").arg(m_labels.size / info.downscale);
    const auto pathB = m_b.placedEdges(stage);
    std::optional<double> sum = 0;
    for (const PlacedEdge& placed : m_a.placedEdges(stage)) {
        StageItem::Row row;
        row.cell.placed = placed;
        row.cell.state = m_table.state(placed);
        if (const EdgeChoice* choice = m_table.find(placed))
            row.cell.percent = choice->percent;
        row.cell.name = spanText(placed.span);
        if (stage == StageId::bottleneck) // its title stands beside it, its cells are narrow
            row.cell.name = row.cell.name.section(QLatin1Char('.'), 1);
        row.cell.differs = m_outline && std::find(pathB.begin(), pathB.end(), placed) == pathB.end();
        row.bar = barOf(placed);
        const auto value = overlayValue(m_overlay, placed, m_table).value;
        sum = sum && value ? std::optional(*sum + *value) : std::nullopt;
        content.rows.push_back(std::move(row));
    }
    if (overlayAdds(m_overlay))
        content.total =
            sum ? tr("%1 %2", "number, unit").arg(overlayText(m_overlay, *sum), overlayUnit(m_overlay)) : notMeasured();
    return content;
}

double UnetScene::mostOf() const {
    double most = 0;
    for (const StageInfo& stage : *m_stages)
        for (int block = 0; block < stage.blocks; ++block) {
            const PlacedEdge placed{{stage.id, block, block + 1}, {}};
            most = std::max(most, overlayValue(m_overlay, placed, m_table).value.value_or(0));
        }
    for (const PlacedEdge& placed : m_a.placedEdges()) {
        most = std::max(most, overlayValue(m_overlay, placed, m_table).value.value_or(0));
        if (const auto measured = m_measured.find(placed);
            measured != m_measured.end() && m_overlay == Overlay::Milliseconds)
            most = std::max(most, measured->second);
    }
    return most;
}

void UnetScene::rebuildAll() {
    clear();
    m_stageItems = {};
    m_skips = {};
    m_shown = {};
    m_frame = nullptr;
    m_fan = nullptr;
    m_ring = nullptr;
    if (!m_stages)
        return;
    for (int level = 1; level <= 3; ++level) {
        const StageInfo& info = (*m_stages)[static_cast<std::size_t>(level - 1)];
        const QString text =
            tr("skip %1 · %2×%2, %3 ch").arg(level).arg(m_labels.size / info.downscale).arg(info.channels);
        auto* skip = new SkipItem(m_layout.skip(level), text, m_style);
        skip->setZValue(skipZ);
        addItem(skip);
        m_skips[static_cast<std::size_t>(level - 1)] = skip;
    }
    m_ring = new RingItem(m_style);
    m_ring->setZValue(ringZ);
    m_ring->setVisible(false);
    addItem(m_ring);
    refresh();
    rebuildFan();
}

void UnetScene::refresh() {
    if (!m_stages)
        return;
    m_most = mostOf();
    rebuildFrame();
    for (StageId stage : allStages) {
        const auto index = static_cast<std::size_t>(stage);
        const StageItem::Content content = contentOf(stage);
        const QString shown = fingerprint(content);
        if (m_stageItems[index] && shown == m_shown[index])
            continue;
        delete m_stageItems[index];
        m_stageItems[index] = new StageItem(m_layout, content, m_style);
        m_stageItems[index]->setZValue(stageZ);
        addItem(m_stageItems[index]);
        m_shown[index] = shown;
    }
}

void UnetScene::rebuildFrame() {
    const auto kinds = m_table.kinds();
    FrameItem::Content content;
    content.globalResidual = m_labels.globalResidual;
    content.overlay = m_overlay;
    content.scale = m_scale;
    content.most = m_most;
    content.measured = !m_measured.empty();
    content.kinds = kinds;
    content.differences = m_outline;
    if (m_frame && m_frame->content() == content)
        return;
    delete m_frame;
    m_frame = new FrameItem(m_layout, content, m_style);
    m_frame->setZValue(frameZ);
    addItem(m_frame);
}

void UnetScene::rebuildFan() {
    delete m_fan;
    m_fan = nullptr;
    if (!m_stages)
        return;
    for (SkipItem* skip : m_skips)
        skip->setLabelAtEnd(m_focus && GridLayout::side(m_focus->stage) == GridLayout::Side::Left);
    if (!m_focus)
        return;
    Fan fan = fanOf(m_focus->stage, m_layout, m_table, m_a);
    if (fan.lanes.empty())
        return;
    m_fan = new FanItem(std::move(fan), m_layout, tr("%1 alternatives").arg(nameOf(m_focus->stage)), m_style);
    m_fan->setHighlighted(m_focus);
    m_fan->setZValue(fanZ);
    addItem(m_fan);
}

} // namespace kintsugi
