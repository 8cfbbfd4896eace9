#pragma once

#include <QWidget>

namespace kintsugi {

/// A thin bar of progress; grey like all chrome.
class ProgressLine : public QWidget {
    Q_OBJECT

public:
    explicit ProgressLine(QWidget* parent = nullptr);
    void setShare(double share); ///< 0 to 1
    double share() const { return m_share; }
    QSize sizeHint() const override { return {120, 6}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double m_share = 0;
};

} // namespace kintsugi
