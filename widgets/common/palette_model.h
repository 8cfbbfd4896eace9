#pragma once

#include <QAbstractListModel>
#include <QString>
#include <functional>
#include <vector>

namespace kintsugi {

/// One thing that the command palette can do.
struct PaletteEntry {
    QString id;       ///< the same in every session; by it recent entries are remembered
    QString text;     ///< "Fit network"
    QString group;    ///< "command", "block", "trial", "image"
    QString shortcut; ///< as shown
    std::function<void()> run;
};

/// Entries that match, best first.
class PaletteModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role { GroupRole = Qt::UserRole, ShortcutRole, PositionsRole };

    using QAbstractListModel::QAbstractListModel;

    /// Ranks @p entries for @p query; equally good ones by how recently they were used, then as given. At most
    /// @p most stay.
    void rank(const std::vector<PaletteEntry>& entries, const QString& query, const QStringList& recent, int most = 60);
    const PaletteEntry& entry(int row) const { return m_rows[std::size_t(row)].entry; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Row {
        PaletteEntry entry;
        int score = 0;
        int recency = 0; ///< 0: most recent
        QVariantList positions;
    };
    std::vector<Row> m_rows;
};

} // namespace kintsugi
