#include "plots/front_canvas.h"

#include "common/selection.h"
#include "plots/plot_theme.h"
#include "plots/trial_tip.h"
#include "trials/trial_model.h"

#include <cmath>

namespace kintsugi {

namespace {
constexpr double reach = 10; // pixels
const QLatin1String pointsLayer("points"), marksLayer("marks");
} // namespace

FrontCanvas::FrontCanvas(TrialModel& trials, Selection& selection, QWidget* parent)
    : QCustomPlot(parent), m_trials(trials), m_selection(selection), m_tip(new TrialTip(trials, this)) {
    m_view.trials = &trials;
    m_view.selection = &selection;
    addLayer(pointsLayer, layer(QStringLiteral("main")));
    addLayer(marksLayer, layer(QStringLiteral("axes")), limAbove);
    layer(marksLayer)->setMode(QCPLayer::lmBuffered);
    new FrontPointsLayer(this, m_view, pointsLayer);
    new FrontMarksLayer(this, m_view, marksLayer);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Front: loss against cost; the trial table has the same data"));
    setMinimumSize(260, 180);
    axisRect()->setMinimumMargins(QMargins(56, 12, 18, 44));
    axisRect()->setupFullAxesBox();
    for (QCPAxis* axis : {xAxis2, yAxis2}) {
        axis->setTicks(false);
        axis->setTickLabels(false);
    }
    xAxis->setLabelPadding(8);
    yAxis->setLabelPadding(18); // beside the number of A
    yAxis->setTicker(QSharedPointer<NumberTicker>::create());
    m_dataTimer.setSingleShot(true);
    m_dataTimer.setInterval(100);
    connect(this, &QCustomPlot::beforeReplot, this, &FrontCanvas::rebuild);
    connect(&m_dataTimer, &QTimer::timeout, this, &FrontCanvas::draw);
    for (const auto signal : {&TrialModel::frontChanged, &TrialModel::searchesChanged})
        connect(&trials, signal, this, &FrontCanvas::dataChanged);
    connect(&trials, &QAbstractItemModel::rowsInserted, this, &FrontCanvas::dataChanged);
    connect(&trials, &QAbstractItemModel::dataChanged, this, &FrontCanvas::dataChanged);
    connect(&trials, &QAbstractItemModel::modelReset, this, [this] {
        m_view.hovered.reset();
        m_tip->show({}, {}, {});
        m_userRange = false;
        dataChanged();
    });
    connect(&trials, &TrialModel::costChanged, this, [this] {
        restyle();
        m_userRange = false;
        m_stale = true;
        draw();
    });
    connect(&trials, &TrialModel::limitChanged, this, [this] {
        m_stale = true;
        draw();
    });
    connect(&trials, &TrialModel::pickedChanged, this, &FrontCanvas::draw);
    connect(&selection, &Selection::aChanged, this, &FrontCanvas::drawMarks);
    connect(&selection, &Selection::bChanged, this, &FrontCanvas::drawMarks);
    connect(&selection, &Selection::deviceChanged, this, [this] {
        restyle();
        draw();
    });
    restyle();
}

void FrontCanvas::restyle() {
    applyTokens(*this, tokensOf(this));
    xAxis->setTicker(QSharedPointer<NumberTicker>::create(m_trials.cost() == TrialCost::Transformers));
    xAxis->setLabel(costAxisText(m_trials.cost(), m_selection.device()));
    yAxis->setLabel(m_view.settings.y == FrontY::Loss ? tr("PSNR loss against teacher, dB") : tr("PSNR, dB"));
}

void FrontCanvas::setSettings(const FrontSettings& settings) {
    if (settings.y != m_view.settings.y)
        m_userRange = false;
    m_view.settings = settings;
    m_stale = true;
    restyle();
    draw();
}

void FrontCanvas::dataChanged() {
    m_stale = true;
    if (!m_dataTimer.isActive())
        m_dataTimer.start();
}

void FrontCanvas::rebuild() {
    if (!m_stale)
        return;
    m_stale = false;
    m_view.scene = FrontScene::of(m_trials, m_view.settings);
    if (!m_userRange)
        setFittingRange(false);
}

void FrontCanvas::draw() {
    m_dataTimer.stop();
    rebuild();
    replot(rpQueuedReplot);
}

void FrontCanvas::drawMarks() {
    if (m_stale || m_marksQueued)
        return; // they come with the next full drawing
    m_marksQueued = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_marksQueued = false;
            if (!m_stale)
                layer(marksLayer)->replot();
        },
        Qt::QueuedConnection);
}

void FrontCanvas::refresh() {
    m_dataTimer.stop();
    replot();
}

void FrontCanvas::fit(bool all) {
    rebuild();
    m_userRange = all;
    setFittingRange(all);
    replot(rpQueuedReplot);
}

void FrontCanvas::setFittingRange(bool all) {
    const auto box = m_view.scene.extent(m_trials, all);
    if (!box) {
        xAxis->setRange(0, 1);
        yAxis->setRange(0, 1);
        return;
    }
    const double width = box->width() > 0 ? box->width() : std::max(1.0, std::abs(box->left()) * 0.1);
    const double height = box->height() > 0 ? box->height() : 0.1;
    xAxis->setRange(box->left() - width * 0.06, box->right() + width * 0.06);
    yAxis->setRange(box->top() - height * 0.05, box->bottom() + height * 0.08);
}

void FrontCanvas::pan(const QPointF& by, Axes axes) {
    m_userRange = true;
    if (axes != Axes::Y)
        xAxis->moveRange(-by.x() * xAxis->range().size() / axisRect()->width());
    if (axes != Axes::X)
        yAxis->moveRange(by.y() * yAxis->range().size() / axisRect()->height());
    draw();
}

void FrontCanvas::zoom(double factor) {
    zoomAt(axisRect()->rect().center(), factor, Axes::Both);
}

void FrontCanvas::zoomAt(const QPointF& at, double factor, Axes axes) {
    m_userRange = true;
    const auto scale = [factor](QCPAxis* axis, double center) {
        const double size = axis->range().size() * factor;
        if (size > 1e-7 && size < 1e12)
            axis->scaleRange(factor, center);
    };
    if (axes != Axes::Y)
        scale(xAxis, xAxis->pixelToCoord(at.x()));
    if (axes != Axes::X)
        scale(yAxis, yAxis->pixelToCoord(at.y()));
    draw();
}

FrontCanvas::Axes FrontCanvas::axesAt(const QPointF& at) const {
    const QRectF area = axisRect()->rect();
    if (at.y() > area.bottom() && at.x() >= area.left())
        return Axes::X;
    return at.x() < area.left() && at.y() <= area.bottom() ? Axes::Y : Axes::Both;
}

std::optional<int> FrontCanvas::rowAt(const QPointF& at) {
    rebuild();
    const FrontMapping map(*this);
    if (!map.area.adjusted(-reach, -reach, reach, reach).contains(at))
        return std::nullopt;
    std::optional<int> best;
    double least = reach;
    for (std::size_t row = 0; row < m_view.scene.points.size(); ++row) {
        const FrontScene::Point& point = m_view.scene.points[row];
        if (point.kind == FrontScene::Kind::Hidden)
            continue;
        const QPointF distance = map.at(point.x, point.y) - at;
        // Members of the front lie on top, so that they are meant first.
        const double length = std::hypot(distance.x(), distance.y()) - (point.kind == FrontScene::Kind::Front ? 2 : 0);
        if (length < least) {
            least = length;
            best = static_cast<int>(row);
        }
    }
    return best;
}

QPointF FrontCanvas::pixelOf(int row) {
    rebuild();
    const FrontScene::Point& point = m_view.scene.points[static_cast<std::size_t>(row)];
    return FrontMapping(*this).at(point.x, point.y);
}

std::vector<int> FrontCanvas::rowsIn(const QRectF& pixels) {
    rebuild();
    const FrontMapping map(*this);
    std::vector<int> rows;
    for (std::size_t row = 0; row < m_view.scene.points.size(); ++row) {
        const FrontScene::Point& point = m_view.scene.points[row];
        if (point.kind != FrontScene::Kind::Hidden && pixels.contains(map.at(point.x, point.y)))
            rows.push_back(static_cast<int>(row));
    }
    return rows;
}

std::optional<double> FrontCanvas::limitPixel() const {
    return m_trials.limit() ? std::optional<double>(FrontMapping(*this).at(*m_trials.limit(), 0).x()) : std::nullopt;
}

double FrontCanvas::costAtPixel(double x) const {
    const double value = xAxis->pixelToCoord(x);
    const double decimals = std::pow(10, costDecimals(m_trials.cost()));
    return std::max(0.0, std::round(value * decimals) / decimals);
}

bool FrontCanvas::isOnLimit(const QPointF& at) const {
    const auto x = limitPixel();
    return x && std::abs(*x - at.x()) <= 4 && axisRect()->rect().contains(at.toPoint());
}

void FrontCanvas::hover(const std::optional<QPointF>& at) {
    const auto row = at ? rowAt(*at) : std::nullopt;
    if (row == m_view.hovered)
        return;
    m_view.hovered = row;
    m_tip->show(row, row ? pixelOf(*row) : QPointF(), m_selection.device());
    drawMarks();
}

bool FrontCanvas::event(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange ||
        event->type() == QEvent::FontChange || event->type() == QEvent::LocaleChange) {
        restyle();
        replot(rpQueuedReplot);
    }
    return QCustomPlot::event(event);
}

void FrontCanvas::resizeEvent(QResizeEvent* event) {
    QCustomPlot::resizeEvent(event);
    m_tip->show({}, {}, {});
    m_view.hovered.reset();
}

} // namespace kintsugi
