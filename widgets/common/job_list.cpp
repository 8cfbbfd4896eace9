#include "common/job_list.h"

#include "common/job_card.h"
#include "common/theme.h"

#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

namespace kintsugi {

JobList::JobList(QWidget* parent)
    : QScrollArea(parent), m_layout(nullptr), m_empty(new QLabel(tr("No job is running."))) {
    auto* content = new QWidget;
    m_layout = new QVBoxLayout(content);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_empty->setMargin(metric::large);
    m_empty->setAlignment(Qt::AlignCenter);
    m_layout->addWidget(m_empty);
    m_layout->addStretch();
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Jobs"));
}

void JobList::setJobs(const std::vector<JobRow>& jobs) {
    std::erase_if(m_cards, [&](const auto& entry) {
        const bool gone =
            std::none_of(jobs.begin(), jobs.end(), [&](const JobRow& job) { return job.id == entry.first; });
        if (gone) {
            m_layout->removeWidget(entry.second);
            entry.second->hide();
            entry.second->deleteLater(); // it may be the sender of the signal that led here
        }
        return gone;
    });
    int place = 1;
    for (const JobRow& job : jobs) {
        JobCard*& card = m_cards[job.id];
        if (!card) {
            card = new JobCard;
            connect(card, &JobCard::pauseRequested, this, &JobList::pauseRequested);
            connect(card, &JobCard::resumeRequested, this, &JobList::resumeRequested);
            connect(card, &JobCard::stopRequested, this, &JobList::stopRequested);
        }
        if (m_layout->indexOf(card) != place) {
            m_layout->removeWidget(card);
            m_layout->insertWidget(place, card);
            card->show();
        }
        card->setJob(job);
        ++place;
    }
    m_empty->setVisible(jobs.empty());
}

} // namespace kintsugi
