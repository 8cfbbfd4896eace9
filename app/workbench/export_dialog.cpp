#include "export_dialog.h"

#include "common/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace kintsugi {

ExportDialog::ExportDialog(const QString& what, bool hasFinetuned, QWidget* parent)
    : QDialog(parent), m_file(new QLineEdit(this)), m_height(new QSpinBox(this)), m_width(new QSpinBox(this)),
      m_dynamic(new QCheckBox(tr("Any size that is a multiple of 8; slower"), this)),
      m_finetuned(new QCheckBox(tr("With the weights of its latest fine-tuning"), this)),
      m_stages(new QCheckBox(tr("Also every stage as a model of its own"), this)), m_scan(new QComboBox(this)),
      m_note(new QLabel(this)) {
    setWindowTitle(tr("Export as ONNX"));
    m_file->setObjectName(QStringLiteral("file"));
    m_file->setPlaceholderText(tr("The model's file, .onnx"));
    auto* choose = new QPushButton(tr("Choose…"), this);
    connect(choose, &QPushButton::clicked, this, [this] {
        const QString chosen =
            QFileDialog::getSaveFileName(this, tr("Export as ONNX"), m_file->text(), tr("Models (*.onnx)"));
        if (!chosen.isEmpty())
            m_file->setText(chosen);
    });
    auto* fileRow = new QHBoxLayout;
    fileRow->addWidget(m_file, 1);
    fileRow->addWidget(choose);
    auto* sizeRow = new QHBoxLayout;
    for (QSpinBox* side : {m_height, m_width}) {
        side->setRange(8, 4096);
        side->setSingleStep(8);
        side->setValue(256);
        connect(side, &QSpinBox::valueChanged, this, &ExportDialog::update);
    }
    m_height->setAccessibleName(tr("Height"));
    m_width->setAccessibleName(tr("Width"));
    sizeRow->addWidget(m_height);
    sizeRow->addWidget(new QLabel(QStringLiteral("×"), this));
    sizeRow->addWidget(m_width);
    sizeRow->addWidget(new QLabel(tr("pixels, height × width"), this), 1);
    m_scan->addItem(tr("One operator of Kintsugi's for each (fast; needs its library)"), QStringLiteral("custom"));
    m_scan->addItem(tr("ONNX's own Scan (slow; any runtime)"), QStringLiteral("standard"));
    m_scan->setToolTip(tr("How the state-space scans are written; networks without any are the same either way"));
    m_finetuned->setEnabled(hasFinetuned);
    m_finetuned->setChecked(hasFinetuned);
    m_finetuned->setToolTip(hasFinetuned ? QString() : tr("This network was not fine-tuned yet"));

    auto* form = new QFormLayout;
    form->setSpacing(metric::medium);
    form->addRow(tr("Network"), new QLabel(what, this));
    const auto label = [this](const QString& text, QWidget* field) {
        auto* made = new QLabel(text, this);
        made->setBuddy(field);
        return made;
    };
    form->addRow(label(tr("&File"), m_file), fileRow);
    form->addRow(label(tr("&Size"), m_height), sizeRow);
    form->addRow(QString(), m_dynamic);
    form->addRow(tr("S&cans"), m_scan);
    form->addRow(QString(), m_finetuned);
    form->addRow(QString(), m_stages);
    m_note->setWordWrap(true);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_start = buttons->addButton(tr("Export"), QDialogButtonBox::AcceptRole);
    m_start->setObjectName(QStringLiteral("start"));
    m_start->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_file, &QLineEdit::textChanged, this, &ExportDialog::update);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metric::large, metric::large, metric::large, metric::large);
    layout->setSpacing(metric::large);
    layout->addLayout(form);
    layout->addWidget(m_note);
    layout->addWidget(buttons);
    resize(580, sizeHint().height());
    update();
}

void ExportDialog::setFile(const QString& file) {
    m_file->setText(file);
}

QString ExportDialog::file() const {
    const QString file = m_file->text().trimmed();
    return file.isEmpty() || file.endsWith(QLatin1String(".onnx")) ? file : file + QStringLiteral(".onnx");
}

QStringList ExportDialog::arguments() const {
    QStringList arguments{
        QStringLiteral("--output"), file(),
        QStringLiteral("--size"),   QStringLiteral("%1x%2").arg(m_height->value()).arg(m_width->value()),
        QStringLiteral("--scan"),   m_scan->currentData().toString()};
    if (m_dynamic->isChecked())
        arguments << QStringLiteral("--dynamic");
    if (m_finetuned->isChecked())
        arguments << QStringLiteral("--finetuned");
    if (m_stages->isChecked())
        arguments << QStringLiteral("--stages") << file().chopped(5) + QStringLiteral("-stages");
    return arguments;
}

void ExportDialog::update() {
    const bool fits = m_height->value() % 8 == 0 && m_width->value() % 8 == 0;
    m_start->setEnabled(fits && !file().isEmpty());
    m_note->setText(!fits ? tr("Height and width are multiples of 8.")
                          : tr("The model is compared with LibTorch on a random picture before it counts as written."));
}

} // namespace kintsugi
