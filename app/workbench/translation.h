#pragma once

#include <QString>
#include <QStringList>

class QCoreApplication;

namespace kintsugi {

/// Languages that the program is translated to, as codes: "en", "zh_CN".
QStringList languages();
/// The language's own name.
QString languageName(const QString& code);

/// Installs the translation of @p code ("": of the system, "pseudo": every text made a third longer, for tests) for
/// texts that are asked for from now on; widgets that exist receive LanguageChange.
void installTranslation(QCoreApplication& application, const QString& code);

} // namespace kintsugi
