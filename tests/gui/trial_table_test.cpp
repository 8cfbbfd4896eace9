#include "common/selection.h"
#include "trial_fixture.h"
#include "trials/trial_delegate.h"
#include "trials/trial_model.h"
#include "trials/trial_table.h"
#include "trials/trial_view.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <memory>

using namespace kintsugi;

class TrialTableTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_trials = std::make_unique<TrialModel>();
        m_trials->setStages(m_fixture.stages());
        m_trials->setCost(TrialCost::PredictedMs);
        m_selection = std::make_unique<Selection>();
        m_selection->reset(m_fixture.stages());
        m_table = std::make_unique<TrialTable>(*m_trials, *m_selection);
        m_trials->append(m_fixture.rows(80, 3));
        m_table->resize(900, 420);
        m_table->show();
        m_view = m_table->findChild<TrialView*>();
        m_filter = m_table->findChild<QLineEdit*>();
        QVERIFY(QTest::qWaitForWindowExposed(m_table.get()));
        m_view->sortByColumn(TrialModel::Number, Qt::AscendingOrder);
    }

    void cleanup() {
        m_table.reset();
        m_selection.reset();
        m_trials.reset();
    }

    void clickShowsATrial() {
        click(4);
        QCOMPARE(m_selection->trial(), std::int64_t(5));
        QVERIFY(m_selection->a() == m_trials->trial(4).architecture);
        QCOMPARE(m_selection->undoStack().count(), 1);
    }

    void shiftClickPinsB() {
        click(3);
        click(6, Qt::ShiftModifier);
        QCOMPARE(m_selection->trial(), std::int64_t(4));
        QCOMPARE(m_selection->trialB(), std::int64_t(7));
    }

    void controlClickPicksAndLeavesA() {
        click(2);
        click(5, Qt::ControlModifier);
        click(7, Qt::ControlModifier);
        QCOMPARE(m_selection->trial(), std::int64_t(3));
        QCOMPARE(m_trials->picked(), (std::vector<int>{2, 5, 7}));
        click(1);
        QVERIFY(m_trials->picked().empty());
    }

    void keysMoveA() {
        click(2);
        QTest::keyClick(m_view, Qt::Key_Down);
        QTest::keyClick(m_view, Qt::Key_Down);
        QCOMPARE(m_selection->trial(), std::int64_t(5));
        QTest::keyClick(m_view, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(m_selection->trial(), std::int64_t(5));
        QCOMPARE(m_trials->picked(), (std::vector<int>{4, 5}));
    }

    void followsAFromElsewhere() {
        m_selection->showTrial(60, m_trials->trial(59).architecture);
        const QModelIndex current = m_view->currentIndex();
        QCOMPARE(sourceRow(current), 59);
        QVERIFY(m_view->viewport()->rect().contains(m_view->visualRect(current).center()));
        QCOMPARE(m_view->selectionModel()->selectedRows().size(), 1);

        box(QStringLiteral("Follow selection"))->click();
        m_selection->showTrial(2, m_trials->trial(1).architecture);
        QCOMPARE(sourceRow(m_view->currentIndex()), 59);
        box(QStringLiteral("Follow selection"))->click();
        QCOMPARE(sourceRow(m_view->currentIndex()), 1);
    }

    void rowsPickedElsewhereAreSelectedAndAStays() {
        click(8);
        m_trials->setPicked({3, 10, 12});
        QCOMPARE(m_view->selectionModel()->selectedRows().size(), 3);
        QCOMPARE(m_selection->trial(), std::int64_t(9));
        m_selection->showTrial(20, m_trials->trial(19).architecture);
        QCOMPARE(m_trials->picked(), (std::vector<int>{3, 10, 12}));
    }

    void filterIsTyped() {
        QTest::keyClicks(m_filter, QStringLiteral("T <= 20 dB < 0.8"));
        int expected = 0;
        for (int row = 0; row < m_trials->size(); ++row)
            expected += m_trials->trial(row).transformers <= 20 && m_trials->trial(row).loss < 0.8 ? 1 : 0;
        QVERIFY(expected > 0 && expected < m_trials->size());
        QCOMPARE(m_view->model()->rowCount(), expected);
        QVERIFY(hasLabel(QStringLiteral("%1 of 80 trial(s)").arg(expected)));
        QTest::keyClick(m_filter, Qt::Key_Escape);
        QCOMPARE(m_view->model()->rowCount(), 80);
    }

    void aWrongFilterSaysSoAndKeepsTheRows() {
        m_table->setFilter(QStringLiteral("T <= 20"));
        const int before = m_view->model()->rowCount();
        QTest::keyClicks(m_filter, QStringLiteral(" weight < 3"));
        QCOMPARE(m_view->model()->rowCount(), before);
        QVERIFY(hasLabel(QStringLiteral("“weight” cannot be compared; these can: ms, measured, dB, psnr, T, S, GMAC, "
                                        "M, penalty, trial, step, search.")));
    }

    void frontOnly() {
        box(QStringLiteral("Front only"))->click();
        int members = 0;
        for (int row = 0; row < m_trials->size(); ++row)
            members += m_trials->standing(row).front ? 1 : 0;
        QCOMPARE(m_view->model()->rowCount(), members);
        QVERIFY(m_view->model()->rowCount() < 80);
    }

    void copiesSelectedRowsWithTabs() {
        click(0);
        click(2, Qt::ControlModifier);
        QTest::keyClick(m_view, Qt::Key_C, Qt::ControlModifier);
        const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 4); // names, two rows, nothing after the last line
        QVERIFY(lines[0].startsWith(QStringLiteral("Trial\tPattern, enc1 to refine\tT\t")));
        QVERIFY(lines[1].startsWith(QStringLiteral("1\tT*4/T*6/T*6/T*8/T*6/T*6/T*4/T*4\t44\t0\t")));
        QVERIFY(lines[2].startsWith(QStringLiteral("3\t")));
        QCOMPARE(lines[1].count(QLatin1Char('\t')), lines[0].count(QLatin1Char('\t')));
    }

    void savesExactNumbersWithProvenance() {
        const QTemporaryDir folder;
        m_table->setProvenance(QStringLiteral("demo.kintsugi, search 1: exact, seed 7"));
        m_table->setFilter(QStringLiteral("trial <= 2"));
        m_table->saveCsv(folder.filePath(QStringLiteral("t.csv")));
        QFile file(folder.filePath(QStringLiteral("t.csv")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 5);
        QCOMPARE(lines[0], QStringLiteral("# demo.kintsugi, search 1: exact, seed 7"));
        const QStringList names = lines[1].split(QLatin1Char(',')), cells = lines[3].split(QLatin1Char(','));
        QCOMPARE(cells.size(), names.size());
        QCOMPARE(cells[names.indexOf(QStringLiteral("loss_db"))].toDouble(), m_trials->trial(1).loss);
        QVERIFY(cells[names.indexOf(QStringLiteral("loss_db"))].toDouble() == m_trials->trial(1).loss);
        QCOMPARE(cells[names.indexOf(QStringLiteral("measured_ms"))], QString());
        QVERIFY_EXCEPTION_THROWN(m_table->saveCsv(folder.filePath(QStringLiteral("none/t.csv"))), std::exception);
    }

    void asksToTimeSelectedTrials() {
        QSignalSpy asked(m_table.get(), &TrialTable::timeRequested);
        click(1);
        click(4, Qt::ControlModifier);
        for (QAction* action : m_table->commands())
            if (action->text() == QStringLiteral("Time on device"))
                action->trigger();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].value<QList<qint64>>(), (QList<qint64>{2, 5}));
    }

    void everyCommandSaysWhatItDoes() {
        for (const QAction* action : m_table->commands())
            QVERIFY2(!action->text().isEmpty() && !action->toolTip().isEmpty(), qPrintable(action->text()));
        QVERIFY(m_table->commands().size() >= 6);
    }

private:
    QPoint placeOf(int viewRow) const {
        return m_view->visualRect(m_view->model()->index(viewRow, TrialModel::Loss)).center();
    }
    void click(int viewRow, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, modifiers, placeOf(viewRow));
    }
    QCheckBox* box(const QString& text) const {
        for (QCheckBox* candidate : m_table->findChildren<QCheckBox*>())
            if (candidate->text() == text)
                return candidate;
        return nullptr;
    }
    bool hasLabel(const QString& text) const {
        for (const QLabel* label : m_table->findChildren<QLabel*>())
            if (label->text() == text)
                return true;
        return false;
    }

    TrialFixture m_fixture;
    std::unique_ptr<TrialModel> m_trials;
    std::unique_ptr<Selection> m_selection;
    std::unique_ptr<TrialTable> m_table;
    TrialView* m_view = nullptr;
    QLineEdit* m_filter = nullptr;
};

QTEST_MAIN(TrialTableTest)
#include "trial_table_test.moc"
