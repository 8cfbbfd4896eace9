#pragma once

#include "common/selection.h"
#include "grid/unet_view.h"
#include "grid_support.h"

#include <QAction>
#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QTest>

namespace kintsugi {

/// A shown grid, and what a person does with it.
struct GridFixture {
    Selection selection;
    UnetView view{selection};
    std::vector<EdgeChoice> choices;

    explicit GridFixture(const Stages& stages = sample::paperStages()) : choices(sample::readyChoices(stages)) {
        selection.reset(stages);
        view.setChoices(choices);
        view.resize(1000, 620);
        view.show();
        view.activateWindow();
        view.setFocus();
        QApplication::processEvents();
    }
    ~GridFixture() { closeMenus(); }

    QPoint at(const Span& span) const { return view.cellRect({span, {}}).center(); }
    QPoint atLane(const PlacedEdge& placed) const {
        for (const Fan::Cell& cell : view.unetScene().fan()->cells)
            if (cell.choice.placed == placed)
                return view.mapFromScene(cell.rect.center());
        return {-1, -1};
    }

    void click(const QPoint& pos) { QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, pos); }
    void doubleClick(const QPoint& pos) {
        click(pos);
        QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, pos);
    }
    void drag(const QPoint& from, const QPoint& to) {
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, from);
        for (int step = 1; step <= 4; ++step) {
            const QPoint pos = from + (to - from) * step / 4;
            QMouseEvent move(QEvent::MouseMove, pos, view.viewport()->mapToGlobal(pos), Qt::NoButton, Qt::LeftButton,
                             {});
            QApplication::sendEvent(view.viewport(), &move);
        }
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, to);
    }
    void rightClick(const QPoint& pos) {
        QContextMenuEvent event(QContextMenuEvent::Mouse, pos, view.viewport()->mapToGlobal(pos));
        QApplication::sendEvent(view.viewport(), &event);
    }
    void key(int key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&view, Qt::Key(key), modifiers); }

    QMenu* menu() const { return view.findChild<QMenu*>(QStringLiteral("spanMenu"), Qt::FindDirectChildrenOnly); }
    QStringList menuTexts() const {
        QStringList texts;
        if (const QMenu* shown = menu())
            for (const QAction* action : shown->actions())
                if (!action->isSeparator())
                    texts << action->text().section(QLatin1Char('\t'), 0, 0);
        return texts;
    }
    void choose(const QString& begin) {
        for (QAction* action : menu()->actions())
            if (action->text().startsWith(begin)) {
                action->trigger();
                closeMenus();
                return;
            }
        QFAIL(qPrintable(QStringLiteral("no entry ") + begin));
    }
    void closeMenus() {
        while (QMenu* shown = menu()) {
            shown->close();
            delete shown;
        }
    }

    QString stage(StageId id) const { return QString::fromStdString(selection.a().stageText(id)); }
    QString span() const {
        return selection.span() ? QString::fromStdString(toString(*selection.span())) : QStringLiteral("none");
    }
};

} // namespace kintsugi
