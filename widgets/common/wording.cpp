#include "common/wording.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>
#include <cmath>

namespace kintsugi {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Wording)
};

QString edgesIn(const Architecture& architecture, const Span& span) {
    QStringList words;
    for (const PlacedEdge& placed : architecture.placedEdges(span.stage))
        if (placed.span.begin < span.end && placed.span.end > span.begin)
            words << edgeText(placed.edge);
    if (words.size() > 3 && words.count(words.front()) == words.size())
        return QStringLiteral("%1 × %2").arg(words.size()).arg(words.front());
    return words.join(QLatin1Char(' '));
}

} // namespace

QString notMeasured() {
    return QStringLiteral("–");
}

QString numberText(double value, int decimals, bool sign) {
    if (std::isnan(value))
        return notMeasured();
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
    QString text = QLocale().toString(std::abs(value), 'f', decimals);
    const bool isZero = text == QLocale().toString(0.0, 'f', decimals);
    if (value < 0 && !isZero)
        text.prepend(QChar(0x2212));
    else if (sign)
        text.prepend(isZero ? QChar(0x00B1) : QLatin1Char('+'));
    return text;
}

QString numberText(const std::optional<double>& value, int decimals, bool sign) {
    return value ? numberText(*value, decimals, sign) : notMeasured();
}

QString decibels(const std::optional<double>& value, int decimals, bool sign) {
    return value ? Texts::tr("%1 dB").arg(numberText(*value, decimals, sign)) : notMeasured();
}

QString durationText(double seconds) {
    const auto whole = static_cast<long long>(std::max(0.0, std::round(seconds)));
    const QChar zero = QLatin1Char('0');
    if (whole < 3600)
        return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, zero);
    return QStringLiteral("%1:%2:%3").arg(whole / 3600).arg(whole / 60 % 60, 2, 10, zero).arg(whole % 60, 2, 10, zero);
}

QString timeLeftText(double seconds) {
    if (seconds < 60)
        return Texts::tr("less than a minute left");
    const auto minutes = static_cast<long long>(std::round(seconds / 60));
    return minutes < 90 ? Texts::tr("%1 min left").arg(minutes)
                        : Texts::tr("%1 h left").arg(numberText(seconds / 3600, 1));
}

QString spanText(const Span& span) {
    const QString stage = QString::fromLatin1(stageName(span.stage).data(), int(stageName(span.stage).size()));
    if (span.length() == 1)
        return QStringLiteral("%1.%2").arg(stage).arg(span.end);
    return QStringLiteral("%1.%2–%3").arg(stage).arg(span.begin + 1).arg(span.end);
}

QString spanText(const Span& span, const Stages& stages) {
    if (span.length() > 1 && span.length() == stages[static_cast<std::size_t>(indexOf(span.stage))].blocks)
        return QString::fromLatin1(stageName(span.stage).data(), int(stageName(span.stage).size()));
    return spanText(span);
}

QString kindLetter(BlockKind kind) {
    switch (kind) {
    case BlockKind::Teacher:
        return QStringLiteral("T");
    case BlockKind::Lite:
        return QStringLiteral("S");
    case BlockKind::MambaIr:
        return QStringLiteral("M");
    case BlockKind::Restormer:
        return QStringLiteral("R");
    case BlockKind::Gated:
        return QStringLiteral("G");
    case BlockKind::Skip:
        return QStringLiteral("–");
    }
    return {};
}

QString kindText(BlockKind kind) {
    switch (kind) {
    case BlockKind::Teacher:
        return Texts::tr("transformer");
    case BlockKind::Lite:
        return Texts::tr("lite");
    case BlockKind::MambaIr:
        return QStringLiteral("MambaIR");
    case BlockKind::Restormer:
        return Texts::tr("fewer transformers");
    case BlockKind::Gated:
        return Texts::tr("gated, no scan");
    case BlockKind::Skip:
        return Texts::tr("skip");
    }
    return {};
}

QString coversText(const Edge& edge) {
    return QStringLiteral("%1→%2").arg(edge.covers).arg(edge.run);
}

QString edgeText(const Edge& edge) {
    if (edge.isTeacher())
        return kindLetter(edge.kind);
    if (edge.kind == BlockKind::Skip)
        return kindText(edge.kind);
    return QStringLiteral("%1 %2 %3").arg(kindLetter(edge.kind), coversText(edge), kindText(edge.kind));
}

QString changeText(const Architecture& before, const Architecture& after, const Span& span) {
    return Texts::tr("%1 to %2").arg(edgesIn(before, span), edgesIn(after, span));
}

} // namespace kintsugi
