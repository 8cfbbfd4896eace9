#include "common/command_palette.h"

#include "common/palette_delegate.h"
#include "common/theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QVBoxLayout>
#include <algorithm>

namespace kintsugi {

namespace {

QString plainText(const QAction& action) {
    QString text = action.text();
    text.replace(QLatin1String("&&"), QString(QChar(0)));
    text.remove(QLatin1Char('&'));
    text.replace(QChar(0), QLatin1Char('&'));
    return text;
}

} // namespace

CommandPalette::CommandPalette(QWidget* parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint), m_field(new QLineEdit), m_list(new QListView),
      m_nothing(new QLabel(tr("Nothing matches."))), m_model(new PaletteModel(this)) {
    setWindowTitle(tr("Commands"));
    setAccessibleName(tr("Commands, blocks, trials and images"));
    m_field->setPlaceholderText(tr("Commands, blocks, trials, images"));
    m_field->setAccessibleName(tr("Search"));
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(tr("Matches"));
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setMargin(metric::large);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metric::medium, metric::medium, metric::medium, metric::medium);
    layout->setSpacing(metric::small);
    layout->addWidget(m_field);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_nothing, 1);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
}

void CommandPalette::popUp() {
    const QWidget* window = parentWidget() ? parentWidget()->window() : nullptr;
    const QRect around = window ? window->geometry() : QRect(0, 0, 900, 600);
    resize(std::min(620, around.width() - 40), std::min(420, around.height() - 80));
    move(around.center().x() - width() / 2, around.top() + 60);
    m_field->clear();
    filter();
    show();
    activateWindow();
    m_field->setFocus();
}

void CommandPalette::filter() {
    std::vector<PaletteEntry> entries;
    for (const QPointer<QAction>& action : m_actions) {
        if (!action || !action->isEnabled() || !action->isVisible() || action->isSeparator() || action->menu() ||
            action->text().isEmpty())
            continue;
        const QString text = plainText(*action);
        entries.push_back({action->objectName().isEmpty() ? text : action->objectName(), text, tr("command"),
                           action->shortcut().toString(QKeySequence::NativeText), [action] {
                               if (action)
                                   action->trigger();
                           }});
    }
    const QString query = m_field->text().trimmed();
    for (const Provider& provider : m_providers) {
        auto more = provider(query);
        std::move(more.begin(), more.end(), std::back_inserter(entries));
    }
    m_model->rank(entries, query, m_recent);
    m_list->setCurrentIndex(m_model->index(0));
    m_list->setVisible(m_model->rowCount() > 0);
    m_nothing->setVisible(m_model->rowCount() == 0);
}

void CommandPalette::runCurrent() {
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const PaletteEntry entry = m_model->entry(index.row());
    constexpr int remembered = 12;
    m_recent.removeAll(entry.id);
    m_recent.prepend(entry.id);
    m_recent = m_recent.mid(0, remembered);
    accept(); // first, so that a command that asks something finds the focus in the window
    entry.run();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    const int rows = m_model->rowCount(), current = m_list->currentIndex().row();
    const auto go = [&](int row) {
        if (rows > 0)
            m_list->setCurrentIndex(m_model->index((row % rows + rows) % rows));
        return true;
    };
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down:
        return go(current + 1);
    case Qt::Key_Up:
        return go(current - 1);
    case Qt::Key_PageDown:
        return go(std::min(rows - 1, current + 10));
    case Qt::Key_PageUp:
        return go(std::max(0, current - 10));
    case Qt::Key_Return:
    case Qt::Key_Enter:
        runCurrent();
        return true;
    default:
        return QDialog::eventFilter(watched, event);
    }
}

} // namespace kintsugi
