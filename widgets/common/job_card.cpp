#include "common/job_card.h"

#include "common/theme.h"
#include "common/wording.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <cmath>

namespace kintsugi {

JobCard::JobCard(QWidget* parent)
    : QWidget(parent), m_title(new QLabel), m_left(new QLabel), m_detail(new QLabel), m_progress(new QProgressBar),
      m_pause(new QPushButton), m_stop(new QPushButton(tr("Stop"))) {
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_detail->setWordWrap(true);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(8);
    m_pause->setObjectName(QStringLiteral("pause"));
    m_stop->setObjectName(QStringLiteral("stop"));
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(metric::large, metric::medium, metric::large, metric::medium);
    layout->setSpacing(metric::small);
    layout->addWidget(m_title, 0, 0, 1, 2);
    layout->addWidget(m_left, 0, 2, Qt::AlignRight);
    layout->addWidget(m_progress, 1, 0, 1, 3);
    layout->addWidget(m_detail, 2, 0);
    layout->addWidget(m_pause, 2, 1);
    layout->addWidget(m_stop, 2, 2);
    layout->setColumnStretch(0, 1);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (m_job.state == JobRow::State::Paused)
            Q_EMIT resumeRequested(m_job.id);
        else
            Q_EMIT pauseRequested(m_job.id);
    });
    connect(m_stop, &QPushButton::clicked, this, [this] { Q_EMIT stopRequested(m_job.id); });
}

void JobCard::setJob(const JobRow& job) {
    if (job == m_job)
        return;
    m_job = job;
    refresh();
}

void JobCard::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refresh();
}

void JobCard::refresh() {
    const JobRow& job = m_job;
    using State = JobRow::State;
    const bool running = job.state == State::Running, paused = job.state == State::Paused;
    const Tokens& tokens = tokensOf(this);
    m_title->setText(job.title);
    m_detail->setText(job.detail);
    const auto tell = [](QLabel* label, const QString& text, const QColor& color) {
        QPalette palette;
        palette.setColor(QPalette::WindowText, color);
        label->setPalette(palette);
        label->setText(text);
    };
    switch (job.state) {
    case State::Waiting:
        tell(m_left, tr("waiting"), tokens.second);
        break;
    case State::Running:
        tell(m_left, job.secondsLeft ? timeLeftText(*job.secondsLeft) : QString(), tokens.second);
        break;
    case State::Paused:
        tell(m_left, tr("paused"), tokens.warn);
        break;
    case State::Failed:
        tell(m_left, tr("failed"), tokens.error);
        break;
    case State::Done:
        tell(m_left, tr("done"), tokens.ok);
        break;
    }
    tell(m_detail, job.detail, job.state == State::Failed ? tokens.error : tokens.second);
    QPalette barPalette;
    barPalette.setColor(QPalette::Highlight, tokens.bars); // a job is not A
    m_progress->setPalette(barPalette);
    m_progress->setVisible(running || paused);
    m_progress->setRange(0, job.fraction ? 1000 : 0);
    if (job.fraction)
        m_progress->setValue(int(std::lround(*job.fraction * 1000)));
    m_progress->setAccessibleName(tr("Progress of %1").arg(job.title));
    m_pause->setVisible(job.canPause && (running || paused));
    m_pause->setText(paused ? tr("Resume") : tr("Pause"));
    m_pause->setAccessibleName(paused ? tr("Resume %1").arg(job.title) : tr("Pause %1").arg(job.title));
    m_stop->setVisible(running || paused || job.state == State::Waiting);
    m_stop->setAccessibleName(tr("Stop %1").arg(job.title));
}

} // namespace kintsugi
