#pragma once

#include "compare/compared_images.h"

#include <QAbstractTableModel>
#include <QWidget>

class QLabel;
class QTableView;

namespace kintsugi {

/// PSNR and SSIM of the images against the ground truth, and their difference to B: one row each for the degraded
/// image, B and A.
class QualityModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Psnr, Ssim, VersusB, ColumnCount };

    explicit QualityModel(ComparedImages& images, QObject* parent = nullptr);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    ComparedImages& m_images;
};

/// The same as a table, with the convention of the numbers below it.
class QualityView : public QWidget {
    Q_OBJECT

public:
    explicit QualityView(ComparedImages& images, QWidget* parent = nullptr);
    QTableView& table() { return *m_table; }

private:
    QualityModel m_model;
    QTableView* m_table;
    QLabel* m_convention;
};

} // namespace kintsugi
