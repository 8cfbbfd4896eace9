#include "grid/unet_panel.h"

#include "common/selection.h"
#include "common/theme.h"
#include "common/wording.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace kintsugi {

UnetPanel::UnetPanel(Selection& selection, QWidget* parent)
    : QWidget(parent), m_selection(selection), m_view(new UnetView(selection)), m_stack(new QStackedWidget) {
    m_stack->addWidget(makeEmptyState());
    m_stack->addWidget(m_view);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeTools());
    layout->addWidget(m_stack, 1);
    connect(&m_selection, &Selection::stagesChanged, this, &UnetPanel::followSelection);
    connect(&m_selection, &Selection::deviceChanged, this, &UnetPanel::followSelection);
    followSelection();
}

QWidget* UnetPanel::makeEmptyState() {
    auto* page = new QWidget;
    auto* text = new QLabel(tr("No network is open yet."));
    auto* button = new QPushButton(tr("Open project…"));
    connect(button, &QPushButton::clicked, this, &UnetPanel::openRequested);
    auto* layout = new QVBoxLayout(page);
    layout->setSpacing(metric::large);
    layout->addStretch();
    layout->addWidget(text, 0, Qt::AlignCenter);
    layout->addWidget(button, 0, Qt::AlignCenter);
    layout->addStretch();
    return page;
}

QToolBar* UnetPanel::makeTools() {
    auto* tools = new QToolBar(tr("Network"));
    tools->setMovable(false);
    tools->setToolButtonStyle(Qt::ToolButtonTextOnly);
    const UnetActions& actions = m_view->unetActions();

    auto* bars = new QLabel(tr("Bars"));
    bars->setContentsMargins(metric::medium, 0, metric::small, 0);
    tools->addWidget(bars);
    m_overlay = new QComboBox;
    m_overlay->setObjectName(QStringLiteral("overlay"));
    m_overlay->setAccessibleName(tr("What the bars show"));
    for (Overlay overlay : allOverlays)
        m_overlay->addItem(overlayName(overlay));
    connect(m_overlay, &QComboBox::activated, this,
            [this](int index) { m_view->setOverlay(allOverlays[std::size_t(index)]); });
    tools->addWidget(m_overlay);
    m_device = new QComboBox;
    m_device->setObjectName(QStringLiteral("device"));
    m_device->setAccessibleName(tr("Device of the times"));
    m_device->setPlaceholderText(tr("No device chosen"));
    connect(m_device, &QComboBox::activated, this,
            [this](int index) { m_selection.setDevice(m_device->itemText(index)); });
    // Names of phones are long; the tooltip has the whole.
    m_device->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_device->setMinimumContentsLength(12);
    m_deviceAction = tools->addWidget(m_device);
    m_deviceAction->setVisible(false);
    m_scale = new QComboBox;
    m_scale->setObjectName(QStringLiteral("scale"));
    m_scale->setAccessibleName(tr("Scale of the bars"));
    m_scale->addItems({tr("linear"), tr("logarithmic")});
    connect(m_scale, &QComboBox::activated, this,
            [this](int index) { m_view->setBarScale(index == 0 ? BarScale::Linear : BarScale::Logarithmic); });
    tools->addWidget(m_scale);
    connect(m_view, &UnetView::overlayChanged, this, [this] {
        m_overlay->setCurrentIndex(int(m_view->overlay()));
        m_scale->setCurrentIndex(m_view->barScale() == BarScale::Linear ? 0 : 1);
    });

    tools->addSeparator();
    auto* presets = new QToolButton;
    presets->setText(tr("Presets"));
    presets->setToolTip(tr("Replace the whole path"));
    presets->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(presets);
    menu->addActions({actions.allTransformer, actions.allSurrogate, actions.knee});
    presets->setMenu(menu);
    tools->addWidget(presets);
    QUndoStack& history = m_selection.undoStack();
    const auto step = [&](const QString& text, void (QUndoStack::*act)(), bool can, void (QUndoStack::*changed)(bool)) {
        auto* made = new QToolButton;
        made->setText(text);
        made->setEnabled(can);
        connect(made, &QToolButton::clicked, &history, act);
        connect(&history, changed, made, &QToolButton::setEnabled);
        tools->addWidget(made);
        return made;
    };
    QToolButton* undo = step(QStringLiteral("↶"), &QUndoStack::undo, history.canUndo(), &QUndoStack::canUndoChanged);
    undo->setObjectName(QStringLiteral("undo"));
    undo->setAccessibleName(tr("Undo"));
    QToolButton* redo = step(QStringLiteral("↷"), &QUndoStack::redo, history.canRedo(), &QUndoStack::canRedoChanged);
    redo->setObjectName(QStringLiteral("redo"));
    redo->setAccessibleName(tr("Redo"));
    connect(&history, &QUndoStack::undoTextChanged, undo, &QWidget::setToolTip);
    connect(&history, &QUndoStack::redoTextChanged, redo, &QWidget::setToolTip);
    tools->addSeparator();
    auto* outline = new QCheckBox(tr("Differences"));
    outline->setToolTip(actions.outline->toolTip());
    connect(outline, &QCheckBox::toggled, actions.outline, &QAction::setChecked);
    connect(actions.outline, &QAction::toggled, outline, &QCheckBox::setChecked);
    tools->addWidget(outline);
    auto* space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    tools->addWidget(space);
    const auto button = [&](QAction* action, const QString& text) {
        auto* made = new QToolButton;
        made->setText(text);
        made->setToolTip(action->toolTip());
        made->setAutoRaise(true);
        made->setAccessibleName(action->text());
        connect(made, &QToolButton::clicked, action, &QAction::trigger);
        tools->addWidget(made);
    };
    button(actions.exportImage, tr("Export"));
    button(actions.fit, tr("Fit"));
    m_zoom = new QLabel;
    m_zoom->setObjectName(QStringLiteral("zoom"));
    m_zoom->setMinimumWidth(m_zoom->fontMetrics().horizontalAdvance(QStringLiteral("400 %")) + metric::medium);
    m_zoom->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_zoom->setContentsMargins(0, 0, metric::medium, 0);
    connect(m_view, &UnetView::zoomChanged, this,
            [this](double zoom) { m_zoom->setText(tr("%1 %").arg(numberText(zoom * 100, 0))); });
    tools->addWidget(m_zoom);
    return tools;
}

void UnetPanel::setDevices(const QStringList& devices) {
    m_device->clear();
    m_device->addItems(devices);
    m_deviceAction->setVisible(!devices.isEmpty());
    followSelection();
}

void UnetPanel::followSelection() {
    m_stack->setCurrentIndex(m_selection.isEmpty() ? 0 : 1);
    m_device->setCurrentIndex(m_device->findText(m_selection.device()));
    m_device->setToolTip(tr("Times of %1").arg(m_device->currentText()));
}

} // namespace kintsugi
