#include "devices/history_model.h"

#include "common/engine_text.h"
#include "common/wording.h"
#include "devices/device_wording.h"
#include "devices/report_view.h"

#include <QFont>
#include <QLocale>
#include <algorithm>

namespace kintsugi {

HistoryStatistics statisticsOf(const std::vector<HistoryEntry>& entries, const std::stop_token& stop) {
    HistoryStatistics statistics;
    for (const HistoryEntry& entry : entries)
        for (std::size_t i = 0; i < entry.report.models.size(); ++i)
            if (!stop.stop_requested() && isAccepted(entry.report, entry.report.models[i]))
                statistics[{entry.id, i}] = summarise(entry.report.models[i].milliseconds);
    return statistics;
}

void HistoryModel::setEntries(std::vector<HistoryEntry> entries) {
    beginResetModel();
    HistoryStatistics known;
    for (const Row& row : m_rows)
        if (row.statistics)
            known[{m_entries[row.entry].id, row.model}] = *row.statistics;
    m_entries = std::move(entries);
    m_rows.clear();
    for (std::size_t e = 0; e < m_entries.size(); ++e)
        for (std::size_t m = 0; m < std::max<std::size_t>(1, m_entries[e].report.models.size()); ++m) {
            Row row{e, m, {}};
            if (const auto found = known.find({m_entries[e].id, m}); found != known.end())
                row.statistics = found->second;
            m_rows.push_back(row);
        }
    endResetModel();
}

const HistoryEntry* HistoryModel::entry(std::int64_t id) const {
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const auto& e) { return e.id == id; });
    return found == m_entries.end() ? nullptr : &*found;
}

void HistoryModel::setChoices(const std::vector<TimedChoice>& choices) {
    m_choices = choices;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

std::vector<HistoryEntry> HistoryModel::waiting() const {
    std::vector<HistoryEntry> waiting;
    for (const Row& row : m_rows) {
        const HistoryEntry& entry = m_entries[row.entry];
        const bool isListed = !waiting.empty() && waiting.back().id == entry.id;
        if (!isListed && !row.statistics && row.model < entry.report.models.size() &&
            isAccepted(entry.report, entry.report.models[row.model]))
            waiting.push_back(entry);
    }
    return waiting;
}

void HistoryModel::setStatistics(const HistoryStatistics& statistics) {
    for (Row& row : m_rows)
        if (const auto found = statistics.find({m_entries[row.entry].id, row.model}); found != statistics.end())
            row.statistics = found->second;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void HistoryModel::setShown(std::int64_t id) {
    if (id == m_shown)
        return;
    m_shown = id;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

std::pair<ChipTone, QString> HistoryModel::stateOf(const Row& row) const {
    const HistoryEntry& entry = m_entries[row.entry];
    const auto& models = entry.report.models;
    if (!entry.report.complete)
        return {ChipTone::Error, tr("incomplete")};
    if (row.model >= models.size() || models[row.model].milliseconds.empty())
        return {ChipTone::Error, tr("no times")};
    if (models[row.model].parity && !models[row.model].parity->pass)
        return {ChipTone::Error, tr("parity failed")};
    if (entry.report.conditions.isFixture)
        return {ChipTone::Warn, tr("fixture, no phone")};
    if (!entry.report.conditions.fallbackReason.empty())
        return {ChipTone::Warn, tr("reference kernels")};
    if (!entry.stale.isEmpty())
        return {ChipTone::Warn, tr("stale")};
    if (row.statistics && row.statistics->throttled)
        return {ChipTone::Warn, tr("throttled")};
    return entry.isUsed ? std::pair(ChipTone::Ok, tr("used")) : std::pair(ChipTone::Neutral, tr("done"));
}

QString HistoryModel::tip(const Row& row) const {
    const HistoryEntry& entry = m_entries[row.entry];
    QStringList lines;
    if (!entry.report.failure.empty())
        lines << engineText(entry.report.failure);
    if (const std::string& reason = entry.report.conditions.fallbackReason; !reason.empty())
        lines << tr("ONNX Runtime could not be used there: %1").arg(QString::fromStdString(reason));
    if (!entry.stale.isEmpty())
        lines << entry.stale;
    if (row.statistics) {
        lines << tr("Median %1, %2, n %3")
                     .arg(msText(row.statistics->median), intervalText(*row.statistics))
                     .arg(row.statistics->n);
        if (row.statistics->throttled)
            lines << tr("The last quarter was slower than the first by %1 %.")
                         .arg(numberText(row.statistics->trendPercent, 1));
    }
    if (row.model < entry.report.models.size())
        lines << QString::fromStdString(entry.report.models[row.model].architecture);
    return lines.join(QLatin1Char('\n'));
}

QString HistoryModel::text(const Row& row, int column) const {
    const TimingReport& report = m_entries[row.entry].report;
    switch (column) {
    case When:
        return startedText(report.started);
    case Device:
        return report.device == "local" ? tr("this computer") : QString::fromStdString(report.deviceName);
    case Name: {
        if (row.model >= report.models.size())
            return notMeasured();
        const std::string& architecture = report.models[row.model].architecture;
        for (const TimedChoice& choice : m_choices)
            if (choice.architecture == architecture && (choice.isA || choice.isB))
                return QStringLiteral("%1 %2").arg(choice.isA ? tr("A") : tr("B"), choice.name);
        return nameOf(architecture, m_choices);
    }
    case Median:
        return row.statistics ? medianText(*row.statistics) : notMeasured();
    case P90:
        return row.statistics ? numberText(row.statistics->p90, decimalsOf(row.statistics->median)) : notMeasured();
    case Size:
        return sizeText(report.conditions.height, report.conditions.width);
    case Threads:
        return QString::number(report.conditions.threads);
    case State:
        return stateOf(row).second;
    default:
        return {};
    }
}

QVariant HistoryModel::sortKey(const Row& row, int column) const {
    const TimingReport& report = m_entries[row.entry].report;
    switch (column) {
    case When:
        return QString::fromStdString(report.started);
    case Median:
        return row.statistics ? row.statistics->median : qInf();
    case P90:
        return row.statistics ? row.statistics->p90 : qInf();
    case Size:
        return report.conditions.height * report.conditions.width;
    case Threads:
        return report.conditions.threads;
    default:
        return text(row, column);
    }
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case SortRole:
        return sortKey(row, index.column());
    case IdRole:
        return static_cast<qlonglong>(m_entries[row.entry].id);
    case ToneRole:
        return static_cast<int>(stateOf(row).first);
    case Qt::ToolTipRole:
        return tip(row);
    case Qt::TextAlignmentRole:
        return headerData(index.column(), Qt::Horizontal, role);
    default:
        return {};
    }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    const bool isNumber = section == Median || section == P90 || section == Size || section == Threads;
    if (role == Qt::TextAlignmentRole)
        return int((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        return section == Median ? tr("Median of the whole network and half the width of its 95 % interval, ms")
                                 : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When:
        return tr("When");
    case Device:
        return tr("Device");
    case Name:
        return tr("Arch.");
    case Median:
        return tr("P50, ms");
    case P90:
        return tr("P90, ms");
    case Size:
        return tr("Size");
    case Threads:
        return tr("Thr.");
    case State:
        return tr("State");
    default:
        return {};
    }
}

HistoryFilter::HistoryFilter(HistoryModel& history, QObject* parent)
    : QSortFilterProxyModel(parent), m_history(history) {
    setSourceModel(&history);
    setSortRole(HistoryModel::SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
}

void HistoryFilter::setDevice(const std::string& device) {
    m_device = device;
    invalidateFilter();
}

void HistoryFilter::setArchitecture(const std::string& architecture) {
    m_architecture = architecture;
    invalidateFilter();
}

void HistoryFilter::setText(const QString& text) {
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

bool HistoryFilter::filterAcceptsRow(int row, const QModelIndex&) const {
    const HistoryModel::Row& at = m_history.rows()[static_cast<std::size_t>(row)];
    const TimingReport& report = m_history.entries()[at.entry].report;
    if (!m_device.empty() && report.device != m_device)
        return false;
    const std::string architecture = at.model < report.models.size() ? report.models[at.model].architecture : "";
    if (!m_architecture.empty() && architecture != m_architecture)
        return false;
    QString text = QString::fromStdString(architecture);
    for (int column = 0; column < HistoryModel::ColumnCount; ++column)
        text += QLatin1Char(' ') + m_history.index(row, column).data().toString();
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

QString historyCsv(const HistoryModel& history, const std::vector<int>& rows) {
    const auto quoted = [](const std::string& words) {
        QString text = QString::fromStdString(words);
        return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
    };
    const auto exact = [](double value) { return QLocale::c().toString(value, 'g', QLocale::FloatingPointShortest); };
    QString csv = QStringLiteral("report,started,device,device_name,fixture,architecture,height,width,threads,cores,"
                                 "runtime,n,median_ms,low95_ms,high95_ms,minimum_ms,p90_ms,mad_ms,trend_percent,"
                                 "complete,parity,failure\n");
    for (const int at : rows) {
        const HistoryModel::Row& row = history.rows()[static_cast<std::size_t>(at)];
        const HistoryEntry& entry = history.entries()[row.entry];
        const Conditions& c = entry.report.conditions;
        const bool hasModel = row.model < entry.report.models.size();
        const TimedModel model = hasModel ? entry.report.models[row.model] : TimedModel();
        QStringList cores, cells{QString::number(entry.id),
                                 quoted(entry.report.started),
                                 quoted(entry.report.device),
                                 quoted(entry.report.deviceName),
                                 QString::number(c.isFixture ? 1 : 0),
                                 quoted(model.architecture),
                                 QString::number(c.height),
                                 QString::number(c.width),
                                 QString::number(c.threads)};
        for (const int core : c.cores)
            cores << QString::number(core);
        cells << cores.join(QLatin1Char(' ')) << quoted(c.runtime) << QString::number(model.milliseconds.size());
        if (const auto& s = row.statistics)
            cells << exact(s->median) << exact(s->low95) << exact(s->high95) << exact(s->minimum) << exact(s->p90)
                  << exact(s->mad) << exact(s->trendPercent);
        else
            cells << QStringList(7, QString());
        cells << QString::number(entry.report.complete ? 1 : 0)
              << (model.parity ? QString::number(model.parity->pass ? 1 : 0) : QString())
              << quoted(entry.report.failure);
        csv += cells.join(QLatin1Char(',')) + QLatin1Char('\n');
    }
    return csv;
}

} // namespace kintsugi
