#pragma once

#include <QComboBox>

namespace kintsugi {

/// A combo box of which several entries can be checked: a click or Space turns one over, and the list stays open. Shows
/// a summary in place of a current entry.
class CheckCombo : public QComboBox {
    Q_OBJECT

public:
    explicit CheckCombo(QWidget* parent = nullptr);

    void addCheck(const QString& text, const QVariant& value, bool checked, const QString& tip = {});
    bool isChecked(int index) const;
    void setChecked(int index, bool checked);
    QVariantList checkedData() const;
    void setSummary(const QString& text);
    QString summary() const { return m_summary; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    /// By the user or by setChecked.
    void checksChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    QString m_summary;
};

} // namespace kintsugi
