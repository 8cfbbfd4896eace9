#include "common/theme.h"
#include "compare/image_list_view.h"
#include "compare_support.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>

using namespace kintsugi;
using namespace kintsugi::test;

namespace {

ImageRow ready(const QString& name, double psnr, double difference) {
    ImageRow row;
    row.id = QStringLiteral("/images/") + name;
    row.name = name;
    row.thumbnail = flat(Qt::gray, {60, 40});
    row.psnr = psnr;
    row.difference = difference;
    return row;
}

std::vector<ImageRow> someRows() {
    ImageRow waiting, failed;
    waiting.id = waiting.name = QStringLiteral("street.png");
    waiting.state = ImageState::Waiting;
    waiting.queuePlace = 2;
    failed.id = failed.name = QStringLiteral("atlas.tif");
    failed.state = ImageState::Failed;
    failed.message = QStringLiteral("CMYK not supported");
    return {ready(QStringLiteral("cat.png"), 33.9, -0.37),    waiting,
            ready(QStringLiteral("garage.png"), 32.0, -0.83), failed,
            ready(QStringLiteral("brick.png"), 36.3, -0.1),   ready(QStringLiteral("car.png"), 30.1, 0.05)};
}

QStringList names(const QAbstractItemModel& model) {
    QStringList result;
    for (int row = 0; row < model.rowCount(); ++row)
        result << model.index(row, 0).data().toString();
    return result;
}

} // namespace

class ImageListTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void modelChangesRowByRow() {
        ImageListModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(someRows());
        QCOMPARE(model.rowCount(), 6);
        model.setRow(ready(QStringLiteral("moon.png"), 30, -1));
        QCOMPARE(model.rowCount(), 7);
        model.setRow(ready(QStringLiteral("cat.png"), 20, -2));
        QCOMPARE(model.rowCount(), 7);
        QCOMPARE(model.rows()[0].psnr, std::optional(20.0));
        model.removeRow(QStringLiteral("/images/cat.png"));
        QCOMPARE(model.indexOf(QStringLiteral("/images/cat.png")), -1);
        model.removeRow(QStringLiteral("nobody"));
        QCOMPARE(model.rowCount(), 6);
    }

    void statesAreWords_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("text");
        QTest::newRow("ready") << int(ImageState::Ready) << QStringLiteral("31.50");
        QTest::newRow("waiting") << int(ImageState::Waiting) << QStringLiteral("waiting, place 3 in the queue");
        QTest::newRow("running") << int(ImageState::Running) << QStringLiteral("restoring, 40 %");
        QTest::newRow("failed") << int(ImageState::Failed) << QStringLiteral("out of memory");
    }
    void statesAreWords() {
        QFETCH(int, state);
        ImageRow row = ready(QStringLiteral("a.png"), 31.5, 0);
        row.state = static_cast<ImageState>(state);
        row.queuePlace = 3;
        row.percent = 40;
        row.message = QStringLiteral("out of memory");
        QTEST(stateText(row), "text");
        row.psnr.reset();
        if (row.state == ImageState::Ready)
            QCOMPARE(stateText(row), QStringLiteral("–"));
    }

    void listIsSortedAndFiltered() {
        ImageListModel model;
        Selection selection;
        ImageListView view(model, selection);
        QAbstractItemModelTester tester(view.list().model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(someRows());
        QCOMPARE(names(*view.list().model()),
                 (QStringList{QStringLiteral("garage.png"), QStringLiteral("cat.png"), QStringLiteral("brick.png"),
                              QStringLiteral("car.png"), QStringLiteral("atlas.tif"), QStringLiteral("street.png")}));
        namedActions(view.commands(), QStringLiteral("Sort images by name"))[0]->trigger();
        QCOMPARE(names(*view.list().model()),
                 (QStringList{QStringLiteral("atlas.tif"), QStringLiteral("brick.png"), QStringLiteral("car.png"),
                              QStringLiteral("cat.png"), QStringLiteral("garage.png"), QStringLiteral("street.png")}));
        show(view, {220, 600});
        view.filter().setFocus();
        QTest::keyClicks(&view.filter(), QStringLiteral("CA"));
        QCOMPARE(names(*view.list().model()), (QStringList{QStringLiteral("car.png"), QStringLiteral("cat.png")}));
        QTest::keyClicks(&view.filter(), QStringLiteral("xx"));
        QVERIFY(!view.list().isVisible());
        QVERIFY(!view.findChild<QPushButton*>("images.open")->isVisible()); // there are images, only not these
    }

    void orderFollowsNewNumbers() {
        ImageListModel model;
        Selection selection;
        ImageListView view(model, selection);
        model.setRows(someRows());
        model.setRow(ready(QStringLiteral("car.png"), 20, -3));
        QCOMPARE(names(*view.list().model()).front(), QStringLiteral("car.png"));
    }

    void currentImageIsTheSelections() {
        ImageListModel model;
        Selection selection;
        ImageListView view(model, selection);
        model.setRows(someRows());
        show(view, {220, 600});
        QTest::mouseClick(view.list().viewport(), Qt::LeftButton, {},
                          view.list().visualRect(view.list().model()->index(1, 0)).center());
        QCOMPARE(selection.image(), QStringLiteral("/images/cat.png"));
        QTest::keyClick(&view.list(), Qt::Key_Down);
        QCOMPARE(selection.image(), QStringLiteral("/images/brick.png"));
        selection.setImage(QStringLiteral("/images/garage.png"));
        QCOMPARE(view.list().currentIndex().row(), 0);
        namedActions(view.commands(), QStringLiteral("Next image"))[0]->trigger();
        QCOMPARE(selection.image(), QStringLiteral("/images/cat.png"));
        view.filter().setText(QStringLiteral("brick")); // hides the current one, which stays current
        QCOMPARE(selection.image(), QStringLiteral("/images/cat.png"));
        view.filter().clear();
        QCOMPARE(view.list().currentIndex().data().toString(), QStringLiteral("cat.png"));
    }

    void emptyListOffersToOpen() {
        ImageListModel model;
        Selection selection;
        ImageListView view(model, selection);
        show(view, {220, 600});
        QSignalSpy browse(&view, &ImageListView::browseRequested), opened(&view, &ImageListView::openRequested);
        QTest::mouseClick(view.findChild<QPushButton*>("images.open"), Qt::LeftButton);
        QCOMPARE(browse.count(), 1);
        dropFiles(view, {QStringLiteral("/data/a.png")});
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened[0][0].toStringList(), QStringList{QStringLiteral("/data/a.png")});
    }

    void distributionCountsAndChooses() {
        DistributionView plot;
        show(plot, {220, 178});
        QVERIFY(!plot.summary());
        plot.setRows(someRows());
        const auto summary = plot.summary();
        QCOMPARE(summary->count, 4);
        QCOMPARE(summary->mean, (-0.37 - 0.83 - 0.1 + 0.05) / 4);
        QCOMPARE(summary->worst, -0.83);
        QCOMPARE(summary->worstName, QStringLiteral("garage.png"));
        QCOMPARE(summary->close, 2);
        const QPointF cat = plot.dotOf(QStringLiteral("/images/cat.png"));
        const QPointF garage = plot.dotOf(QStringLiteral("/images/garage.png"));
        QVERIFY(cat.x() < garage.x()); // larger losses lie further right
        QSignalSpy chosen(&plot, &DistributionView::chosen);
        QTest::mouseClick(&plot, Qt::LeftButton, {}, cat.toPoint());
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toString(), QStringLiteral("/images/cat.png"));
        plot.setCurrent(QStringLiteral("/images/garage.png"));
        QCOMPARE(plot.grab().toImage().pixelColor(garage.toPoint()), tokensOf(&plot).a);
        QCOMPARE(plot.grab().toImage().pixelColor(cat.toPoint()), tokensOf(&plot).bars);
    }

    void equalDifferencesAreStacked() {
        std::vector<ImageRow> rows;
        for (int i = 0; i < 200; ++i)
            rows.push_back(ready(QString::number(i), 30, -0.2));
        DistributionView plot;
        show(plot, {220, 178});
        plot.setRows(rows);
        const QPointF first = plot.dotOf(QStringLiteral("/images/0")), second = plot.dotOf(QStringLiteral("/images/1"));
        QVERIFY(first.x() == second.x() && first.y() > second.y());
    }
};

QTEST_MAIN(ImageListTest)
#include "image_list_test.moc"
