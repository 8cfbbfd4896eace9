#pragma once

#include "search/front.h"

#include <vector>

namespace kintsugi {

/// The front of a growing set of points: as paretoFront, but each point costs a search in the front only. Points that
/// are equal to a member belong to it as well; the first of them stands for all.
class FrontTracker {
public:
    struct Change {
        std::vector<int> joined, left;
        bool isEmpty() const { return joined.empty() && left.empty(); }
    };

    /// Adds point @p id and appends to @p change who came and who went. Points that are not finite are left out.
    void insert(int id, const Objectives& point, Change& change);
    void clear() { m_members.clear(); }

    /// By rising cost; of equal points the first.
    std::vector<int> members() const;
    std::vector<Objectives> objectives() const;
    /// All, equal ones too.
    std::vector<int> all() const;

    double hypervolume(const ReferencePoint& reference) const;

private:
    struct Member {
        Objectives point;
        std::vector<int> ids;
    };
    std::vector<Member> m_members;
};

/// The hypervolume after each of @p points.
std::vector<double> hypervolumeHistory(const std::vector<Objectives>& points, const ReferencePoint& reference);

} // namespace kintsugi
