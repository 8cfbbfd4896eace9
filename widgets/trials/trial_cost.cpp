#include "trials/trial_cost.h"

#include "common/wording.h"

#include <QCoreApplication>

namespace kintsugi {

namespace {
struct Texts {
    Q_DECLARE_TR_FUNCTIONS(TrialCost)
};
} // namespace

std::optional<double> costOf(const TrialRow& trial, TrialCost cost) {
    switch (cost) {
    case TrialCost::Transformers:
        return trial.transformers;
    case TrialCost::Penalty:
        return trial.penalty;
    case TrialCost::Gmacs:
        return trial.gmacs;
    case TrialCost::Parameters:
        return trial.mparameters;
    case TrialCost::PredictedMs:
        return trial.predictedMs;
    case TrialCost::MeasuredMs:
        return trial.measuredMs;
    }
    return std::nullopt;
}

QString costKey(TrialCost cost) {
    switch (cost) {
    case TrialCost::Transformers:
        return QStringLiteral("transformers");
    case TrialCost::Penalty:
        return QStringLiteral("penalty");
    case TrialCost::Gmacs:
        return QStringLiteral("macs");
    case TrialCost::Parameters:
        return QStringLiteral("parameters");
    case TrialCost::PredictedMs:
        return QStringLiteral("predicted");
    case TrialCost::MeasuredMs:
        return QStringLiteral("measured");
    }
    return {};
}

QString costName(TrialCost cost) {
    switch (cost) {
    case TrialCost::Transformers:
        return Texts::tr("transformers");
    case TrialCost::Penalty:
        return Texts::tr("penalty");
    case TrialCost::Gmacs:
        return Texts::tr("GMAC");
    case TrialCost::Parameters:
        return Texts::tr("parameters, M");
    case TrialCost::PredictedMs:
        return Texts::tr("predicted ms");
    case TrialCost::MeasuredMs:
        return Texts::tr("measured ms");
    }
    return {};
}

QString costAxisText(TrialCost cost, const QString& device) {
    switch (cost) {
    case TrialCost::Transformers:
        return Texts::tr("transformer blocks");
    case TrialCost::Penalty:
        return Texts::tr("ENS penalty");
    case TrialCost::Gmacs:
        return Texts::tr("multiply-accumulates at 256×256, 10⁹");
    case TrialCost::Parameters:
        return Texts::tr("parameters, millions");
    case TrialCost::PredictedMs:
        return device.isEmpty() ? Texts::tr("predicted latency, ms")
                                : Texts::tr("predicted latency, ms (%1)").arg(device);
    case TrialCost::MeasuredMs:
        return device.isEmpty() ? Texts::tr("measured latency, ms")
                                : Texts::tr("measured latency, ms (%1)").arg(device);
    }
    return {};
}

QString costUnit(TrialCost cost) {
    switch (cost) {
    case TrialCost::Transformers:
    case TrialCost::Penalty:
        return {};
    case TrialCost::Gmacs:
        return Texts::tr("GMAC");
    case TrialCost::Parameters:
        return Texts::tr("M");
    case TrialCost::PredictedMs:
    case TrialCost::MeasuredMs:
        return Texts::tr("ms");
    }
    return {};
}

int costDecimals(TrialCost cost) {
    switch (cost) {
    case TrialCost::Transformers:
    case TrialCost::PredictedMs:
    case TrialCost::MeasuredMs:
        return 0;
    case TrialCost::Gmacs:
    case TrialCost::Parameters:
        return 1;
    case TrialCost::Penalty:
        return 2;
    }
    return 0;
}

QString costText(double value, TrialCost cost, bool sign) {
    const QString number = numberText(value, costDecimals(cost), sign);
    const QString unit = costUnit(cost);
    if (!unit.isEmpty())
        return QStringLiteral("%1 %2").arg(number, unit);
    return cost == TrialCost::Transformers ? Texts::tr("%1 T").arg(number) : Texts::tr("penalty %1").arg(number);
}

} // namespace kintsugi
