#pragma once

#include <QScrollArea>
#include <QString>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

class QLabel;
class QVBoxLayout;

namespace kintsugi {

class JobCard;

struct JobRow {
    enum class State { Waiting, Running, Paused, Failed, Done };

    std::uint64_t id = 0;
    QString title;  ///< "Search nsga2, seed 1"
    QString detail; ///< "312 of 500", or why it failed and what to do
    State state = State::Running;
    std::optional<double> fraction;    ///< 0 to 1; none: not known
    std::optional<double> secondsLeft; ///< while running
    bool canPause = true;
    bool operator==(const JobRow&) const = default;
};

/// The jobs, one below the other, with progress, time left, pause and stop.
class JobList : public QScrollArea {
    Q_OBJECT

public:
    explicit JobList(QWidget* parent = nullptr);

    /// Jobs that stay keep their widgets, so that a button does not vanish under the pointer.
    void setJobs(const std::vector<JobRow>& jobs);

Q_SIGNALS:
    void pauseRequested(std::uint64_t id);
    void resumeRequested(std::uint64_t id);
    void stopRequested(std::uint64_t id);

private:
    QVBoxLayout* m_layout;
    QLabel* m_empty;
    std::map<std::uint64_t, JobCard*> m_cards;
};

} // namespace kintsugi
