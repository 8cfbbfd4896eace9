#pragma once

#include "library/finetune_model.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace kintsugi {

/// The table of fine-tuned networks; one sentence and one button while there are none.
class FinetunedPanel : public QWidget {
    Q_OBJECT

public:
    explicit FinetunedPanel(QWidget* parent = nullptr);

    void setRows(std::vector<FinetuneRow> rows);
    QTableView& view() { return *m_view; }

Q_SIGNALS:
    /// A row was chosen: its network is to be A.
    void networkChosen(const kintsugi::Architecture& architecture);
    void finetuneRequested();

private:
    FinetuneModel* m_model;
    QTableView* m_view;
    QWidget* m_empty;
};

} // namespace kintsugi
