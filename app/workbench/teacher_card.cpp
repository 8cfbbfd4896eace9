#include "teacher_card.h"

#include "common/theme.h"
#include "common/wording.h"
#include "project_values.h"
#include "space/costs.h"

#include <QLabel>
#include <QVBoxLayout>

namespace kintsugi {

TeacherCard::TeacherCard(QWidget* parent)
    : QWidget(parent), m_title(new QLabel(tr("Teacher"), this)), m_config(new QLabel(this)),
      m_figures(new QLabel(this)) {
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
    clear();
}

void TeacherCard::show(const ProjectValues& values) {
    m_config->setText(tr("Restormer, dim %1, %2").arg(values.config.dim).arg(QString::fromStdString(values.task)));
    m_config->setToolTip(QString::fromStdString(describe(values.config)));
    const Cost cost = CostModel(values.config, 256, 256).network(allTeacher(values.stages));
    m_figures->setText(tr("%1 blocks · %2 M parameters · %3 GMAC at 256² · %4")
                           .arg(blockCount(values.stages))
                           .arg(numberText(static_cast<double>(cost.parameters) / 1e6, 2),
                                numberText(static_cast<double>(cost.macs.total()) / 1e9, 1),
                                decibels(values.teacherPsnr)));
    m_figures->setToolTip(values.teacherPsnr ? tr("PSNR on %1").arg(QString::fromStdString(values.validationText))
                                             : tr("PSNR was not measured yet: the project has no validation images"));
}

void TeacherCard::clear() {
    m_config->setText(tr("No project is open"));
    m_figures->clear();
}

} // namespace kintsugi
