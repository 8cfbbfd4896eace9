// Frames per second while the front with 10,000 trials is panned, drawn without a screen.

#include "common/selection.h"
#include "common/theme.h"
#include "plots/front_canvas.h"
#include "plots/front_plot.h"
#include "trial_fixture.h"
#include "trials/front_walker.h"
#include "trials/trial_model.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QMouseEvent>
#include <algorithm>
#include <cstdio>
#include <vector>

using namespace kintsugi;

namespace {

void send(QWidget& widget, QEvent::Type type, const QPoint& at, Qt::MouseButton button, Qt::MouseButtons buttons) {
    QMouseEvent event(type, at, widget.mapToGlobal(at), button, buttons, {});
    QCoreApplication::sendEvent(&widget, &event);
}

void measure(const char* name, FrontCanvas& canvas, int frames) {
    const QPoint center = canvas.axisRect()->rect().center();
    std::vector<double> times;
    send(canvas, QEvent::MouseButtonPress, center, Qt::MiddleButton, Qt::MiddleButton);
    QElapsedTimer all, one;
    all.start();
    for (int i = 0; i < frames; ++i) {
        one.start();
        const QPoint at = center + QPoint(i % 80 < 40 ? i % 40 * 3 : (40 - i % 40) * 3, i % 20);
        send(canvas, QEvent::MouseMove, at, Qt::NoButton, Qt::MiddleButton);
        QCoreApplication::processEvents(); // the queued drawing, and the painting of the widget
        times.push_back(static_cast<double>(one.nsecsElapsed()) / 1e6);
    }
    const double seconds = static_cast<double>(all.nsecsElapsed()) / 1e9;
    send(canvas, QEvent::MouseButtonRelease, center, Qt::MiddleButton, Qt::NoButton);
    std::sort(times.begin(), times.end());
    std::printf("%-28s %6.1f frames/s   median %5.1f ms   95th percentile %5.1f ms\n", name, frames / seconds,
                times[times.size() / 2], times[times.size() * 95 / 100]);
}

} // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    applyTheme(application, ThemeChoice::Light);
    const int count = argc > 1 ? std::atoi(argv[1]) : 10000;
    const TrialFixture fixture;
    TrialModel trials;
    trials.setStages(fixture.stages());
    trials.setCost(TrialCost::PredictedMs);
    Selection selection;
    selection.reset(fixture.stages());
    FrontWalker walker(trials, selection);
    FrontPlot plot(trials, selection, walker);
    plot.resize(1280, 800);
    plot.show();
    const auto rows = fixture.rows(count, 1);
    QElapsedTimer timer;
    timer.start();
    trials.append(rows);
    std::printf("%d trials: appended in %.1f ms, front of %zu\n", count,
                static_cast<double>(timer.nsecsElapsed()) / 1e6, trials.front().size());
    plot.fitAll();
    QCoreApplication::processEvents();
    auto* canvas = plot.findChild<FrontCanvas*>();
    std::printf("%zu trials in sight\n", canvas->rowsIn(canvas->axisRect()->rect()).size());
    measure("panning", *canvas, 200);
    FrontSettings settings = canvas->settings();
    settings.coloring = FrontColoring::Progress;
    canvas->setSettings(settings);
    measure("panning, coloured", *canvas, 200);
    return 0;
}
