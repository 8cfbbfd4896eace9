#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace kintsugi {

/// A message that stays in the window until its remedy is taken or it is closed; hidden while there is none.
class Banner : public QWidget {
    Q_OBJECT

public:
    enum class Level { Note, Warning, Error };

    explicit Banner(QWidget* parent = nullptr);

    /// @p text says what happened, to what, and what to do; @p remedy names the button, none when empty.
    void showMessage(Level level, const QString& text, const QString& remedy = {});
    QString text() const;
    Level level() const { return m_level; }

Q_SIGNALS:
    void remedyRequested();
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Level m_level = Level::Note;
    QLabel* m_text;
    QPushButton* m_remedy;
    QToolButton* m_close;
};

} // namespace kintsugi
