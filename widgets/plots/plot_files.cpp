// The plots library of programs that have no window: loaded on demand, it draws into files.

#include "plots/plot_canvas.h"
#include "plots/qcustomplot_header.h"

#include <QApplication>
#include <memory>

using namespace kintsugi;

/// Found by name in the loaded library, so it has C linkage.
extern "C" bool kintsugiDrawPlots(const std::vector<std::pair<PlotSpec, std::string>>& plots, std::string& problem) {
    std::unique_ptr<QApplication> application;
    static int argumentCount = 1;
    static char name[] = "kintsugi";
    static char* arguments[] = {name, nullptr};
    if (!QCoreApplication::instance()) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        application = std::make_unique<QApplication>(argumentCount, arguments);
    }
    for (const auto& [spec, file] : plots) {
        QCustomPlot plot;
        showSpec(plot, spec);
        if (!plot.savePng(QString::fromStdString(file), spec.width, spec.height, 2.0)) {
            problem = "The plot " + file + " cannot be written; is the disk full?";
            return false;
        }
    }
    return true;
}
