#pragma once

#include "library/distil_request.h"

#include <QWidget>

class QAction;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeView;

namespace kintsugi {

class Selection;
class Banner;
class SurrogateFilter;
class SurrogateModel;

/// All surrogates with a filter; a chosen row selects its span.
class LibraryPanel : public QWidget {
    Q_OBJECT

public:
    explicit LibraryPanel(Selection& selection, QWidget* parent = nullptr);

    void setChoices(const std::vector<EdgeChoice>& choices);
    QList<QAction*> commands() const { return {m_put, m_distil, m_curve, m_distilMissing}; }
    SurrogateModel& model() { return *m_model; }
    QTreeView& view() { return *m_view; }

Q_SIGNALS:
    void distilRequested(const kintsugi::DistilRequest& request);
    void curveRequested(const kintsugi::PlacedEdge& surrogate);

protected:
    void changeEvent(QEvent* event) override;

private:
    const EdgeChoice* current() const;
    void followSpan();
    void updateCommands();
    void showMenu(const QPoint& pos);
    void askWhatToDistil();
    int missing() const;

    Selection& m_selection;
    SurrogateModel* m_model;
    SurrogateFilter* m_filter;
    QTreeView* m_view;
    QLineEdit* m_field;
    QLabel* m_empty;
    Banner* m_failure; ///< why the chosen one failed
    QPushButton* m_missingButton;
    QAction *m_put, *m_distil, *m_curve, *m_distilMissing;
    bool m_following = false;
};

} // namespace kintsugi
