#pragma once

#include "library/distil_request.h"

#include <QDialog>
#include <map>

class QCheckBox;
class QLabel;
class QPushButton;
class QRadioButton;
class QSpinBox;

namespace kintsugi {

/// Asks which missing surrogates to distil: kinds, spans and iterations.
class DistilDialog : public QDialog {
    Q_OBJECT

public:
    DistilDialog(const Stages& stages, const std::vector<EdgeChoice>& choices, QWidget* parent = nullptr);
    DistilRequest request() const;

private:
    std::vector<BlockKind> chosenKinds() const;
    SpanSet chosenSpans() const;
    void recount();

    Stages m_stages;
    std::vector<EdgeChoice> m_choices;
    std::map<BlockKind, QCheckBox*> m_kinds;
    std::map<SpanSet, QRadioButton*> m_spans;
    QSpinBox* m_iterations;
    QLabel* m_count;
    QPushButton* m_start;
};

} // namespace kintsugi
