#include "common/engine_text.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>

namespace kintsugi {

namespace {

struct Sentence {
    const char* source = nullptr;
    QString mark; ///< its longest part without a gap: looked for first, because that is quick
    QRegularExpression pattern;
    int words = 0; ///< characters that are its own
};

/// Those with the most words of their own come first: "%1 cannot be read: %2." is also of the form "%1: %2."
const std::vector<Sentence>& patterns() {
    static const std::vector<Sentence> made = [] {
        static const QRegularExpression gap(QStringLiteral("%(\\d)"));
        std::vector<Sentence> all;
        for (const char* source : engineSentences()) {
            const QString text = QString::fromUtf8(source);
            QString pattern = QStringLiteral("^");
            QString mark;
            int at = 0, words = 0;
            for (auto it = gap.globalMatch(text); it.hasNext();) {
                const QRegularExpressionMatch match = it.next();
                const QString before = text.mid(at, match.capturedStart() - at);
                words += int(before.size());
                if (before.size() > mark.size())
                    mark = before;
                pattern += QRegularExpression::escape(before) + QStringLiteral("(.*?)");
                at = int(match.capturedEnd());
            }
            words += int(text.size()) - at;
            if (text.size() - at > mark.size())
                mark = text.mid(at);
            pattern += QRegularExpression::escape(text.mid(at)) + QLatin1Char('$');
            all.push_back({source, mark, QRegularExpression(pattern), words});
        }
        std::stable_sort(all.begin(), all.end(),
                         [](const Sentence& a, const Sentence& b) { return a.words > b.words; });
        return all;
    }();
    return made;
}

} // namespace

QString engineText(const QString& sentence) {
    const QString line = sentence.section(QLatin1Char('\n'), 0, 0);
    if (line.isEmpty())
        return line;
    for (const Sentence& known : patterns()) {
        if (!line.contains(known.mark))
            continue;
        const QRegularExpressionMatch match = known.pattern.match(line);
        if (!match.hasMatch())
            continue;
        const QString translated = QCoreApplication::translate("Engine", known.source);
        QString text;
        for (qsizetype i = 0; i < translated.size(); ++i) {
            const bool isGap =
                translated[i] == QLatin1Char('%') && i + 1 < translated.size() && translated[i + 1].isDigit();
            if (!isGap) {
                text += translated[i];
                continue;
            }
            text += engineText(match.captured(translated[++i].digitValue()));
        }
        return text;
    }
    return line;
}

QString engineText(const std::string& sentence) {
    return engineText(QString::fromStdString(sentence));
}

QString engineText(const std::exception& failure) {
    return engineText(QString::fromUtf8(failure.what()));
}

} // namespace kintsugi
