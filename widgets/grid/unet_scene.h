#pragma once

#include "grid/choice_table.h"
#include "grid/fan_item.h"
#include "grid/frame_item.h"
#include "grid/grid_layout.h"
#include "grid/skip_item.h"
#include "grid/stage_item.h"

#include <QGraphicsScene>
#include <array>
#include <map>
#include <memory>
#include <optional>

namespace kintsugi {

class RingItem;

/// What differs between networks apart from their stages.
struct NetworkLabels {
    int size = 256;             ///< side of the image that sizes at the skips are told for
    bool globalResidual = true; ///< the input is added to the output; dual-pixel networks do not
};

/// The drawn U. Keeps every stage's item until what it shows changes.
class UnetScene : public QGraphicsScene {
    Q_OBJECT

public:
    explicit UnetScene(QObject* parent = nullptr);

    void setNetwork(const std::optional<Stages>& stages, const NetworkLabels& labels);
    void setStyle(const GridStyle& style);
    void setChoices(std::vector<EdgeChoice> choices);
    void setMeasured(std::map<PlacedEdge, double> milliseconds);
    void setPaths(const Architecture& a, const Architecture& b);
    void setOverlay(Overlay overlay, BarScale scale);
    void setOutlineDifferences(bool outline);
    void setFocus(const std::optional<Span>& span, bool keyboard);

    const std::optional<Stages>& stages() const { return m_stages; }
    const GridLayout& layout() const { return m_layout; }
    const ChoiceTable& table() const { return m_table; }
    const Fan* fan() const;
    double longestBar() const { return m_most; }

private:
    StageItem::Content contentOf(StageId stage) const;
    BarItem::Content barOf(const PlacedEdge& placed) const;
    double mostOf() const;
    void rebuildAll();
    void refresh(); ///< redraws the stages whose content changed
    void rebuildFrame();
    void rebuildFan();

    GridStyle m_style;
    std::optional<Stages> m_stages;
    NetworkLabels m_labels;
    GridLayout m_layout;
    ChoiceTable m_table;
    std::map<PlacedEdge, double> m_measured;
    Architecture m_a, m_b;
    Overlay m_overlay = Overlay::Milliseconds;
    BarScale m_scale = BarScale::Linear;
    bool m_outline = false;
    std::optional<Span> m_focus;
    double m_most = 0;

    std::array<StageItem*, stageCount> m_stageItems{};
    std::array<QString, stageCount> m_shown; ///< what each item was made from
    std::array<SkipItem*, 3> m_skips{};
    FrameItem* m_frame = nullptr;
    FanItem* m_fan = nullptr;
    RingItem* m_ring = nullptr;
};

} // namespace kintsugi
