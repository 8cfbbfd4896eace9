// How fast the workbench answers: start, toggles of random cells with and without a search beside them, and the longest
// time for which the interface thread did not come round. Usage: bench_workbench PROJECT PACK [TOGGLES]

#include "base/memory_setup.h"
#include "base/random.h"
#include "base/thread_setup.h"
#include "common/theme.h"
#include "main_window.h"
#include "preview_controller.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

using namespace kintsugi;

namespace {

/// Runs the event loop until @p done says so; false after @p seconds.
template <typename Done> bool waitUntil(const Done& done, double seconds) {
    QElapsedTimer timer;
    timer.start();
    while (!done()) {
        if (timer.elapsed() > 1e3 * seconds)
            return false;
        QEventLoop turn;
        QTimer::singleShot(2, &turn, &QEventLoop::quit);
        turn.exec();
    }
    return true;
}

/// Notes which handlers of events held the interface thread for long, and how much of that they computed: the rest they
/// waited for a core.
class WatchedApplication : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override {
        const QByteArray name = m_depth > 0 ? QByteArray() : nameOf(*receiver, *event);
        timespec before{}, after{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
        QElapsedTimer clock;
        clock.start();
        ++m_depth;
        const bool taken = QApplication::notify(receiver, event);
        --m_depth;
        const double ms = 1e-6 * static_cast<double>(clock.nsecsElapsed());
        // Nested loops of this program's own waiting begin no handler.
        if (m_depth == 0 && ms > 8) {
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
            const double busy = 1e3 * static_cast<double>(after.tv_sec - before.tv_sec) +
                                1e-6 * static_cast<double>(after.tv_nsec - before.tv_nsec);
            m_slow.push_back({name, ms, busy});
        }
        return taken;
    }
    void report() {
        std::sort(m_slow.begin(), m_slow.end(), [](const Slow& a, const Slow& b) { return a.ms > b.ms; });
        std::printf("  handlers over 8 ms: %zu\n", m_slow.size());
        for (std::size_t i = 0; i < std::min<std::size_t>(m_slow.size(), 12); ++i)
            std::printf("    %5.1f ms, computing %5.1f  %s\n", m_slow[i].ms, m_slow[i].busy,
                        m_slow[i].name.constData());
        m_slow.clear();
    }

private:
    struct Slow {
        QByteArray name;
        double ms;
        double busy;
    };
    static QByteArray nameOf(const QObject& receiver, const QEvent& event) {
        return QByteArray(receiver.metaObject()->className()) + " '" + receiver.objectName().toUtf8() + "' event " +
               QByteArray::number(static_cast<int>(event.type()));
    }
    int m_depth = 0;
    std::vector<Slow> m_slow;
};

/// The longest gap between two turns of the event loop.
class Watchdog {
public:
    Watchdog() {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            m_gaps.push_back(1e-6 * static_cast<double>(m_clock.nsecsElapsed()));
            m_clock.restart();
        });
        m_clock.start();
        m_timer.start(1);
    }
    void report(const char* what) {
        std::sort(m_gaps.begin(), m_gaps.end());
        const auto late = std::count_if(m_gaps.begin(), m_gaps.end(), [](double ms) { return ms > 17; });
        std::printf("%-28s %zu turns of the event loop, %td over 16 ms, longest %.1f ms\n", what, m_gaps.size(), late,
                    m_gaps.empty() ? 0 : m_gaps.back());
        static_cast<WatchedApplication*>(qApp)->report();
        m_gaps.clear();
        m_clock.restart();
    }

private:
    QTimer m_timer;
    QElapsedTimer m_clock;
    std::vector<double> m_gaps;
};

void toggles(MainWindow& window, int count, const char* what) {
    Session& session = window.session();
    std::vector<PlacedEdge> edges;
    for (const EdgeChoice& choice : session.values().choices)
        if (choice.state == EdgeState::Ready)
            edges.push_back(choice.placed);
    RandomStream random(7);
    std::vector<double> milliseconds;
    while (static_cast<int>(milliseconds.size()) < count) {
        const PlacedEdge& placed = edges[random.below(edges.size())];
        QElapsedTimer timer;
        bool updated = false;
        const auto connection =
            QObject::connect(&window.preview(), &PreviewController::updated, &window, [&] { updated = true; });
        const Architecture before = session.selection().a();
        timer.start();
        session.selection().edit(placed.span, placed.edge);
        const bool changed = session.selection().a() != before;
        if (changed && waitUntil([&] { return updated; }, 30))
            milliseconds.push_back(1e-6 * static_cast<double>(timer.nsecsElapsed()));
        QObject::disconnect(connection);
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    std::printf("%-28s %d toggles: median %.1f ms, p90 %.1f ms, worst %.1f ms\n", what, count,
                milliseconds[milliseconds.size() / 2], milliseconds[milliseconds.size() * 9 / 10], milliseconds.back());
}

} // namespace

int main(int argc, char** argv) {
    QElapsedTimer start;
    start.start();
    makeWaitingPassive(argv);
    setUpMemory();
    if (argc < 3) {
        std::fprintf(stderr, "Usage: bench_workbench PROJECT PACK [TOGGLES]\n");
        return 2;
    }
    QCoreApplication::setOrganizationName(QStringLiteral("Kintsugi-benchmark"));
    QCoreApplication::setApplicationName(QStringLiteral("Kintsugi-benchmark"));
    WatchedApplication application(argc, argv);
    applyTheme(application, ThemeChoice::Light);
    MainWindow window;
    window.resize(1600, 1000);
    window.show();
    QApplication::processEvents();
    std::printf("%-28s %lld ms\n", "window shown after", static_cast<long long>(start.elapsed()));
    bool opened = false, seen = false;
    QObject::connect(&window.session(), &Session::opened, [&] { opened = true; });
    QObject::connect(&window.preview(), &PreviewController::updated, [&] { seen = true; });
    window.openProject(QString::fromLocal8Bit(argv[1]), {QString::fromLocal8Bit(argv[2])});
    if (!waitUntil([&] { return opened; }, 60))
        return 1;
    std::printf("%-28s %lld ms\n", "project and front after", static_cast<long long>(start.elapsed()));
    if (!waitUntil([&] { return seen; }, 60))
        return 1;
    std::printf("%-28s %lld ms\n", "restored picture after", static_cast<long long>(start.elapsed()));

    const int count = argc > 3 ? std::atoi(argv[3]) : 200;
    waitUntil([] { return false; }, 3); // what is measured at the start ends
    Watchdog watchdog;
    toggles(window, count, "idle");
    watchdog.report("idle");
    SearchSpec spec;
    spec.method = "random";
    spec.kinds = {BlockKind::Lite, BlockKind::Gated, BlockKind::Restormer, BlockKind::Skip};
    spec.budget = 100000;
    spec.seed = 4711;
    int trials = 0;
    QObject::connect(&window.session(), &Session::searchProgress, [&] { ++trials; });
    const std::int64_t job = window.session().startSearch(spec, false);
    waitUntil([&] { return trials > 2; }, 120);
    const int before = trials;
    watchdog.report("search begins");
    toggles(window, count, "beside a search");
    watchdog.report("beside a search");
    std::printf("%-28s %d trials landed meanwhile\n", "the search went on:", trials - before);
    QElapsedTimer cancel;
    cancel.start();
    window.session().cancelJob(job);
    waitUntil([&] { return window.session().jobs().at(job).isOver(); }, 60);
    std::printf("%-28s %lld ms\n", "cancelled within", static_cast<long long>(cancel.elapsed()));
    std::fflush(stdout);
    window.session().close();
    std::_Exit(0);
}
