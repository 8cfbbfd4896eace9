#include "common/shortcut_page.h"

#include "common/theme.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace kintsugi {

ShortcutPage::ShortcutPage(QWidget* parent) : QDialog(parent), m_filter(new QLineEdit), m_tree(new QTreeWidget) {
    setWindowTitle(tr("Keys"));
    resize(520, 560);
    m_filter->setPlaceholderText(tr("Filter keys"));
    m_filter->setAccessibleName(tr("Filter keys"));
    m_filter->setClearButtonEnabled(true);
    m_tree->setHeaderLabels({tr("Command"), tr("Keys")});
    m_tree->setAccessibleName(tr("Keys"));
    m_tree->setRootIsDecorated(false);
    m_tree->setSelectionMode(QAbstractItemView::SingleSelection);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_filter, &QLineEdit::textChanged, this, &ShortcutPage::filter);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metric::large, metric::large, metric::large, metric::large);
    layout->setSpacing(metric::medium);
    layout->addWidget(m_filter);
    layout->addWidget(m_tree, 1);
    layout->addWidget(buttons);
}

void ShortcutPage::addGroup(const QString& name, const QList<QAction*>& actions) {
    for (const QAction* action : actions) {
        QStringList keys;
        for (const QKeySequence& sequence : action->shortcuts())
            keys << sequence.toString(QKeySequence::NativeText);
        if (keys.isEmpty())
            continue;
        QString text = action->text();
        addRow(name, text.remove(QLatin1Char('&')), keys.join(tr(", ", "between keys")));
    }
}

void ShortcutPage::addKeys(const QString& group, const QString& what, const QString& keys) {
    addRow(group, what, keys);
}

void ShortcutPage::addRow(const QString& group, const QString& what, const QString& keys) {
    QTreeWidgetItem* parent = nullptr;
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i)
        if (m_tree->topLevelItem(i)->text(0) == group)
            parent = m_tree->topLevelItem(i);
    if (!parent) {
        parent = new QTreeWidgetItem(m_tree, {group});
        QFont bold = font();
        bold.setBold(true);
        parent->setFont(0, bold);
        parent->setFirstColumnSpanned(true);
        parent->setFlags(Qt::ItemIsEnabled);
    }
    new QTreeWidgetItem(parent, {what, keys});
    parent->setExpanded(true);
}

void ShortcutPage::filter(const QString& text) {
    for (int g = 0; g < m_tree->topLevelItemCount(); ++g) {
        QTreeWidgetItem* group = m_tree->topLevelItem(g);
        bool any = false;
        for (int i = 0; i < group->childCount(); ++i) {
            QTreeWidgetItem* row = group->child(i);
            const bool matches =
                row->text(0).contains(text, Qt::CaseInsensitive) || row->text(1).contains(text, Qt::CaseInsensitive);
            row->setHidden(!matches);
            any = any || matches;
        }
        group->setHidden(!any);
    }
}

} // namespace kintsugi
