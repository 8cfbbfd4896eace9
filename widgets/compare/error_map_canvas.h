#pragma once

#include "compare/comparison.h"

#include <QWidget>

namespace kintsugi {

/// The whole error map with what the viewer shows of it as a rectangle; click or drag moves the viewer there, the
/// arrow keys too.
class ErrorMapCanvas : public QWidget {
    Q_OBJECT

public:
    explicit ErrorMapCanvas(Comparison& comparison, QWidget* parent = nullptr);

    /// Where the map and the viewer's rectangle are drawn; empty without a map.
    QRectF mapRect() const;
    QRectF viewRect() const;

    QSize sizeHint() const override { return {240, 170}; }
    QSize minimumSizeHint() const override { return {120, 80}; }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void goTo(const QPointF& position);

    Comparison& m_comparison;
};

} // namespace kintsugi
