#pragma once

#include "compare/error_analysis.h"

#include <QWidget>

namespace kintsugi {

/// The colours of an error map with their numbers, and below them how many pixels have each (on a log scale).
class ErrorLegend : public QWidget {
    Q_OBJECT

public:
    explicit ErrorLegend(ErrorAnalysis& analysis, QWidget* parent = nullptr);

    /// Numbers under the left end, the middle and the right end of the colours.
    QStringList scaleTexts() const;
    /// "mean |e| 0.016, P99 0.071"; empty without a map.
    QString summaryText() const;

    QSize sizeHint() const override { return {240, 96}; }
    QSize minimumSizeHint() const override { return {120, 96}; }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    ErrorAnalysis& m_analysis;
};

} // namespace kintsugi
