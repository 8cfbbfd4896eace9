#include "grid/span_menu.h"

#include "common/wording.h"

#include <QActionGroup>

namespace kintsugi {

SpanMenu::SpanMenu(const Span& span, const Architecture& a, const ChoiceTable& table, QWidget* parent) : QMenu(parent) {
    setObjectName(QStringLiteral("spanMenu"));
    setToolTipsVisible(true);
    addSection(spanText(span));
    const std::vector<SpanOption> options = spanOptions(span, a, table);
    for (const SpanOption& option : options)
        addOption(option);
    addSeparator();
    std::vector<PlacedEdge> missing;
    for (const SpanOption& option : options) {
        if (option.edges.size() != 1 || (option.state != EdgeState::Missing && option.state != EdgeState::Failed))
            continue;
        const PlacedEdge placed{span, option.edges.front()};
        missing.push_back(placed);
        QAction* action = addAction(option.state == EdgeState::Failed ? tr("Distil %1 again").arg(edgeText(placed.edge))
                                                                      : tr("Distil %1 now").arg(edgeText(placed.edge)));
        action->setToolTip(option.message);
        connect(action, &QAction::triggered, this, [this, placed] { Q_EMIT distilRequested({placed}); });
    }
    if (missing.size() > 1)
        connect(addAction(tr("Distil all %n", nullptr, int(missing.size()))), &QAction::triggered, this,
                [this, missing] { Q_EMIT distilRequested(missing); });
    addDistilMenu(span, table);
}

void SpanMenu::addOption(const SpanOption& option) {
    QString state;
    switch (option.state) {
    case EdgeState::Ready:
        state = optionNumbers(option);
        break;
    case EdgeState::Missing:
        state = tr("missing");
        break;
    case EdgeState::Waiting:
        state = tr("waiting");
        break;
    case EdgeState::Training:
        state = tr("training, %1 %").arg(option.percent);
        break;
    case EdgeState::Failed:
        state = tr("failed");
        break;
    }
    QAction* action =
        addAction(tr("%1   %2\t%3", "letters, kind, numbers").arg(optionTitle(option), optionKind(option), state));
    action->setCheckable(true);
    action->setChecked(option.onPath);
    action->setEnabled(option.state == EdgeState::Ready);
    if (!option.message.isEmpty())
        action->setToolTip(option.message);
    connect(action, &QAction::triggered, this, [this, option] { Q_EMIT chosen(option); });
}

void SpanMenu::addDistilMenu(const Span& span, const ChoiceTable& table) {
    constexpr int mostRuns = 8;
    QMenu* menu = nullptr;
    for (BlockKind kind : table.kinds()) {
        if (kind == BlockKind::Skip)
            continue;
        for (int run = std::min(mostRuns, span.length()); run >= 1; --run) {
            const PlacedEdge placed{span, {kind, run, span.length()}};
            if (table.find(placed) || (kind == BlockKind::Restormer && run == span.length()))
                continue;
            if (!menu)
                menu = addMenu(tr("Distil another"));
            connect(menu->addAction(edgeText(placed.edge)), &QAction::triggered, this,
                    [this, placed] { Q_EMIT distilRequested({placed}); });
        }
    }
}

} // namespace kintsugi
