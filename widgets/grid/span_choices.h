#pragma once

#include "grid/span_options.h"

#include <QWidget>

class QButtonGroup;
class QGridLayout;
class QLabel;

namespace kintsugi {

/// The choices for the selected span as radio buttons with ms and dB; choosing one edits A.
class SpanChoices : public QWidget {
    Q_OBJECT

public:
    explicit SpanChoices(Selection& selection, QWidget* parent = nullptr);
    void setChoices(const std::vector<EdgeChoice>& choices);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void rebuild();
    void showValues();

    Selection& m_selection;
    ChoiceTable m_table;
    std::vector<SpanOption> m_options;
    QLabel *m_title, *m_hint;
    QWidget* m_rows = nullptr;
    QButtonGroup* m_group = nullptr;
    struct Cells {
        QLabel *kind, *milliseconds, *loss;
    };
    std::vector<Cells> m_cells;
};

} // namespace kintsugi
