#pragma once

#include "common/values.h"

#include <QAction>
#include <QObject>
#include <map>
#include <optional>
#include <vector>

namespace kintsugi {

class Selection;
class TrialModel;

/// Walks A along the front: faster is towards less cost, better towards less loss. Owns the two commands, which views
/// add to themselves so that the keys [ and ] act there. Both arguments must outlive it.
class FrontWalker : public QObject {
    Q_OBJECT

public:
    FrontWalker(TrialModel& trials, Selection& selection, QObject* parent = nullptr);

    /// Costs of edges, from which those of single swaps follow.
    void setEdges(const std::vector<EdgeChoice>& edges);

    struct Place {
        int count = 0;
        std::optional<int> position;       ///< of A on the front, from 0
        std::optional<int> faster, better; ///< rows where the commands lead
    };
    Place place() const;

    struct Flip {
        Span span;
        QString change; ///< "S 2→1 lite to T T"
        std::optional<double> cost;
    };
    struct Step {
        int row = 0;
        bool isBetter = true;
        double cost = 0; ///< what it costs more than A
        double loss = 0; ///< what it loses more than A, in dB
        std::vector<Flip> flips;
    };
    /// The next step in the direction of the last one, at the front's end in the other; nothing when A was not measured
    /// or there is no other member.
    std::optional<Step> next() const;

    QAction* fasterAction() const { return m_faster; }
    QAction* betterAction() const { return m_better; }
    QAction* kneeAction() const { return m_knee; }
    QList<QAction*> commands() const { return {m_faster, m_better, m_knee}; }

Q_SIGNALS:
    void changed();

private:
    void walk(const std::optional<int>& row);
    void update();
    std::optional<double> spanCost(const Architecture& architecture, const Span& span) const;

    TrialModel& m_trials;
    Selection& m_selection;
    std::map<PlacedEdge, EdgeChoice> m_edges;
    QAction *m_faster, *m_better, *m_knee;
    bool m_towardsBetter = true;
};

} // namespace kintsugi
