#pragma once

#include "trials/run_state.h"

#include <QAbstractListModel>
#include <QString>
#include <cstdint>
#include <optional>
#include <vector>

namespace kintsugi {

class TrialModel;

/// One search of the project.
struct SearchEntry {
    std::int64_t id = 0;
    QString method; ///< its name in the engine
    RunState state = RunState::Finished;
    int trials = 0; ///< done
    int budget = 0;
    std::optional<double> hypervolume;
    QString description; ///< space, cost and seed, for the tip
    QString message;     ///< why it failed
};

/// Earlier searches and the present one. A check mark shows a search's trials in a TrialModel, which must outlive this.
class SearchListModel : public QAbstractListModel {
    Q_OBJECT

public:
    static constexpr int StateRole = Qt::UserRole;
    static constexpr int IdRole = Qt::UserRole + 1;

    explicit SearchListModel(TrialModel& trials, QObject* parent = nullptr);

    void setSearches(std::vector<SearchEntry> searches);
    /// Replaces the entry with its id, or adds it.
    void put(const SearchEntry& search);
    const SearchEntry& search(int row) const { return m_searches[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    bool isChecked(const SearchEntry& search) const;
    bool isLoaded(std::int64_t search) const;

    TrialModel& m_trials;
    std::vector<SearchEntry> m_searches;
};

} // namespace kintsugi
