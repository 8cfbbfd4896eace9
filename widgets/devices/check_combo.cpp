#include "devices/check_combo.h"

#include <QAbstractItemView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QStandardItemModel>
#include <QStyleOptionComboBox>
#include <QStylePainter>
#include <QWheelEvent>

namespace kintsugi {

CheckCombo::CheckCombo(QWidget* parent) : QComboBox(parent) {
    view()->installEventFilter(this);
    view()->viewport()->installEventFilter(this);
    setSizeAdjustPolicy(AdjustToContents);
    connect(model(), &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex&, const QModelIndex&, const QList<int>& roles) {
                if (roles.isEmpty() || roles.contains(Qt::CheckStateRole))
                    Q_EMIT checksChanged();
            });
}

void CheckCombo::addCheck(const QString& text, const QVariant& value, bool checked, const QString& tip) {
    auto* item = new QStandardItem(text);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    item->setData(checked ? Qt::Checked : Qt::Unchecked, Qt::CheckStateRole);
    item->setData(value, Qt::UserRole);
    item->setToolTip(tip);
    static_cast<QStandardItemModel*>(model())->appendRow(item);
}

bool CheckCombo::isChecked(int index) const {
    return itemData(index, Qt::CheckStateRole).toInt() == Qt::Checked;
}

void CheckCombo::setChecked(int index, bool checked) {
    if (index >= 0 && index < count() && isChecked(index) != checked)
        setItemData(index, checked ? Qt::Checked : Qt::Unchecked, Qt::CheckStateRole);
}

QVariantList CheckCombo::checkedData() const {
    QVariantList list;
    for (int i = 0; i < count(); ++i)
        if (isChecked(i))
            list << itemData(i);
    return list;
}

void CheckCombo::setSummary(const QString& text) {
    m_summary = text;
    setAccessibleDescription(text);
    updateGeometry();
    update();
}

QSize CheckCombo::sizeHint() const {
    QStyleOptionComboBox option;
    initStyleOption(&option);
    const QSize text(std::max(fontMetrics().horizontalAdvance(m_summary) + 8, 60), fontMetrics().height());
    return {style()->sizeFromContents(QStyle::CT_ComboBox, &option, text, this).width(),
            QComboBox::sizeHint().height()};
}

bool CheckCombo::eventFilter(QObject* watched, QEvent* event) {
    const auto turn = [this](const QModelIndex& index) {
        if (index.isValid())
            setChecked(index.row(), !isChecked(index.row()));
    };
    if (watched == view()->viewport() && event->type() == QEvent::MouseButtonRelease) {
        turn(view()->indexAt(static_cast<QMouseEvent*>(event)->pos()));
        return true;
    }
    if (watched == view() && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Space) {
            turn(view()->currentIndex());
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            hidePopup();
            return true;
        }
    }
    return QComboBox::eventFilter(watched, event);
}

void CheckCombo::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    option.currentIcon = {};
    option.currentText = m_summary;
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

void CheckCombo::keyPressEvent(QKeyEvent* event) {
    // Other keys would choose a current entry, which has no meaning here.
    const int key = event->key();
    if (key == Qt::Key_Space || key == Qt::Key_F4 || key == Qt::Key_Down || key == Qt::Key_Return)
        showPopup();
    else
        event->ignore();
}

void CheckCombo::wheelEvent(QWheelEvent* event) {
    event->ignore();
}

} // namespace kintsugi
