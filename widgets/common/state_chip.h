#pragma once

#include "common/values.h"

#include <QWidget>

class QPainter;

namespace kintsugi {

struct Tokens;

enum class ChipLook { Ok, Neutral, Progress, Warning, Error };

/// A state as an icon, a word and a colour; or a bar with a percentage.
struct Chip {
    ChipLook look = ChipLook::Neutral;
    QString text;
    int percent = 0; ///< for Progress
    bool operator==(const Chip&) const = default;
};

Chip chipOf(EdgeState state, int percent);

QSize chipSize(const Chip& chip, const QFont& font);
/// Of a chip that shows its icon alone.
QSize wordlessChipSize(const Chip& chip, const QFont& font);
/// Centred vertically in @p area, at its right end; without its word where that finds no room.
void paintChip(QPainter& painter, const QRect& area, const Chip& chip, const Tokens& tokens, const QFont& font);

class StateChip : public QWidget {
    Q_OBJECT

public:
    explicit StateChip(QWidget* parent = nullptr);
    void setChip(const Chip& chip);
    const Chip& chip() const { return m_chip; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Chip m_chip;
};

} // namespace kintsugi
