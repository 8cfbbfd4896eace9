#include "common/selection.h"
#include "grid_support.h"

#include <QSignalSpy>
#include <QtTest>

using namespace kintsugi;

namespace {
constexpr Edge teacher{}, lite{BlockKind::Lite, 1, 1}, lite2{BlockKind::Lite, 1, 2};
constexpr Span first{StageId::enc1, 0, 1}, second{StageId::enc1, 1, 2}, both{StageId::enc1, 0, 2};
} // namespace

class SelectionTest : public QObject {
    Q_OBJECT

private:
    static QString textOf(const Architecture& architecture) { return QString::fromStdString(architecture.text()); }

private Q_SLOTS:
    void beginsWithTheTeacher() {
        Selection selection;
        QVERIFY(selection.isEmpty());
        QSignalSpy stages(&selection, &Selection::stagesChanged);
        selection.reset(sample::smallStages());
        QCOMPARE(stages.count(), 1);
        QVERIFY(!selection.isEmpty());
        QVERIFY(selection.a() == allTeacher(sample::smallStages()));
        QVERIFY(selection.b() == selection.a());
        QCOMPARE(selection.undoStack().count(), 0);
    }

    void resetForgetsEverything() {
        Selection selection;
        selection.reset(sample::smallStages());
        selection.edit(first, lite);
        selection.pinA();
        selection.setSpan(first);
        selection.setImage(QStringLiteral("garage.png"));
        selection.setPatch({1, 2, 3, 4});
        selection.reset(sample::paperStages());
        QCOMPARE(selection.undoStack().count(), 0);
        QVERIFY(selection.b() == allTeacher(sample::paperStages()));
        QVERIFY(!selection.span());
        QVERIFY(selection.image().isEmpty());
        QVERIFY(selection.patch().isNull());
    }

    void anEditIsOneNamedStep() {
        Selection selection;
        selection.reset(sample::smallStages());
        QSignalSpy changed(&selection, &Selection::aChanged);
        selection.edit(first, lite);
        QCOMPARE(textOf(selection.a()), QStringLiteral("lite1:1.T/T*2/T*2/T*4/T*2/T*2/T*2/T*2"));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(selection.undoStack().undoText(), QStringLiteral("enc1.1: T to S 1→1 lite"));
        selection.undoStack().undo();
        QVERIFY(selection.a() == allTeacher(sample::smallStages()));
        selection.undoStack().redo();
        QCOMPARE(textOf(selection.a()), QStringLiteral("lite1:1.T/T*2/T*2/T*4/T*2/T*2/T*2/T*2"));
    }

    void anEditThatChangesNothingIsNone() {
        Selection selection;
        selection.reset(sample::smallStages());
        QSignalSpy changed(&selection, &Selection::aChanged);
        selection.edit(both, teacher);
        QCOMPARE(changed.count(), 0);
        QCOMPARE(selection.undoStack().count(), 0);
    }

    void teacherBlocksFillALongSpan() {
        Selection selection;
        selection.reset(sample::smallStages());
        selection.edit(both, lite2);
        selection.edit(both, teacher);
        QVERIFY(selection.a() == allTeacher(sample::smallStages()));
        QCOMPARE(selection.undoStack().undoText(), QStringLiteral("enc1.1–2: S 2→1 lite to T T"));
    }

    void aHeldKeyIsOneStepForEachSpan() {
        Selection selection;
        selection.reset(sample::smallStages());
        selection.edit(first, lite, 7);
        selection.edit(first, teacher, 7);
        selection.edit(first, lite, 7);
        QCOMPARE(selection.undoStack().count(), 1);
        selection.edit(second, lite, 7);
        QCOMPARE(selection.undoStack().count(), 2);
        selection.edit(second, teacher, 8);
        QCOMPARE(selection.undoStack().count(), 3);
        selection.undoStack().undo();
        selection.undoStack().undo();
        selection.undoStack().undo();
        QVERIFY(selection.a() == allTeacher(sample::smallStages()));
    }

    void aHeldKeyThatEndsWhereItBeganLeavesNoStep() {
        Selection selection;
        selection.reset(sample::smallStages());
        selection.showTrial(271, selection.a().replaced(second, lite));
        selection.edit(first, lite, 7);
        QVERIFY(selection.isEdited());
        selection.edit(first, teacher, 7);
        QCOMPARE(selection.undoStack().count(), 1); // showing the trial
        QVERIFY(!selection.isEdited());
        QCOMPARE(selection.trial(), 271);
    }

    void trialsAreKnownUntilTheyAreReplaced() {
        Selection selection;
        selection.reset(sample::smallStages());
        const Architecture architecture = selection.a().replaced(first, lite);
        selection.showTrial(271, architecture);
        QCOMPARE(selection.trial(), 271);
        QVERIFY(!selection.isEdited());
        selection.edit(second, lite);
        QCOMPARE(selection.trial(), 271);
        QVERIFY(selection.isEdited());
        selection.edit(allTeacher(sample::smallStages()), QStringLiteral("Preset: all transformer"));
        QCOMPARE(selection.trial(), 0);
        selection.undoStack().undo();
        selection.undoStack().undo();
        QCOMPARE(selection.trial(), 271);
        QVERIFY(!selection.isEdited());
        selection.showTrial(271, architecture);
        QCOMPARE(selection.undoStack().count(), 3); // shown already: no step more
    }

    void swappingExchangesBothAndIsUndone() {
        Selection selection;
        selection.reset(sample::smallStages());
        selection.setB(selection.a().replaced(first, lite), 12);
        selection.showTrial(271, selection.a().replaced(both, lite2));
        const Architecture a = selection.a(), b = selection.b();
        selection.swap();
        QVERIFY(selection.a() == b);
        QVERIFY(selection.b() == a);
        QCOMPARE(selection.trial(), 12);
        QCOMPARE(selection.trialB(), 271);
        selection.undoStack().undo();
        QVERIFY(selection.a() == a);
        QVERIFY(selection.b() == b);
        QCOMPARE(selection.trial(), 271);
        QCOMPARE(selection.trialB(), 12);
    }

    void pinningAnEditedTrialForgetsItsNumber() {
        Selection selection;
        selection.reset(sample::smallStages());
        selection.showTrial(271, selection.a().replaced(first, lite));
        selection.pinA();
        QCOMPARE(selection.trialB(), 271);
        selection.edit(second, lite);
        selection.pinA();
        QVERIFY(selection.b() == selection.a());
        QCOMPARE(selection.trialB(), 0);
    }

    void signalsComeOnlyWithChanges() {
        Selection selection;
        selection.reset(sample::smallStages());
        QSignalSpy span(&selection, &Selection::spanChanged), image(&selection, &Selection::imageChanged),
            patch(&selection, &Selection::patchChanged), device(&selection, &Selection::deviceChanged),
            b(&selection, &Selection::bChanged);
        for (int twice = 0; twice < 2; ++twice) {
            selection.setSpan(first);
            selection.setImage(QStringLiteral("garage.png"));
            selection.setPatch({0, 0, 32, 32});
            selection.setDevice(QStringLiteral("Pixel 8"));
            selection.setB(selection.a().replaced(first, lite), 5);
        }
        QCOMPARE(span.count(), 1);
        QCOMPARE(image.count(), 1);
        QCOMPARE(patch.count(), 2); // another image has another patch
        QCOMPARE(device.count(), 1);
        QCOMPARE(b.count(), 1);
    }
};

QTEST_GUILESS_MAIN(SelectionTest)
#include "selection_test.moc"
