#include "trials/front_tracker.h"

#include <algorithm>
#include <cmath>

namespace kintsugi {

void FrontTracker::insert(int id, const Objectives& point, Change& change) {
    if (!std::isfinite(point.loss) || !std::isfinite(point.cost))
        return;
    const auto behind = std::upper_bound(m_members.begin(), m_members.end(), point.cost,
                                         [](double cost, const Member& member) { return cost < member.point.cost; });
    if (behind != m_members.begin()) {
        Member& before = *(behind - 1);
        if (before.point == point) {
            before.ids.push_back(id);
            change.joined.push_back(id);
            return;
        }
        if (before.point.loss <= point.loss)
            return;
    }
    const auto first = std::lower_bound(m_members.begin(), m_members.end(), point.cost,
                                        [](const Member& member, double cost) { return member.point.cost < cost; });
    auto last = first;
    for (; last != m_members.end() && last->point.loss >= point.loss; ++last)
        change.left.insert(change.left.end(), last->ids.begin(), last->ids.end());
    m_members.insert(m_members.erase(first, last), Member{point, {id}});
    change.joined.push_back(id);
}

std::vector<int> FrontTracker::members() const {
    std::vector<int> ids;
    ids.reserve(m_members.size());
    for (const Member& member : m_members)
        ids.push_back(member.ids.front());
    return ids;
}

std::vector<Objectives> FrontTracker::objectives() const {
    std::vector<Objectives> points;
    points.reserve(m_members.size());
    for (const Member& member : m_members)
        points.push_back(member.point);
    return points;
}

std::vector<int> FrontTracker::all() const {
    std::vector<int> ids;
    for (const Member& member : m_members)
        ids.insert(ids.end(), member.ids.begin(), member.ids.end());
    return ids;
}

double FrontTracker::hypervolume(const ReferencePoint& reference) const {
    double area = 0;
    double ceiling = reference.loss;
    for (const Member& member : m_members) {
        if (!reference.contains(member.point))
            continue;
        area += (ceiling - member.point.loss) * (reference.cost - member.point.cost);
        ceiling = member.point.loss;
    }
    return area;
}

std::vector<double> hypervolumeHistory(const std::vector<Objectives>& points, const ReferencePoint& reference) {
    FrontTracker tracker;
    FrontTracker::Change change;
    std::vector<double> history;
    history.reserve(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        change = {};
        tracker.insert(static_cast<int>(i), points[i], change);
        history.push_back(change.isEmpty() && !history.empty() ? history.back() : tracker.hypervolume(reference));
    }
    return history;
}

} // namespace kintsugi
