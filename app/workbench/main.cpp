#include "base/memory_setup.h"
#include "base/thread_setup.h"
#include "main_window.h"
#include "settings.h"
#include "translation.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QProcess>
#include <cstdlib>
#include <functional>
#include <memory>

int main(int argc, char** argv) {
    kintsugi::makeWaitingPassive(argv);
    kintsugi::setUpMemory();

    // Help and version need no display.
    QCoreApplication::setApplicationName(QStringLiteral("Kintsugi"));
    QCoreApplication::setOrganizationName(QStringLiteral("Kintsugi"));
    QCoreApplication::setApplicationVersion(QStringLiteral(KINTSUGI_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.kintsugi.Kintsugi"));
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Workbench for hybrid image-restoration networks"));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    const QCommandLineOption validation(
        QStringLiteral("validation"),
        QCoreApplication::translate("main", "Pack or folder of clean photographs to measure on; may be repeated."),
        QStringLiteral("PATH"));
    parser.addOption(validation);
    parser.addPositionalArgument(
        QStringLiteral("PROJECT"),
        QCoreApplication::translate("main", "Project folder NAME.kintsugi; the last one if absent."),
        QStringLiteral("[PROJECT]"));
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    for (const QString& argument : arguments.mid(1))
        if (argument == QLatin1String("--help") || argument == QLatin1String("-h") ||
            argument == QLatin1String("--version") || argument == QLatin1String("-v")) {
            const QCoreApplication application(argc, argv);
            parser.process(application);
        }

    QApplication application(argc, argv);
    kintsugi::installTranslation(application, kintsugi::Settings().language());
    kintsugi::applyTheme(application, kintsugi::Settings().theme());
    parser.process(application);

    std::unique_ptr<kintsugi::MainWindow> window;
    const std::function<void()> show = [&] {
        window = std::make_unique<kintsugi::MainWindow>();
        QObject::connect(
            window.get(), &kintsugi::MainWindow::reopenRequested, &application,
            [&] {
                const kintsugi::MainWindow::Carried carried = window->carried();
                QApplication::setQuitOnLastWindowClosed(false);
                window->close();
                kintsugi::installTranslation(application, kintsugi::Settings().language());
                show();
                if (!carried.project.isEmpty())
                    window->openProject(carried);
                QApplication::setQuitOnLastWindowClosed(true);
            },
            Qt::QueuedConnection);
        window->show();
    };
    const QStringList projects = parser.positionalArguments();
    const QStringList recent = kintsugi::Settings().recentProjects();
    show();
    if (!projects.isEmpty())
        window->openProject(projects.front(), parser.values(validation));
    else if (!recent.isEmpty() && QFileInfo::exists(recent.front()))
        window->openProject(recent.front());
    else if (recent.isEmpty() && kintsugi::MainWindow::hasDemo()) // at the first start there is something to see
        window->openDemo();
    // Each further project in a window, and a process, of its own.
    for (const QString& project : projects.mid(1))
        QProcess::startDetached(QCoreApplication::applicationFilePath(), {project});
    const int result = QApplication::exec();
    // Work in flight stops, and what it has is stored.
    window.reset();
    // Unloading LibTorch's libraries takes longer than ending without.
    std::_Exit(result);
}
