#include "translation.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>
#include <memory>

namespace kintsugi {

namespace {

/// Makes every text longer and strange, so that clipped and untranslated ones show.
class PseudoTranslator : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* text, const char*, int) const override {
        QString result = QString::fromUtf8(text);
        const qsizetype more = result.size() / 3 + 1;
        return QLatin1Char('[') + result + QString(more, QChar(0x00E6)) + QLatin1Char(']');
    }
};

} // namespace

QStringList languages() {
    return {QStringLiteral("en"), QStringLiteral("zh_CN")};
}

QString languageName(const QString& code) {
    return code == QLatin1String("zh_CN") ? QStringLiteral("简体中文") : QStringLiteral("English");
}

void installTranslation(QCoreApplication& application, const QString& code) {
    static std::unique_ptr<QTranslator> ours, qts;
    for (const auto* translator : {&ours, &qts})
        if (*translator)
            QCoreApplication::removeTranslator(translator->get());
    ours.reset();
    qts.reset();
    if (code == QLatin1String("pseudo")) {
        ours = std::make_unique<PseudoTranslator>();
        QCoreApplication::installTranslator(ours.get());
        return;
    }
    const QLocale locale = code.isEmpty() ? QLocale::system() : QLocale(code);
    QLocale::setDefault(locale);
    qts = std::make_unique<QTranslator>();
    if (qts->load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                  QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(qts.get());
    // English has a file, too, for its plurals; a system's language that has none gets that.
    ours = std::make_unique<QTranslator>();
    if (ours->load(locale, QStringLiteral("kintsugi"), QStringLiteral("_"), QStringLiteral(":/i18n")) ||
        ours->load(QStringLiteral(":/i18n/kintsugi_en.qm")))
        QCoreApplication::installTranslator(ours.get());
    Q_UNUSED(application)
}

} // namespace kintsugi
