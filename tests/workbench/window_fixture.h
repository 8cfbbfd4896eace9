#pragma once

#include "common/theme.h"
#include "engine_bridge.h"
#include "main_window.h"
#include "session.h"
#include "support.h"

#include <QApplication>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <ctime>
#include <memory>
#include <string>

namespace kintsugi::test {

/// The longest that the interface thread computed between two looks at its events. Its own time, not the clock's: other
/// work on the machine does not count.
class TurnWatch : public QObject {
public:
    TurnWatch() {
        connect(&m_timer, &QTimer::timeout, this, [this] {
            const double computed = now();
            m_longest = std::max(m_longest, computed - m_before);
            m_before = computed;
        });
        m_before = now();
        m_timer.start(1);
    }
    double longestMs() const { return m_longest; }

private:
    static double now() {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
    }
    QTimer m_timer;
    double m_before = 0, m_longest = 0;
};

/// Of tests that drive the window with a real project and the real engine.
class WindowFixture : public QObject {
    Q_OBJECT

protected:
    QTemporaryDir m_folder;
    fs::path m_root;
    QString m_images, m_project;

    QString freshProject(const char* name) const {
        const QString project = text(m_root / name);
        const Result made = cli({"copy", m_project, project});
        return made.code == 0 ? project : QString();
    }
    static std::unique_ptr<MainWindow> open(const QString& project, const QString& images) {
        auto window = std::make_unique<MainWindow>();
        window->resize(1400, 900);
        window->show();
        window->openProject(project, {images});
        return window;
    }
    /// PSNR of a path in a fresh copy of the project, as the command line measures it by a search of its own.
    double psnrByCli(const std::string& architecture) const {
        const QString project = freshProject("by-cli.kintsugi");
        const Result searched = cli({"search", project, "--images", m_images, "--method", "exact", "--budget", "30",
                                     "--kinds", "skip", "--space", "blocks"});
        if (searched.code != 0)
            return 0;
        const Result listed = cli({"front", project, "--all", "--json"});
        for (const QJsonValue& row : listed.json()["trials"].toArray())
            if (row["arch"].toString().toStdString() == architecture)
                return row["psnr"].toDouble();
        return 0;
    }

    /// A search that a project without surrogates can run: paths that skip single blocks, drawn at random.
    static SearchSpec randomSkips(int budget) {
        SearchSpec spec;
        spec.method = "random";
        spec.spans = "blocks";
        spec.kinds = {BlockKind::Skip};
        spec.budget = budget;
        return spec;
    }

    /// Waiting until the queue told something else.
    static JobState stateOf(Session& session, std::int64_t job) {
        const auto found = session.jobs().find(job);
        return found == session.jobs().end() ? JobState::Waiting : found->second.state;
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName("Kintsugi-test");
        QCoreApplication::setApplicationName("window-test");
        QSettings().clear();
        applyTheme(*qApp, ThemeChoice::Light);
        m_root = m_folder.path().toStdString();
        m_images = writePictures(m_root);
        m_project = text(m_root / "tiny.kintsugi");
        const Result trained = cli({"train", m_project, "--images", m_images, "--config", writeConfig(m_root), "--task",
                                    "denoise-color-25", "--iterations", "4", "--patch", "32", "--batch", "2"});
        QVERIFY2(trained.code == 0, trained.err);
    }

    void cleanup() { QSettings().clear(); }
};

} // namespace kintsugi::test
