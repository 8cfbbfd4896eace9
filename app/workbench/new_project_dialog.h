#pragma once

#include <QDialog>
#include <QString>

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace kintsugi {

class LatestWork;

/// Makes a project from a teacher's checkpoint: which file, what it restores, where the project lies.
class NewProjectDialog : public QDialog {
    Q_OBJECT

public:
    explicit NewProjectDialog(QWidget* parent = nullptr);

    /// Of the project that was made, once accepted.
    QString projectPath() const { return m_made; }

    void setTeacher(const QString& file);
    void setFolder(const QString& folder);
    void setName(const QString& name);

private:
    void update();
    void create();
    QString task() const;
    QString path() const;

    QLineEdit *m_teacher, *m_name, *m_folder;
    QComboBox* m_task;
    QSpinBox* m_sigma;
    QLabel* m_message;
    QDialogButtonBox* m_buttons;
    LatestWork* m_work;
    QString m_made;
};

} // namespace kintsugi
