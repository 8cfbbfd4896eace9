#include "compare/image_tile.h"
#include "compare/patch_strip.h"
#include "compare/quality_view.h"
#include "compare/worst_patch_view.h"
#include "compare_support.h"
#include "imaging/metrics.h"

#include <QAbstractItemModelTester>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>

using namespace kintsugi;
using namespace kintsugi::test;

namespace {

QString text(const QAbstractItemModel& model, int row, int column) {
    return model.index(row, column).data().toString();
}

} // namespace

class PatchViewsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stripShowsThePatchInAllImages() {
        const TestImages from;
        Selection selection;
        Comparison comparison(selection);
        PatchStrip strip(comparison);
        show(strip, {900, 220});
        load(comparison, from);
        selection.setPatch(TestImages::damaged);
        QTRY_COMPARE(strip.title(), QStringLiteral("Patch 1 of %1").arg(comparison.analysis().patches().size()));
        const QRect rect = TestImages::damaged;
        const auto measured = [&](const Image& image) {
            const double value = psnr(crop(image, rect.y(), rect.x(), rect.height(), rect.width()),
                                      crop(from.truth, rect.y(), rect.x(), rect.height(), rect.width()));
            return QStringLiteral("%1 dB").arg(value, 0, 'f', 1);
        };
        const QStringList titles{QStringLiteral("Degraded"), QStringLiteral("B teacher"), QStringLiteral("A trial 271"),
                                 QStringLiteral("Ground truth"), QStringLiteral("A − truth, × 12")};
        const QStringList numbers{measured(from.degraded), measured(from.b), measured(from.a), {}, {}};
        for (int i = 0; i < 5; ++i) {
            QTRY_COMPARE(strip.tiles()[i]->title(), titles[i]);
            QCOMPARE(strip.tiles()[i]->number(), numbers[i]);
            QVERIFY(strip.tiles()[i]->hasPicture());
        }
        QCOMPARE(strip.tiles()[2]->part(), rect);
        const ImageTile& tile = *strip.tiles()[2];
        const QImage shown = strip.tiles()[2]->grab().toImage(); // the pixel itself, enlarged
        const QPoint at = (tile.pictureRect().topLeft() + QPointF(10.5, 7.5) * tile.scale()).toPoint();
        QCOMPARE(shown.pixel(at), toQImage(from.a).pixel(rect.x() + 10, rect.y() + 7));
    }

    void stripStepsAndGoesToThePatch() {
        Selection selection;
        Comparison comparison(selection);
        PatchStrip strip(comparison);
        show(strip, {900, 220});
        auto* worst = strip.findChild<QPushButton*>();
        QVERIFY(worst->isVisible() && !worst->isEnabled());
        load(comparison);
        QTRY_VERIFY(worst->isEnabled());
        QTest::mouseClick(worst, Qt::LeftButton);
        QCOMPARE(comparison.patchIndex(), 0);
        QTRY_VERIFY(!worst->isVisible());
        const auto buttons = strip.findChildren<QToolButton*>();
        QTest::mouseClick(buttons[1], Qt::LeftButton);
        QCOMPARE(comparison.patchIndex(), 1);
        QTest::mouseClick(buttons[0], Qt::LeftButton);
        QCOMPARE(comparison.patchIndex(), 0);
        QCOMPARE(buttons[0]->accessibleName(), QStringLiteral("Previous patch"));
        comparison.transform().setViewport({200, 200});
        comparison.transform().setScale(8.0);
        comparison.transform().setCenter({0, 0});
        QTest::mouseClick(strip.tiles()[1], Qt::LeftButton);
        QCOMPARE(comparison.transform().center(), QRectF(TestImages::damaged).center());
    }

    void stripWithoutTruthComparesWithB() {
        const TestImages from;
        Selection selection;
        Comparison comparison(selection);
        PatchStrip strip(comparison);
        show(strip, {900, 220});
        comparison.images().setImage(Slot::A, from.a, {});
        comparison.images().setImage(Slot::B, from.b, {});
        QTRY_VERIFY(!comparison.analysis().patches().empty());
        comparison.nextPatchAction()->trigger();
        QTRY_COMPARE(strip.tiles()[4]->title(), QStringLiteral("A − B, × 12"));
        QVERIFY(strip.tiles()[4]->hasPicture() && !strip.tiles()[3]->hasPicture());
        QVERIFY(strip.tiles()[2]->number().isEmpty());
    }

    void tableListsThePatches() {
        const TestImages from;
        Selection selection;
        Comparison comparison(selection);
        WorstPatchModel model(comparison);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0);
        load(comparison, from);
        const auto expected = worstPatches(from.a, from.b, &from.truth, ErrorAnalysis::patchCount);
        QCOMPARE(model.rowCount(), int(expected.size()));
        QCOMPARE(model.patch(0), TestImages::damaged);
        QCOMPARE(text(model, 0, WorstPatchModel::PsnrA), QString::number(expected[0].psnrA, 'f', 1));
        QCOMPARE(text(model, 0, WorstPatchModel::Difference),
                 QString::number(*expected[0].difference(), 'f', 2).replace(QLatin1Char('-'), QChar(0x2212)));
        QCOMPARE(model.index(0, WorstPatchModel::Truth).data(Qt::DecorationRole).value<QImage>().size(), QSize(36, 32));
        comparison.images().clear(Slot::A);
        QTRY_COMPARE(model.rowCount(), 0);
    }

    void tableSelectsForAllViews() {
        Selection selection;
        Comparison comparison(selection);
        WorstPatchView view(comparison);
        show(view, {300, 300});
        QVERIFY(!view.table().isVisible());
        load(comparison);
        QTRY_VERIFY(view.table().isVisible());
        const auto rectOfRow = [&](int row) { return view.table().visualRect(view.table().model()->index(row, 1)); };
        QTest::mouseClick(view.table().viewport(), Qt::LeftButton, {}, rectOfRow(1).center());
        QCOMPARE(comparison.patchIndex(), 1);
        QTest::keyClick(&view.table(), Qt::Key_Down);
        QCOMPARE(comparison.patchIndex(), 2);
        QTest::keyClick(&view.table(), Qt::Key_N);
        QCOMPARE(comparison.patchIndex(), 3);
        QCOMPARE(view.table().currentIndex().row(), 3);
        QTest::keyClick(&view.table(), Qt::Key_N, Qt::ShiftModifier);
        QCOMPARE(comparison.patchIndex(), 2);
        selection.setPatch({});
        QVERIFY(view.table().selectionModel()->selectedRows().isEmpty());
        QVERIFY(selection.patch().isNull());
        QTest::mouseClick(view.table().viewport(), Qt::LeftButton, {}, rectOfRow(2).center()); // the same row again
        QCOMPARE(comparison.patchIndex(), 2);
    }

    void qualityTableNamesItsNumbers() {
        Selection selection;
        Comparison comparison(selection);
        QualityModel model(comparison.images());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(text(model, 2, QualityModel::Psnr), QStringLiteral("–"));
        load(comparison);
        const SlotContent &a = comparison.images().content(Slot::A), &b = comparison.images().content(Slot::B);
        QCOMPARE(text(model, 2, QualityModel::Name), QStringLiteral("A trial 271"));
        QCOMPARE(text(model, 2, QualityModel::Psnr), QString::number(*a.psnr, 'f', 2));
        QCOMPARE(text(model, 2, QualityModel::Ssim), QString::number(*a.ssim, 'f', 4));
        QCOMPARE(text(model, 2, QualityModel::VersusB), QChar(0x2212) + QString::number(*b.psnr - *a.psnr, 'f', 2));
        QCOMPARE(text(model, 1, QualityModel::VersusB), QStringLiteral("–"));
    }
};

QTEST_MAIN(PatchViewsTest)
#include "patch_views_test.moc"
