#pragma once

#include "compare/image_row.h"

#include <QWidget>
#include <vector>

namespace kintsugi {

/// Differences of A to B over all images as a dot plot, one dot per image, and their mean, worst and count within
/// 0.2 dB. A click on a dot chooses its image.
class DistributionView : public QWidget {
    Q_OBJECT

public:
    static constexpr double closeDb = 0.2;

    explicit DistributionView(QWidget* parent = nullptr);

    /// Rows without a difference are left out.
    void setRows(const std::vector<ImageRow>& rows);
    void setCurrent(const QString& id);

    struct Summary {
        int count = 0;
        double mean = 0.0;
        double worst = 0.0;
        QString worstName;
        int close = 0; ///< |difference| <= 0.2 dB
    };
    std::optional<Summary> summary() const;
    /// Middle of the dot of an image; null when it has none.
    QPointF dotOf(const QString& id) const;

    QSize sizeHint() const override { return {200, 178}; }
    QSize minimumSizeHint() const override { return {150, 178}; }

Q_SIGNALS:
    void chosen(const QString& id);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Dot {
        QString id, name;
        double difference = 0.0;
        QPointF middle;
    };
    void arrange();
    const Dot* dotAt(const QPointF& position) const;
    double toX(double difference) const;

    std::vector<Dot> m_dots;
    QString m_current;
    double m_low = -0.5, m_high = 0.0, m_step = 0.1, m_radius = 4.0;
};

} // namespace kintsugi
