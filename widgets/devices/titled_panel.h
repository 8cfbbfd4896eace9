#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;

namespace kintsugi {

/// A widget under a line with its title, a note in grey and small buttons.
class TitledPanel : public QWidget {
    Q_OBJECT

public:
    TitledPanel(const QString& title, QWidget* content, QWidget* parent = nullptr);
    void setTitle(const QString& title);
    QString title() const;
    void setNote(const QString& note);
    QString note() const { return m_noteText; }
    /// At the right end of the title's line.
    void addToTitle(QWidget* widget);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void updateColors();
    void elideNote();

    QWidget* m_head;
    QHBoxLayout* m_headLayout;
    QLabel *m_title, *m_note;
    QString m_noteText;
};

} // namespace kintsugi
