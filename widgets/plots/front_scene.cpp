#include "plots/front_scene.h"

#include "trials/search_marks.h"
#include "trials/trial_model.h"

#include <QString>
#include <algorithm>
#include <array>
#include <cmath>

namespace kintsugi {

namespace {

/// Cividis in nine steps (J. Nuñez and others, PLOS ONE 2018); its dark end is left out on dark ground, its bright end
/// on bright ground, where they would not be seen.
QColor cividis(double at) {
    static const std::array<std::array<int, 3>, 9> steps{{{0, 34, 78},
                                                          {18, 53, 112},
                                                          {59, 73, 108},
                                                          {87, 93, 109},
                                                          {112, 113, 115},
                                                          {138, 134, 120},
                                                          {165, 156, 116},
                                                          {195, 179, 105},
                                                          {254, 232, 56}}};
    const double place = std::clamp(at, 0.0, 1.0) * (steps.size() - 1);
    const auto low = std::min(static_cast<std::size_t>(place), steps.size() - 2);
    const double share = place - static_cast<double>(low);
    const auto mix = [&](std::size_t channel) {
        return static_cast<int>(steps[low][channel] * (1 - share) + steps[low + 1][channel] * share);
    };
    return {mix(0), mix(1), mix(2)};
}

} // namespace

double frontY(const TrialModel& trials, int row, FrontY y) {
    return y == FrontY::Loss ? trials.trial(row).loss : trials.trial(row).psnr;
}

QColor shadeColor(FrontColoring coloring, int shade, const Tokens& tokens) {
    if (coloring == FrontColoring::Method)
        return searchMark(shade, tokens).color;
    const double share = static_cast<double>(shade) / (progressShades - 1);
    return tokens.dark ? cividis(0.25 + 0.75 * share) : cividis(0.92 * share);
}

FrontScene FrontScene::of(const TrialModel& trials, const FrontSettings& settings) {
    FrontScene scene;
    const int size = trials.size();
    scene.points.resize(static_cast<std::size_t>(size));
    std::int64_t last = 1;
    for (int row = 0; row < size; ++row)
        last = std::max(last, trials.trial(row).index);
    for (int row = 0; row < size; ++row) {
        const TrialStanding& standing = trials.standing(row);
        if (!standing.placed || !trials.isShown(row))
            continue;
        Point& point = scene.points[static_cast<std::size_t>(row)];
        const TrialRow& trial = trials.trial(row);
        point.x = *costOf(trial, trials.cost());
        point.y = frontY(trials, row, settings.y);
        point.ordinal = static_cast<std::uint8_t>(trials.searchOrdinal(trial.search));
        point.tied = standing.tied && !standing.reference;
        if (!std::isfinite(point.x) || !std::isfinite(point.y))
            continue;
        if (standing.front) {
            point.kind = Kind::Front;
            ++scene.front;
        } else {
            ++scene.dominated;
            if (standing.searchFront)
                point.kind = Kind::SearchFront;
            else if (settings.dominated)
                point.kind = Kind::Dominated;
        }
        scene.tied += point.tied ? 1 : 0;
        if (settings.coloring == FrontColoring::Progress) {
            point.shade = static_cast<std::uint8_t>(trial.index * (progressShades - 1) / last);
        } else if (settings.coloring == FrontColoring::Method) {
            auto found = std::find(scene.methods.begin(), scene.methods.end(), trial.method);
            if (found == scene.methods.end())
                found = scene.methods.insert(found, trial.method);
            point.shade = static_cast<std::uint8_t>(found - scene.methods.begin());
        }
    }
    return scene;
}

std::optional<QRectF> FrontScene::extent(const TrialModel& trials, bool all) const {
    std::optional<QRectF> box;
    const auto add = [&](const Point& point) {
        if (!box) {
            box = QRectF(point.x, point.y, 0, 0);
            return;
        }
        box->setLeft(std::min(box->left(), point.x));
        box->setRight(std::max(box->right(), point.x));
        box->setTop(std::min(box->top(), point.y));
        box->setBottom(std::max(box->bottom(), point.y));
    };
    const bool wide = all || trials.front().size() < 2;
    for (const Point& point : points)
        if (point.kind == Kind::Front || point.kind == Kind::SearchFront || (wide && point.kind != Kind::Hidden))
            add(point);
    if (box && trials.limit() && *trials.limit() > box->left() - box->width() / 2 &&
        *trials.limit() < box->right() + box->width() / 2) {
        box->setLeft(std::min(box->left(), *trials.limit()));
        box->setRight(std::max(box->right(), *trials.limit()));
    }
    return box;
}

} // namespace kintsugi
