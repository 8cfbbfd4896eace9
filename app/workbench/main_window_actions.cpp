#include "main_window.h"

#include "architecture_caption.h"
#include "common/banner.h"
#include "common/command_palette.h"
#include "common/engine_text.h"
#include "common/selection_strip.h"
#include "common/shortcut_page.h"
#include "common/wording.h"
#include "compare/latest_work.h"
#include "export_dialog.h"
#include "hint_bar.h"
#include "inspect_controller.h"
#include "new_project_dialog.h"
#include "project/project_copy.h"
#include "search_workspace.h"
#include "settings.h"
#include "timing_controller.h"
#include "tool_jobs.h"
#include "translation.h"
#include "workspace.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QDockWidget>
#include <QFileDialog>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>
#include <QStatusBar>
#include <QTabBar>
#include <QUrl>
#include <algorithm>

namespace kintsugi {

namespace {

/// Where the demo project is installed, or lies in the source tree that this program was built from; empty: nowhere.
QString shippedDemo() {
    const QDir program(QCoreApplication::applicationDirPath());
    for (const char* place : {"../share/kintsugi/demo.kintsugi", "../../../resources/demo.kintsugi"})
        if (program.exists(QLatin1String(place)))
            return QDir::cleanPath(program.absoluteFilePath(QLatin1String(place)));
    return {};
}

/// Photographs that script/demo fetched.
QStringList demoImages() {
    const QString pack = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
                         QStringLiteral("/kintsugi/demo/validation.safetensors");
    return QFileInfo::exists(pack) ? QStringList{pack} : QStringList();
}

} // namespace

QAction* MainWindow::command(QMenu* menu, const QString& text, const QString& tip, const QList<QKeySequence>& keys) {
    auto* action = new QAction(text, this);
    action->setToolTip(tip);
    action->setStatusTip(tip);
    action->setShortcuts(keys);
    menu->addAction(action);
    m_commands << action;
    return action;
}

void MainWindow::makeMenus() {
    QMenu* file = menuBar()->addMenu(tr("&File"));
    connect(command(file, tr("&New project…"),
                    tr("Make a project from a Restormer checkpoint, or with a teacher to be trained"),
                    {QKeySequence::New}),
            &QAction::triggered, this, &MainWindow::newProject);
    connect(command(file, tr("&Open project…"), tr("Open a project folder"), {QKeySequence::Open}), &QAction::triggered,
            this, &MainWindow::chooseProject);
    QAction* demo = command(file, tr("Open &demo project"), tr("Open a copy of the demo project that you can change"));
    connect(demo, &QAction::triggered, this, &MainWindow::openDemo);
    m_recentMenu = file->addMenu(tr("Open &recent"));
    fillRecent();
    file->addSeparator();
    connect(command(file, tr("&Export A as ONNX…"), tr("Write A as a model for phones and other runtimes"),
                    {QKeySequence(Qt::CTRL | Qt::Key_E)}),
            &QAction::triggered, this, &MainWindow::exportModel);
    connect(
        command(file, tr("Write &report…"), tr("Write an HTML page with plots, tables and pictures, and CSV files")),
        &QAction::triggered, this, &MainWindow::writeReport);
    file->addSeparator();
    connect(command(file, tr("&Close project"), tr("Close the project; work in flight stops and can be resumed")),
            &QAction::triggered, this, [this] { m_session->close(); });
    file->addSeparator();
    connect(command(file, tr("&Quit"), tr("Stop all work and quit"), {QKeySequence::Quit}), &QAction::triggered, this,
            &QWidget::close);

    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    QUndoStack& undo = m_session->selection().undoStack();
    QAction* undoAction = undo.createUndoAction(this, tr("&Undo"));
    undoAction->setShortcuts(QKeySequence::Undo);
    QAction* redoAction = undo.createRedoAction(this, tr("&Redo"));
    redoAction->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    edit->addActions({undoAction, redoAction});
    m_commands << undoAction << redoAction;
    edit->addSeparator();
    connect(command(edit, tr("&Copy architecture"), tr("Copy the text form of A"),
                    {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)}),
            &QAction::triggered, this, [this] {
                if (!m_session->isOpen())
                    return;
                QGuiApplication::clipboard()->setText(QString::fromStdString(m_session->selection().a().text()));
                statusBar()->showMessage(tr("Copied to the clipboard"), 4000);
            });
    QAction* paste = command(edit, tr("&Paste architecture"), tr("Show the architecture whose text form was copied"),
                             {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_V)});
    connect(paste, &QAction::triggered, this, [this] {
        if (!m_session->isOpen())
            return;
        try {
            const std::string text = QGuiApplication::clipboard()->text().trimmed().toStdString();
            m_session->selection().edit(parseArchitecture(text, m_session->values().stages), tr("Paste architecture"));
        } catch (const std::exception& e) {
            showProblem(engineText(e));
        }
    });

    QMenu* view = menuBar()->addMenu(tr("&View"));
    for (std::size_t i = 0; i < m_workspaces.size(); ++i) {
        Workspace* workspace = m_workspaces[i];
        connect(command(view, workspace->title(), tr("Show the workspace %1").arg(workspace->title()),
                        {QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + int(i)))}),
                &QAction::triggered, this, [this, workspace] { showWorkspace(workspace->id()); });
    }
    view->addSeparator();
    m_panelMenu = view->addMenu(tr("&Panels"));
    connect(m_panelMenu, &QMenu::aboutToShow, this, [this] {
        m_panelMenu->clear();
        for (const WorkspacePanel& panel : m_current->panels())
            m_panelMenu->addAction(m_docks[panel.id]->toggleViewAction());
        m_panelMenu->addAction(m_docks[QStringLiteral("jobs")]->toggleViewAction());
    });
    connect(command(view, tr("Show &jobs"), tr("Show what runs and waits")), &QAction::triggered, this,
            [this] { m_docks[QStringLiteral("jobs")]->show(); });
    connect(command(view, tr("Restore &default layout"), tr("Put all panels back to where they were at first")),
            &QAction::triggered, this, &MainWindow::restoreDefaultLayout);
    connect(
        command(view, tr("&Full screen"), tr("Use the whole screen, or a window again"), {QKeySequence::FullScreen}),
        &QAction::triggered, this, [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    view->addSeparator();
    QMenu* theme = view->addMenu(tr("&Theme"));
    auto* themes = new QActionGroup(this);
    const QList<std::pair<QString, QString>> choices{{QStringLiteral("system"), tr("As the system")},
                                                     {QStringLiteral("light"), tr("Light")},
                                                     {QStringLiteral("dark"), tr("Dark")}};
    for (const auto& [name, text] : choices) {
        QAction* action = command(theme, text, tr("Colours of the window: %1").arg(text));
        action->setCheckable(true);
        action->setChecked(themeName(Settings().theme()) == name);
        themes->addAction(action);
        connect(action, &QAction::triggered, this, [this, name = name] { setTheme(name); });
    }
    QMenu* language = view->addMenu(tr("&Language"));
    auto* group = new QActionGroup(this);
    for (const QString& code : languages()) {
        QAction* action = command(language, languageName(code), tr("Use %1").arg(languageName(code)));
        action->setCheckable(true);
        action->setChecked(Settings().language() == code);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, code] { setLanguage(code); });
    }

    const QStringList titles{tr("&Architecture"), tr("&Search"), tr("&Image"), tr("&Device")};
    for (std::size_t i = 0; i < m_workspaces.size(); ++i) {
        QMenu* menu = menuBar()->addMenu(titles[qsizetype(i)]);
        m_workspaceMenus[m_workspaces[i]->id()] = menu;
        menu->addActions(m_workspaces[i]->commands());
        m_commands << m_workspaces[i]->commands();
    }
    QMenu* architecture = m_workspaceMenus[QStringLiteral("assemble")];
    architecture->addSeparator();
    architecture->addActions(m_strip->commands());
    connect(command(architecture, tr("Time A and B on the &device"),
                    tr("Run A and B in turns on the chosen device, with the settings that were used last"),
                    {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R)}),
            &QAction::triggered, this, [this] {
                const Selection& selection = m_session->selection();
                if (!m_session->isOpen())
                    return;
                std::vector<Architecture> wanted{selection.a()};
                if (selection.b() != selection.a())
                    wanted.push_back(selection.b());
                timeNetworks(wanted);
            });
    m_commands << m_strip->commands();
    // One key each, wherever a network is looked at.
    for (Workspace* workspace : m_workspaces) {
        QList<QWidget*> places{workspace->center()};
        for (const WorkspacePanel& panel : workspace->panels())
            places << panel.widget;
        for (QWidget* place : places) {
            place->addActions(m_strip->commands());
            if (workspace->id() == QLatin1String("inspect") || workspace->id() == QLatin1String("search"))
                for (QAction* action : m_search->walkCommands())
                    if (!place->actions().contains(action))
                        place->addAction(action);
        }
    }
    QMenu* device = m_workspaceMenus[QStringLiteral("device")];
    device->addSeparator();
    connect(command(device, tr("Choose the &adb program…"),
                    tr("Name the adb that reaches phones, where another than the system's is wanted")),
            &QAction::triggered, this, [this] {
                const QString program = QFileDialog::getOpenFileName(this, tr("The adb program"), Settings().adb());
                if (program.isEmpty())
                    return;
                Settings().setAdb(program);
                m_timing->setAdb(program);
            });
    QMenu* image = m_workspaceMenus[QStringLiteral("inspect")];
    image->addSeparator();
    connect(command(image, tr("Open image &files…"), tr("Open pictures and restore them as they are")),
            &QAction::triggered, this, [this] { openImages({}); });
    connect(command(image, tr("&Validation images…"), tr("Choose photographs, packs or a folder to measure on")),
            &QAction::triggered, this, [this] { chooseImages(ImageRole::Validation); });
    connect(command(image, tr("&Training images…"), tr("Choose packs or folders of photographs to distil from")),
            &QAction::triggered, this, [this] { chooseImages(ImageRole::Training); });
    connect(m_inspect.get(), &InspectController::restoredSaved, this,
            [this](const QString& path) { statusBar()->showMessage(tr("Saved %1").arg(path), 6000); });

    QMenu* helpMenu = menuBar()->addMenu(tr("&Help"));
    connect(command(helpMenu, tr("&Keyboard shortcuts"), tr("All keys on one page"), {QKeySequence(Qt::Key_F1)}),
            &QAction::triggered, this, &MainWindow::showShortcuts);
    connect(command(helpMenu, tr("Command &palette"), tr("Find commands, blocks, trials and images by name"),
                    {QKeySequence(Qt::CTRL | Qt::Key_K)}),
            &QAction::triggered, this, [this] { m_palette->popUp(); });
    connect(command(helpMenu, tr("Show &hints again"), tr("Bring back the hints that were dismissed")),
            &QAction::triggered, this, [this] {
                Settings().showHintsAgain();
                m_hint->showHint(m_current->id(), m_current->hint());
            });
    connect(command(helpMenu, tr("&About Kintsugi"), tr("Versions and licence")), &QAction::triggered, this,
            &MainWindow::showAbout);
}

QList<QAction*> MainWindow::commands() const {
    return m_commands;
}

void MainWindow::makePalette() {
    m_palette = new CommandPalette(this);
    m_palette->setActions(m_commands);
    m_palette->setRecent(Settings().recentCommands());
    m_palette->addProvider([this](const QString&) {
        std::vector<PaletteEntry> entries;
        if (!m_session->isOpen())
            return entries;
        for (const StageInfo& stage : m_session->values().stages)
            for (int block = 0; block < stage.blocks; ++block) {
                const Span span{stage.id, block, block + 1};
                entries.push_back(
                    {QStringLiteral("block ") + spanText(span), spanText(span), tr("block"), {}, [this, span] {
                         showWorkspace(QStringLiteral("assemble"));
                         m_session->selection().setSpan(span);
                     }});
            }
        for (const QString& name : m_session->shelf().names())
            entries.push_back({QStringLiteral("image ") + name, name, tr("image"), {}, [this, name] {
                                   showWorkspace(QStringLiteral("inspect"));
                                   m_session->selection().setImage(name);
                               }});
        return entries;
    });
    // Thousands of trials: only those whose number was typed.
    m_palette->addProvider([this](const QString& query) {
        std::vector<PaletteEntry> entries;
        const QString digits = query.section(QLatin1Char(' '), -1);
        bool isNumber = false;
        const qlonglong number = digits.toLongLong(&isNumber);
        if (!m_session->isOpen() || !isNumber)
            return entries;
        if (const TrialRow* row = m_session->trial(number)) {
            const Architecture architecture = row->architecture;
            const QString text = tr("trial %1").arg(number);
            entries.push_back(
                {QStringLiteral("trial %1").arg(number), text, tr("trial"), {}, [this, number, architecture] {
                     m_session->selection().showTrial(number, architecture);
                 }});
        }
        return entries;
    });
}

void MainWindow::fillRecent() {
    m_recentMenu->clear();
    for (const QString& path : Settings().recentProjects()) {
        QAction* action = m_recentMenu->addAction(QDir::toNativeSeparators(path));
        connect(action, &QAction::triggered, this, [this, path] { openProject(path); });
    }
    m_recentMenu->setEnabled(!m_recentMenu->isEmpty());
}

void MainWindow::chooseProject() {
    const QString path = QFileDialog::getExistingDirectory(this, tr("Open project (a folder NAME.kintsugi)"),
                                                           QFileInfo(m_session->path()).path());
    if (!path.isEmpty())
        openProject(path);
}

bool MainWindow::hasDemo() {
    return !shippedDemo().isEmpty();
}

void MainWindow::openDemo() {
    const QString shipped = shippedDemo();
    if (shipped.isEmpty()) {
        showProblem(tr("The demo project was not installed with this program."));
        return;
    }
    const QString copy =
        QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/demo.kintsugi");
    if (QFileInfo::exists(copy)) {
        openProject(copy, demoImages());
        return;
    }
    statusBar()->showMessage(tr("Copying the demo project"));
    auto* work = new LatestWork(this);
    connect(work, &LatestWork::failed, this, &MainWindow::showProblem);
    connect(work, &LatestWork::failed, work, &QObject::deleteLater);
    work->start(
        [shipped, copy](std::stop_token) {
            QDir().mkpath(QFileInfo(copy).path());
            copyProject(shipped.toStdString(), copy.toStdString());
            return copy;
        },
        [this, work](const QString& path) {
            work->deleteLater();
            openProject(path, demoImages());
        });
}

void MainWindow::newProject() {
    NewProjectDialog dialog(this);
    if (dialog.exec() == QDialog::Accepted)
        openProject(dialog.projectPath());
}

void MainWindow::chooseImages(ImageRole role) {
    if (!m_session->isOpen())
        return;
    const QString title =
        role == ImageRole::Validation ? tr("Photographs to measure on") : tr("Photographs to distil from");
    QFileDialog dialog(this, title, QFileInfo(m_session->path()).path());
    dialog.setFileMode(QFileDialog::ExistingFiles);
    dialog.setNameFilters({tr("Packs (*.safetensors)"), tr("All files (*)")});
    QMessageBox question(QMessageBox::Question, title,
                         tr("Take packs that `kintsugi-cli pack` made, or a folder of photographs?"),
                         QMessageBox::Cancel, this);
    QPushButton* packs = question.addButton(tr("Packs…"), QMessageBox::AcceptRole);
    QPushButton* folder = question.addButton(tr("Folder…"), QMessageBox::AcceptRole);
    question.exec();
    QStringList paths;
    if (question.clickedButton() == static_cast<QAbstractButton*>(packs) && dialog.exec() == QDialog::Accepted)
        paths = dialog.selectedFiles();
    else if (question.clickedButton() == static_cast<QAbstractButton*>(folder))
        paths = QStringList{QFileDialog::getExistingDirectory(this, title)};
    paths.removeAll(QString());
    if (!paths.isEmpty())
        m_session->setImages(role, paths);
}

void MainWindow::openImages(const QStringList& files) {
    if (!m_session->isOpen()) {
        showProblem(tr("Open a project first; images are restored by its networks."));
        return;
    }
    QStringList chosen = files;
    if (chosen.isEmpty())
        chosen = QFileDialog::getOpenFileNames(this, tr("Open images"), {},
                                               tr("Pictures (*.png *.jpg *.jpeg *.tif *.tiff *.webp)"));
    if (chosen.isEmpty())
        return;
    showWorkspace(QStringLiteral("inspect"));
    QMessageBox question(
        QMessageBox::Question, tr("Open images"),
        tr("Restore %n image(s) as they are, or degrade them by the task first, so that the truth is known?", nullptr,
           static_cast<int>(chosen.size())),
        QMessageBox::Cancel, this);
    QPushButton* asTheyAre = question.addButton(tr("As they are"), QMessageBox::AcceptRole);
    QPushButton* degrade = question.addButton(tr("Degrade first"), QMessageBox::AcceptRole);
    question.exec();
    if (question.clickedButton() == static_cast<QAbstractButton*>(asTheyAre))
        m_inspect->addFiles(chosen, false);
    else if (question.clickedButton() == static_cast<QAbstractButton*>(degrade))
        m_inspect->addFiles(chosen, true);
}

void MainWindow::exportModel() {
    if (!m_session->isOpen())
        return;
    const Architecture a = m_session->selection().a();
    const auto& finetunes = m_session->values().finetunes;
    const bool finetuned = std::any_of(finetunes.begin(), finetunes.end(),
                                       [&](const FinetuneRecord& record) { return record.architecture == a.text(); });
    const QString project = m_session->path();
    ExportDialog dialog(architectureCaption(*m_session, a), finetuned, this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    m_tools->start(
        tr("Export %1").arg(QFileInfo(dialog.file()).fileName()),
        QStringList{QStringLiteral("export"), project, QStringLiteral("--arch"), QString::fromStdString(a.text())} +
            dialog.arguments(),
        [this](const QJsonObject& result) {
            const QString file = QDir::toNativeSeparators(result[QLatin1String("file")].toString());
            const QJsonValue difference = result[QLatin1String("max_difference")];
            statusBar()->showMessage(difference.isDouble()
                                         ? tr("Exported %1; largest difference to LibTorch %2")
                                               .arg(file)
                                               .arg(difference.toDouble(), 0, 'g', 2)
                                         : tr("Exported %1; not compared, because ONNX Runtime is missing").arg(file),
                                     15000);
        });
}

void MainWindow::writeReport() {
    if (!m_session->isOpen())
        return;
    // The project may be closed while the folder is chosen.
    QStringList arguments{QStringLiteral("report"), m_session->path()};
    QStringList images;
    for (const auto& image : m_session->values().validationImages)
        images << QString::fromStdString(image.string());
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder of the report"));
    if (folder.isEmpty())
        return;
    arguments << QStringLiteral("--output") << folder;
    if (!images.empty())
        arguments << QStringLiteral("--images") << images;
    m_tools->start(tr("Write report"), arguments, [this, folder](const QJsonObject&) {
        const QString page = QDir(folder).filePath(QStringLiteral("report.html"));
        showNotice({Banner::Level::Note, tr("The report is %1.").arg(QDir::toNativeSeparators(page)), tr("Open"),
                    [page] { QDesktopServices::openUrl(QUrl::fromLocalFile(page)); }});
    });
}

void MainWindow::showAbout() {
    QMessageBox box(this);
    box.setWindowTitle(tr("About Kintsugi"));
    box.setTextFormat(Qt::RichText);
    box.setText(
        tr("<h3>Kintsugi %1</h3><p>Workbench for hybrid image-restoration networks.</p>"
           "<p>Qt %2. Licence: GPL 3 or later; comes without any warranty.</p>"
           "<p>Uses %3, QCustomPlot, pagmo, Highway, Eigen, nlohmann-json, CLI11, fmt.</p>")
            .arg(QStringLiteral(KINTSUGI_VERSION), QString::fromLatin1(qVersion()),
                 QStringLiteral("LibTorch " KINTSUGI_LIBTORCH_VERSION ", OpenCV " KINTSUGI_OPENCV_VERSION ", SQLite")));
    box.exec();
}

void MainWindow::showShortcuts() {
    ShortcutPage page(this);
    page.addGroup(tr("Window"), m_commands);
    page.addKeys(tr("Network"), tr("next block along the path"), tr("arrows"));
    page.addKeys(tr("Network"), tr("extend the span"), tr("Shift+arrows"));
    page.addKeys(tr("Network"), tr("next stage"), tr("Tab"));
    page.addKeys(tr("Inspect"), tr("show B, ground truth, degraded, error map"), tr("hold B, G, D, E"));
    page.exec();
}

void MainWindow::setTheme(const QString& name) {
    Settings().setTheme(themeChoice(name));
    applyTheme(*qApp, themeChoice(name));
}

void MainWindow::setLanguage(const QString& name) {
    if (name == Settings().language())
        return;
    Settings().setLanguage(name);
    const bool works = !m_tools->rows().empty() || std::any_of(m_session->jobs().begin(), m_session->jobs().end(),
                                                               [](const auto& job) { return !job.second.isOver(); });
    if (!works) {
        Q_EMIT reopenRequested();
        return;
    }
    showNotice({Banner::Level::Note,
                tr("The language changes when the window opens again. Work in flight stops then, and can be "
                   "resumed."),
                tr("Open the window again"), [this] { Q_EMIT reopenRequested(); }});
}

} // namespace kintsugi
