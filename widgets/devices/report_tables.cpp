#include "devices/report_tables.h"

#include "common/wording.h"
#include "devices/device_wording.h"

#include <QLocale>
#include <algorithm>

namespace kintsugi {

namespace {

QString exact(double value) {
    return QLocale::c().toString(value, 'g', QLocale::FloatingPointShortest);
}

std::optional<double> at(const std::vector<std::optional<double>>& values, std::size_t index) {
    return index < values.size() ? values[index] : std::nullopt;
}

} // namespace

void ReportTable::show(const ReportViewPointer& view) {
    beginResetModel();
    m_view = view;
    prepare();
    endResetModel();
}

QVariant ReportTable::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || !m_view)
        return {};
    if (role == Qt::DisplayRole)
        return cell(index.row(), index.column());
    if (role == Qt::TextAlignmentRole)
        return headerData(index.column(), Qt::Horizontal, role);
    return {};
}

int StatisticsTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !view() ? 0 : static_cast<int>(view()->models.size());
}

QVariant StatisticsTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Architecture");
    case Count:
        return tr("n");
    case Median:
        return tr("Median, ms");
    case Interval95:
        return tr("95 % interval, ms");
    case Minimum:
        return tr("Minimum, ms");
    case P90:
        return tr("P90, ms");
    case Mad:
        return tr("MAD, ms");
    case Trend:
        return tr("Trend, %");
    case Load:
        return tr("Load, ms");
    case Peak:
        return tr("Peak memory");
    default:
        return {};
    }
}

QString StatisticsTable::cell(int row, int column) const {
    const ModelFigures& model = view()->models[static_cast<std::size_t>(row)];
    const TimedModel& times = view()->report.models[static_cast<std::size_t>(row)];
    if (column == Name)
        return model.label();
    if (column == Count)
        return numberText(static_cast<double>(times.milliseconds.size()), 0);
    if (column == Peak)
        return times.peakBytes ? bytesText(static_cast<double>(*times.peakBytes)) : notAvailable();
    if (column == Load)
        return msNumber(times.loadMs);
    // Without the end of the run, or with failed parity, there is no result.
    if (!model.isAccepted)
        return notMeasured();
    const SampleStatistics& s = *model.statistics;
    const int decimals = decimalsOf(s.median);
    switch (column) {
    case Median:
        return numberText(s.median, decimals);
    case Interval95:
        return tr("%1 to %2").arg(numberText(s.low95, decimals), numberText(s.high95, decimals));
    case Minimum:
        return numberText(s.minimum, decimals);
    case P90:
        return numberText(s.p90, decimals);
    case Mad:
        return numberText(s.mad, std::max(decimals, 2));
    case Trend:
        return numberText(s.trendPercent, 1, true);
    default:
        return {};
    }
}

std::vector<TimedPass> passesOf(const TimingReport& report) {
    std::vector<TimedPass> passes;
    for (std::size_t m = 0; m < report.models.size(); ++m) {
        const TimedModel& model = report.models[m];
        for (std::size_t i = 0; i < model.milliseconds.size(); ++i) {
            const int order = i < model.order.size() ? model.order[i] : static_cast<int>(i);
            passes.push_back({order, m, i, model.milliseconds[i], at(model.celsius, i), at(model.khz, i)});
        }
    }
    std::stable_sort(passes.begin(), passes.end(),
                     [](const TimedPass& a, const TimedPass& b) { return a.order < b.order; });
    return passes;
}

int PassTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_passes.size());
}

QVariant PassTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Order:
        return tr("Pass");
    case Name:
        return tr("Architecture");
    case Time:
        return tr("Time, ms");
    case Celsius:
        return tr("Temperature");
    case Clock:
        return tr("Clock");
    default:
        return {};
    }
}

QString PassTable::cell(int row, int column) const {
    const TimedPass& pass = m_passes[static_cast<std::size_t>(row)];
    switch (column) {
    case Order:
        return numberText(pass.order + 1, 0);
    case Name:
        return view()->models[pass.model].label();
    case Time:
        return msNumber(pass.milliseconds);
    case Celsius:
        return pass.celsius ? celsiusText(*pass.celsius) : notAvailable();
    case Clock:
        return pass.khz ? clockText(*pass.khz) : notAvailable();
    default:
        return {};
    }
}

QString passesCsv(const ReportView& view) {
    const TimingReport& report = view.report;
    const Conditions& c = report.conditions;
    QStringList cores;
    for (const int core : c.cores)
        cores << QString::number(core);
    const auto text = [](const std::string& words) { return QString::fromStdString(words).simplified(); };
    QString csv = QStringLiteral("# %1, %2, %3, %4x%5, %6 threads, cores %7%8\n")
                      .arg(text(report.deviceName), text(report.started), text(c.runtime))
                      .arg(c.height)
                      .arg(c.width)
                      .arg(c.threads)
                      .arg(cores.isEmpty() ? QStringLiteral("not available") : cores.join(QLatin1Char(' ')),
                           c.isFixture ? QStringLiteral(", test fixture") : QString());
    if (!c.fallbackReason.empty())
        csv += QStringLiteral("# ONNX Runtime could not be used there: %1\n").arg(text(c.fallbackReason));
    if (!report.complete)
        csv += QStringLiteral("# incomplete: %1\n").arg(text(report.failure));
    csv += QStringLiteral("pass,architecture,milliseconds,celsius,khz\n");
    for (const TimedPass& pass : passesOf(report))
        csv += QStringLiteral("%1,%2,%3,%4,%5\n")
                   .arg(QString::number(pass.order + 1), QString::fromStdString(report.models[pass.model].architecture),
                        exact(pass.milliseconds), pass.celsius ? exact(*pass.celsius) : QString(),
                        pass.khz ? exact(*pass.khz) : QString());
    return csv;
}

} // namespace kintsugi
