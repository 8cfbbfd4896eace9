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

/// In a corner of the plot what its times must not be taken for: a phone's where they are a test fixture's, a runtime's
/// where they are the reference kernels'.
void addReservation(QCustomPlot& plot, const Conditions& conditions, const Tokens& tokens);

} // namespace kintsugi
