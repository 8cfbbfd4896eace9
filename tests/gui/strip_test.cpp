#include "common/selection.h"
#include "common/selection_strip.h"
#include "grid_support.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QToolButton>
#include <QtTest>

using namespace kintsugi;

class StripTest : public QObject {
    Q_OBJECT

private:
    static QString textOf(const SelectionStrip& strip, const char* name) {
        const auto* label = strip.findChild<QLabel*>(QString::fromLatin1(name));
        return label ? label->text() : QStringLiteral("no such label");
    }

private Q_SLOTS:
    void names_data() {
        QTest::addColumn<int>("trial");
        QTest::addColumn<bool>("edited");
        QTest::addColumn<QString>("name");
        QTest::newRow("trial") << 271 << false << "trial 271";
        QTest::newRow("edited") << 271 << true << "trial 271, edited";
        QTest::newRow("teacher") << 0 << false << "all transformer";
    }
    void names() {
        QFETCH(int, trial);
        QFETCH(bool, edited);
        const Stages stages = sample::smallStages();
        QTEST(architectureName(allTeacher(stages), stages, trial, edited), "name");
    }

    void architecturesWithoutATrialAreNamedByWhatTheyAre() {
        const Stages stages = sample::smallStages();
        Architecture path = allTeacher(stages).replaced({StageId::enc1, 0, 1}, {BlockKind::Lite, 1, 1});
        QCOMPARE(architectureName(path, stages, 0, false), QStringLiteral("own architecture"));
        for (const StageInfo& stage : stages)
            path = path.replaced({stage.id, 0, stage.blocks}, {BlockKind::Lite, 1, stage.blocks});
        QCOMPARE(architectureName(path, stages, 0, false), QStringLiteral("all surrogate"));
    }

    void blocksThatRunAreCounted() {
        Architecture path = allTeacher(sample::smallStages());
        QCOMPARE(blockCountsText(path), QStringLiteral("T 18 · S 0"));
        path = path.replaced({StageId::bottleneck, 0, 4}, {BlockKind::Lite, 2, 4});
        path = path.replaced({StageId::enc1, 0, 2}, {BlockKind::Restormer, 1, 2});
        QCOMPARE(blockCountsText(path), QStringLiteral("T 13 · S 2"));
    }

    void followsTheSelection() {
        Selection selection;
        SelectionStrip strip(selection);
        QCOMPARE(textOf(strip, "a.name"), QStringLiteral("–"));
        for (const QAction* action : strip.commands())
            QVERIFY(!action->isEnabled());
        selection.reset(sample::smallStages());
        QCOMPARE(textOf(strip, "a.name"), QStringLiteral("all transformer"));
        selection.showTrial(271, selection.a().replaced({StageId::enc1, 0, 1}, {BlockKind::Lite, 1, 1}));
        selection.edit({StageId::enc1, 1, 2}, {BlockKind::Lite, 1, 1});
        QCOMPARE(textOf(strip, "a.name"), QStringLiteral("trial 271, edited"));
        QCOMPARE(textOf(strip, "a.name.note"), QStringLiteral("T 16 · S 2"));
        QCOMPARE(textOf(strip, "b.name"), QStringLiteral("all transformer"));
    }

    void buttonsPinSwapAndCopy() {
        Selection selection;
        selection.reset(sample::smallStages());
        SelectionStrip strip(selection);
        strip.resize(1200, 50);
        strip.show();
        const auto click = [&](const char* name) {
            auto* button = strip.findChild<QToolButton*>(QString::fromLatin1(name));
            QVERIFY(button);
            QVERIFY(!button->accessibleName().isEmpty());
            QTest::mouseClick(button, Qt::LeftButton);
        };
        const Architecture teacher = selection.a();
        selection.edit({StageId::enc1, 0, 1}, {BlockKind::Lite, 1, 1});
        const Architecture edited = selection.a();
        click("selection.swap");
        QVERIFY(selection.a() == teacher);
        QVERIFY(selection.b() == edited);
        click("selection.pin");
        QVERIFY(selection.b() == teacher);
        click("selection.copy");
        QCOMPARE(QApplication::clipboard()->text(), QString::fromStdString(teacher.text()));
    }

    void numbersThatDoNotHoldSayWhy() {
        Selection selection;
        selection.reset(sample::smallStages());
        SelectionStrip strip(selection);
        StripFigures a, b;
        a.loss = 0.29;
        a.predictedMs = 2515;
        a.measuredMs = 2561;
        a.measuredInterval = Interval{2547, 2575};
        a.measuredNote = QStringLiteral("Pixel 8, n = 100");
        strip.setFigures(a, b);
        QCOMPARE(textOf(strip, "a.loss"), QStringLiteral("−0.29 dB"));
        QVERIFY(textOf(strip, "a.measured").endsWith(QStringLiteral("± 14 ms")));
        QCOMPARE(textOf(strip, "a.measured.note"), QStringLiteral("Pixel 8, n = 100"));
        QCOMPARE(textOf(strip, "b.loss"), QStringLiteral("–"));
        QCOMPARE(textOf(strip, "b.measured"), QStringLiteral("–"));
        a.measuredStale = QStringLiteral("A was edited after the measurement.");
        strip.setFigures(a, b);
        QCOMPARE(textOf(strip, "a.measured.note"), QStringLiteral("stale"));
        QCOMPARE(strip.findChild<QLabel*>(QStringLiteral("a.measured"))->toolTip(), a.measuredStale);
    }
};

QTEST_MAIN(StripTest)
#include "strip_test.moc"
