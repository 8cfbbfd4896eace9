#include "trials/architecture_difference.h"

#include <algorithm>

namespace kintsugi {

std::vector<Span> differingSpans(const Architecture& a, const Architecture& b) {
    std::vector<Span> spans;
    for (const StageId stage : allStages) {
        const auto &left = a.edges(stage), &right = b.edges(stage);
        std::size_t i = 0, j = 0;
        int begin = 0;
        while (i < left.size() && j < right.size()) {
            // From a boundary that both paths pass to the next such one.
            const std::size_t firstLeft = i, firstRight = j;
            int endLeft = begin + left[i++].covers, endRight = begin + right[j++].covers;
            while (endLeft != endRight) {
                if (endLeft < endRight && i < left.size())
                    endLeft += left[i++].covers;
                else if (endRight < endLeft && j < right.size())
                    endRight += right[j++].covers;
                else
                    break; // one of them does not fit
            }
            const bool same = i - firstLeft == 1 && j - firstRight == 1 && left[firstLeft] == right[firstRight];
            if (!same)
                spans.push_back({stage, begin, std::min(endLeft, endRight)});
            begin = endLeft;
        }
    }
    return spans;
}

} // namespace kintsugi
