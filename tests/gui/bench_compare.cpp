// Frame times of the viewer over an image of 24 megapixels: pan, zoom and wipe. Not a test; prints milliseconds.
#include "compare/compare_view.h"

#include <QApplication>
#include <QElapsedTimer>
#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace kintsugi;

namespace {

QImage picture(int seed) {
    QImage image(6000, 4000, QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        auto* row = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x)
            row[x] = qRgb((x * seed) >> 3 & 255, (x ^ y) & 255, (y * seed) >> 4 & 255);
    }
    return image;
}

/// Lets @p step change the view, draws, and prints the median and the slowest.
template <typename Step> void measure(const char* name, CompareCanvas& canvas, const Step& step) {
    constexpr int frames = 120;
    QList<double> times;
    QImage target(canvas.size(), QImage::Format_RGB32);
    for (int i = 0; i < frames; ++i) {
        QElapsedTimer timer;
        timer.start();
        step(i);
        canvas.render(&target);
        times << double(timer.nsecsElapsed()) / 1e6;
    }
    std::sort(times.begin(), times.end());
    std::printf("%-28s median %6.2f ms   P95 %6.2f ms   slowest %6.2f ms\n", name, times[frames / 2],
                times[frames * 95 / 100], times.back());
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    Selection selection;
    Comparison comparison(selection);
    CompareCanvas canvas(comparison);
    canvas.resize(1280, 720);
    canvas.show();
    QElapsedTimer loading;
    loading.start();
    comparison.images().setImage(Slot::Degraded, picture(3), {});
    comparison.images().setImage(Slot::A, picture(5), {});
    double longest = 0.0;
    while (comparison.images().content(Slot::Degraded).loading || comparison.images().content(Slot::A).loading) {
        QElapsedTimer turn;
        turn.start();
        application.processEvents(QEventLoop::AllEvents, 5);
        longest = std::max(longest, double(turn.nsecsElapsed()) / 1e6);
    }
    std::printf("ready to draw after %lld ms; longest turn of the event loop meanwhile %.1f ms\n",
                static_cast<long long>(loading.elapsed()), longest);

    ViewTransform& transform = comparison.transform();
    for (const auto& [mode, name] : {std::pair(CompareMode::Wipe, "wipe"), std::pair(CompareMode::FourUp, "four-up")}) {
        std::printf("%s, %d x %d pixels\n", name, canvas.width(), canvas.height());
        canvas.setMode(mode);
        transform.fit();
        measure("  pan, fitted", canvas, [&](int i) { transform.panBy({i % 2 ? 9.0 : -9.0, 5.0}); });
        transform.setScale(1.0);
        measure("  pan, 1:1", canvas, [&](int i) { transform.panBy({i % 40 < 20 ? 31.0 : -31.0, 17.0}); });
        transform.setScale(8.0);
        measure("  pan, 8:1", canvas, [&](int i) { transform.panBy({i % 40 < 20 ? 31.0 : -31.0, 17.0}); });
        transform.fit();
        measure("  zoom in from fitted", canvas, [&](int) { transform.zoomBy(1.05, {200, 100}); });
    }
    canvas.setMode(CompareMode::Wipe);
    transform.fit();
    measure("drag of the wipe, fitted", canvas, [&](int i) { canvas.setWipe(i / 120.0); });
    return 0;
}
