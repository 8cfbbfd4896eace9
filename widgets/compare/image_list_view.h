#pragma once

#include "common/selection.h"
#include "compare/distribution_view.h"
#include "compare/image_list_model.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QPushButton;

namespace kintsugi {

/// Images with a filter, an order and the distribution of their differences. The current one is Selection::image().
/// Dropped files and the folder button ask for more.
class ImageListView : public QWidget {
    Q_OBJECT

public:
    ImageListView(ImageListModel& model, Selection& selection, QWidget* parent = nullptr);

    QListView& list() { return *m_list; }
    QLineEdit& filter() { return *m_filter; }
    DistributionView& distribution() { return *m_distribution; }
    QList<QAction*> commands() const { return {m_open, m_next, m_previous, m_find, m_byLoss, m_byName, m_measureAll}; }
    void setOrder(ImageListProxy::Order order);
    /// How many images the measuring of all has done; @p total 0: it does not run.
    void setMeasuring(int done, int total);

Q_SIGNALS:
    void openRequested(const QStringList& files);
    void browseRequested();
    void measureAllRequested(); ///< or to stop it

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeActions();
    void showSelection();
    void showRows();
    void step(int by);

    ImageListModel& m_model;
    Selection& m_selection;
    ImageListProxy m_proxy;
    bool m_isShowing = false;
    QLineEdit* m_filter;
    QComboBox* m_order;
    QLabel* m_count;
    QListView* m_list;
    QWidget* m_empty;
    QLabel* m_sentence;
    QPushButton* m_openButton;
    DistributionView* m_distribution;
    QAction *m_open, *m_next, *m_previous, *m_find, *m_byLoss, *m_byName, *m_measureAll;
    QPushButton* m_measureButton;
};

} // namespace kintsugi
