#pragma once

#include <QDialog>
#include <QList>

class QAction;
class QLineEdit;
class QTreeWidget;

namespace kintsugi {

/// All keys, grouped, built from the actions themselves.
class ShortcutPage : public QDialog {
    Q_OBJECT

public:
    explicit ShortcutPage(QWidget* parent = nullptr);

    /// Those of the actions that have a key.
    void addGroup(const QString& name, const QList<QAction*>& actions);
    /// Keys that are no commands, such as the arrows.
    void addKeys(const QString& group, const QString& what, const QString& keys);

private:
    void filter(const QString& text);
    void addRow(const QString& group, const QString& what, const QString& keys);

    QLineEdit* m_filter;
    QTreeWidget* m_tree;
};

} // namespace kintsugi
