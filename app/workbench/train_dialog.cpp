#include "train_dialog.h"

#include "common/theme.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpressionValidator>
#include <QSpinBox>
#include <QVBoxLayout>

namespace kintsugi {

TrainDialog::TrainDialog(Subject subject, const QString& what, int images, QWidget* parent)
    : QDialog(parent), m_iterations(new QSpinBox(this)), m_patch(new QSpinBox(this)), m_batch(new QSpinBox(this)),
      m_rate(new QDoubleSpinBox(this)), m_seed(new QLineEdit(QStringLiteral("0"), this)), m_grow(new QCheckBox(this)),
      m_note(new QLabel(this)) {
    const bool isTeacher = subject == Subject::Teacher;
    setWindowTitle(isTeacher ? tr("Train the teacher") : tr("Fine-tune a network"));
    const TeacherPlan teacher;
    const FinetunePlan network;

    m_iterations->setObjectName(QStringLiteral("iterations"));
    m_iterations->setRange(1, 10'000'000);
    m_iterations->setSingleStep(100);
    m_iterations->setGroupSeparatorShown(true);
    m_iterations->setValue(int(isTeacher ? teacher.iterations : network.iterations));
    m_iterations->setToolTip(tr("Steps of the optimiser"));
    m_patch->setObjectName(QStringLiteral("patch"));
    m_patch->setRange(16, 512);
    m_patch->setSingleStep(8);
    m_patch->setValue(isTeacher ? teacher.patch : network.patch);
    m_patch->setSuffix(tr(" pixels"));
    m_patch->setToolTip(tr("Side of the training patches, a multiple of 8"));
    m_batch->setObjectName(QStringLiteral("batch"));
    m_batch->setRange(1, 256);
    m_batch->setValue(isTeacher ? teacher.batch : network.batch);
    m_batch->setToolTip(tr("Patches a step; rounded up to one for each thread"));
    m_rate->setObjectName(QStringLiteral("rate"));
    m_rate->setDecimals(6);
    m_rate->setRange(1e-6, 1e-1);
    m_rate->setSingleStep(1e-4);
    m_rate->setValue(isTeacher ? teacher.learningRate : network.learningRate);
    m_rate->setToolTip(tr("At first; it falls to nearly nothing along a cosine"));
    m_seed->setValidator(new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]{1,19}")), m_seed));
    m_seed->setToolTip(tr("The same seed and settings give the same training"));
    m_grow->setObjectName(QStringLiteral("grow"));
    m_grow->setText(tr("Begin with the deepest level"));
    m_grow->setToolTip(tr("A small network that is trained all at once leaves its deep stages with nothing to do"));
    m_grow->setVisible(isTeacher);

    auto* form = new QFormLayout;
    form->setSpacing(metric::medium);
    form->addRow(tr("Network"), new QLabel(what, this));
    form->addRow(tr("Images"),
                 new QLabel(tr("%n pack(s) or folder(s), chosen in the Image menu", nullptr, images), this));
    form->addRow(tr("&Iterations"), m_iterations);
    form->addRow(tr("&Patches"), m_patch);
    form->addRow(tr("&Batch"), m_batch);
    form->addRow(tr("&Learning rate"), m_rate);
    form->addRow(tr("&Seed"), m_seed);
    if (isTeacher)
        form->addRow(m_grow);
    auto* note = new QLabel(
        isTeacher ? tr("The project opens anew when the training is over. It can be paused, and goes on after the "
                       "program was closed.")
                  : tr("Trained to the truth and to the teacher's output; measured before and after. What is cut off "
                       "goes on when the same is started again."),
        this);
    note->setWordWrap(true);
    note->setForegroundRole(QPalette::PlaceholderText);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton* start = buttons->addButton(isTeacher ? tr("Train") : tr("Fine-tune"), QDialogButtonBox::AcceptRole);
    start->setObjectName(QStringLiteral("start"));
    start->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    const auto check = [this, start] { start->setEnabled(m_patch->value() % 8 == 0 && !m_seed->text().isEmpty()); };
    connect(m_patch, &QSpinBox::valueChanged, this, check);
    connect(m_seed, &QLineEdit::textChanged, this, check);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metric::large, metric::large, metric::large, metric::large);
    layout->setSpacing(metric::large);
    m_note->setObjectName(QStringLiteral("note"));
    m_note->setWordWrap(true);
    m_note->hide();
    layout->addLayout(form);
    layout->addWidget(m_note);
    layout->addWidget(note);
    layout->addWidget(buttons);
}

void TrainDialog::setNote(const QString& text) {
    m_note->setText(text);
    m_note->setVisible(!text.isEmpty());
}

void TrainDialog::setResumed(const TeacherPlan& plan) {
    m_resumed = plan;
    m_iterations->setValue(int(plan.iterations));
    m_patch->setValue(plan.patch);
    m_batch->setValue(plan.batch);
    m_rate->setValue(plan.learningRate);
    m_seed->setText(QString::number(plan.seed));
    m_grow->setChecked(plan.growth > 0);
    const std::initializer_list<QWidget*> fixed{m_iterations, m_patch, m_batch, m_seed, m_grow};
    for (QWidget* field : fixed)
        field->setEnabled(false);
    setNote(tr("Goes on from the last checkpoint. After a loss that was not finite take a smaller learning rate."));
}

TeacherPlan TrainDialog::teacherPlan() const {
    if (m_resumed) {
        TeacherPlan plan = *m_resumed;
        plan.learningRate = m_rate->value();
        return plan;
    }
    TeacherPlan plan;
    plan.iterations = m_iterations->value();
    plan.patch = m_patch->value();
    plan.batch = m_batch->value();
    plan.learningRate = m_rate->value();
    plan.seed = m_seed->text().toULongLong();
    if (m_grow->isChecked()) { // the shares that the demo's teacher was trained with
        plan.growth = 0.15;
        plan.lateSkip = 0.75;
    }
    return plan;
}

FinetunePlan TrainDialog::finetunePlan() const {
    FinetunePlan plan;
    plan.iterations = m_iterations->value();
    plan.patch = m_patch->value();
    plan.batch = m_batch->value();
    plan.learningRate = m_rate->value();
    plan.seed = m_seed->text().toULongLong();
    return plan;
}

} // namespace kintsugi
