#pragma once

#include "common/palette_model.h"

#include <QDialog>
#include <QList>
#include <QPointer>
#include <QStringList>

class QAction;
class QLabel;
class QLineEdit;
class QListView;

namespace kintsugi {

/// The search field over all commands and named things. Typing filters, arrows choose, Enter runs, Escape closes.
class CommandPalette : public QDialog {
    Q_OBJECT

public:
    /// Entries for what is typed, made anew whenever that changes.
    using Provider = std::function<std::vector<PaletteEntry>(const QString& query)>;

    explicit CommandPalette(QWidget* parent = nullptr);

    /// Disabled, invisible and nameless actions stay out; so do those of menus.
    void setActions(const QList<QAction*>& actions) { m_actions = {actions.begin(), actions.end()}; }
    void addProvider(Provider provider) { m_providers.push_back(std::move(provider)); }

    /// Identities of what was run, the last one first; for the settings.
    const QStringList& recent() const { return m_recent; }
    void setRecent(const QStringList& recent) { m_recent = recent; }

    /// Opens below the top of the parent window with an empty field.
    void popUp();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void filter();
    void runCurrent();

    QLineEdit* m_field;
    QListView* m_list;
    QLabel* m_nothing;
    PaletteModel* m_model;
    QList<QPointer<QAction>> m_actions;
    std::vector<Provider> m_providers;
    QStringList m_recent;
};

} // namespace kintsugi
