#pragma once

#include <QTableView>

namespace kintsugi {

/// A table of trials: a click or a move by keys chooses a row, Shift+click pins it, Ctrl+click and Shift+arrows only
/// select.
class TrialView : public QTableView {
    Q_OBJECT

public:
    explicit TrialView(QWidget* parent = nullptr);
    /// What to say in place of rows; nothing when @p sentence is empty.
    void setNotice(const QString& sentence);

Q_SIGNALS:
    void chosen(const QModelIndex& index);
    void pinned(const QModelIndex& index);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_notice;
};

} // namespace kintsugi
