// Writes a picture of every workspace in both themes: screenshots PROJECT PACK FOLDER WIDTH HEIGHT [PART OF AN IMAGE'S
// NAME [LANGUAGE]]. The scale follows QT_SCALE_FACTOR.

#include "base/memory_setup.h"
#include "base/thread_setup.h"
#include "common/theme.h"
#include "compare/comparison.h"
#include "inspect_controller.h"
#include "main_window.h"
#include "preview_controller.h"
#include "settings.h"
#include "translation.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>
#include <cstdio>
#include <cstdlib>

using namespace kintsugi;

namespace {

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

void settle(double seconds) {
    waitUntil([] { return false; }, seconds);
}

} // namespace

int main(int argc, char** argv) {
    makeWaitingPassive(argv);
    setUpMemory();
    if (argc < 6 || argc > 8) {
        std::fprintf(stderr, "Usage: screenshots PROJECT PACK FOLDER WIDTH HEIGHT [IMAGE [LANGUAGE]]\n");
        return 2;
    }
    QCoreApplication::setOrganizationName(QStringLiteral("Kintsugi-screenshots"));
    QCoreApplication::setApplicationName(QStringLiteral("Kintsugi-screenshots"));
    QApplication application(argc, argv);
    QSettings().clear();
    const QString language = argc > 7 ? QString::fromLocal8Bit(argv[7]) : QStringLiteral("en");
    Settings().setLanguage(language);
    installTranslation(application, language);
    applyTheme(application, ThemeChoice::Light);
    MainWindow window;
    const QSize size(std::atoi(argv[4]), std::atoi(argv[5]));
    window.resize(size);
    window.show();
    Session& session = window.session();
    bool seen = false;
    QObject::connect(&window.preview(), &PreviewController::updated, [&] { seen = true; });
    window.openProject(QString::fromLocal8Bit(argv[1]), {QString::fromLocal8Bit(argv[2])});
    if (!waitUntil([&] { return seen && session.isOpen(); }, 120)) {
        std::fprintf(stderr, "screenshots: the project did not open within two minutes\n");
        return 1;
    }
    QDir().mkpath(QString::fromLocal8Bit(argv[3]));
    session.selection().setSpan(Span{StageId::dec2, 0, 2});
    if (argc > 6)
        for (const QString& name : session.shelf().names())
            if (name.contains(QString::fromLocal8Bit(argv[6])))
                session.selection().setImage(name);
    for (const ThemeChoice theme : {ThemeChoice::Light, ThemeChoice::Dark}) {
        applyTheme(application, theme);
        for (const QString& id : window.workspaces()) {
            window.showWorkspace(id);
            settle(1);
            if (id == QLatin1String("inspect")) {
                const ComparedImages& images = window.inspect().comparison().images();
                waitUntil([&] { return images.content(Slot::A).psnr && images.content(Slot::B).psnr; }, 120);
                settle(3);
                const auto& patches = window.inspect().comparison().analysis().patches();
                if (!patches.empty())
                    session.selection().setPatch(Comparison::rectOf(patches.front()));
                settle(1);
            }
            const QString name = QStringLiteral("%1/%2-%3-%4x%5@%6.png")
                                     .arg(QString::fromLocal8Bit(argv[3]), id, themeName(theme))
                                     .arg(size.width())
                                     .arg(size.height())
                                     .arg(window.devicePixelRatioF());
            if (!window.grab().save(name)) {
                std::fprintf(stderr, "screenshots: %s cannot be written\n", qPrintable(name));
                return 1;
            }
            std::printf("%s\n", qPrintable(name));
        }
    }
    std::fflush(stdout);
    session.close();
    std::_Exit(0);
}
