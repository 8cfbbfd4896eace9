#pragma once

#include <QSortFilterProxyModel>

namespace kintsugi {

/// Keeps surrogates that contain every word of the filter, and the stages of those; all of a stage whose own name
/// matches.
class SurrogateFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit SurrogateFilter(QObject* parent = nullptr);
    void setFilter(const QString& text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    QStringList m_words;
};

} // namespace kintsugi
