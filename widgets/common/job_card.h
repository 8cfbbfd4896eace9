#pragma once

#include "common/job_list.h"

#include <QWidget>

class QProgressBar;
class QPushButton;

namespace kintsugi {

/// One job of a JobList.
class JobCard : public QWidget {
    Q_OBJECT

public:
    explicit JobCard(QWidget* parent = nullptr);
    void setJob(const JobRow& job);

Q_SIGNALS:
    void pauseRequested(std::uint64_t id);
    void resumeRequested(std::uint64_t id);
    void stopRequested(std::uint64_t id);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();

    JobRow m_job;
    QLabel *m_title, *m_left, *m_detail;
    QProgressBar* m_progress;
    QPushButton *m_pause, *m_stop;
};

} // namespace kintsugi
