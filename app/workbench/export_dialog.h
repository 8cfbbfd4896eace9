#pragma once

#include <QDialog>
#include <QStringList>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace kintsugi {

/// Asks how a network is written as ONNX.
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    /// @p what: the network's name. @p hasFinetuned: whether it was fine-tuned.
    ExportDialog(const QString& what, bool hasFinetuned, QWidget* parent = nullptr);

    void setFile(const QString& file);
    QString file() const;
    /// Options of `kintsugi-cli export` but for project and architecture.
    QStringList arguments() const;

private:
    void update();

    QLineEdit* m_file;
    QSpinBox *m_height, *m_width;
    QCheckBox *m_dynamic, *m_finetuned, *m_stages;
    QComboBox* m_scan;
    QLabel* m_note;
    QPushButton* m_start;
};

} // namespace kintsugi
