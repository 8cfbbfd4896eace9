#pragma once

#include "compare/comparison.h"

#include <QWidget>

class QLabel;
class QStackedWidget;
class QTimer;

namespace kintsugi {

class ImageTile;

/// The selected patch in all images side by side: degraded, B, A, ground truth and the signed error of A against the
/// truth (against B without one), each with its PSNR. A click moves the viewer to the patch.
class PatchStrip : public QWidget {
    Q_OBJECT

public:
    explicit PatchStrip(Comparison& comparison, QWidget* parent = nullptr);

    QString title() const;
    const QList<ImageTile*>& tiles() const { return m_tiles; }
    QList<QAction*> commands() const;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showPatch();
    void showTile(Slot slot, ImageTile& tile, const QRect& patch);
    void showError(ImageTile& tile, const QRect& patch);
    void showInfo();

    Comparison& m_comparison;
    QLabel *m_title, *m_info;
    QStackedWidget* m_stack;
    QTimer* m_timer; ///< joins changes that come together
    QList<ImageTile*> m_tiles;
};

} // namespace kintsugi
