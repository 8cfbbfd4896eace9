#pragma once

#include "jobs/engine.h"

#include <QDialog>

class QCheckBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace kintsugi {

/// Asks how long and with what steps a network is trained: the teacher, or one network of the project end to end.
class TrainDialog : public QDialog {
    Q_OBJECT

public:
    enum class Subject { Teacher, Network };

    /// @p images: how many folders or packs it trains on; @p what: its name, for the title.
    TrainDialog(Subject subject, const QString& what, int images, QWidget* parent = nullptr);

    TeacherPlan teacherPlan() const;
    /// Without an architecture.
    FinetunePlan finetunePlan() const;

private:
    QSpinBox *m_iterations, *m_patch, *m_batch;
    QDoubleSpinBox* m_rate;
    QLineEdit* m_seed;
    QCheckBox* m_grow;
};

} // namespace kintsugi
