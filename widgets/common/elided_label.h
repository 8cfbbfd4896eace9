#pragma once

#include <QLabel>

namespace kintsugi {

/// A label in one line that shortens its text where there is no room for it, and tells the whole in its tooltip then.
class ElidedLabel : public QLabel {
public:
    explicit ElidedLabel(QWidget* parent = nullptr) : ElidedLabel(QString(), parent) {}
    ElidedLabel(const QString& text, QWidget* parent);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
};

} // namespace kintsugi
