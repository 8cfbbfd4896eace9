#pragma once

#include <QWidget>

namespace kintsugi {

/// The sign of A, magenta and filled, or of B, ink and dashed.
class StripBadge : public QWidget {
    Q_OBJECT

public:
    explicit StripBadge(bool isA, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_isA;
};

} // namespace kintsugi
