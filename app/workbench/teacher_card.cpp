#include "teacher_card.h"

#include "common/engine_text.h"
#include "common/theme.h"
#include "common/wording.h"
#include "jobs/engine.h"
#include "project_values.h"
#include "space/costs.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace kintsugi {

TeacherCard::TeacherCard(QWidget* parent)
    : QWidget(parent), m_title(new QLabel(tr("Teacher"), this)), m_config(new QLabel(this)),
      m_figures(new QLabel(this)), m_progress(new QLabel(this)), m_train(new QPushButton(tr("Train…"), this)),
      m_curve(new QPushButton(tr("Training curve"), this)) {
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_config->setWordWrap(true);
    m_config->setForegroundRole(QPalette::PlaceholderText);
    m_figures->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metric::medium, metric::medium, metric::medium, metric::small);
    layout->setSpacing(metric::small / 2);
    layout->addWidget(m_title);
    layout->addWidget(m_config);
    layout->addWidget(m_figures);
    m_progress->setWordWrap(true);
    layout->addWidget(m_progress);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, metric::small, 0, 0);
    m_train->setObjectName(QStringLiteral("trainTeacher"));
    m_train->setToolTip(tr("Train the teacher of this project on the training images"));
    m_curve->setToolTip(tr("Show the losses of the teacher's training"));
    buttons->addWidget(m_train);
    buttons->addWidget(m_curve);
    buttons->addStretch();
    layout->addLayout(buttons);
    connect(m_train, &QPushButton::clicked, this, &TeacherCard::trainRequested);
    connect(m_curve, &QPushButton::clicked, this, &TeacherCard::curveRequested);
    clear();
}

void TeacherCard::show(const ProjectValues& values, bool trains) {
    m_config->setText(tr("Restormer, dim %1, %2").arg(values.config.dim).arg(QString::fromStdString(values.task)));
    m_config->setToolTip(QString::fromStdString(describe(values.config)));
    const Cost cost = CostModel(values.config, 256, 256).network(allTeacher(values.stages));
    m_figures->setText(tr("%1 blocks · %2 M parameters · %3 GMAC at 256² · %4")
                           .arg(blockCount(values.stages))
                           .arg(numberText(static_cast<double>(cost.parameters) / 1e6, 2),
                                numberText(static_cast<double>(cost.macs.total()) / 1e9, 1),
                                decibels(trains ? std::nullopt : values.teacherPsnr)));
    m_figures->setToolTip(values.teacherPsnr ? tr("PSNR on %1").arg(engineText(values.validationText))
                                             : tr("PSNR was not measured yet: the project has no validation images"));
    // Surrogates are of the teacher as it is.
    m_train->setVisible(!values.hasSurrogates && !trains && values.readOnlyReason.empty());
    m_curve->setVisible(trains || !values.teacherCurve.phases.empty());
    if (!trains)
        m_progress->setText(values.isUntrained ? tr("Not trained yet: its weights are random.") : QString());
    m_progress->setVisible(!m_progress->text().isEmpty());
}

void TeacherCard::showProgress(const TeacherStep& step) {
    const QString iteration = tr("Iteration %1 of %2, %3")
                                  .arg(numberText(double(step.iteration), 0), numberText(double(step.iterations), 0),
                                       timeLeftText(step.secondsLeft));
    // Between two measurements the last one stays.
    if (step.psnr)
        m_progress->setProperty("psnr", decibels(step.psnr));
    const QString psnr = m_progress->property("psnr").toString();
    m_progress->setText(psnr.isEmpty() ? iteration : iteration + QStringLiteral(" · ") + psnr);
    m_progress->setVisible(true);
    m_train->hide();
    m_curve->show();
}

void TeacherCard::clear() {
    m_config->setText(tr("No project is open"));
    m_figures->clear();
    m_progress->clear();
    m_progress->setProperty("psnr", {});
    m_progress->hide();
    m_train->hide();
    m_curve->hide();
}

} // namespace kintsugi
