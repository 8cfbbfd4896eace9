#pragma once

#include <QFont>
#include <QRect>
#include <QWidget>

class QPainter;

namespace kintsugi {

struct Tokens;

enum class ChipTone { Neutral, Busy, Ok, Warn, Error };

/// A state as icon, word and colour, at the left of @p area.
void paintChip(QPainter& painter, const QRect& area, ChipTone tone, const QString& text, const QFont& font,
               const Tokens& tokens);
int chipWidth(const QString& text, const QFont& font);

/// The same as a widget.
class RunChip : public QWidget {
    Q_OBJECT

public:
    explicit RunChip(QWidget* parent = nullptr);
    void setState(ChipTone tone, const QString& text);
    const QString& text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ChipTone m_tone = ChipTone::Neutral;
    QString m_text;
};

} // namespace kintsugi
