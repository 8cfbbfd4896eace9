#pragma once

#include "plots/qcustomplot_header.h"

namespace kintsugi {

struct Tokens;

/// Background, axes and grid in the theme's colours.
void applyTokens(QCustomPlot& plot, const Tokens& tokens);

/// Axis numbers as the rest of the program writes them, with as many decimals as the step needs.
class NumberTicker : public QCPAxisTicker {
public:
    explicit NumberTicker(bool wholeSteps = false) : m_wholeSteps(wholeSteps) {}

protected:
    double getTickStep(const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;

private:
    bool m_wholeSteps;
    int m_decimals = 0;
};

} // namespace kintsugi
