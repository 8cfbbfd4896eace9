#pragma once

#include "space/architecture.h"

#include <QWidget>
#include <optional>

class QPainter;

namespace kintsugi {

struct Tokens;

/// Draws an architecture as a bar: stages in running order, a teacher block as a tall rectangle, a surrogate lower and
/// rounded, as wide as the blocks that it covers; skips as a line.
void paintPattern(QPainter& painter, const QRectF& area, const Architecture& architecture, const Stages& stages,
                  const Tokens& tokens);

/// The width at which each block is a few pixels wide.
int patternWidth(const Stages& stages);

/// Colours of an edge's body, outline and text; the same in the grid and in pattern bars.
struct EdgeColors {
    QColor fill, line, text;
};
EdgeColors edgeColors(BlockKind kind, const Tokens& tokens);

class PatternBar : public QWidget {
    Q_OBJECT

public:
    explicit PatternBar(QWidget* parent = nullptr);
    void show(const Architecture& architecture, const Stages& stages);
    void clear();
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<Stages> m_stages;
    Architecture m_architecture;
};

} // namespace kintsugi
