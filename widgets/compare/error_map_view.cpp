#include "compare/error_map_view.h"

#include "common/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QStandardItemModel>

namespace kintsugi {

namespace {

constexpr std::array kinds{ErrorKind::Signed, ErrorKind::Absolute, ErrorKind::Ssim};
constexpr std::array pairs{ErrorPair::ATruth, ErrorPair::AB, ErrorPair::BTruth, ErrorPair::ABefore};

} // namespace

ErrorMapView::ErrorMapView(Comparison& comparison, QWidget* parent)
    : QWidget(parent), m_comparison(comparison), m_kind(new QComboBox), m_pair(new QComboBox),
      m_gain(new QDoubleSpinBox), m_threshold(new QDoubleSpinBox), m_overlay(new QCheckBox(tr("Overlay"))),
      m_canvas(new ErrorMapCanvas(comparison)), m_legend(new ErrorLegend(comparison.analysis())) {
    makeControls();
    makeCommands();
    auto* controls = new QGridLayout;
    controls->setHorizontalSpacing(metric::medium);
    controls->setVerticalSpacing(metric::small);
    controls->addWidget(m_kind, 0, 0);
    controls->addWidget(new QLabel(tr("Gain")), 0, 1);
    controls->addWidget(m_gain, 0, 2);
    controls->addWidget(m_pair, 1, 0);
    controls->addWidget(new QLabel(tr("From")), 1, 1);
    controls->addWidget(m_threshold, 1, 2);
    controls->addWidget(m_overlay, 2, 0, 1, 3);
    controls->setColumnStretch(0, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metric::medium, metric::medium, metric::medium, metric::medium);
    layout->setSpacing(metric::medium);
    layout->addLayout(controls);
    layout->addWidget(m_canvas, 1);
    layout->addWidget(m_legend);
    connect(&comparison.analysis(), &ErrorAnalysis::settingsChanged, this, &ErrorMapView::showSettings);
    connect(&comparison.images(), &ComparedImages::pictureChanged, this, &ErrorMapView::showSettings);
    showSettings();
}

void ErrorMapView::makeControls() {
    ErrorAnalysis& analysis = m_comparison.analysis();
    for (const ErrorKind kind : kinds)
        m_kind->addItem(kindText(kind), int(kind));
    m_kind->setAccessibleName(tr("Kind of error"));
    m_kind->setToolTip(
        tr("Signed: luma, BT.601. Absolute: mean over the channels. SSIM: 11×11 Gaussian window, σ 1.5"));
    connect(m_kind, &QComboBox::activated, this,
            [=, this, &analysis] { analysis.setKind(static_cast<ErrorKind>(m_kind->currentData().toInt())); });
    for (const ErrorPair pair : pairs)
        m_pair->addItem(pair == ErrorPair::ABefore ? tr("What the last change did") : pairText(pair), int(pair));
    m_pair->setAccessibleName(tr("Images to subtract"));
    connect(m_pair, &QComboBox::activated, this,
            [=, this, &analysis] { analysis.setPair(static_cast<ErrorPair>(m_pair->currentData().toInt())); });
    m_gain->setRange(0.1, 255.0);
    m_gain->setDecimals(1);
    m_gain->setPrefix(QStringLiteral("× "));
    m_gain->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    m_gain->setAccessibleName(tr("Gain"));
    m_gain->setToolTip(tr("The strongest colour stands for an error of 1 / gain"));
    connect(m_gain, &QDoubleSpinBox::valueChanged, &analysis, &ErrorAnalysis::setGain);
    m_threshold->setRange(0.0, 1.0);
    m_threshold->setDecimals(3);
    m_threshold->setSingleStep(0.002);
    m_threshold->setAccessibleName(tr("Threshold"));
    m_threshold->setToolTip(tr("Smaller errors are drawn as none"));
    connect(m_threshold, &QDoubleSpinBox::valueChanged, &analysis, &ErrorAnalysis::setThreshold);
    for (QDoubleSpinBox* box : {m_gain, m_threshold})
        box->setKeyboardTracking(false);
    m_overlay->setToolTip(tr("Draw the errors over a grey version of the image"));
    connect(m_overlay, &QCheckBox::toggled, &analysis, &ErrorAnalysis::setOverlay);
}

void ErrorMapView::makeCommands() {
    ErrorAnalysis& analysis = m_comparison.analysis();
    const auto add = [&](const QString& text, auto action) {
        auto* command = new QAction(text, this);
        command->setToolTip(text);
        connect(command, &QAction::triggered, this, action);
        m_commands << command;
    };
    for (const ErrorKind kind : kinds)
        add(tr("Error map: %1").arg(kindText(kind)), [&analysis, kind] { analysis.setKind(kind); });
    for (const ErrorPair pair : pairs)
        add(tr("Error map of %1").arg(pairText(pair)), [&analysis, pair] { analysis.setPair(pair); });
    add(tr("Double the error gain"), [&analysis] { analysis.setGain(analysis.scale().gain * 2); });
    add(tr("Halve the error gain"), [&analysis] { analysis.setGain(analysis.scale().gain / 2); });
    add(tr("Error map over the image"), [&analysis] { analysis.setOverlay(!analysis.isOverlay()); });
}

void ErrorMapView::showSettings() {
    const ErrorAnalysis& analysis = m_comparison.analysis();
    m_kind->setCurrentIndex(m_kind->findData(int(analysis.kind())));
    m_pair->setCurrentIndex(m_pair->findData(int(analysis.pair())));
    const QSignalBlocker gainBlocker(m_gain), thresholdBlocker(m_threshold), overlayBlocker(m_overlay);
    m_gain->setValue(analysis.scale().gain);
    m_threshold->setValue(analysis.scale().threshold);
    m_overlay->setChecked(analysis.isOverlay());
    auto* items = qobject_cast<QStandardItemModel*>(m_pair->model());
    for (int i = 0; i < m_pair->count(); ++i)
        items->item(i)->setEnabled(analysis.canShow(static_cast<ErrorPair>(m_pair->itemData(i).toInt())));
}

} // namespace kintsugi
