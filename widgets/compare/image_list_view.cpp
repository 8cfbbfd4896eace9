#include "compare/image_list_view.h"

#include "common/theme.h"
#include "compare/image_list_delegate.h"

#include <QAction>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace kintsugi {

namespace {

QStringList localFiles(const QMimeData* data) {
    QStringList files;
    for (const QUrl& url : data->urls())
        if (url.isLocalFile())
            files << url.toLocalFile();
    return files;
}

} // namespace

ImageListView::ImageListView(ImageListModel& model, Selection& selection, QWidget* parent)
    : QWidget(parent), m_model(model), m_selection(selection), m_filter(new QLineEdit), m_order(new QComboBox),
      m_count(new QLabel), m_list(new QListView), m_empty(new QWidget), m_sentence(new QLabel),
      m_openButton(new QPushButton(tr("Open images…"))), m_distribution(new DistributionView) {
    setAcceptDrops(true);
    makeActions();
    m_filter->setPlaceholderText(tr("Filter images"));
    m_filter->setAccessibleName(tr("Filter images"));
    m_filter->setClearButtonEnabled(true);
    auto* open = new QToolButton;
    open->setDefaultAction(m_open);
    open->setText(tr("Open…"));
    open->setAccessibleName(m_open->text());
    m_order->addItem(tr("A − B"), int(ImageListProxy::Order::Loss));
    m_order->addItem(tr("Name"), int(ImageListProxy::Order::Name));
    m_order->setAccessibleName(tr("Order of the images"));
    m_order->setToolTip(tr("Order: largest loss first, or by name"));
    connect(m_order, &QComboBox::activated, this,
            [this] { setOrder(static_cast<ImageListProxy::Order>(m_order->currentData().toInt())); });

    m_proxy.setSourceModel(&model);
    // Before the list's own: a row that is filtered away makes its neighbour current, which nobody chose.
    connect(&m_proxy, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this] { m_isShowing = true; });
    connect(&m_proxy, &QAbstractItemModel::rowsRemoved, this, [this] { m_isShowing = false; });
    m_list->setModel(&m_proxy);
    m_list->setItemDelegate(new ImageListDelegate(m_list));
    m_list->setAccessibleName(tr("Images"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMinimumWidth(200);
    m_list->setMouseTracking(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);

    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_openButton->setObjectName(QStringLiteral("images.open"));
    connect(m_openButton, &QPushButton::clicked, m_open, &QAction::trigger);
    auto* emptyLayout = new QVBoxLayout(m_empty);
    emptyLayout->addStretch();
    emptyLayout->addWidget(m_sentence);
    emptyLayout->addWidget(m_openButton, 0, Qt::AlignHCenter);
    emptyLayout->addStretch();

    auto* top = new QHBoxLayout;
    top->setContentsMargins(metric::medium, metric::medium, metric::medium, 0);
    top->addWidget(m_filter);
    top->addWidget(open);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(metric::medium, 0, metric::medium, 0);
    head->addWidget(m_count);
    head->addStretch();
    head->addWidget(m_order);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metric::small);
    layout->addLayout(top);
    layout->addLayout(head);
    m_measureButton = new QPushButton(m_measureAll->text());
    m_measureButton->setToolTip(m_measureAll->toolTip());
    connect(m_measureButton, &QPushButton::clicked, m_measureAll, &QAction::trigger);
    auto* measure = new QHBoxLayout;
    measure->setContentsMargins(metric::medium, 0, metric::medium, 0);
    measure->addWidget(m_measureButton);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_empty, 1);
    layout->addLayout(measure);
    layout->addWidget(m_distribution);

    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_proxy.setFilterFixedString(text);
        showRows();
        showSelection();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        if (index.isValid() && !m_isShowing && m_list->hasFocus())
            m_selection.setImage(index.data(ImageListModel::IdRole).toString());
    });
    connect(m_list, &QListView::clicked, this,
            [this](const QModelIndex& index) { m_selection.setImage(index.data(ImageListModel::IdRole).toString()); });
    connect(m_distribution, &DistributionView::chosen, &selection, &Selection::setImage);
    connect(&selection, &Selection::imageChanged, this, &ImageListView::showSelection);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&model, signal, this, &ImageListView::showRows);
    connect(&model, &QAbstractItemModel::modelReset, this, &ImageListView::showRows);
    connect(&model, &QAbstractItemModel::dataChanged, this, &ImageListView::showRows);
    showRows();
}

void ImageListView::makeActions() {
    const auto make = [this](const QString& text, const QString& tip, auto run) {
        auto* action = new QAction(text, this);
        action->setToolTip(tip);
        connect(action, &QAction::triggered, this, run);
        return action;
    };
    m_open = make(tr("Open images…"), tr("Open image files"), [this] { Q_EMIT browseRequested(); });
    m_next = make(tr("Next image"), tr("Go to the next image of the list"), [this] { step(1); });
    m_previous = make(tr("Previous image"), tr("Go to the previous image of the list"), [this] { step(-1); });
    m_find = make(tr("Filter images"), tr("Type a part of an image's name"),
                  [this] { m_filter->setFocus(Qt::ShortcutFocusReason); });
    m_byLoss =
        make(tr("Sort images by loss"), tr("Largest loss first"), [this] { setOrder(ImageListProxy::Order::Loss); });
    m_measureAll = make(tr("Measure all images"), tr("Restore every image of the list by A and by B, and measure both"),
                        [this] { Q_EMIT measureAllRequested(); });
    m_byName = make(tr("Sort images by name"), tr("In the order of the alphabet"),
                    [this] { setOrder(ImageListProxy::Order::Name); });
}

void ImageListView::setOrder(ImageListProxy::Order order) {
    m_order->setCurrentIndex(m_order->findData(int(order)));
    m_proxy.setOrder(order);
    showSelection();
}

void ImageListView::setMeasuring(int done, int total) {
    m_measureAll->setText(total > 0 ? tr("Stop measuring, %1 of %2").arg(done).arg(total) : tr("Measure all images"));
    m_measureButton->setText(m_measureAll->text());
}

void ImageListView::showRows() {
    m_measureAll->setEnabled(m_model.rowCount() > 0);
    m_measureButton->setEnabled(m_measureAll->isEnabled());
    m_distribution->setRows(m_model.rows());
    const int all = m_model.rowCount(), shown = m_proxy.rowCount();
    m_count->setText(shown == all ? tr("%n images", nullptr, all) : tr("%1 of %n images", nullptr, all).arg(shown));
    m_list->setVisible(shown > 0);
    m_empty->setVisible(shown == 0);
    m_openButton->setVisible(all == 0);
    m_sentence->setText(all == 0 ? tr("No images. Drop files here, or choose some.")
                                 : tr("No image has “%1” in its name.").arg(m_filter->text()));
    m_next->setEnabled(shown > 1);
    m_previous->setEnabled(shown > 1);
    showSelection();
}

void ImageListView::showSelection() {
    m_distribution->setCurrent(m_selection.image());
    const int row = m_model.indexOf(m_selection.image());
    const QModelIndex index = row < 0 ? QModelIndex() : m_proxy.mapFromSource(m_model.index(row));
    if (index == m_list->currentIndex())
        return;
    m_isShowing = true;
    m_list->setCurrentIndex(index);
    m_isShowing = false;
    if (index.isValid())
        m_list->scrollTo(index);
}

void ImageListView::step(int by) {
    const int count = m_proxy.rowCount();
    if (count == 0)
        return;
    const int now = m_list->currentIndex().row();
    const int next = now < 0 ? (by > 0 ? 0 : count - 1) : (now + by + count) % count;
    m_selection.setImage(m_proxy.index(next, 0).data(ImageListModel::IdRole).toString());
}

void ImageListView::dragEnterEvent(QDragEnterEvent* event) {
    if (!localFiles(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ImageListView::dropEvent(QDropEvent* event) {
    const QStringList files = localFiles(event->mimeData());
    if (files.isEmpty())
        return;
    event->acceptProposedAction();
    Q_EMIT openRequested(files);
}

} // namespace kintsugi
