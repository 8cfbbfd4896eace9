#pragma once

#include <QWidget>

class QLabel;

namespace kintsugi {

struct ProjectValues;

/// What the teacher is: its configuration, size and quality.
class TeacherCard : public QWidget {
    Q_OBJECT

public:
    explicit TeacherCard(QWidget* parent = nullptr);
    void show(const ProjectValues& values);
    void clear();

private:
    QLabel *m_title, *m_config, *m_figures;
};

} // namespace kintsugi
