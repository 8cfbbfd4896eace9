#pragma once

#include "grid/span_options.h"

#include <QMenu>

namespace kintsugi {

/// The choices for one span as a menu: what can go on the path with its numbers, and what can be distilled.
class SpanMenu : public QMenu {
    Q_OBJECT

public:
    SpanMenu(const Span& span, const Architecture& a, const ChoiceTable& table, QWidget* parent);

Q_SIGNALS:
    void chosen(const kintsugi::SpanOption& option);
    void distilRequested(const std::vector<kintsugi::PlacedEdge>& missing);

private:
    void addOption(const SpanOption& option);
    void addDistilMenu(const Span& span, const ChoiceTable& table);
};

} // namespace kintsugi
