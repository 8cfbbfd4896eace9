#pragma once

#include "plots/front_layers.h"

#include <QTimer>

namespace kintsugi {

class TrialTip;

/// The plot of a FrontPlot: draws a TrialModel and answers the pointer and the keyboard. While trials arrive it draws
/// at most ten times a second; to the user it answers at once.
class FrontCanvas : public QCustomPlot {
    Q_OBJECT

public:
    FrontCanvas(TrialModel& trials, Selection& selection, QWidget* parent);

    FrontSettings settings() const { return m_view.settings; }
    void setSettings(const FrontSettings& settings);
    void fit(bool all = false);
    void refresh(); ///< draws what is new at once
    void zoom(double factor);
    /// Of the point within reach of a pixel.
    std::optional<int> rowAt(const QPointF& at);
    QPointF pixelOf(int row);
    std::vector<int> rowsIn(const QRectF& pixels);
    std::optional<double> limitPixel() const;
    double costAtPixel(double x) const;
    const TrialTip& tip() const { return *m_tip; }

Q_SIGNALS:
    void menuRequested(const QPoint& at);
    void walkRequested(bool better);

protected:
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    enum class Drag { None, Press, Band, Pan, Limit };
    enum class Axes { Both, X, Y };

    void dataChanged();
    void rebuild();
    void setFittingRange(bool all);
    void draw();      ///< everything, soon
    void drawMarks(); ///< what lies over the trials, soon
    void restyle();
    void pan(const QPointF& by, Axes axes);
    void zoomAt(const QPointF& at, double factor, Axes axes);
    Axes axesAt(const QPointF& at) const;
    bool isOnLimit(const QPointF& at) const;
    void hover(const std::optional<QPointF>& at);
    void click(const QPointF& at, Qt::KeyboardModifiers modifiers);
    void updateCursor(const QPointF& at);

    TrialModel& m_trials;
    Selection& m_selection;
    FrontView m_view;
    TrialTip* m_tip;
    QTimer m_dataTimer;
    bool m_stale = true;      ///< the scene is older than the trials
    bool m_userRange = false; ///< zoomed or panned by hand
    bool m_marksQueued = false;
    bool m_spaceHeld = false;
    Drag m_drag = Drag::None;
    Axes m_panAxes = Axes::Both;
    QPointF m_pressed, m_last;
};

} // namespace kintsugi
