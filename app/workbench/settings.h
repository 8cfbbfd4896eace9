#pragma once

#include "common/theme.h"

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>

namespace kintsugi {

/// What the program remembers of its window; data about networks is in the projects. Interface thread only.
class Settings {
public:
    Settings() = default;

    ThemeChoice theme() const { return themeChoice(m_settings.value(QStringLiteral("theme")).toString()); }
    void setTheme(ThemeChoice choice) { m_settings.setValue(QStringLiteral("theme"), themeName(choice)); }

    /// Empty: that of the system.
    /// The adb program; empty: the one that the system finds.
    QString adb() const { return m_settings.value(QStringLiteral("adb")).toString(); }
    void setAdb(const QString& program) { m_settings.setValue(QStringLiteral("adb"), program); }
    QString language() const { return m_settings.value(QStringLiteral("language")).toString(); }
    void setLanguage(const QString& language) { m_settings.setValue(QStringLiteral("language"), language); }

    QStringList recentProjects() const { return m_settings.value(QStringLiteral("recent")).toStringList(); }
    void addRecentProject(const QString& path) {
        QStringList recent = recentProjects();
        recent.removeAll(path);
        recent.prepend(path);
        m_settings.setValue(QStringLiteral("recent"), recent.mid(0, 8));
    }
    void removeRecentProject(const QString& path) {
        QStringList recent = recentProjects();
        recent.removeAll(path);
        m_settings.setValue(QStringLiteral("recent"), recent);
    }

    QByteArray geometry() const { return m_settings.value(QStringLiteral("geometry")).toByteArray(); }
    void setGeometry(const QByteArray& geometry) { m_settings.setValue(QStringLiteral("geometry"), geometry); }

    QByteArray layout(const QString& workspace) const {
        return m_settings.value(QStringLiteral("layout/") + workspace).toByteArray();
    }
    void setLayout(const QString& workspace, const QByteArray& state) {
        m_settings.setValue(QStringLiteral("layout/") + workspace, state);
    }
    void removeLayouts() { m_settings.remove(QStringLiteral("layout")); }

    QString workspace() const { return m_settings.value(QStringLiteral("workspace")).toString(); }
    void setWorkspace(const QString& name) { m_settings.setValue(QStringLiteral("workspace"), name); }

    bool isHintDismissed(const QString& hint) const {
        return m_settings.value(QStringLiteral("hints")).toStringList().contains(hint);
    }
    void dismissHint(const QString& hint) {
        QStringList hints = m_settings.value(QStringLiteral("hints")).toStringList();
        hints << hint;
        hints.removeDuplicates();
        m_settings.setValue(QStringLiteral("hints"), hints);
    }
    void showHintsAgain() { m_settings.remove(QStringLiteral("hints")); }

    QStringList recentCommands() const { return m_settings.value(QStringLiteral("commands")).toStringList(); }
    void setRecentCommands(const QStringList& ids) { m_settings.setValue(QStringLiteral("commands"), ids.mid(0, 20)); }

private:
    QSettings m_settings;
};

} // namespace kintsugi
