#pragma once

#include "base/random.h"
#include "compare/comparison.h"

#include <QMimeData>
#include <QtTest>

namespace kintsugi::test {

inline QImage flat(QColor color, const QSize& size = {180, 128}) {
    QImage image(size, QImage::Format_RGB32);
    image.fill(color);
    return image;
}

inline Image noisy(Image image, double amplitude, std::uint64_t seed) {
    RandomStream random(seed);
    for (float& value : image.values)
        value += static_cast<float>(random.uniform(-amplitude, amplitude));
    return image;
}

/// 180 x 128 pixels, of which A damages one patch more than any other.
struct TestImages {
    static inline const QRect damaged{99, 40, 36, 32};
    Image truth{3, 128, 180, 0.5f}, degraded, a, b;

    TestImages() {
        truth = noisy(truth, 0.2, 1);
        degraded = noisy(truth, 0.3, 2);
        b = noisy(truth, 0.02, 3);
        a = noisy(truth, 0.03, 4);
        for (int y = damaged.top(); y <= damaged.bottom(); ++y)
            for (int x = damaged.left(); x <= damaged.right(); ++x)
                a.row(1, y)[x] += 0.2f;
    }
};

inline bool isSettled(Comparison& comparison) {
    for (const Slot slot : allSlots)
        if (comparison.images().content(slot).loading)
            return false;
    return !comparison.analysis().isBusy();
}

/// Fills the slots and waits until everything is measured.
inline void load(Comparison& comparison, const TestImages& from = {}) {
    comparison.images().setImage(Slot::Degraded, from.degraded, QString());
    comparison.images().setImage(Slot::Truth, from.truth, QString());
    comparison.images().setImage(Slot::B, from.b, QStringLiteral("teacher"));
    comparison.images().setImage(Slot::A, from.a, QStringLiteral("trial 271"));
    QTRY_VERIFY(!comparison.analysis().patches().empty() && comparison.analysis().errorMap().map &&
                comparison.images().content(Slot::A).ssim && isSettled(comparison));
}

inline void loadColors(Comparison& comparison) {
    comparison.images().setImage(Slot::Degraded, flat(Qt::red), QString());
    comparison.images().setImage(Slot::A, flat(Qt::green), QString());
    comparison.images().setImage(Slot::B, flat(Qt::blue), QString());
    comparison.images().setImage(Slot::Truth, flat(Qt::yellow), QString());
    QTRY_VERIFY(!comparison.images().content(Slot::Error).isEmpty() && comparison.images().content(Slot::A).ssim &&
                isSettled(comparison));
}

/// Drops files on a widget, as a file manager does.
inline void dropFiles(QWidget& widget, const QStringList& files) {
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& file : files)
        urls << QUrl::fromLocalFile(file);
    data.setUrls(urls);
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&widget, &enter);
    if (!enter.isAccepted())
        return;
    QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&widget, &drop);
}

inline void show(QWidget& widget, const QSize& size) {
    widget.resize(size);
    widget.show();
    QVERIFY(QTest::qWaitForWindowActive(&widget));
}

/// Presses at the first point, moves through the rest, releases at the last.
inline void drag(QWidget& widget, const QList<QPoint>& points) {
    QTest::mousePress(&widget, Qt::LeftButton, {}, points.front());
    for (const QPoint& point : points) {
        QMouseEvent move(QEvent::MouseMove, point, widget.mapToGlobal(point), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&widget, &move);
    }
    QTest::mouseRelease(&widget, Qt::LeftButton, {}, points.back());
}

inline QList<QAction*> namedActions(const QList<QAction*>& actions, const QString& text) {
    QList<QAction*> found;
    for (QAction* action : actions)
        if (action->text() == text)
            found << action;
    return found;
}

} // namespace kintsugi::test
