#pragma once

#include "devices/report_view.h"
#include "plots/qcustomplot_header.h"

namespace kintsugi {

struct Tokens;

/// How a model's times are drawn: A filled in magenta, B hollow in ink, others hollow in grey, told apart by shape.
struct ModelLook {
    QColor line, text;
    QCPScatterStyle::ScatterShape shape = QCPScatterStyle::ssCircle;
    bool isFilled = false;

    QCPScatterStyle dots(double size) const;
};

ModelLook lookOf(ModelRole role, std::size_t index, const Tokens& tokens);

/// "test fixture, no phone" across the plot, so that no picture of it passes for a phone's.
void addFixtureMark(QCustomPlot& plot, const Tokens& tokens);

} // namespace kintsugi
