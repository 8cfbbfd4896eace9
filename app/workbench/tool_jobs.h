#pragma once

#include "common/job_list.h"

#include <QJsonObject>
#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace kintsugi {

/// Runs the command line as a process of its own, for what a window has no part in: exports and reports. They read the
/// project as it is stored, and go on when the project is closed.
class ToolJobs : public QObject {
    Q_OBJECT

public:
    /// Their ids begin here, above all those of other jobs.
    static constexpr std::uint64_t firstId = std::uint64_t(1) << 40;
    using Done = std::function<void(const QJsonObject& result)>;

    explicit ToolJobs(QObject* parent = nullptr) : QObject(parent) {}
    /// Stops what runs.
    ~ToolJobs() override;

    /// Runs `kintsugi-cli @p arguments --json`. @p done is called when it ended well; otherwise failed() tells why.
    void start(const QString& title, const QStringList& arguments, Done done);
    void stop(std::uint64_t id);
    std::vector<JobRow> rows() const;

Q_SIGNALS:
    void changed();
    void failed(const QString& sentence);

private:
    struct Job {
        JobRow row;
        std::unique_ptr<QProcess> process;
        Done done;
        bool stopped = false;
    };
    void end(std::uint64_t id, bool isGood);

    std::map<std::uint64_t, Job> m_jobs;
    std::uint64_t m_last = firstId;
};

} // namespace kintsugi
