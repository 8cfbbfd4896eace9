#pragma once

#include "jobs/engine.h"

#include <QDialog>
#include <optional>

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

    /// Another sentence below the fields.
    void setNote(const QString& text);
    /// Goes on with this run, of which only the learning rate can be another one.
    void setResumed(const TeacherPlan& plan);

    TeacherPlan teacherPlan() const;
    /// Without an architecture.
    FinetunePlan finetunePlan() const;

private:
    QSpinBox *m_iterations, *m_patch, *m_batch;
    QDoubleSpinBox* m_rate;
    QLineEdit* m_seed;
    QCheckBox* m_grow;
    QLabel* m_note;
    std::optional<TeacherPlan> m_resumed;
};

} // namespace kintsugi
