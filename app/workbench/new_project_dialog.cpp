#include "new_project_dialog.h"

#include "common/theme.h"
#include "compare/latest_work.h"
#include "imaging/task.h"
#include "jobs/engine_loader.h"
#include "project/new_project.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <array>

namespace kintsugi {

namespace {

QWidget* withButton(QLineEdit* edit, QPushButton* button) {
    auto* box = new QWidget(edit->parentWidget());
    auto* layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(edit, 1);
    layout->addWidget(button);
    return box;
}

/// 0: the demo's, 1: between, 2: as published for the task (upstream's option files).
RestormerConfig configOf(int size, const Task& task) {
    RestormerConfig config;
    config.inpChannels = config.outChannels = task.channels;
    const bool denoises = task.name.starts_with("denoise");
    config.layerNormType = denoises ? NormType::BiasFree : NormType::WithBias;
    if (size < 2) {
        config.dim = size == 0 ? 16 : 32;
        config.numBlocks = size == 0 ? std::array{2, 2, 2, 4} : std::array{2, 3, 3, 4};
        config.numRefinementBlocks = 2;
    }
    return config;
}

} // namespace

NewProjectDialog::NewProjectDialog(QWidget* parent)
    : QDialog(parent), m_teacher(new QLineEdit(this)), m_name(new QLineEdit(this)), m_folder(new QLineEdit(this)),
      m_form(new QFormLayout), m_source(new QComboBox(this)), m_size(new QComboBox(this)), m_task(new QComboBox(this)),
      m_sigma(new QSpinBox(this)), m_message(new QLabel(this)),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this)),
      m_work(new LatestWork(this)) {
    setWindowTitle(tr("New project"));
    m_teacher->setPlaceholderText(tr("Restormer checkpoint, .pth or .safetensors"));
    m_folder->setText(QDir::homePath());
    m_source->addItems({tr("From a checkpoint"), tr("To be trained here")});
    m_source->setObjectName(QStringLiteral("source"));
    for (const QString& size : {tr("Small"), tr("Medium"), tr("As published")}) {
        const RestormerConfig config = configOf(m_size->count(), parseTask("denoise-color-25"));
        m_size->addItem(tr("%1: dim %2, blocks %3-%4-%5-%6, refinement %7")
                            .arg(size)
                            .arg(config.dim)
                            .arg(config.numBlocks[0])
                            .arg(config.numBlocks[1])
                            .arg(config.numBlocks[2])
                            .arg(config.numBlocks[3])
                            .arg(config.numRefinementBlocks));
    }
    m_size->setToolTip(tr("The demo's teacher is a small one; one as published trains for weeks without a GPU server"));
    m_task->addItem(tr("Colour denoising"), QStringLiteral("denoise-color"));
    m_task->addItem(tr("Grey denoising"), QStringLiteral("denoise-gray"));
    m_task->addItem(tr("Deraining"), QStringLiteral("derain"));
    m_task->addItem(tr("Motion deblurring"), QStringLiteral("deblur-motion"));
    m_task->addItem(tr("Defocus deblurring"), QStringLiteral("deblur-defocus"));
    m_sigma->setRange(1, 255);
    m_sigma->setValue(25);
    m_sigma->setPrefix(tr("sigma "));
    m_message->setWordWrap(true);
    m_message->setMinimumHeight(2 * fontMetrics().lineSpacing());
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Create project"));

    auto* chooseTeacher = new QPushButton(tr("Choose…"), this);
    chooseTeacher->setToolTip(tr("Choose the teacher's checkpoint"));
    auto* chooseFolder = new QPushButton(tr("Choose…"), this);
    chooseFolder->setToolTip(tr("Choose the folder that the project will lie in"));
    auto* taskRow = new QWidget(this);
    auto* taskLayout = new QHBoxLayout(taskRow);
    taskLayout->setContentsMargins(0, 0, 0, 0);
    taskLayout->addWidget(m_task, 1);
    taskLayout->addWidget(m_sigma);

    m_form->addRow(tr("&Teacher"), m_source);
    m_form->addRow(tr("&Checkpoint"), withButton(m_teacher, chooseTeacher));
    m_form->addRow(tr("&Size"), m_size);
    m_form->addRow(tr("T&ask"), taskRow);
    m_form->addRow(tr("&Name"), m_name);
    m_form->addRow(tr("&Folder"), withButton(m_folder, chooseFolder));
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(m_form);
    layout->addWidget(m_message);
    layout->addWidget(m_buttons);
    resize(560, sizeHint().height());

    connect(chooseTeacher, &QPushButton::clicked, this, [this] {
        const QString file = QFileDialog::getOpenFileName(this, tr("Teacher"), QFileInfo(m_teacher->text()).path(),
                                                          tr("Checkpoints (*.pth *.pt *.safetensors);;All files (*)"));
        if (!file.isEmpty())
            setTeacher(file);
    });
    connect(chooseFolder, &QPushButton::clicked, this, [this] {
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder"), m_folder->text());
        if (!folder.isEmpty())
            m_folder->setText(folder);
    });
    for (QLineEdit* edit : {m_teacher, m_name, m_folder})
        connect(edit, &QLineEdit::textChanged, this, &NewProjectDialog::update);
    for (QComboBox* box : {m_source, m_task})
        connect(box, &QComboBox::currentIndexChanged, this, &NewProjectDialog::update);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &NewProjectDialog::create);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_work, &LatestWork::failed, this, [this](const QString& sentence) {
        m_buttons->button(QDialogButtonBox::Ok)->setEnabled(true);
        m_message->setText(sentence);
    });
    update();
}

void NewProjectDialog::setTeacher(const QString& file) {
    m_teacher->setText(file);
    if (m_name->text().isEmpty())
        m_name->setText(QFileInfo(file).completeBaseName());
}

void NewProjectDialog::setUntrained(int size) {
    m_source->setCurrentIndex(1);
    m_size->setCurrentIndex(size);
}

bool NewProjectDialog::isUntrained() const {
    return m_source->currentIndex() == 1;
}

void NewProjectDialog::setFolder(const QString& folder) {
    m_folder->setText(folder);
}

void NewProjectDialog::setName(const QString& name) {
    m_name->setText(name);
}

QString NewProjectDialog::task() const {
    const QString form = m_task->currentData().toString();
    return m_task->currentIndex() < 2 ? QStringLiteral("%1-%2").arg(form).arg(m_sigma->value()) : form;
}

QString NewProjectDialog::path() const {
    QString name = m_name->text().trimmed();
    if (!name.endsWith(QLatin1String(".kintsugi")))
        name += QLatin1String(".kintsugi");
    return QDir(m_folder->text()).filePath(name);
}

void NewProjectDialog::update() {
    m_sigma->setVisible(m_task->currentIndex() < 2);
    m_form->setRowVisible(1, !isUntrained());
    m_form->setRowVisible(m_size, isUntrained());
    const bool complete = (isUntrained() || !m_teacher->text().isEmpty()) && !m_name->text().trimmed().isEmpty() &&
                          !m_folder->text().isEmpty();
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(complete);
    m_message->setText(complete        ? tr("Makes %1").arg(path())
                       : isUntrained() ? tr("Choose a name.")
                                       : tr("Choose the checkpoint of the teacher and a name."));
}

void NewProjectDialog::create() {
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(false);
    m_message->setText(isUntrained() ? tr("Making the network…") : tr("Reading the checkpoint…"));
    m_work->start(
        [path = path(), untrained = isUntrained(), size = m_size->currentIndex(), teacher = m_teacher->text(),
         name = task()](std::stop_token) {
            const Task parsed = parseTask(name.toStdString());
            if (untrained)
                makeUntrainedProject(path.toStdString(), configOf(size, parsed), parsed.name, 0);
            else
                createProject(path.toStdString(), teacher.toStdString(), {}, parsed.name, parsed.channels);
            return path;
        },
        [this](const QString& path) {
            m_made = path;
            accept();
        });
}

} // namespace kintsugi
