#include "devices/device_cards.h"

#include "common/glyph_icon.h"
#include "common/theme.h"
#include "devices/device_delegate.h"
#include "devices/device_model.h"
#include "devices/device_wording.h"

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QListView>
#include <QMessageBox>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace kintsugi {

DeviceCards::DeviceCards(QWidget* parent)
    : QWidget(parent), m_model(new DeviceModel(this)), m_view(new QListView(this)), m_note(new QLabel(this)),
      m_empty(new QLabel(this)), m_address(new QPushButton(this)), m_look(new QPushButton(this)),
      m_refreshButton(new QToolButton(this)), m_emptyPage(new QWidget(this)) {
    m_delegate = new DeviceDelegate(*m_model, m_view);
    makeActions();
    makeLayout();
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        m_current = index.data(DeviceModel::IdRole).toString().toStdString();
        updateActions();
        Q_EMIT currentChanged();
    });
    connect(m_delegate, &DeviceDelegate::runClicked, this, [this](const QString& id) {
        setCurrent(id.toStdString());
        Q_EMIT runClicked(id);
    });
    connect(m_delegate, &DeviceDelegate::identifyClicked, this, &DeviceCards::identifyRequested);
    connect(m_delegate, &DeviceDelegate::removeClicked, this, &DeviceCards::askToRemove);
    connect(m_delegate, &DeviceDelegate::copyClicked, this,
            [](const QString& command) { QGuiApplication::clipboard()->setText(command); });
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &DeviceCards::openButtons);
    connect(m_model, &QAbstractItemModel::dataChanged, this, [this] {
        Q_EMIT m_delegate->sizeHintChanged({}); // another state has other lines
        updateActions();
    });
    updateEmpty();
    updateActions();
}

QAction* DeviceCards::addCommand(const QString& text, const QString& tip) {
    auto* action = new QAction(text, this);
    action->setToolTip(tip);
    action->setStatusTip(tip);
    addAction(action);
    m_commands << action;
    return action;
}

void DeviceCards::makeActions() {
    m_identify = addCommand(tr("Identify device"), tr("Ask the chosen device for its processor, cores and system"));
    connect(m_identify, &QAction::triggered, this,
            [this] { Q_EMIT identifyRequested(QString::fromStdString(m_current)); });
    m_remove = addCommand(tr("Remove from device…"), tr("Delete what was pushed to the chosen device"));
    connect(m_remove, &QAction::triggered, this, [this] { askToRemove(QString::fromStdString(m_current)); });
    m_connect = addCommand(tr("Add device by address…"), tr("Connect to a phone on the network"));
    connect(m_connect, &QAction::triggered, this, &DeviceCards::askAddress);
    m_refresh = addCommand(tr("Look for devices again"), tr("Ask adb anew; changes are followed anyway"));
    connect(m_refresh, &QAction::triggered, this, &DeviceCards::refreshRequested);
}

void DeviceCards::makeLayout() {
    m_view->setModel(m_model);
    m_view->setItemDelegate(m_delegate);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(tr("Devices"));
    m_view->setResizeMode(QListView::Adjust);
    m_view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setTabKeyNavigation(false);
    m_view->viewport()->setBackgroundRole(QPalette::AlternateBase);
    m_view->viewport()->installEventFilter(this);

    m_address->setText(tr("Add by address"));
    m_address->setToolTip(m_connect->toolTip());
    m_address->setObjectName(QStringLiteral("address"));
    connect(m_address, &QPushButton::clicked, m_connect, &QAction::trigger);
    m_refreshButton->setIcon(glyphIcon(Glyph::Refresh));
    m_refreshButton->setAutoRaise(true);
    m_refreshButton->setToolTip(m_refresh->toolTip());
    m_refreshButton->setAccessibleName(m_refresh->text());
    connect(m_refreshButton, &QToolButton::clicked, m_refresh, &QAction::trigger);
    m_look->setText(tr("Look again"));
    m_look->setObjectName(QStringLiteral("look"));
    m_look->setToolTip(m_refresh->toolTip());
    connect(m_look, &QPushButton::clicked, m_refresh, &QAction::trigger);
    m_empty->setText(tr("No device is there yet; connect a phone with USB debugging on."));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_note->setWordWrap(true);
    m_note->setObjectName(QStringLiteral("note"));
    m_note->setContentsMargins(metric::large, metric::medium, metric::large, metric::medium);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(metric::medium, 6, metric::medium, 6);
    bar->addWidget(m_address);
    bar->addStretch(1);
    bar->addWidget(m_refreshButton);
    auto* page = new QVBoxLayout(m_emptyPage);
    page->setContentsMargins(metric::large, metric::large, metric::large, metric::large);
    page->addStretch(1);
    page->addWidget(m_empty);
    page->addWidget(m_look, 0, Qt::AlignCenter);
    page->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_emptyPage, 1);
    layout->addWidget(m_note);
    setFocusProxy(m_view);
}

void DeviceCards::setDevices(const std::vector<DeviceCard>& devices) {
    const std::string chosen = m_current;
    m_model->setCards(devices);
    // The chosen one stays; this computer when it has gone.
    if (const QModelIndex index = m_model->indexOf(chosen); index.isValid())
        m_view->setCurrentIndex(index);
    else if (m_model->rowCount() > 0)
        m_view->setCurrentIndex(m_model->index(0));
    updateEmpty();
    updateActions();
    Q_EMIT currentChanged(); // its state may be another
}

const DeviceCard* DeviceCards::device(const std::string& id) const {
    return m_model->card(id);
}

const DeviceCard* DeviceCards::current() const {
    return m_model->card(m_current);
}

void DeviceCards::setCurrent(const std::string& id) {
    if (const QModelIndex index = m_model->indexOf(id); index.isValid())
        m_view->setCurrentIndex(index);
}

void DeviceCards::setBusy(const std::string& id, const QString& text) {
    m_model->setBusy(id, text);
}

void DeviceCards::setAdbNote(const QString& note) {
    m_adbNote = note;
    updateEmpty();
}

void DeviceCards::openButtons() {
    for (int row = 0; row < m_model->rowCount(); ++row)
        m_view->openPersistentEditor(m_model->index(row));
}

void DeviceCards::updateEmpty() {
    const auto& cards = m_model->cards();
    m_view->setVisible(!cards.empty());
    m_emptyPage->setVisible(cards.empty());
    const auto phones = std::count_if(cards.begin(), cards.end(), [](const DeviceCard& card) {
        return !card.isLocal && card.state != DeviceState::AdbMissing && card.state != DeviceState::AdbClash;
    });
    QStringList lines;
    if (!m_adbNote.isEmpty())
        lines << m_adbNote;
    if (phones > 1)
        lines << tr("Several devices are connected; the one whose card is chosen is timed, always by its serial.");
    m_note->setText(lines.join(QLatin1Char('\n')));
    m_note->setVisible(!lines.isEmpty());
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, tokensOf(this).second);
    m_note->setPalette(quiet);
    m_empty->setPalette(quiet);
}

void DeviceCards::updateActions() {
    const DeviceCard* card = current();
    const bool ready = card && card->state == DeviceState::Ready && !m_model->isBusy();
    m_identify->setEnabled(ready);
    m_remove->setEnabled(ready && !card->isLocal);
}

void DeviceCards::askToRemove(const QString& id) {
    const DeviceCard* card = m_model->card(id.toStdString());
    if (!card)
        return;
    auto* box = new QMessageBox(QMessageBox::Question, tr("Remove from device"),
                                tr("Delete the runner and the models from %1?").arg(QString::fromStdString(card->name)),
                                QMessageBox::NoButton, this);
    box->setInformativeText(tr("Stored times stay. The next run pushes the files again."));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* yes = box->addButton(tr("Delete"), QMessageBox::AcceptRole);
    box->setDefaultButton(box->addButton(tr("Keep"), QMessageBox::RejectRole));
    connect(yes, &QPushButton::clicked, this, [this, id] { Q_EMIT removeRequested(id); });
    box->open();
}

void DeviceCards::askAddress() {
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Add device by address"));
    dialog->setLabelText(tr("Address of a phone with wireless debugging, as HOST:PORT"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& text) {
        if (!text.trimmed().isEmpty())
            Q_EMIT connectRequested(text.trimmed());
    });
    dialog->open();
}

bool DeviceCards::eventFilter(QObject* watched, QEvent* event) {
    // A card's height follows from its width.
    if (watched == m_view->viewport() && event->type() == QEvent::Resize)
        Q_EMIT m_delegate->sizeHintChanged({});
    return QWidget::eventFilter(watched, event);
}

void DeviceCards::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        updateEmpty();
    QWidget::changeEvent(event);
}

} // namespace kintsugi
