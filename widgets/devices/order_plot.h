#pragma once

#include "devices/report_view.h"

#include <QWidget>

class QCustomPlot;

namespace kintsugi {

/// The passes in the order in which they ran, with the temperature where it could be read.
class OrderPlot : public QWidget {
    Q_OBJECT

public:
    explicit OrderPlot(QWidget* parent = nullptr);
    void show(const ReportViewPointer& view); ///< nothing when null
    QCustomPlot& plot() { return *m_plot; }
    bool hasTemperature() const { return m_hasTemperature; }
    QSize sizeHint() const override { return {300, 230}; }
    QSize minimumSizeHint() const override { return {220, 150}; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void rebuild();

    QCustomPlot* m_plot;
    ReportViewPointer m_view;
    bool m_hasTemperature = false;
};

} // namespace kintsugi
