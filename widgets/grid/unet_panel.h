#pragma once

#include "grid/unet_view.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QStackedWidget;
class QToolBar;

namespace kintsugi {

/// The grid with its tool bar: what the bars show, presets, undo, differences, export and zoom.
class UnetPanel : public QWidget {
    Q_OBJECT

public:
    explicit UnetPanel(Selection& selection, QWidget* parent = nullptr);

    UnetView& view() { return *m_view; }
    /// Names of the devices that times are known of; the chosen one is the selection's.
    void setDevices(const QStringList& devices);
    QList<QAction*> commands() const { return m_view->commands(); }

Q_SIGNALS:
    void openRequested(); ///< from the empty state

private:
    QToolBar* makeTools();
    QWidget* makeEmptyState();
    void followSelection();

    Selection& m_selection;
    UnetView* m_view;
    QStackedWidget* m_stack;
    QComboBox *m_overlay = nullptr, *m_device = nullptr, *m_scale = nullptr;
    QAction* m_deviceAction = nullptr;
    QLabel* m_zoom = nullptr;
};

} // namespace kintsugi
