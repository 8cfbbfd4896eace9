#include "compare/compare_view.h"

#include "base/error.h"
#include "common/theme.h"
#include "common/wording.h"
#include "compare/latest_work.h"
#include "compare/pane_painter.h"

#include <QAction>
#include <QActionGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSaveFile>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace kintsugi {

namespace {

constexpr std::array zoomSteps{25, 50, 100, 200, 400, 800, 1600, 3200, 6400};
constexpr std::array sides{Slot::Degraded, Slot::A, Slot::B, Slot::Truth, Slot::Error};

/// Gives up its less important parts where there is no room for all; they stay in the menus.
class ShrinkingBar : public QToolBar {
public:
    void setOptional(const QList<QAction*>& actions) { m_optional = actions; }

protected:
    void resizeEvent(QResizeEvent* event) override {
        QToolBar::resizeEvent(event);
        if (m_isRoomy)
            m_needed = sizeHint().width();
        if (m_isRoomy == (width() >= m_needed))
            return;
        m_isRoomy = !m_isRoomy;
        for (QAction* action : m_optional)
            action->setVisible(m_isRoomy);
    }

private:
    QList<QAction*> m_optional;
    bool m_isRoomy = true;
    int m_needed = 0;
};

QLabel* barLabel(const QString& text) {
    auto* label = new QLabel(text);
    label->setContentsMargins(metric::small, 0, metric::small, 0);
    return label;
}

} // namespace

CompareView::CompareView(Comparison& comparison, QWidget* parent)
    : QWidget(parent), m_comparison(comparison), m_canvas(new CompareCanvas(comparison)), m_bar(new ShrinkingBar),
      m_saving(std::make_unique<LatestWork>()) {
    makeActions();
    makeToolBar();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_canvas, 1);

    connect(m_canvas, &CompareCanvas::openRequested, this, &CompareView::openRequested);
    connect(m_canvas, &CompareCanvas::browseRequested, this, &CompareView::browseRequested);
    connect(m_canvas, &CompareCanvas::stateChanged, this, &CompareView::showState);
    connect(&comparison.images(), &ComparedImages::stateChanged, this, &CompareView::showState);
    connect(&comparison.transform(), &ViewTransform::changed, this, &CompareView::showZoom);
    connect(&comparison.transform(), &ViewTransform::linkedChanged, this, &CompareView::showState);
    connect(m_saving.get(), &LatestWork::failed, this, &CompareView::figureFailed);
    showState();
    showZoom();
}

CompareView::~CompareView() = default;

QAction* CompareView::command(const QString& text, const QString& tip, const QList<QKeySequence>& keys) {
    auto* action = new QAction(text, this);
    action->setToolTip(tip);
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    m_canvas->addAction(action);
    m_commands << action;
    return action;
}

QAction* CompareView::modeAction(CompareMode mode, const QString& text, const QString& tip) {
    QAction* action =
        command(text, tip, mode == CompareMode::Wipe ? QList<QKeySequence>{Qt::Key_W} : QList<QKeySequence>{});
    action->setCheckable(true);
    connect(action, &QAction::triggered, this, [this, mode] { m_canvas->setMode(mode); });
    m_modes[static_cast<std::size_t>(mode)] = action;
    return action;
}

void CompareView::makeActions() {
    ViewTransform& transform = m_comparison.transform();
    auto* modes = new QActionGroup(this);
    modes->addAction(modeAction(CompareMode::Wipe, tr("Wipe"), tr("Two images with a line to drag between them (W)")));
    modes->addAction(modeAction(CompareMode::SideBySide, tr("Side by side"), tr("Two images next to each other")));
    modes->addAction(modeAction(CompareMode::FourUp, tr("Four-up"), tr("Degraded, B, A and ground truth together")));
    modes->addAction(modeAction(CompareMode::Flip, tr("Flip"), tr("One image; hold B, G, D or E to see another")));

    const auto alone = [&](Slot slot, const QString& text, const QString& tip) {
        QAction* action = command(text, tip);
        action->setCheckable(true);
        connect(action, &QAction::triggered, this,
                [this, slot](bool on) { m_canvas->setLatched(on ? std::optional(slot) : std::nullopt); });
        m_alone[static_cast<std::size_t>(indexOf(slot))] = action;
    };
    alone(Slot::B, tr("Show B"), tr("Show B alone (in the viewer: hold B)"));
    alone(Slot::Truth, tr("Show ground truth"), tr("Show the ground truth alone (in the viewer: hold G)"));
    alone(Slot::Degraded, tr("Show degraded image"), tr("Show the degraded image alone (in the viewer: hold D)"));
    alone(Slot::Error, tr("Show error map"), tr("Show the error map alone (in the viewer: hold E)"));

    m_swap = command(tr("Swap sides"), tr("Swap the left and the right image"));
    m_swap->setIconText(QStringLiteral("⇄"));
    connect(m_swap, &QAction::triggered, this, [this] { m_canvas->setSides(m_canvas->right(), m_canvas->left()); });
    m_link = command(tr("Link zoom and pan"), tr("Zoom and move all images together; offsets made before are kept"));
    m_link->setCheckable(true);
    connect(m_link, &QAction::triggered, this, [this](bool on) { m_comparison.transform().setLinked(on); });
    m_align = command(tr("Align images"), tr("Remove the offsets between the images"));
    connect(m_align, &QAction::triggered, &transform, &ViewTransform::align);
    m_patches = command(tr("Patches"), tr("Outline the worst patches"));
    m_patches->setCheckable(true);
    connect(m_patches, &QAction::triggered, m_canvas, &CompareCanvas::setPatchesShown);
    m_actualSize = command(tr("Actual size"), tr("One image pixel on one physical screen pixel (1)"), {Qt::Key_1});
    m_actualSize->setIconText(tr("1:1"));
    connect(m_actualSize, &QAction::triggered, this,
            [this] { m_comparison.transform().setScale(1.0, {}, m_canvas->activeSlot()); });
    QAction* fit = command(tr("Fit"), tr("Show the whole image (F)"), {Qt::Key_F});
    connect(fit, &QAction::triggered, &transform, &ViewTransform::fit);
    QAction* in = command(tr("Zoom in"), tr("Zoom in (+)"), {Qt::Key_Plus, Qt::Key_Equal});
    connect(in, &QAction::triggered, this,
            [this] { m_comparison.transform().stepZoom(1, {}, m_canvas->activeSlot()); });
    QAction* out = command(tr("Zoom out"), tr("Zoom out (−)"), {Qt::Key_Minus});
    connect(out, &QAction::triggered, this,
            [this] { m_comparison.transform().stepZoom(-1, {}, m_canvas->activeSlot()); });
    m_export = command(tr("Export figure…"), tr("Save what the viewer shows as a PNG picture"));
    m_export->setIconText(tr("Export…"));
    connect(m_export, &QAction::triggered, this, &CompareView::askForFigure);
    m_saveRestored = command(tr("Save restored image…"), tr("Save the image that A restored, at full size"));
    connect(m_saveRestored, &QAction::triggered, this, &CompareView::saveRestoredRequested);
    for (QAction* action : {m_comparison.nextPatchAction(), m_comparison.previousPatchAction()}) {
        m_canvas->addAction(action);
        m_commands << action;
    }
}

QComboBox* CompareView::slotBox(const QString& name, const QString& tip) {
    auto* box = new QComboBox;
    box->setAccessibleName(name);
    box->setToolTip(tip);
    box->setFixedWidth(box->fontMetrics().averageCharWidth() * 15);
    for (const Slot slot : sides)
        box->addItem(slotText(slot), indexOf(slot));
    connect(box, &QComboBox::activated, this, [this] {
        m_canvas->setSides(static_cast<Slot>(m_left->currentData().toInt()),
                           static_cast<Slot>(m_right->currentData().toInt()));
    });
    return box;
}

void CompareView::makeToolBar() {
    m_bar->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_bar->setMovable(false);
    m_bar->layout()->setSpacing(1);
    m_bar->setWindowTitle(tr("Comparison"));
    m_bar->setFont(sizedFont(font(), 12));
    QList<QAction*> optional;
    for (QAction* mode : m_modes)
        m_bar->addAction(mode);
    m_bar->addSeparator();
    m_left = slotBox(tr("Left image"), tr("The image left of the line"));
    m_right = slotBox(tr("Right image"), tr("The image right of the line, and the one that Flip shows"));
    optional << m_bar->addWidget(barLabel(tr("Left")));
    m_bar->addWidget(m_left);
    m_bar->addAction(m_swap);
    optional << m_bar->addWidget(barLabel(tr("Right")));
    m_bar->addWidget(m_right);
    m_bar->addSeparator();
    const auto check = [&](QAction* action) {
        auto* box = new QCheckBox(action->text());
        box->setToolTip(action->toolTip());
        connect(box, &QCheckBox::clicked, action, [action] { action->trigger(); });
        connect(action, &QAction::toggled, box, &QCheckBox::setChecked);
        optional << m_bar->addWidget(box) << m_bar->addWidget(barLabel({}));
    };
    check(m_link);
    check(m_patches);
    optional << m_bar->addSeparator();
    m_zoom = new QComboBox;
    m_zoom->setEditable(true);
    m_zoom->setInsertPolicy(QComboBox::NoInsert);
    m_zoom->setCompleter(nullptr); // typing 3 means 3 %, not 3 200 %
    m_zoom->setAccessibleName(tr("Zoom"));
    m_zoom->setToolTip(tr("Physical screen pixels per image pixel"));
    m_zoom->setFixedWidth(78);
    m_zoom->addItem(tr("Fit"));
    for (const int percent : zoomSteps)
        m_zoom->addItem(tr("%1 %").arg(QLocale().toString(percent)));
    connect(m_zoom, &QComboBox::textActivated, this, &CompareView::applyZoomText);
    connect(m_zoom->lineEdit(), &QLineEdit::returnPressed, this, [this] { applyZoomText(m_zoom->currentText()); });
    optional << m_bar->addWidget(barLabel(tr("Zoom")));
    m_bar->addWidget(m_zoom);
    m_bar->addAction(m_actualSize);
    m_bar->addAction(m_export);
    for (QAction* action : {m_swap, m_actualSize, m_export})
        m_bar->widgetForAction(action)->setAccessibleName(action->text());
    static_cast<ShrinkingBar*>(m_bar)->setOptional(optional);
}

void CompareView::applyZoomText(const QString& text) {
    if (text == m_zoom->itemText(0))
        return m_comparison.transform().fit();
    QString digits = text;
    digits.remove(QLatin1Char('%'));
    bool isNumber = false;
    const double percent = QLocale().toDouble(digits.trimmed(), &isNumber);
    if (isNumber && percent > 0.0)
        m_comparison.transform().setScale(percent / 100.0);
    showZoom();
}

void CompareView::showState() {
    m_modes[static_cast<std::size_t>(m_canvas->mode())]->setChecked(true);
    for (const Slot slot : {Slot::B, Slot::Truth, Slot::Degraded, Slot::Error}) {
        m_alone[static_cast<std::size_t>(indexOf(slot))]->setChecked(m_canvas->shownAlone() == slot);
        m_alone[static_cast<std::size_t>(indexOf(slot))]->setEnabled(!m_comparison.images().content(slot).isEmpty());
    }
    for (QComboBox* box : {m_left, m_right}) {
        for (std::size_t i = 0; i < sides.size(); ++i)
            box->setItemText(int(i),
                             sides[i] == Slot::Error ? slotText(sides[i]) : m_comparison.images().label(sides[i]));
        box->setCurrentIndex(box->findData(indexOf(box == m_left ? m_canvas->left() : m_canvas->right())));
    }
    const bool hasSides = m_canvas->mode() == CompareMode::Wipe || m_canvas->mode() == CompareMode::SideBySide;
    m_left->setEnabled(hasSides);
    m_swap->setEnabled(hasSides);
    m_right->setEnabled(m_canvas->mode() != CompareMode::FourUp);
    m_link->setChecked(m_comparison.transform().isLinked());
    m_patches->setChecked(m_canvas->hasPatches());
    m_export->setEnabled(!m_comparison.images().isEmpty());
    m_saveRestored->setEnabled(!m_comparison.images().content(Slot::A).isEmpty());
}

void CompareView::showZoom() {
    m_align->setEnabled(!m_comparison.transform().isAligned());
    const double percent = m_comparison.transform().scale() * 100.0;
    m_zoom->setEditText(tr("%1 %").arg(numberText(percent, percent < 10 ? 1 : 0)));
}

void CompareView::askForFigure() {
    const QString name = QFileInfo(m_comparison.selection().image()).completeBaseName();
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export figure"), (name.isEmpty() ? tr("comparison") : name) + QStringLiteral("-figure.png"),
        tr("PNG pictures (*.png)"));
    if (!path.isEmpty())
        saveFigure(path);
}

void CompareView::saveFigure(const QString& path, double scale) {
    m_saving->start(
        [path, figure = exportFigure(scale)](const std::stop_token&) {
            QSaveFile file(path);
            if (!file.open(QIODevice::WriteOnly) || !figure.save(&file, "PNG") || !file.commit())
                throw FileError(tr("The figure %1 could not be written: %2. Choose another folder.")
                                    .arg(path, file.errorString())
                                    .toStdString());
            return path;
        },
        [this](const QString& saved) { Q_EMIT figureSaved(saved); });
}

} // namespace kintsugi
