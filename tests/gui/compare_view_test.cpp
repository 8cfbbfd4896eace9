#include "common/theme.h"
#include "compare/compare_view.h"
#include "compare_support.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolTip>

using namespace kintsugi;
using namespace kintsugi::test;

namespace {

/// A view on a comparison; the canvas is the window, so that its sizes are known.
struct Viewer {
    Selection selection;
    Comparison comparison{selection};
    CompareView view{comparison};
    CompareCanvas& canvas = view.canvas();

    void open() {
        show(view, {1200, 500});
        canvas.setFocus();
    }
    QColor colorAt(double x, double y) {
        const QImage image = canvas.grab().toImage();
        return image.pixelColor(int(x * image.width()), int(y * image.height()));
    }
    QAction* action(const QString& text) { return namedActions(view.commands(), text).value(0); }
    QPointF middle() { return QRectF(canvas.rect()).center(); }
    QPoint toCanvas(const QPointF& image) {
        return (middle() + comparison.transform().toPane(image, Slot::A)).toPoint();
    }
};

} // namespace

class CompareViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void emptyViewerOffersToOpen() {
        Viewer viewer;
        viewer.open();
        auto* button = viewer.canvas.findChild<QPushButton*>();
        QSignalSpy browse(&viewer.view, &CompareView::browseRequested);
        QVERIFY(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(browse.count(), 1);
        loadColors(viewer.comparison);
        QVERIFY(!button->isVisible());
    }

    void wipeShowsBothSidesOfTheLine() {
        Viewer viewer;
        viewer.open();
        loadColors(viewer.comparison);
        QCOMPARE(viewer.colorAt(0.4, 0.3), QColor(Qt::red));
        QCOMPARE(viewer.colorAt(0.6, 0.3), QColor(Qt::green));
        const int width = viewer.canvas.width(), y = viewer.canvas.height() / 2;
        const QPointF center = viewer.comparison.transform().center();
        drag(viewer.canvas, {{width / 2, y}, {width * 3 / 8, y}, {width * 7 / 10, y}});
        QVERIFY(std::abs(viewer.canvas.wipe() - 0.7) < 0.01);
        QCOMPARE(viewer.colorAt(0.65, 0.3), QColor(Qt::red));
        QCOMPARE(viewer.comparison.transform().center(), center);
        QTest::keyClick(&viewer.canvas, Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(std::abs(viewer.canvas.wipe() - 0.68) < 0.01);
        QTest::keyClick(&viewer.canvas, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(std::abs(viewer.canvas.wipe() - 0.7) < 0.01);
    }

    void sidesAreChosen() {
        Viewer viewer;
        viewer.open();
        loadColors(viewer.comparison);
        const auto boxes = viewer.view.findChildren<QComboBox*>();
        QComboBox* left = boxes[0];
        QCOMPARE(left->accessibleName(), QStringLiteral("Left image"));
        left->setFocus();
        QTest::keyClick(left, Qt::Key_End); // error map
        QTest::keyClick(left, Qt::Key_Up);  // ground truth
        QCOMPARE(viewer.canvas.left(), Slot::Truth);
        QCOMPARE(viewer.colorAt(0.4, 0.3), QColor(Qt::yellow));
        viewer.action(QStringLiteral("Swap sides"))->trigger();
        QCOMPARE(viewer.canvas.left(), Slot::A);
        QCOMPARE(viewer.canvas.right(), Slot::Truth);
        QCOMPARE(left->currentText(), QStringLiteral("A"));
    }

    void modesShowTheirImages() {
        Viewer viewer;
        viewer.open();
        loadColors(viewer.comparison);
        viewer.action(QStringLiteral("Side by side"))->trigger();
        QCOMPARE(viewer.colorAt(0.25, 0.5), QColor(Qt::red));
        QCOMPARE(viewer.colorAt(0.75, 0.5), QColor(Qt::green));
        viewer.action(QStringLiteral("Four-up"))->trigger();
        QCOMPARE(viewer.colorAt(0.25, 0.25), QColor(Qt::red));
        QCOMPARE(viewer.colorAt(0.75, 0.25), QColor(Qt::blue));
        QCOMPARE(viewer.colorAt(0.25, 0.75), QColor(Qt::green));
        QCOMPARE(viewer.colorAt(0.75, 0.75), QColor(Qt::yellow));
        viewer.action(QStringLiteral("Flip"))->trigger();
        QCOMPARE(viewer.colorAt(0.45, 0.5), QColor(Qt::green));
        QTest::keyClick(&viewer.canvas, Qt::Key_W);
        QCOMPARE(viewer.canvas.mode(), CompareMode::Wipe);
        QVERIFY(viewer.action(QStringLiteral("Wipe"))->isChecked());
    }

    void heldKeysShowAnotherImage_data() {
        QTest::addColumn<int>("key");
        QTest::addColumn<QColor>("color");
        QTest::newRow("B") << int(Qt::Key_B) << QColor(Qt::blue);
        QTest::newRow("G") << int(Qt::Key_G) << QColor(Qt::yellow);
        QTest::newRow("D") << int(Qt::Key_D) << QColor(Qt::red);
    }
    void heldKeysShowAnotherImage() {
        QFETCH(int, key);
        QFETCH(QColor, color);
        Viewer viewer;
        viewer.open();
        loadColors(viewer.comparison);
        viewer.canvas.setMode(CompareMode::Flip);
        QTest::keyPress(&viewer.canvas, static_cast<Qt::Key>(key));
        QCOMPARE(viewer.colorAt(0.5, 0.5), color);
        QKeyEvent repeatedRelease(QEvent::KeyRelease, key, {}, {}, true);
        QApplication::sendEvent(&viewer.canvas, &repeatedRelease);
        QCOMPARE(viewer.colorAt(0.5, 0.5), color);
        QTest::keyRelease(&viewer.canvas, static_cast<Qt::Key>(key));
        QCOMPARE(viewer.colorAt(0.5, 0.5), QColor(Qt::green));
        QTest::keyPress(&viewer.canvas, static_cast<Qt::Key>(key));
        viewer.view.findChildren<QComboBox*>()[1]->setFocus(); // the right image; the left one is off in Flip
        QVERIFY(!viewer.canvas.shownAlone());
    }

    void errorMapIsHeldToo() {
        Viewer viewer;
        viewer.open();
        loadColors(viewer.comparison);
        QTest::keyPress(&viewer.canvas, Qt::Key_E);
        QCOMPARE(viewer.canvas.shownAlone(), std::optional(Slot::Error));
        QCOMPARE(viewer.colorAt(0.5, 0.4),
                 viewer.comparison.images().content(Slot::Error).picture->image().pixelColor(90, 50));
        QTest::keyRelease(&viewer.canvas, Qt::Key_E);
        viewer.action(QStringLiteral("Show B"))->trigger(); // the same from the palette
        QCOMPARE(viewer.colorAt(0.5, 0.4), QColor(Qt::blue));
        viewer.action(QStringLiteral("Show B"))->trigger();
        QCOMPARE(viewer.colorAt(0.4, 0.4), QColor(Qt::red));
    }

    void keysZoomAndPan() {
        Viewer viewer;
        viewer.open();
        loadColors(viewer.comparison);
        ViewTransform& transform = viewer.comparison.transform();
        const double fitted = transform.scale();
        QTest::keyClick(&viewer.canvas, Qt::Key_1);
        QCOMPARE(transform.scale(), 1.0);
        QTest::keyClick(&viewer.canvas, Qt::Key_Plus);
        QCOMPARE(transform.scale(), 1.5);
        QTest::keyClick(&viewer.canvas, Qt::Key_Minus);
        QCOMPARE(transform.scale(), 1.0);
        const QPointF center = transform.center();
        QTest::keyClick(&viewer.canvas, Qt::Key_Right);
        QCOMPARE(transform.center(), center + QPointF(64, 0));
        QTest::keyClick(&viewer.canvas, Qt::Key_Up);
        QCOMPARE(transform.center(), center + QPointF(64, -64));
        QTest::keyClick(&viewer.canvas, Qt::Key_F);
        QVERIFY(transform.isFitted());
        QCOMPARE(transform.scale(), fitted);
    }

    void wheelZoomsAboutThePointer() {
        Viewer viewer;
        viewer.open();
        loadColors(viewer.comparison);
        const ViewTransform& transform = viewer.comparison.transform();
        const QPointF pointer(300, 120), fromMiddle = pointer - viewer.middle();
        const QPointF before = transform.toImage(fromMiddle, Slot::A);
        const double scale = transform.scale();
        for (int i = 0; i < 3; ++i) {
            QWheelEvent wheel(pointer, viewer.canvas.mapToGlobal(pointer), {}, {0, 120}, {}, {}, Qt::NoScrollPhase,
                              false);
            QApplication::sendEvent(&viewer.canvas, &wheel);
        }
        QVERIFY(transform.scale() > 1.5 * scale);
        QVERIFY((transform.toImage(fromMiddle, Slot::A) - before).manhattanLength() < 1e-6);
    }

    void dragPans() {
        Viewer viewer;
        viewer.open();
        loadColors(viewer.comparison);
        ViewTransform& transform = viewer.comparison.transform();
        transform.setScale(4.0);
        const QPointF center = transform.center();
        drag(viewer.canvas, {{100, 100}, {130, 100}, {140, 80}});
        QCOMPARE(transform.center(), center + QPointF(-40, 20) / 4.0);
        const QPointF now = transform.center();
        drag(viewer.canvas, {{100, 100}, {101, 100}}); // a click with an unsteady hand
        QCOMPARE(transform.center(), now);
    }

    void unlinkedDragMovesOneImage() {
        Viewer viewer;
        viewer.open();
        loadColors(viewer.comparison);
        viewer.action(QStringLiteral("Side by side"))->trigger();
        viewer.action(QStringLiteral("Link zoom and pan"))->trigger();
        drag(viewer.canvas, {{100, 100}, {150, 100}, {150, 120}});
        const ViewTransform& transform = viewer.comparison.transform();
        QVERIFY(transform.center(Slot::Degraded) != transform.center(Slot::A));
        QVERIFY(viewer.action(QStringLiteral("Align images"))->isEnabled());
        viewer.action(QStringLiteral("Align images"))->trigger();
        QCOMPARE(transform.center(Slot::Degraded), transform.center(Slot::A));
    }

    void unlinkedKeysMoveTheImageUnderThePointer() {
        Viewer viewer;
        viewer.open();
        loadColors(viewer.comparison);
        viewer.action(QStringLiteral("Side by side"))->trigger();
        viewer.action(QStringLiteral("Link zoom and pan"))->trigger();
        const ViewTransform& transform = viewer.comparison.transform();
        const double before = transform.scale(Slot::A);
        const QPointF pointer(100, 100);
        QMouseEvent move(QEvent::MouseMove, pointer, viewer.canvas.mapToGlobal(pointer), Qt::NoButton, {}, {});
        QApplication::sendEvent(&viewer.canvas, &move);
        QTest::keyClick(&viewer.canvas, Qt::Key_1);
        QCOMPARE(transform.scale(Slot::Degraded), 1.0);
        QCOMPARE(transform.scale(Slot::A), before);
    }

    void clickOnPatchSelectsIt() {
        Viewer viewer;
        viewer.open();
        load(viewer.comparison);
        QTest::mouseClick(&viewer.canvas, Qt::LeftButton, {}, viewer.toCanvas(QRectF(TestImages::damaged).center()));
        QCOMPARE(viewer.selection.patch(), TestImages::damaged);
        viewer.action(QStringLiteral("Patches"))->trigger();
        viewer.selection.setPatch({});
        QTest::mouseClick(&viewer.canvas, Qt::LeftButton, {}, viewer.toCanvas(QRectF(TestImages::damaged).center()));
        QVERIFY(viewer.selection.patch().isNull()); // hidden ones cannot be hit
        QTest::mouseClick(&viewer.canvas, Qt::LeftButton, Qt::ControlModifier, viewer.toCanvas({178.5, 2.5}));
        QCOMPARE(viewer.selection.patch(), QRect(180 - 36, 0, 36, 32));
    }

    void selectedPatchIsFramedInMagentaAndBroughtIntoView() {
        Viewer viewer;
        viewer.open();
        load(viewer.comparison);
        viewer.comparison.transform().setScale(8.0);
        viewer.comparison.transform().setCenter({10, 120});
        QTest::keyClick(&viewer.canvas, Qt::Key_N);
        QCOMPARE(viewer.selection.patch(), TestImages::damaged);
        QCOMPARE(viewer.comparison.transform().center(), QRectF(TestImages::damaged).center());
        const QPoint corner = viewer.toCanvas(TestImages::damaged.topLeft());
        const QImage image = viewer.canvas.grab().toImage();
        QCOMPARE(image.pixelColor(corner.x() + 40, corner.y()), tokensOf(&viewer.canvas).a);
        QTest::keyClick(&viewer.canvas, Qt::Key_N, Qt::ShiftModifier);
        QCOMPARE(viewer.comparison.patchIndex(), int(viewer.comparison.analysis().patches().size()) - 1);
    }

    void pointerReadsTheValues() {
        const TestImages from;
        Viewer viewer;
        viewer.open();
        load(viewer.comparison, from);
        QVERIFY(viewer.canvas.readOut().isEmpty());
        QTest::mouseMove(&viewer.canvas, {5, 5});
        const QPoint pointer = viewer.toCanvas({100.5, 50.5});
        QMouseEvent move(QEvent::MouseMove, pointer, viewer.canvas.mapToGlobal(pointer), Qt::NoButton, {}, {});
        QApplication::sendEvent(&viewer.canvas, &move);
        const QString text = viewer.canvas.readOut();
        QVERIFY2(text.contains(QStringLiteral("x 100, y 50")), qPrintable(text));
        const ByteImage bytes = toBytes(from.a);
        const std::uint8_t* pixel = bytes.values.data() + (50 * 180 + 100) * 3;
        QVERIFY2(text.contains(QStringLiteral("A %1 %2 %3").arg(pixel[0]).arg(pixel[1]).arg(pixel[2])),
                 qPrintable(text));
        QVERIFY(text.contains(QStringLiteral("truth ")) && text.contains(QStringLiteral("degraded ")));
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(&viewer.canvas, &leave);
        QVERIFY(viewer.canvas.readOut().isEmpty());
    }

    void pixelsGetGridAndNumbersWhenLarge_data() {
        QTest::addColumn<double>("scale");
        QTest::addColumn<bool>("grid");
        QTest::addColumn<bool>("numbers");
        QTest::newRow("16") << 16.0 << false << false;
        QTest::newRow("24") << 24.0 << true << false;
        QTest::newRow("64") << 64.0 << true << true;
    }
    void pixelsGetGridAndNumbersWhenLarge() {
        QFETCH(double, scale);
        QFETCH(bool, grid);
        QFETCH(bool, numbers);
        Viewer viewer;
        viewer.open();
        loadColors(viewer.comparison);
        viewer.canvas.setMode(CompareMode::Flip);
        viewer.comparison.transform().setScale(scale);
        viewer.comparison.transform().setCenter({90, 64});
        const QImage image = viewer.canvas.grab().toImage();
        const QPoint corner = viewer.toCanvas({90, 64});
        const auto isPlain = [&](const QRect& rect) {
            for (int y = rect.top(); y <= rect.bottom(); ++y)
                for (int x = rect.left(); x <= rect.right(); ++x)
                    if (image.pixelColor(x, y) != QColor(Qt::green))
                        return false;
            return true;
        };
        const int side = int(scale);
        QCOMPARE(!isPlain({corner.x() - 1, corner.y() + 3, 3, 3}), grid);
        QCOMPARE(!isPlain(QRect(corner, QSize(side, side)).adjusted(3, 3, -3, -3)), numbers);
    }

    void missingAndStaleImagesAreSaid() {
        Viewer viewer;
        viewer.open();
        viewer.comparison.images().setImage(Slot::Degraded, flat(Qt::red), {});
        QTRY_VERIFY(!viewer.comparison.images().content(Slot::Degraded).isEmpty());
        viewer.canvas.setMode(CompareMode::SideBySide);
        QCOMPARE(viewer.colorAt(0.75, 0.2), tokensOf(&viewer.canvas).panel); // A: a sentence instead of a picture
        QVERIFY(!viewer.action(QStringLiteral("Show ground truth"))->isEnabled());
        viewer.comparison.images().setStale(Slot::Degraded, QStringLiteral("The noise changed."));
        QHelpEvent help(QEvent::ToolTip, {30, 15}, viewer.canvas.mapToGlobal(QPoint(30, 15)));
        QApplication::sendEvent(&viewer.canvas, &help);
        QTRY_COMPARE(QToolTip::text(), QStringLiteral("The noise changed."));
        QToolTip::hideText();
    }

    void loadingImageHasABar() {
        Viewer viewer;
        viewer.open();
        loadColors(viewer.comparison);
        viewer.canvas.setMode(CompareMode::Flip);
        viewer.comparison.images().setLoading(Slot::A, 50);
        const Tokens& tokens = tokensOf(&viewer.canvas);
        QCOMPARE(viewer.colorAt(0.4, 0.0), viewer.canvas.hasFocus() ? tokens.strongLine : tokens.second);
        const QImage image = viewer.canvas.grab().toImage();
        QCOMPARE(image.pixelColor(image.width() * 4 / 10, 2), tokens.second);
        QCOMPARE(image.pixelColor(image.width() * 6 / 10, 2), tokens.line);
    }

    void droppedFilesAreAskedFor() {
        Viewer viewer;
        QSignalSpy opened(&viewer.view, &CompareView::openRequested);
        const QStringList files{QStringLiteral("/data/one.png"), QStringLiteral("/data/two.jpg")};
        dropFiles(viewer.canvas, files);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened[0][0].toStringList(), files);
        dropFiles(viewer.canvas, {});
        QCOMPARE(opened.count(), 1);
    }

    void zoomIsTyped() {
        Viewer viewer;
        viewer.open();
        loadColors(viewer.comparison);
        QComboBox* zoom = viewer.view.findChildren<QComboBox*>()[2];
        zoom->lineEdit()->selectAll();
        QTest::keyClicks(zoom->lineEdit(), QStringLiteral("350 %"));
        QTest::keyClick(zoom->lineEdit(), Qt::Key_Return);
        QCOMPARE(viewer.comparison.transform().scale(), 3.5);
        zoom->lineEdit()->selectAll();
        QTest::keyClicks(zoom->lineEdit(), QStringLiteral("much"));
        QTest::keyClick(zoom->lineEdit(), Qt::Key_Return);
        QCOMPARE(zoom->currentText(), QStringLiteral("350 %"));
    }

    void figureShowsTheComparison() {
        Viewer viewer;
        viewer.open();
        loadColors(viewer.comparison);
        const QImage figure = viewer.view.exportFigure(2.0);
        QVERIFY(figure.width() == 2 * viewer.canvas.width() && figure.height() > 2 * viewer.canvas.height());
        const auto color = [&](double x, double y) {
            return figure.pixelColor(int(x * figure.width()), int(y * 2 * viewer.canvas.height()));
        };
        QCOMPARE(color(0.4, 0.3), QColor(Qt::red));
        QCOMPARE(color(0.6, 0.3), QColor(Qt::green));
        QCOMPARE(color(0.6, 0.5), QColor(Qt::green));
        QVERIFY(color(0.501, 0.5) == color(0.501, 0.6)); // no handle
    }

    void figureIsSavedOrSaysWhyNot() {
        Viewer viewer;
        viewer.open();
        loadColors(viewer.comparison);
        QTemporaryDir folder;
        QSignalSpy saved(&viewer.view, &CompareView::figureSaved), failed(&viewer.view, &CompareView::figureFailed);
        const QString path = folder.filePath(QStringLiteral("figure.png"));
        viewer.view.saveFigure(path, 1.0);
        QVERIFY(saved.wait());
        QCOMPARE(QImage(path).width(), viewer.canvas.width());
        viewer.view.saveFigure(folder.filePath(QStringLiteral("none/figure.png")), 1.0);
        QVERIFY(failed.wait());
        QVERIFY(failed[0][0].toString().contains(QStringLiteral("none/figure.png")));
    }

    void restoredImageIsAskedForWhenThereIsOne() {
        Viewer viewer;
        QAction* save = viewer.action(QStringLiteral("Save restored image…"));
        QSignalSpy asked(&viewer.view, &CompareView::saveRestoredRequested);
        QVERIFY(!save->isEnabled());
        loadColors(viewer.comparison);
        QVERIFY(save->isEnabled());
        save->trigger();
        QCOMPARE(asked.count(), 1);
    }

    void everyCommandHasTextAndTip() {
        Viewer viewer;
        QVERIFY(viewer.view.commands().size() >= 16);
        for (const QAction* action : viewer.view.commands())
            QVERIFY(!action->text().isEmpty() && !action->toolTip().isEmpty());
    }
};

QTEST_MAIN(CompareViewTest)
#include "compare_view_test.moc"
