#include "common/selection.h"
#include "grid/summary_panel.h"
#include "grid_support.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QUndoView>
#include <QtTest>

using namespace kintsugi;

class SummaryTest : public QObject {
    Q_OBJECT

private:
    static QString cell(const SummaryModel& model, int row, int column) {
        return model.index(row, column).data().toString();
    }

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<Span>(); }

    void linesOfTheTable_data() {
        QTest::addColumn<int>("row");
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<QString>("difference");
        QTest::newRow("PSNR") << int(SummaryModel::Psnr) << "31.33"
                              << "31.62"
                              << "−0.29";
        QTest::newRow("SSIM") << int(SummaryModel::Ssim) << "0.8791"
                              << "0.8842"
                              << "−0.0051";
        QTest::newRow("transformers") << int(SummaryModel::Transformers) << "23"
                                      << "44"
                                      << "−21";
        QTest::newRow("SSM blocks") << int(SummaryModel::SurrogateBlocks) << "13"
                                    << "0"
                                    << "+13";
        QTest::newRow("parameters") << int(SummaryModel::Parameters) << "17.50"
                                    << "26.10"
                                    << "−33 %";
        QTest::newRow("GMACs") << int(SummaryModel::Gmacs) << "104.1"
                               << "154.9"
                               << "−33 %";
        QTest::newRow("predicted") << int(SummaryModel::Predicted) << "515"
                                   << "820"
                                   << "−37 %";
        QTest::newRow("measured") << int(SummaryModel::Measured) << "–"
                                  << "871"
                                  << "–";
    }
    void linesOfTheTable() {
        QFETCH(int, row);
        SummaryModel model;
        QAbstractItemModelTester tester(&model);
        NetworkFigures a, b;
        a.psnr = 31.33, b.psnr = 31.62;
        a.ssim = 0.8791, b.ssim = 0.8842;
        a.transformers = 23, b.transformers = 44;
        a.surrogateBlocks = 13, b.surrogateBlocks = 0;
        a.mparameters = 17.5, b.mparameters = 26.1;
        a.gmacs = 104.1, b.gmacs = 154.9;
        a.predictedMs = 515, b.predictedMs = 820;
        b.measuredMs = 871;
        model.setFigures(a, b);
        QTEST(cell(model, row, SummaryModel::A), "a");
        QTEST(cell(model, row, SummaryModel::B), "b");
        QTEST(cell(model, row, SummaryModel::Difference), "difference");
    }

    void staleNumbersAreGreyAndSayWhy() {
        SummaryModel model;
        model.setTokens(lightTokens());
        NetworkFigures a, b;
        a.measuredMs = 2561;
        b.measuredMs = 3871;
        a.measuredStale = QStringLiteral("A was edited.");
        model.setFigures(a, b);
        const QModelIndex number = model.index(SummaryModel::Measured, SummaryModel::A);
        QCOMPARE(number.data(Qt::ForegroundRole).value<QColor>(), lightTokens().hint);
        QVERIFY(number.data(Qt::ToolTipRole).toString().contains(a.measuredStale));
        QVERIFY(number.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("stale")));
        QCOMPARE(cell(model, SummaryModel::Measured, SummaryModel::Difference), QStringLiteral("stale"));
        const QModelIndex other = model.index(SummaryModel::Measured, SummaryModel::B);
        QVERIFY(!other.data(Qt::ToolTipRole).isValid());
    }

    void choicesForTheSpanEditThePath() {
        Selection selection;
        selection.reset(sample::paperStages());
        SummaryPanel panel(selection);
        panel.resize(320, 800);
        panel.show();
        panel.setChoices(sample::readyChoices(sample::paperStages()));
        QVERIFY(!panel.findChild<QRadioButton*>());
        selection.setSpan(Span{StageId::dec2, 4, 6});
        const auto radio = [&](int i) { return panel.findChild<QRadioButton*>(QStringLiteral("option.%1").arg(i)); };
        QVERIFY(radio(0) && radio(1) && radio(2));
        QCOMPARE(radio(0)->text(), QStringLiteral("T T"));
        QVERIFY(radio(0)->isChecked());
        QCOMPARE(radio(2)->text(), QStringLiteral("S 2→1"));
        QVERIFY(radio(2)->accessibleName().contains(QStringLiteral("0.024 dB")));
        QTest::mouseClick(radio(2), Qt::LeftButton, {}, QPoint(8, radio(2)->height() / 2));
        QCOMPARE(QString::fromStdString(selection.a().stageText(StageId::dec2)), QStringLiteral("T*4.lite1:2"));
        QVERIFY(radio(2)->isChecked() && !radio(0)->isChecked());
        selection.undoStack().undo();
        QVERIFY(radio(0)->isChecked() && !radio(2)->isChecked());
    }

    void whatIsNotReadyCannotBeChosen() {
        Selection selection;
        selection.reset(sample::paperStages());
        SummaryPanel panel(selection);
        auto choices = sample::readyChoices(sample::paperStages());
        sample::at(choices, {{StageId::dec2, 4, 6}, {BlockKind::Lite, 1, 2}}).state = EdgeState::Missing;
        panel.setChoices(choices);
        selection.setSpan(Span{StageId::dec2, 4, 6});
        auto* last = panel.findChild<QRadioButton*>(QStringLiteral("option.2"));
        QVERIFY(last && !last->isEnabled());
        QVERIFY(last->accessibleName().contains(QStringLiteral("missing")));
    }

    void theFrontTellsOfTheSelectedBlocks() {
        FrontShare share;
        QCOMPARE(share.accessibleName(), QStringLiteral("No front yet"));
        share.setShares(
            {{{StageId::dec2, 4, 5}, 22, 39}, {{StageId::dec2, 5, 6}, 19, 39}, {{StageId::enc1, 0, 1}, 1, 39}});
        share.setSpan(Span{StageId::dec2, 4, 6});
        QCOMPARE(share.accessibleName(), QStringLiteral("dec2.5: 22 of 39, dec2.6: 19 of 39"));
        const int two = share.sizeHint().height();
        share.setSpan(Span{StageId::dec2, 4, 5});
        QVERIFY(share.sizeHint().height() < two);
    }

    void buttonsAskForTheSpan() {
        Selection selection;
        selection.reset(sample::paperStages());
        SummaryPanel panel(selection);
        panel.resize(320, 800);
        panel.show();
        QSignalSpy effect(&panel, &SummaryPanel::effectRequested), timing(&panel, &SummaryPanel::timingRequested);
        auto* effectButton = panel.findChild<QPushButton*>(QStringLiteral("summary.effect"));
        auto* timeButton = panel.findChild<QPushButton*>(QStringLiteral("summary.time"));
        QVERIFY(!effectButton->isEnabled());
        selection.setSpan(Span{StageId::dec2, 4, 6});
        QTest::mouseClick(effectButton, Qt::LeftButton);
        QTest::mouseClick(timeButton, Qt::LeftButton);
        QCOMPARE(effect.count(), 1);
        QCOMPARE(timing.count(), 1);
        QVERIFY(timing.front().front().value<Span>() == (Span{StageId::dec2, 4, 6}));
    }

    void theHistoryIsTheUndoStack() {
        Selection selection;
        selection.reset(sample::paperStages());
        SummaryPanel panel(selection);
        auto* history = panel.findChild<QUndoView*>();
        QCOMPARE(history->stack(), &selection.undoStack());
        selection.edit({StageId::dec2, 4, 5}, {BlockKind::Lite, 1, 1});
        QCOMPARE(history->model()->rowCount(), 2);
        history->setCurrentIndex(history->model()->index(0, 0)); // going back by the list
        QVERIFY(selection.a() == allTeacher(sample::paperStages()));
    }
};

QTEST_MAIN(SummaryTest)
#include "summary_test.moc"
