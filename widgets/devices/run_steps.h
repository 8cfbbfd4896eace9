#pragma once

#include "devices/device_values.h"

#include <QWidget>
#include <vector>

namespace kintsugi {

/// The steps of a run in order: icon, name, detail and, for the one that runs, a bar and the time left.
class RunSteps : public QWidget {
    Q_OBJECT

public:
    explicit RunSteps(QWidget* parent = nullptr);
    void setProgress(const RunProgress& progress);

    /// "Push done 71.4 MB, 3.1 s", one a step; what is drawn, in words.
    QStringList texts() const;

    QSize sizeHint() const override { return {500, heightForWidth(500)}; }
    QSize minimumSizeHint() const override { return {160, 24}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return place(width, nullptr); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int place(int width, class QPainter* painter) const;
    QString detailOf(const StepProgress& step) const;

    RunProgress m_progress;
};

} // namespace kintsugi
