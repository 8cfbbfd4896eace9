#pragma once

#include "plots/front_scene.h"
#include "plots/qcustomplot_header.h"

#include <map>

namespace kintsugi {

class Selection;
class TrialModel;

/// What the layers of a FrontCanvas draw from.
struct FrontView {
    const TrialModel* trials = nullptr;
    const Selection* selection = nullptr;
    FrontSettings settings;
    FrontScene scene;
    std::optional<int> hovered;
    std::optional<QRectF> band; ///< in pixels
    bool hasFocus = false;
};

/// From the axes' units to pixels.
struct FrontMapping {
    explicit FrontMapping(const QCustomPlot& plot);
    QPointF at(double x, double y) const { return {x0 + x * sx, y0 + y * sy}; }
    QRectF area;
    double x0, sx, y0, sy;
};

/// Trials, fronts and intervals. Points are stamped from small pictures, in files they are drawn.
class FrontPointsLayer : public QCPLayerable {
public:
    FrontPointsLayer(QCustomPlot* plot, const FrontView& view, const QString& layer);

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    QRect clipRect() const override;
    void draw(QCPPainter* painter) override;

private:
    struct Look {
        int shape = 0;
        QRgb color = 0;
        bool filled = false;
        auto operator<=>(const Look&) const = default;
    };
    Look lookOf(const FrontScene::Point& point, const Tokens& tokens) const;
    void drawPoint(QPainter& painter, const QPointF& at, const Look& look, bool intoFile);
    void stamp(QPainter& painter, const FrontScene::Point& point, const FrontMapping& map, const Tokens& tokens,
               bool intoFile);
    void drawDominated(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens);
    void drawLimitShade(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) const;
    void drawFronts(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) const;
    void drawIntervals(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) const;
    void drawKnee(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) const;

    const FrontView& m_view;
    std::map<Look, QPixmap> m_stamps;
    double m_stampRatio = 1;

    /// Dominated points as they were drawn last: while a search runs only new ones are added, of thousands.
    struct Drawn {
        QPixmap picture;
        std::vector<FrontScene::Point> points;
        QRectF area;
        double x0 = 0, sx = 0, y0 = 0, sy = 0, ratio = 0;
        FrontColoring coloring = FrontColoring::None;
        bool dark = false, seen = false;
    } m_drawn;
};

/// What moves without the trials: A, B, the point under the pointer, picked ones, limit, legend.
class FrontMarksLayer : public QCPLayerable {
    Q_OBJECT

public:
    FrontMarksLayer(QCustomPlot* plot, const FrontView& view, const QString& layer);

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
    void draw(QCPPainter* painter) override;

private:
    std::optional<QPointF> placeOf(const std::optional<int>& row, const FrontMapping& map) const;
    void drawPicked(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) const;
    void drawLimit(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) const;
    void drawA(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) const;
    void drawB(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) const;
    void drawLegend(QCPPainter& painter, const FrontMapping& map, const Tokens& tokens) const;

    const FrontView& m_view;
};

} // namespace kintsugi
