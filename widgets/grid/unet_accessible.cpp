#include "grid/unet_accessible.h"

#include "common/selection.h"
#include "grid/unet_view.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QAction>
#include <QPointer>
#include <map>

namespace kintsugi {

namespace {

/// The cell of one place in running order; which edge that is may change under it.
class CellAccessible : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    CellAccessible(UnetView* view, int index) : m_view(view), m_index(index) {}

    bool isValid() const override { return m_view && m_index < int(m_view->cells().size()); }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QRect rect() const override {
        return isValid() ? m_view->cellRect(placed()).translated(m_view->viewport()->mapToGlobal(QPoint(0, 0)))
                         : QRect();
    }
    QString text(QAccessible::Text what) const override {
        return what == QAccessible::Name && isValid() ? m_view->cellDescription(placed()) : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}
    QAccessible::State state() const override {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.focusable = state.selectable = true;
        state.selected = m_view->selection().span() == placed().span;
        state.focused = state.selected && m_view->hasFocus();
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }
    QStringList actionNames() const override { return {setFocusAction(), toggleAction(), showMenuAction()}; }
    void doAction(const QString& name) override {
        if (!isValid())
            return;
        m_view->goTo(placed().span);
        if (name == toggleAction())
            m_view->unetActions().toggle->trigger();
        else if (name == showMenuAction())
            m_view->unetActions().list->trigger();
    }
    QStringList keyBindingsForAction(const QString& name) const override {
        return name == toggleAction() ? QStringList{QStringLiteral("T")} : QStringList();
    }

private:
    PlacedEdge placed() const { return m_view->cells()[std::size_t(m_index)]; }

    QPointer<UnetView> m_view;
    int m_index;
};

class UnetAccessible : public QAccessibleWidget {
public:
    explicit UnetAccessible(UnetView* view) : QAccessibleWidget(view, QAccessible::List), m_view(view) {}
    ~UnetAccessible() override {
        for (const auto& [index, id] : m_children)
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return m_view ? int(m_view->cells().size()) : 0; }
    QAccessibleInterface* child(int index) const override {
        if (index < 0 || index >= childCount())
            return nullptr;
        const auto found = m_children.find(index);
        if (found != m_children.end())
            return QAccessible::accessibleInterface(found->second);
        auto* cell = new CellAccessible(m_view, index);
        m_children[index] = QAccessible::registerAccessibleInterface(cell);
        return cell;
    }
    int indexOfChild(const QAccessibleInterface* child) const override {
        for (const auto& [index, id] : m_children)
            if (QAccessible::accessibleInterface(id) == child)
                return index;
        return -1;
    }
    QAccessibleInterface* childAt(int x, int y) const override {
        for (int index = 0; index < childCount(); ++index)
            if (child(index)->rect().contains(x, y))
                return child(index);
        return nullptr;
    }
    QAccessibleInterface* focusChild() const override {
        for (int index = 0; index < childCount(); ++index)
            if (child(index)->state().focused)
                return child(index);
        return nullptr;
    }

private:
    QPointer<UnetView> m_view;
    mutable std::map<int, QAccessible::Id> m_children;
};

QAccessibleInterface* makeAccessible(const QString&, QObject* object) {
    auto* view = qobject_cast<UnetView*>(object);
    return view ? new UnetAccessible(view) : nullptr;
}

} // namespace

void installUnetAccessibility() {
    QAccessible::installFactory(makeAccessible); // Qt keeps one of each
}

} // namespace kintsugi
