#pragma once

#include "compare/comparison.h"

#include <QWidget>

namespace kintsugi {

enum class CompareMode { Wipe, SideBySide, FourUp, Flip };

/// Draws a comparison and takes mouse and keys: drag pans, the wheel zooms about the pointer, the line of the wipe can
/// be dragged, a click on a patch selects it, Ctrl+click selects one anywhere. While B, G, D or E is held down, B, the
/// ground truth, the degraded image or the error map fills the canvas.
class CompareCanvas : public QWidget {
    Q_OBJECT

public:
    explicit CompareCanvas(Comparison& comparison, QWidget* parent = nullptr);

    CompareMode mode() const { return m_mode; }
    void setMode(CompareMode mode);
    Slot left() const { return m_left; }
    Slot right() const { return m_right; }
    void setSides(Slot left, Slot right);
    /// What is shown instead of the mode's images; empty: those.
    std::optional<Slot> shownAlone() const { return m_held ? m_held : m_latched; }
    void setLatched(std::optional<Slot> slot);
    bool hasPatches() const { return m_showPatches; }
    void setPatchesShown(bool shown);
    /// Place of the line, 0 (left) to 1.
    double wipe() const { return m_wipe; }
    void setWipe(double share);

    /// One image in its place.
    struct Pane {
        Slot slot = Slot::A;
        QRectF rect, clip;
        Qt::Corner corner = Qt::TopLeftCorner;
    };
    QList<Pane> panes() const;
    /// The image under the pointer, or the right one: what keys move while images are not linked.
    Slot activeSlot() const { return m_pointer ? paneAt(*m_pointer).slot : shownAlone().value_or(m_right); }
    /// The numbers under the pointer: position and 8-bit values of all images. Empty outside.
    QString readOut() const;

    /// What is shown, without pointer and hints, at @p scale device pixels per pixel of the canvas, with a line below
    /// that names the image and the numbers' convention.
    QImage exportFigure(double scale) const;

    QSize sizeHint() const override { return {800, 520}; }
    QSize minimumSizeHint() const override { return {240, 160}; }

Q_SIGNALS:
    void stateChanged(); ///< mode, sides, latched, patches or wipe
    void openRequested(const QStringList& files);
    /// The user wants to choose files.
    void browseRequested();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    enum class Drag { None, Press, Pan, Wipe };
    void paintPanes(QPainter& painter, double scaleFactor, bool isFigure) const;
    void paintOverlay(QPainter& painter) const;
    QList<QRectF> paintLabels(class PanePainter& painter) const;
    void updateViewport();
    void updateEmptyState();
    void setCursorAt(const QPointF& position);
    bool isOnWipe(const QPointF& position) const;
    bool isWiping() const { return m_mode == CompareMode::Wipe && !shownAlone(); }
    Pane paneAt(const QPointF& position) const;
    QPointF fromMiddle(const QPointF& position, const Pane& pane) const;
    QPointF imagePoint(const QPointF& position) const;
    void click(const QPointF& position, Qt::KeyboardModifiers modifiers);
    QString staleReasonAt(const QPoint& position) const;

    Comparison& m_comparison;
    QWidget* m_empty;
    CompareMode m_mode = CompareMode::Wipe;
    Slot m_left = Slot::Degraded, m_right = Slot::A;
    std::optional<Slot> m_held, m_latched;
    bool m_showPatches = true;
    double m_wipe = 0.5;
    Drag m_drag = Drag::None;
    QPointF m_pressed, m_last;
    std::optional<QPointF> m_pointer;
};

} // namespace kintsugi
