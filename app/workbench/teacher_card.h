#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace kintsugi {

struct ProjectValues;
struct TeacherStep;

/// What the teacher is: its configuration, size and quality.
class TeacherCard : public QWidget {
    Q_OBJECT

public:
    explicit TeacherCard(QWidget* parent = nullptr);
    /// @p trains: it is being trained now.
    void show(const ProjectValues& values, bool trains);
    /// While it is trained.
    void showProgress(const TeacherStep& step);
    void clear();

Q_SIGNALS:
    void trainRequested();
    void curveRequested();

private:
    QLabel *m_title, *m_config, *m_figures, *m_progress;
    QPushButton *m_train, *m_curve;
};

} // namespace kintsugi
