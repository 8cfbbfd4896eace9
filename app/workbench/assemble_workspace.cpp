#include "assemble_workspace.h"

#include "architecture_caption.h"
#include "base/error.h"
#include "common/engine_text.h"
#include "common/theme.h"
#include "common/wording.h"
#include "compare/preview_strip.h"
#include "grid/path_table.h"
#include "grid/summary_panel.h"
#include "grid/unet_panel.h"
#include "library/finetuned_panel.h"
#include "library/library_panel.h"
#include "plots/curve_plot.h"
#include "preview_controller.h"
#include "search/front.h"
#include "session.h"
#include "space/restormer_config.h"
#include "teacher_card.h"
#include "train_dialog.h"

#include <QAction>
#include <QCoreApplication>
#include <QFrame>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace kintsugi {

namespace {

/// The measured architectures that no other one beats in loss and transformer count.
std::vector<const TrialRow*> frontOf(const ProjectValues& values) {
    std::vector<Objectives> points;
    for (const TrialRow& row : values.trials)
        points.push_back({row.loss, static_cast<double>(row.transformers)});
    std::vector<const TrialRow*> front;
    for (const std::size_t i : paretoFront(points))
        front.push_back(&values.trials[i]);
    return front;
}

NetworkFigures figuresOf(const Knowledge& known) {
    NetworkFigures figures;
    if (known.isMeasured) {
        figures.psnr = known.row.psnr;
        figures.ssim = known.row.ssim;
    } else {
        figures.psnrStale = figures.ssimStale = known.pending;
    }
    figures.transformers = known.row.transformers;
    figures.surrogateBlocks = known.row.surrogateBlocks;
    figures.mparameters = known.row.mparameters;
    figures.gmacs = known.row.gmacs;
    figures.predictedMs = known.row.predictedMs;
    figures.measuredMs = known.row.measuredMs;
    return figures;
}

/// Roles as the engine stores them.
QString finetuneRoleText(const std::string& role) {
    static const std::map<std::string, const char*> known{
        {"chosen", QT_TRANSLATE_NOOP("FinetuneRole", "chosen")},
        {"all-surrogate", QT_TRANSLATE_NOOP("FinetuneRole", "all surrogate")},
        {"knee candidate", QT_TRANSLATE_NOOP("FinetuneRole", "knee candidate")},
        {"teacher control", QT_TRANSLATE_NOOP("FinetuneRole", "teacher control")},
        {"random", QT_TRANSLATE_NOOP("FinetuneRole", "random")}};
    if (const auto found = known.find(role); found != known.end())
        return QCoreApplication::translate("FinetuneRole", found->second);
    constexpr std::string_view atLatency = " at the knee's latency";
    if (role.ends_with(atLatency))
        try {
            const BlockKind kind = parseKind(role.substr(0, role.size() - atLatency.size()));
            return QCoreApplication::translate("FinetuneRole", "%1 at the knee's latency").arg(kindText(kind));
        } catch (const Error&) {
        }
    return QString::fromStdString(role);
}

} // namespace

AssembleWorkspace::AssembleWorkspace(Session& session, PreviewController& preview, QWidget* parent)
    : Workspace(parent), m_session(session), m_preview(preview), m_grid(new UnetPanel(session.selection(), parent)),
      m_teacher(new TeacherCard), m_library(new LibraryPanel(session.selection())), m_curve(new CurvePlot),
      m_left(new QWidget(parent)), m_summary(new SummaryPanel(session.selection(), parent)),
      m_strip(new PreviewStrip(preview.images(), parent)), m_blocks(new PathTable(session.selection(), parent)),
      m_finetuned(new FinetunedPanel(parent)), m_train(new QAction(tr("Train the teacher…"), this)),
      m_finetune(new QAction(tr("Fine-tune A…"), this)) {
    auto* left = new QVBoxLayout(m_left);
    left->setContentsMargins(0, 0, 0, 0);
    left->setSpacing(0);
    left->addWidget(m_teacher);
    left->addWidget(m_library, 1);
    left->addWidget(m_curve);
    m_curve->setFixedHeight(150);
    m_curve->hide();
    m_left->setMinimumWidth(std::max(250, m_left->minimumSizeHint().width()));
    m_summary->setMinimumWidth(std::max(270, m_summary->minimumSizeHint().width()));

    connect(&session, &Session::opened, this, &AssembleWorkspace::showProject);
    connect(&session, &Session::closed, this, [this] {
        m_teacher->clear();
        m_library->setChoices({});
        m_blocks->model().setChoices({});
        m_finetuned->setRows({});
        m_curve->hide();
        m_shownCurve.reset();
    });
    connect(&session, &Session::choicesChanged, this, &AssembleWorkspace::showChoices);
    connect(&session, &Session::timingsChanged, this, &AssembleWorkspace::showDevices);
    connect(&session, &Session::timingsChanged, this, &AssembleWorkspace::showMeasured);
    connect(&session, &Session::knowledgeChanged, this, &AssembleWorkspace::showSummary);
    Selection& selection = session.selection();
    connect(&selection, &Selection::aChanged, this, &AssembleWorkspace::showSummary);
    connect(&selection, &Selection::aChanged, this, &AssembleWorkspace::showMeasured);
    connect(&selection, &Selection::bChanged, this, &AssembleWorkspace::showSummary);
    connect(&selection, &Selection::spanChanged, this, &AssembleWorkspace::showSummary);
    connect(&selection, &Selection::imageChanged, this, &AssembleWorkspace::showPreview);
    connect(&preview, &PreviewController::updated, this, &AssembleWorkspace::showPreview);

    UnetView& view = m_grid->view();
    connect(&view, &UnetView::distilRequested, this, [this](const std::vector<PlacedEdge>& edges) { distil(edges); });
    connect(&view, &UnetView::messageRequested, this, &Workspace::message);
    connect(&view, &UnetView::presetRequested, this, [this](ArchitecturePreset preset) {
        if (!m_session.isOpen())
            return;
        Selection& selected = m_session.selection();
        switch (preset) {
        case ArchitecturePreset::AllTransformer:
            selected.edit(allTeacher(m_session.values().stages), tr("Preset: all transformer"));
            break;
        case ArchitecturePreset::AllSurrogate:
            selected.edit(m_session.allSurrogate(), tr("Preset: all surrogate"));
            break;
        case ArchitecturePreset::Knee:
            if (m_session.values().knee)
                selected.showTrial(m_session.values().kneeTrial, *m_session.values().knee);
            else
                Q_EMIT message(tr("No knee yet: run a search first"));
            break;
        }
    });
    connect(m_grid, &UnetPanel::openRequested, this, &AssembleWorkspace::openRequested);
    connect(m_library, &LibraryPanel::distilRequested, this,
            [this](const DistilRequest& request) { distil(request.edges, request.iterations); });
    connect(m_teacher, &TeacherCard::trainRequested, this, &AssembleWorkspace::trainTeacher);
    connect(m_teacher, &TeacherCard::curveRequested, this, &AssembleWorkspace::showTeacherCurve);
    connect(&session, &Session::teacherProgress, this, [this](const TeacherStep& step) {
        m_teacher->showProgress(step);
        if (!m_shownCurve && m_curve->isVisible())
            m_curve->show(m_session.teacherCurve());
    });
    connect(&session, &Session::searchesChanged, this, &AssembleWorkspace::showFinetuned); // all was read anew
    connect(m_finetuned, &FinetunedPanel::finetuneRequested, this, &AssembleWorkspace::finetune);
    connect(m_finetuned, &FinetunedPanel::networkChosen, this, [this](const Architecture& architecture) {
        const auto known = m_session.values().rows.find(architecture);
        m_session.selection().showTrial(
            known == m_session.values().rows.end() ? 0 : m_session.values().trials[known->second].number, architecture);
    });
    m_train->setToolTip(tr("Train the teacher of this project on the training images"));
    connect(m_train, &QAction::triggered, this, &AssembleWorkspace::trainTeacher);
    m_finetune->setToolTip(tr("Train A end to end, and measure it before and after"));
    connect(m_finetune, &QAction::triggered, this, &AssembleWorkspace::finetune);
    connect(m_library, &LibraryPanel::curveRequested, this, &AssembleWorkspace::showCurve);
    // A curve that is looked at grows while its surrogate is trained.
    connect(&session.engine(), &EngineBridge::distillStep, this, [this] {
        if (m_session.isOpen() && m_shownCurve && m_curve->isVisible())
            if (const LossCurve curve = m_session.curve(*m_shownCurve); !curve.phases.empty())
                m_curve->show(curve);
    });
    connect(m_summary, &SummaryPanel::effectRequested, this, &AssembleWorkspace::showEffect);
    connect(m_summary, &SummaryPanel::timingRequested, this, &AssembleWorkspace::timeSpan);
    connect(m_strip, &PreviewStrip::inspectRequested, this,
            [this] { Q_EMIT showWorkspace(QStringLiteral("inspect")); });
    connect(m_strip, &PreviewStrip::browseRequested, this, &AssembleWorkspace::browseRequested);
    connect(m_strip, &PreviewStrip::stepRequested, this, [this](int step) { m_session.showImageAfter(step); });
}

void AssembleWorkspace::timeSpan(const Span& span) {
    const Architecture& path = m_session.selection().a();
    Span whole = span; // to the ends of the edges that it touches
    bool runs = false;
    for (const PlacedEdge& placed : path.placedEdges()) {
        if (placed.span.stage != span.stage || placed.span.end <= span.begin || placed.span.begin >= span.end)
            continue;
        whole.begin = std::min(whole.begin, placed.span.begin);
        whole.end = std::max(whole.end, placed.span.end);
        runs = runs || placed.edge.kind != BlockKind::Skip;
    }
    if (!runs) {
        Q_EMIT message(tr("Nothing runs there: the features pass unchanged"));
        return;
    }
    Q_EMIT timingWanted({path, path.replaced(whole, {BlockKind::Skip, 0, whole.end - whole.begin})});
}

QWidget* AssembleWorkspace::center() const {
    return m_grid;
}

QList<WorkspacePanel> AssembleWorkspace::panels() const {
    return {
        {QStringLiteral("assemble.library"), tr("Library and training"), m_left, Qt::LeftDockWidgetArea, 450},
        {QStringLiteral("assemble.preview"), tr("Preview"), m_strip, Qt::BottomDockWidgetArea, 230},
        {QStringLiteral("assemble.blocks"), tr("Blocks"), m_blocks, Qt::BottomDockWidgetArea, 230, 0, true},
        {QStringLiteral("assemble.finetuned"), tr("Fine-tuned"), m_finetuned, Qt::BottomDockWidgetArea, 230, 0, true},
        {QStringLiteral("assemble.summary"), tr("Summary"), m_summary, Qt::RightDockWidgetArea, 320}};
}

QList<QAction*> AssembleWorkspace::commands() const {
    return m_grid->commands() + m_library->commands() + m_summary->commands() + m_strip->commands() +
           m_blocks->commands() + QList<QAction*>{m_train, m_finetune};
}

void AssembleWorkspace::showProject() {
    NetworkLabels labels;
    labels.globalResidual = !m_session.values().config.dualPixelTask;
    m_grid->view().setNetwork(m_session.values().stages, labels);
    m_session.selection().setDevice(m_session.values().hasLatency() ? deviceText(m_session.values().times) : QString());
    // Without times there is no bar to draw; operations are always known.
    m_grid->view().setOverlay(m_session.values().hasLatency() ? Overlay::Milliseconds : Overlay::Operations);
    showChoices();
    showMeasured();
    showFinetuned();
    showPreview();
    m_grid->view().fitNetwork();
}

void AssembleWorkspace::showDevices() {
    if (!m_session.isOpen())
        return;
    QStringList names;
    for (const DeviceTimes& times : m_session.values().tables)
        names << deviceText(times);
    m_grid->setDevices(names);
    // The first that was timed is the one whose times are shown.
    if (m_session.selection().device().isEmpty() && m_session.values().hasLatency())
        m_session.selection().setDevice(deviceText(m_session.values().times));
}

void AssembleWorkspace::showChoices() {
    showDevices();
    m_teacher->show(m_session.values(), m_session.isTrainingTeacher());
    m_grid->view().setChoices(m_session.values().choices);
    std::vector<EdgeChoice> surrogates;
    for (const EdgeChoice& choice : m_session.values().choices)
        if (!choice.placed.edge.isTeacher() && choice.placed.edge.kind != BlockKind::Skip)
            surrogates.push_back(choice);
    m_library->setChoices(surrogates);
    m_blocks->model().setChoices(m_session.values().choices);
    m_summary->setChoices(m_session.values().choices);
    showSummary();
}

/// What a stage of A took in its newest run on the chosen device, shared among its edges as their times alone are.
void AssembleWorkspace::showMeasured() {
    std::map<PlacedEdge, double> measured;
    if (m_session.isOpen()) {
        const ProjectValues& values = m_session.values();
        const Architecture& a = m_session.selection().a();
        for (const auto& [stage, ms] : measuredStages(values, a)) {
            const auto edges = a.placedEdges(stage);
            double sum = 0;
            bool known = true;
            for (const PlacedEdge& placed : edges) {
                const auto alone = values.times.edge(placed);
                known = known && alone;
                sum += alone.value_or(0);
            }
            if (known && sum > 0)
                for (const PlacedEdge& placed : edges)
                    measured[placed] = ms * *values.times.edge(placed) / sum;
        }
    }
    m_blocks->model().setMeasured(measured);
    m_grid->view().setMeasured(std::move(measured));
}

void AssembleWorkspace::showSummary() {
    if (!m_session.isOpen())
        return;
    if (std::exchange(m_teacherPsnr, m_session.values().teacherPsnr) != m_session.values().teacherPsnr)
        m_teacher->show(m_session.values(), m_session.isTrainingTeacher());
    const Selection& selection = m_session.selection();
    SummaryValues values;
    values.a = figuresOf(m_session.knowledge(selection.a()));
    values.b = figuresOf(m_session.knowledge(selection.b()));
    const ProjectValues& project = m_session.values();
    m_strip->setReferenceIsTeacher(selection.b() == allTeacher(project.stages));
    values.note =
        project.validationText.empty()
            ? tr("Operations and parameters at 256×256.")
            : tr("PSNR and SSIM on %1, RGB, 8 bits. Operations at 256×256.").arg(engineText(project.validationText));
    if (project.hasLatency())
        values.note += QLatin1Char(' ') + tr("Predicted ms: %1, sum of blocks.").arg(deviceText(project.times));
    if (const auto& span = selection.span()) {
        const auto front = frontOf(project);
        for (int block = span->begin; block < span->end; ++block) {
            BlockShare share;
            share.block = {span->stage, block, block + 1};
            share.of = static_cast<int>(front.size());
            for (const TrialRow* row : front)
                for (const PlacedEdge& placed : row->architecture.placedEdges(span->stage))
                    if (placed.edge.isTeacher() && placed.span.begin == block)
                        ++share.used;
            values.frontShare.push_back(share);
        }
    }
    m_summary->setValues(values);
}

void AssembleWorkspace::showPreview() {
    const QString image = m_session.selection().image();
    const QRect crop = m_preview.crop();
    m_strip->setImageInfo(image,
                          crop.isNull() ? tr("this computer")
                                        : tr("crop at x %1, y %2, this computer").arg(crop.x()).arg(crop.y()),
                          m_preview.seconds());
}

void AssembleWorkspace::showCurve(const PlacedEdge& placed) {
    const LossCurve curve = m_session.curve(placed);
    if (curve.phases.empty()) {
        Q_EMIT message(tr("%1 has no loss curve").arg(spanText(placed.span)));
        return;
    }
    m_curve->show(curve);
    m_curve->setVisible(true);
    m_shownCurve = placed;
}

void AssembleWorkspace::showTeacherCurve() {
    if (!m_session.isOpen() || m_session.teacherCurve().phases.empty())
        return;
    m_curve->show(m_session.teacherCurve());
    m_curve->setVisible(true);
    m_shownCurve.reset();
}

void AssembleWorkspace::showFinetuned() {
    if (!m_session.isOpen())
        return;
    std::vector<FinetuneRow> rows;
    for (const FinetuneRecord& record : m_session.values().finetunes)
        try {
            FinetuneRow row;
            row.architecture = parseArchitecture(record.architecture, m_session.values().stages);
            row.name = architectureCaption(m_session, row.architecture);
            row.role = finetuneRoleText(record.role);
            row.psnrBefore = record.psnrBefore;
            row.psnrAfter = record.psnrAfter;
            row.ssimBefore = record.ssimBefore;
            row.ssimAfter = record.ssimAfter;
            row.iterations = int(record.iterations);
            row.seconds = record.seconds;
            rows.push_back(std::move(row));
        } catch (const Error&) { // of another teacher
        }
    m_finetuned->setRows(std::move(rows));
}

/// Whether there is something to train on; asks for it where there is not.
bool AssembleWorkspace::hasTrainingImages() {
    if (!m_session.isOpen())
        return false;
    if (m_session.isReadOnly()) {
        Q_EMIT problem(engineText(m_session.values().readOnlyReason));
        return false;
    }
    if (m_session.values().trainingImages.empty())
        Q_EMIT trainingImagesWanted();
    return m_session.isOpen() && !m_session.values().trainingImages.empty();
}

void AssembleWorkspace::trainTeacher() {
    if (!m_session.isOpen())
        return;
    if (m_session.values().hasSurrogates) {
        Q_EMIT problem(tr("This project has surrogates of its teacher, which training would make worthless. Make a new "
                          "project from its checkpoint, and train that one."));
        return;
    }
    if (!hasTrainingImages())
        return;
    const std::uint64_t generation = m_session.generation();
    const ProjectValues& values = m_session.values();
    TrainDialog dialog(TrainDialog::Subject::Teacher, QString::fromStdString(describe(values.config)),
                       int(values.trainingImages.size()), m_grid);
    if (const auto interrupted = m_session.interruptedTeacher()) {
        QMessageBox question(QMessageBox::Question, tr("Train the teacher"),
                             tr("A training of this teacher was interrupted. Go on with it, or begin anew? What it has "
                                "learnt so far stays in the teacher either way."),
                             QMessageBox::Cancel, m_grid);
        QPushButton* resume = question.addButton(tr("Go on"), QMessageBox::AcceptRole);
        QPushButton* anew = question.addButton(tr("Begin anew"), QMessageBox::AcceptRole);
        question.exec();
        if (question.clickedButton() == static_cast<QAbstractButton*>(resume))
            dialog.setResumed(*interrupted);
        else if (question.clickedButton() != static_cast<QAbstractButton*>(anew))
            return;
    } else if (!values.isUntrained) {
        dialog.setNote(tr("The teacher of this project is trained already. Training goes on from its weights and "
                          "replaces it; a copy stays in the project's folder train."));
    }
    if (dialog.exec() == QDialog::Accepted && m_session.isOpen() && m_session.generation() == generation)
        m_session.startTeacher(dialog.teacherPlan());
}

void AssembleWorkspace::finetune() {
    if (!hasTrainingImages())
        return;
    if (m_session.values().validationImages.empty()) {
        Q_EMIT problem(tr("Fine-tuning measures before and after, and the project has no validation images. Choose "
                          "some in the Image menu."));
        return;
    }
    const std::uint64_t generation = m_session.generation();
    const Architecture a = m_session.selection().a();
    TrainDialog dialog(TrainDialog::Subject::Network, architectureCaption(m_session, a),
                       int(m_session.values().trainingImages.size()), m_grid);
    if (dialog.exec() != QDialog::Accepted || !m_session.isOpen() || m_session.generation() != generation)
        return;
    FinetunePlan plan = dialog.finetunePlan();
    plan.architecture = a;
    if (m_session.startFinetune(plan) != 0)
        Q_EMIT message(tr("Fine-tuning %1").arg(architectureCaption(m_session, a)));
}

/// What the span's edges change in the picture: A against A with the teacher's blocks there, in Inspect.
void AssembleWorkspace::showEffect(const Span& span) {
    Selection& selection = m_session.selection();
    Architecture without = selection.a();
    for (int block = span.begin; block < span.end; ++block)
        without = without.replaced({span.stage, block, block + 1}, {});
    if (without == selection.a()) {
        Q_EMIT message(tr("%1 is the teacher's already").arg(spanText(span)));
        return;
    }
    selection.setB(without);
    Q_EMIT showWorkspace(QStringLiteral("inspect"));
}

void AssembleWorkspace::distil(const std::vector<PlacedEdge>& edges, int iterations) {
    if (!m_session.isOpen() || edges.empty())
        return;
    if (!hasTrainingImages())
        return;
    DistillPlan plan;
    plan.edges = edges;
    plan.featureIterations = iterations;
    // The proportion that the second phase was tried with.
    plan.outputIterations = std::max(1, iterations * 2 / 5);
    if (m_session.startDistill(plan) != 0)
        Q_EMIT message(tr("Distilling %n surrogate(s)", nullptr, static_cast<int>(edges.size())));
}

} // namespace kintsugi
