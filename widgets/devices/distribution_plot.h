#pragma once

#include "devices/report_view.h"

#include <QWidget>

class QCustomPlot;
class QLabel;

namespace kintsugi {

/// Every pass of each architecture as a dot, over a box: median with its 95 % interval, quartiles, minimum to P90.
class DistributionPlot : public QWidget {
    Q_OBJECT

public:
    explicit DistributionPlot(QWidget* parent = nullptr);
    void show(const ReportViewPointer& view); ///< nothing when null
    QCustomPlot& plot() { return *m_plot; }
    /// What stands beside each strip.
    const QStringList& captions() const { return m_captions; }
    QSize sizeHint() const override { return {420, 230}; }
    QSize minimumSizeHint() const override { return {260, 150}; }

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void rebuild();
    void addModel(std::size_t index, double y);
    void addCaption(const ModelFigures& model, double y, double low, double high);
    /// Wide: three lines; narrow: five short ones; least: two.
    enum class Form { Wide, Narrow, Least };
    QStringList captionOf(const ModelFigures& model) const;
    int captionWidth(const ModelFigures& model) const;
    void fitRange();

    QCustomPlot* m_plot;
    ReportViewPointer m_view;
    QStringList m_captions;
    Form m_form = Form::Wide;
};

} // namespace kintsugi
