#pragma once

#include <QDialog>
#include <QString>

class QComboBox;
class QDialogButtonBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace kintsugi {

class LatestWork;

/// Makes a project: from which teacher's checkpoint, or of what size one that is yet to be trained; what it restores,
/// where the project lies.
class NewProjectDialog : public QDialog {
    Q_OBJECT

public:
    explicit NewProjectDialog(QWidget* parent = nullptr);

    /// Of the project that was made, once accepted.
    QString projectPath() const { return m_made; }

    void setTeacher(const QString& file);
    /// A teacher to be trained instead of a file; @p size: 0 small, 1 medium, 2 as published.
    void setUntrained(int size);
    void setFolder(const QString& folder);
    void setName(const QString& name);

private:
    void update();
    void create();
    bool isUntrained() const;
    QString task() const;
    QString path() const;

    QLineEdit *m_teacher, *m_name, *m_folder;
    QFormLayout* m_form;
    QComboBox *m_source, *m_size, *m_task;
    QSpinBox* m_sigma;
    QLabel* m_message;
    QDialogButtonBox* m_buttons;
    LatestWork* m_work;
    QString m_made;
};

} // namespace kintsugi
