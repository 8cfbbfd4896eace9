#pragma once

#include "common/values.h"
#include "grid/front_share.h"
#include "grid/summary_model.h"

#include <QScrollArea>

class QAction;
class QLabel;
class QTableView;

namespace kintsugi {

class Selection;
class SpanChoices;

struct SummaryValues {
    NetworkFigures a, b;
    QString note; ///< conventions: "PSNR on 24 crops. ms on Pixel 8, 4 threads, 256×256."
    std::vector<BlockShare> frontShare;
};

/// Numbers of A and B, the choices for the selected span, the front's habits there, and the history.
class SummaryPanel : public QScrollArea {
    Q_OBJECT

public:
    explicit SummaryPanel(Selection& selection, QWidget* parent = nullptr);

    void setValues(const SummaryValues& values);
    void setChoices(const std::vector<EdgeChoice>& choices);
    QList<QAction*> commands() const { return {m_effect, m_time}; }
    SummaryModel& model() { return *m_model; }

Q_SIGNALS:
    void effectRequested(const kintsugi::Span& span);
    void timingRequested(const kintsugi::Span& span);

protected:
    void changeEvent(QEvent* event) override;

private:
    void followSpan();
    QWidget* line();

    Selection& m_selection;
    SummaryModel* m_model;
    QTableView* m_table;
    QLabel* m_note;
    SpanChoices* m_choices;
    FrontShare* m_share;
    QAction *m_effect, *m_time;
};

} // namespace kintsugi
