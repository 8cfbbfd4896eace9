#pragma once

#include "grid/span_options.h"
#include "grid/unet_actions.h"
#include "grid/unet_scene.h"

#include <QGraphicsView>
#include <QImage>
#include <QPointer>

namespace kintsugi {

class Selection;
class SpanMenu;
enum class Direction;

enum class ArchitecturePreset { AllTransformer, AllSurrogate, Knee };

/// The hybrid U-Net as a grid: shows A of the selection, every edge as a cell, and edits it. Follows the selection's
/// network by itself; `setNetwork` tells what the stages do not.
class UnetView : public QGraphicsView {
    Q_OBJECT

public:
    explicit UnetView(Selection& selection, QWidget* parent = nullptr);

    void setNetwork(const Stages& stages, const NetworkLabels& labels = {});
    /// All surrogates with their states, and the teacher's blocks, one by one or once for each stage.
    void setChoices(std::vector<EdgeChoice> choices);
    /// Measured times of single edges; a tick at the bars.
    void setMeasured(std::map<PlacedEdge, double> milliseconds);

    void setOverlay(Overlay overlay);
    void setBarScale(BarScale scale);
    Overlay overlay() const { return m_overlay; }
    BarScale barScale() const { return m_barScale; }
    double zoom() const { return transform().m11(); }

    /// Selects a span and scrolls to it.
    void goTo(const Span& span);
    /// "dec2.5", "dec2.5-6", "dec2"; false when there is no such block.
    bool goTo(const QString& name);

    QList<QAction*> commands() const { return m_actions->all(); }
    const UnetActions& unetActions() const { return *m_actions; }

    /// The whole grid at @p scale pixels for each unit, in the colours of the theme.
    QImage exportImage(double scale) const;
    /// Whether this program was built with Qt's SVG module.
    static bool canExportSvg();
    /// PNG, or SVG by the file's ending. Returns why it failed, or nothing.
    QString exportTo(const QString& path) const;

    /// Edges of A in running order, what a screen reader reads of them, and where they are in the viewport.
    std::vector<PlacedEdge> cells() const;
    QString cellDescription(const PlacedEdge& placed) const;
    QRect cellRect(const PlacedEdge& placed) const;
    const UnetScene& unetScene() const { return *m_scene; }
    Selection& selection() const { return m_selection; }

public Q_SLOTS:
    void fitNetwork();

Q_SIGNALS:
    void distilRequested(const std::vector<kintsugi::PlacedEdge>& missing);
    void presetRequested(kintsugi::ArchitecturePreset preset);
    void messageRequested(const QString& text); ///< for the status bar
    void zoomChanged(double zoom);
    void overlayChanged();

protected:
    bool event(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void connectActions();
    void followNetwork();
    void followSpan();
    void restyle();
    void zoomBy(double factor);

    void toggle(const Span& span, int gesture, bool repeated);
    void cycle();
    void distilMissing();
    void move(Direction direction);
    void extend(Direction direction);
    SpanMenu* showChoices(const Span& span, const QPoint& globalPos);
    void showChoicesHere();
    void useLane(const EdgeChoice& choice);
    void selectCell(const BlockPlace& block);
    void chooseExportFile();
    const std::optional<Span>& span() const;
    std::optional<BlockPlace> blockAt(const QPoint& pos) const;

    Selection& m_selection;
    UnetScene* m_scene;
    UnetActions* m_actions;
    NetworkLabels m_labels;
    Overlay m_overlay = Overlay::Milliseconds;
    BarScale m_barScale = BarScale::Linear;
    bool m_fitted = true;

    std::optional<BlockPlace> m_pressed; ///< where a drag over cells began
    std::optional<PlacedEdge> m_pressedLane;
    bool m_dragged = false;
    std::optional<QPoint> m_panFrom;
    std::optional<std::pair<int, int>> m_extent; ///< blocks where extending by keys began and where it is
    bool m_extending = false;
    int m_gesture = 0;
    bool m_byKey = false, m_repeated = false; ///< of the key that triggers a command
};

} // namespace kintsugi
