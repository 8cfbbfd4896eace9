#include "compare/image_tile.h"
#include "compare/preview_strip.h"
#include "compare_support.h"

#include <QPushButton>
#include <QToolButton>

using namespace kintsugi;
using namespace kintsugi::test;

class PreviewStripTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsImagesNumbersAndDifference() {
        const TestImages from;
        ComparedImages images;
        PreviewStrip strip(images);
        show(strip, {1000, 190});
        QVERIFY(!strip.tiles()[0]->isVisible());
        images.setImage(Slot::Degraded, from.degraded, {}, 20.48);
        images.setImage(Slot::B, from.b, {}, 32.83);
        images.setImage(Slot::A, from.a, {}, 32.0);
        images.setImage(Slot::Truth, from.truth, {});
        QTRY_VERIFY(strip.tiles()[3]->hasPicture() && strip.tiles()[4]->hasPicture());
        QStringList titles, numbers;
        for (const ImageTile* tile : strip.tiles()) {
            titles << tile->title();
            numbers << tile->number();
            QVERIFY(tile->isVisible());
        }
        const Image map = absoluteErrorMap(from.a, from.b);
        const double largest = double(*std::max_element(map.values.begin(), map.values.end()));
        QCOMPARE(titles, (QStringList{QStringLiteral("Degraded"), QStringLiteral("Teacher"), QStringLiteral("Hybrid A"),
                                      QStringLiteral("|A − teacher| × 16"), QStringLiteral("Ground truth")}));
        QCOMPARE(numbers,
                 (QStringList{QStringLiteral("20.48 dB"), QStringLiteral("32.83 dB"), QStringLiteral("32.00 dB"),
                              QStringLiteral("max %1").arg(largest, 0, 'f', 2), QString()}));
    }

    void saysWhichImageWhereAndHowLong() {
        ComparedImages images;
        PreviewStrip strip(images);
        images.setImage(Slot::Degraded, flat(Qt::red), {});
        QTRY_COMPARE(strip.info(), QStringLiteral("180×128"));
        strip.setImageInfo(QStringLiteral("garage.png"), QStringLiteral("this computer"), 0.7);
        QCOMPARE(strip.info(), QStringLiteral("180×128, this computer, 700 ms"));
        strip.setImageInfo(QStringLiteral("garage.png"), QStringLiteral("this computer"), std::nullopt);
        QCOMPARE(strip.info(), QStringLiteral("180×128, this computer"));
    }

    void asksForInspectAndOtherImages() {
        ComparedImages images;
        PreviewStrip strip(images);
        show(strip, {1000, 190});
        QSignalSpy browse(&strip, &PreviewStrip::browseRequested);
        QTest::mouseClick(strip.findChild<QPushButton*>(), Qt::LeftButton);
        QCOMPARE(browse.count(), 1);
        images.setImage(Slot::Truth, flat(Qt::red), {});
        QTRY_VERIFY(strip.tiles()[4]->isVisible());
        QSignalSpy inspect(&strip, &PreviewStrip::inspectRequested), step(&strip, &PreviewStrip::stepRequested);
        QTest::mouseClick(strip.tiles()[4], Qt::LeftButton);
        strip.tiles()[2]->setFocus();
        QTest::keyClick(strip.tiles()[2], Qt::Key_Return);
        QCOMPARE(inspect.count(), 2);
        QCOMPARE(inspect[0][0].value<Slot>(), Slot::Truth);
        QCOMPARE(inspect[1][0].value<Slot>(), Slot::A);
        for (auto* button : strip.findChildren<QToolButton*>())
            QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(step.count(), 2);
        QCOMPARE(step[0][0].toInt(), -1);
        QCOMPARE(step[1][0].toInt(), 1);
    }

    void staleImageSaysWhy() {
        ComparedImages images;
        PreviewStrip strip(images);
        images.setImage(Slot::A, flat(Qt::red), {});
        QTRY_VERIFY(!images.content(Slot::A).isEmpty());
        images.setStale(Slot::A, QStringLiteral("The architecture changed."));
        QVERIFY(strip.tiles()[2]->toolTip().contains(QStringLiteral("The architecture changed.")));
        QVERIFY(strip.tiles()[3]->toolTip().contains(QStringLiteral("The architecture changed.")));
        QVERIFY(!strip.tiles()[1]->toolTip().contains(QStringLiteral("changed")));
    }
};

QTEST_MAIN(PreviewStripTest)
#include "preview_strip_test.moc"
