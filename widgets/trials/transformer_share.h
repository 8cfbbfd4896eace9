#pragma once

#include "space/architecture.h"

#include <QWidget>
#include <optional>
#include <vector>

namespace kintsugi {

class Selection;
class TrialModel;

/// For each block the share of front members that have a transformer there: stages down, blocks across. Members above
/// the limit do not count. A click selects the block.
class TransformerShare : public QWidget {
    Q_OBJECT

public:
    TransformerShare(TrialModel& trials, Selection& selection, QWidget* parent = nullptr);

    int memberCount() const { return m_members; }
    /// 0 to 1; nothing while there is no front.
    std::optional<double> share(StageId stage, int block) const;
    QRect cell(StageId stage, int block) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void changed();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    void recount();
    std::optional<Span> blockAt(const QPoint& at) const;
    QString cellText(const Span& block) const;
    int labelWidth() const;

    TrialModel& m_trials;
    Selection& m_selection;
    int m_members = 0;
    std::vector<std::vector<int>> m_counts; ///< by stage and block
};

} // namespace kintsugi
