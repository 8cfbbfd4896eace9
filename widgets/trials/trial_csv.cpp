#include "trials/trial_csv.h"

#include "base/error.h"

#include <QCoreApplication>
#include <QLocale>
#include <QSaveFile>

namespace kintsugi {

namespace {

QString exact(double value) {
    return QLocale::c().toString(value, 'g', QLocale::FloatingPointShortest);
}

QString exact(const std::optional<double>& value) {
    return value ? exact(*value) : QString();
}

QString quoted(QString text) {
    if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) && !text.contains(QLatin1Char('\n')))
        return text;
    return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

} // namespace

QString trialsCsv(const TrialModel& trials, const std::vector<int>& rows, const QString& provenance) {
    QString text;
    if (!provenance.isEmpty())
        text += QStringLiteral("# %1\n").arg(QString(provenance).replace(QLatin1Char('\n'), QLatin1Char(' ')));
    text +=
        QStringLiteral("trial,search,step,method,architecture,loss_db,loss_low95,loss_high95,psnr,ssim,transformers,"
                       "surrogate_blocks,penalty,gmacs,mparameters,predicted_ms,measured_ms,measured_low95,"
                       "measured_high95,role,tied,failed,message\n");
    for (const int row : rows) {
        const TrialRow& t = trials.trial(row);
        const auto low = [](const std::optional<Interval>& i) { return i ? exact(i->low) : QString(); };
        const auto high = [](const std::optional<Interval>& i) { return i ? exact(i->high) : QString(); };
        const TrialStanding& place = trials.standing(row);
        const QString role = place.reference ? QStringLiteral("reference")
                             : place.knee    ? QStringLiteral("knee")
                             : place.front   ? QStringLiteral("front")
                             : place.placed  ? QStringLiteral("dominated")
                                             : QString();
        const QStringList cells{t.number > 0 ? QString::number(t.number) : QString(),
                                t.search > 0 ? QString::number(t.search) : QString(),
                                QString::number(t.index + 1),
                                quoted(t.method),
                                quoted(QString::fromStdString(t.architecture.text())),
                                t.failed ? QString() : exact(t.loss),
                                low(t.lossInterval),
                                high(t.lossInterval),
                                t.failed ? QString() : exact(t.psnr),
                                exact(t.ssim),
                                QString::number(t.transformers),
                                QString::number(t.surrogateBlocks),
                                exact(t.penalty),
                                exact(t.gmacs),
                                exact(t.mparameters),
                                exact(t.predictedMs),
                                exact(t.measuredMs),
                                low(t.measuredMsInterval),
                                high(t.measuredMsInterval),
                                role,
                                t.tied ? QStringLiteral("1") : QStringLiteral("0"),
                                t.failed ? QStringLiteral("1") : QStringLiteral("0"),
                                quoted(t.message)};
        text += cells.join(QLatin1Char(',')) + QLatin1Char('\n');
    }
    return text;
}

void saveText(const QString& path, const QString& text) {
    QSaveFile file(path);
    const QByteArray bytes = text.toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        throw FileError(QCoreApplication::translate("TrialCsv", "%1 cannot be written: %2.")
                            .arg(path, file.errorString())
                            .toStdString());
}

} // namespace kintsugi
