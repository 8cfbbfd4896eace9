#include "tool_jobs.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTimer>
#include <utility>

namespace kintsugi {

namespace {

constexpr int endMs = 3000; ///< to obey a request to stop

QString program() {
    return QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("kintsugi-cli"));
}

} // namespace

ToolJobs::~ToolJobs() {
    for (auto& [id, job] : m_jobs) {
        job.process->disconnect(this);
        job.process->terminate();
    }
    for (auto& [id, job] : m_jobs)
        if (job.process->state() != QProcess::NotRunning && !job.process->waitForFinished(endMs))
            job.process->kill();
}

void ToolJobs::start(const QString& title, const QStringList& arguments, Done done) {
    const std::uint64_t id = ++m_last;
    Job job;
    job.row.id = id;
    job.row.title = title;
    job.row.canPause = false;
    job.done = std::move(done);
    job.process = std::make_unique<QProcess>();
    QProcess* process = job.process.get();
    m_jobs.emplace(id, std::move(job));
    connect(process, &QProcess::readyReadStandardError, this, [this, id, process] {
        // The last of what it says of its progress.
        const QString said = QString::fromUtf8(process->peek(1 << 16)).trimmed();
        if (m_jobs.at(id).stopped)
            return;
        m_jobs.at(id).row.detail = said.section(QLatin1Char('\n'), -1).section(QLatin1Char('\r'), -1).trimmed();
        Q_EMIT changed();
    });
    connect(process, &QProcess::finished, this, [this, id](int code, QProcess::ExitStatus status) {
        end(id, status == QProcess::NormalExit && code == 0);
    });
    connect(process, &QProcess::errorOccurred, this, [this, id](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            end(id, false);
    });
    process->setReadChannel(QProcess::StandardError);
    process->start(program(), arguments + QStringList{QStringLiteral("--json")});
    Q_EMIT changed();
}

void ToolJobs::stop(std::uint64_t id) {
    const auto found = m_jobs.find(id);
    if (found == m_jobs.end())
        return;
    found->second.stopped = true;
    found->second.row.detail = tr("Stopping");
    QProcess* process = found->second.process.get();
    process->terminate();
    QTimer::singleShot(endMs, process, [process] { process->kill(); });
    Q_EMIT changed();
}

std::vector<JobRow> ToolJobs::rows() const {
    std::vector<JobRow> rows;
    for (const auto& [id, job] : m_jobs)
        rows.push_back(job.row);
    return rows;
}

void ToolJobs::end(std::uint64_t id, bool isGood) {
    auto node = m_jobs.extract(id);
    if (node.empty())
        return;
    Job& job = node.mapped();
    const QString said = QString::fromUtf8(job.process->readAllStandardError()).trimmed();
    const QByteArray result = job.process->readAllStandardOutput();
    const bool started = job.process->error() != QProcess::FailedToStart;
    job.process->disconnect(this);
    job.process.release()->deleteLater(); // it is telling of its end just now
    Q_EMIT changed();
    if (job.stopped)
        return;
    if (isGood) {
        job.done(QJsonDocument::fromJson(result).object());
        return;
    }
    QString why = said.section(QLatin1Char('\n'), -1).section(QLatin1Char('\r'), -1).trimmed();
    why.remove(QStringLiteral("kintsugi-cli: "));
    if (!started)
        why = tr("%1 cannot be run; install it beside this program.").arg(QDir::toNativeSeparators(program()));
    Q_EMIT failed(tr("%1 failed: %2").arg(job.row.title, why.isEmpty() ? tr("it said nothing") : why));
}

} // namespace kintsugi
