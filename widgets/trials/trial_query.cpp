#include "trials/trial_query.h"

#include "common/wording.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <algorithm>
#include <cmath>

namespace kintsugi {

namespace {

using Term = std::function<bool(const TrialRow&, const TrialStanding&)>;
using Value = std::function<std::optional<double>(const TrialRow&)>;

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(TrialQuery)
};

QString from(std::string_view text) {
    return QString::fromLatin1(text.data(), static_cast<int>(text.size()));
}

struct Field {
    QString name;
    Value value;
};

const std::vector<Field>& fields() {
    static const std::vector<Field> all{
        {QStringLiteral("ms"), [](const TrialRow& t) { return t.predictedMs; }},
        {QStringLiteral("measured"), [](const TrialRow& t) { return t.measuredMs; }},
        {QStringLiteral("dB"),
         [](const TrialRow& t) { return t.failed ? std::nullopt : std::optional<double>(t.loss); }},
        {QStringLiteral("psnr"),
         [](const TrialRow& t) { return t.failed ? std::nullopt : std::optional<double>(t.psnr); }},
        {QStringLiteral("T"), [](const TrialRow& t) { return std::optional<double>(t.transformers); }},
        {QStringLiteral("S"), [](const TrialRow& t) { return std::optional<double>(t.surrogateBlocks); }},
        {QStringLiteral("GMAC"), [](const TrialRow& t) { return std::optional<double>(t.gmacs); }},
        {QStringLiteral("M"), [](const TrialRow& t) { return std::optional<double>(t.mparameters); }},
        {QStringLiteral("penalty"), [](const TrialRow& t) { return std::optional<double>(t.penalty); }},
        {QStringLiteral("trial"),
         [](const TrialRow& t) { return t.number > 0 ? std::optional<double>(double(t.number)) : std::nullopt; }},
        {QStringLiteral("step"), [](const TrialRow& t) { return std::optional<double>(double(t.index + 1)); }},
        {QStringLiteral("search"), [](const TrialRow& t) { return std::optional<double>(double(t.search)); }}};
    return all;
}

QString fieldNames() {
    QStringList names;
    for (const Field& field : fields())
        names << field.name;
    return names.join(QStringLiteral(", "));
}

bool compare(double a, const QString& op, double b) {
    if (op == QLatin1String("<"))
        return a < b;
    if (op == QLatin1String("<=") || op == QStringLiteral("≤"))
        return a <= b;
    if (op == QLatin1String(">"))
        return a > b;
    if (op == QLatin1String(">=") || op == QStringLiteral("≥"))
        return a >= b;
    const bool equal = std::abs(a - b) <= 1e-9 * std::max({1.0, std::abs(a), std::abs(b)});
    return op == QLatin1String("!=") || op == QStringLiteral("≠") ? !equal : equal;
}

std::optional<double> numberOf(QString text) {
    text.replace(QChar(0x2212), QLatin1Char('-'));
    bool ok = false;
    double value = QLocale::c().toDouble(text, &ok);
    if (!ok)
        value = QLocale().toDouble(text, &ok);
    return ok && std::isfinite(value) ? std::optional<double>(value) : std::nullopt;
}

bool edgeIs(const Edge& edge, const QString& what) {
    return what == from(toString(edge)) || what.compare(from(kindName(edge.kind)), Qt::CaseInsensitive) == 0 ||
           (what == kindLetter(edge.kind) && what != notMeasured());
}

bool stageIs(const Architecture& architecture, StageId stage, const QString& what) {
    if (what == from(architecture.stageText(stage)))
        return true;
    const auto& edges = architecture.edges(stage);
    return !edges.empty() &&
           std::all_of(edges.begin(), edges.end(), [&](const Edge& edge) { return edgeIs(edge, what); });
}

bool blockIs(const Architecture& architecture, StageId stage, int block, const QString& what) {
    for (const PlacedEdge& placed : architecture.placedEdges(stage))
        if (placed.span.begin < block && block <= placed.span.end)
            return edgeIs(placed.edge, what);
    return false;
}

std::optional<StageId> stageOf(const QString& name) {
    for (const StageId stage : allStages)
        if (name == from(stageName(stage)))
            return stage;
    return std::nullopt;
}

QString stageNames() {
    QStringList names;
    for (const StageId stage : allStages)
        names << from(stageName(stage));
    return names.join(QStringLiteral(", "));
}

Term wordTerm(const QString& word) {
    using Standing = TrialStanding;
    if (word == QLatin1String("front"))
        return [](const TrialRow&, const Standing& s) { return s.front; };
    if (word == QLatin1String("knee"))
        return [](const TrialRow&, const Standing& s) { return s.knee; };
    if (word == QLatin1String("tied"))
        return [](const TrialRow&, const Standing& s) { return s.tied; };
    if (word == QLatin1String("dominated"))
        return [](const TrialRow&, const Standing& s) { return s.placed && !s.front; };
    if (word == QLatin1String("reference"))
        return [](const TrialRow&, const Standing& s) { return s.reference; };
    if (word == QLatin1String("measured"))
        return [](const TrialRow& t, const Standing&) { return t.measuredMs.has_value(); };
    if (word == QLatin1String("failed"))
        return [](const TrialRow& t, const Standing&) { return t.failed; };
    return {};
}

/// The term for @p word, which holds no comparison; a sentence in @p problem when it is wrong.
Term plainTerm(const QString& word, QString& problem) {
    if (const Term term = wordTerm(word))
        return term;
    static const QRegularExpression place(QStringLiteral("^([A-Za-z]+[0-9]?)(?:\\.([0-9]+))?:([^/]*)$"));
    static const QRegularExpression edge(QStringLiteral("^(lite|mambair|restormer|gated|skip)[0-9]+:[0-9]"),
                                         QRegularExpression::CaseInsensitiveOption);
    const auto match = place.match(word);
    if (match.hasMatch() && !edge.match(word).hasMatch()) {
        const auto stage = stageOf(match.captured(1));
        if (!stage) {
            problem = Texts::tr("There is no stage “%1”; the stages are %2.").arg(match.captured(1), stageNames());
            return {};
        }
        const QString what = match.captured(3);
        if (what.isEmpty()) {
            problem = Texts::tr("After “%1” an edge is missing, for example %1T or %1lite1:2.").arg(word);
            return {};
        }
        if (match.captured(2).isEmpty())
            return [stage, what](const TrialRow& t, const TrialStanding&) {
                return stageIs(t.architecture, *stage, what);
            };
        return [stage, block = match.captured(2).toInt(), what](const TrialRow& t, const TrialStanding&) {
            return blockIs(t.architecture, *stage, block, what);
        };
    }
    return [word](const TrialRow& t, const TrialStanding&) {
        return from(t.architecture.text()).contains(word, Qt::CaseInsensitive);
    };
}

Term comparisonTerm(const QString& name, const QString& op, const QString& number, QString& problem) {
    const Field* field = nullptr;
    for (const Field& candidate : fields())
        if (candidate.name.compare(name, Qt::CaseInsensitive) == 0)
            field = &candidate;
    if (name.isEmpty()) {
        problem = Texts::tr("Before “%1” a name is missing, for example ms %1 2600.").arg(op);
    } else if (!field) {
        problem = Texts::tr("“%1” cannot be compared; these can: %2.").arg(name, fieldNames());
    } else if (number.isEmpty()) {
        problem = Texts::tr("After “%1 %2” a number is missing, for example ms < 2600.").arg(name, op);
    } else if (const auto value = numberOf(number); !value) {
        problem = Texts::tr("“%1” after “%2 %3” is not a number.").arg(number, name, op);
    } else {
        return [get = field->value, op, value](const TrialRow& t, const TrialStanding&) {
            const auto own = get(t);
            return own && compare(*own, op, *value);
        };
    }
    return {};
}

} // namespace

TrialQuery TrialQuery::parse(const QString& text, QString& problem) {
    static const QRegularExpression comparison(
        QStringLiteral("\\G\\s*(!(?!=))?\\s*([^\\s<>=!≤≥≠]*)\\s*(<=|>=|==|!=|≤|≥|≠|<|>|=)\\s*([^\\s<>=!≤≥≠]*)"));
    static const QRegularExpression word(QStringLiteral("\\G\\s*(!)?([^\\s<>=≤≥≠]+)"));
    problem.clear();
    TrialQuery query;
    int at = 0;
    while (at < text.size() && !QStringView(text).mid(at).trimmed().isEmpty()) {
        Term term;
        QString wrong;
        bool negated = false;
        if (const auto found = comparison.match(text, at); found.hasMatch()) {
            negated = !found.captured(1).isEmpty();
            term = comparisonTerm(found.captured(2), found.captured(3), found.captured(4), wrong);
            at = static_cast<int>(found.capturedEnd());
        } else if (const auto plain = word.match(text, at); plain.hasMatch()) {
            negated = !plain.captured(1).isEmpty();
            term = plainTerm(plain.captured(2), wrong);
            at = static_cast<int>(plain.capturedEnd());
        } else {
            wrong = Texts::tr("“%1” is not understood.").arg(text.mid(at).trimmed());
            at = static_cast<int>(text.size());
        }
        if (!term) {
            if (problem.isEmpty())
                problem = wrong;
            continue;
        }
        query.m_terms.push_back(negated ? [term](const TrialRow& t, const TrialStanding& s) { return !term(t, s); }
                                        : term);
    }
    return query;
}

bool TrialQuery::matches(const TrialRow& trial, const TrialStanding& standing) const {
    return std::all_of(m_terms.begin(), m_terms.end(), [&](const Term& term) { return term(trial, standing); });
}

} // namespace kintsugi
