#include "device_fixture.h"
#include "devices/history_view.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>
#include <memory>

using namespace kintsugi;

class TimingHistoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_history = std::make_unique<HistoryView>();
        const QAbstractItemModelTester tester(&m_history->model(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_history->setChoices(DeviceFixture::choices());
        m_history->setEntries(entries());
        m_history->model().setStatistics(statisticsOf(m_history->model().entries()));
        m_history->resize(620, 300);
        m_history->show();
        QVERIFY(QTest::qWaitForWindowActive(m_history.get()));
        m_table = m_history->findChild<QTableView*>();
    }
    void cleanup() { m_history.reset(); }

    void oneRowAnArchitecture() {
        QCOMPARE(rows(), 5);
        const HistoryModel& model = m_history->model();
        QCOMPARE(model.index(0, HistoryModel::Name).data().toString(), QStringLiteral("A trial 271"));
        QCOMPARE(model.index(0, HistoryModel::Median).data().toString().left(6), QStringLiteral("40.0 ±"));
        QCOMPARE(model.index(0, HistoryModel::P90).data().toString(), QStringLiteral("40.8"));
        QCOMPARE(model.index(4, HistoryModel::Device).data().toString(), QStringLiteral("Phone p"));
    }

    void statesAreMarked() {
        const HistoryModel& model = m_history->model();
        const auto state = [&](int row) { return model.index(row, HistoryModel::State).data().toString(); };
        QCOMPARE(state(0), QStringLiteral("used"));
        QCOMPARE(state(2), QStringLiteral("incomplete"));
        QCOMPARE(state(4), QStringLiteral("fixture, no phone"));
        auto list = entries();
        list[0].stale = QStringLiteral("dec2 was distilled again");
        list[2].report.conditions.isFixture = false;
        list[2].report.models[0].parity->pass = false;
        m_history->setEntries(list);
        QCOMPARE(state(0), QStringLiteral("stale"));
        QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().contains("dec2 was distilled again"));
        QCOMPARE(state(4), QStringLiteral("parity failed"));
    }

    void incompleteReportsHaveNoHeadline() {
        const HistoryModel& model = m_history->model();
        QCOMPARE(model.index(2, HistoryModel::Median).data().toString(), QStringLiteral("–"));
        QCOMPARE(model.index(2, HistoryModel::P90).data().toString(), QStringLiteral("–"));
        QVERIFY(model.index(2, 0).data(Qt::ToolTipRole).toString().contains("unplugged at run 12"));
        for (const HistoryEntry& waiting : model.waiting())
            QVERIFY(waiting.id != 2);
    }

    void statisticsArriveLaterAndStay() {
        m_history->setEntries(entries());
        QCOMPARE(m_history->model().waiting().size(), std::size_t(0)); // known from before
        HistoryModel fresh;
        fresh.setEntries(entries());
        QCOMPARE(fresh.index(0, HistoryModel::Median).data().toString(), QStringLiteral("–"));
        QCOMPARE(fresh.waiting().size(), std::size_t(2));
    }

    void sortsByValueAndLeavesUnmeasuredLast() {
        m_table->sortByColumn(HistoryModel::Median, Qt::AscendingOrder);
        QCOMPARE(column(HistoryModel::Median).first().left(2), QStringLiteral("9."));
        QCOMPARE(column(HistoryModel::Median).last(), QStringLiteral("–"));
        m_table->sortByColumn(HistoryModel::When, Qt::DescendingOrder);
        QCOMPARE(m_table->model()->index(0, 0).data(HistoryModel::IdRole).toLongLong(), 3);
    }

    void filtersByTextDeviceAndA() {
        auto* text = m_history->findChild<QLineEdit*>();
        QTest::keyClicks(text, "trial incomplete");
        QCOMPARE(rows(), 1);
        QTest::keyClick(text, Qt::Key_Escape);
        QCOMPARE(rows(), 5);
        auto* device = m_history->findChild<QComboBox*>();
        QCOMPARE(device->count(), 4); // all, and three devices
        device->setFocus();
        QTest::keyClick(device, Qt::Key_End);
        QCOMPARE(rows(), 1);
        QTest::keyClick(device, Qt::Key_Home);
        for (QAction* action : m_history->commands())
            if (action->text() == "History of A only")
                action->trigger();
        QCOMPARE(column(HistoryModel::Name), QStringList({"A trial 271", "A trial 271"}));
    }

    void clickAndEnterChooseAReport() {
        QSignalSpy chosen(m_history.get(), &HistoryView::reportChosen);
        click(0);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toLongLong(), 3);
        QTest::keyClick(m_table, Qt::Key_Down);
        QCOMPARE(chosen.size(), 1);
        QTest::keyClick(m_table, Qt::Key_Return);
        QCOMPARE(chosen.size(), 2);
        QCOMPARE(chosen[1][0].toLongLong(), 2);
    }

    void deletingAsksFirst_data() {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<int>("asked");
        QTest::newRow("keep") << "Keep" << 0;
        QTest::newRow("delete") << "Delete" << 1;
    }
    void deletingAsksFirst() {
        QFETCH(QString, answer);
        QSignalSpy deleted(m_history.get(), &HistoryView::deleteRequested);
        click(1);
        click(2, Qt::ControlModifier); // both of report 2
        QTest::keyClick(m_table, Qt::Key_Delete);
        auto* box = m_history->findChild<QMessageBox*>();
        QVERIFY(box);
        QVERIFY(box->text().contains("1 report"));
        QCOMPARE(deleted.size(), 0);
        for (QAbstractButton* button : box->buttons())
            if (button->text() == answer)
                QTest::mouseClick(button, Qt::LeftButton);
        QTEST(int(deleted.size()), "asked");
        if (!deleted.isEmpty())
            QCOMPARE(deleted[0][0].value<QList<qint64>>(), QList<qint64>{2});
    }

    void copiesWithTabs() {
        click(0);
        QTest::keyClick(m_table, Qt::Key_C, Qt::ControlModifier);
        const QStringList lines = QGuiApplication::clipboard()->text().split('\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[0].startsWith("When\tDevice\tArch.\tP50, ms"));
        QCOMPARE(lines[1].count('\t'), lines[0].count('\t'));
        QVERIFY(lines[1].contains("\tPhone p\t"));
    }

    void savesExactNumbers() {
        const QTemporaryDir folder;
        m_table->sortByColumn(HistoryModel::When, Qt::AscendingOrder);
        m_history->saveCsv(folder.filePath("t.csv"));
        QFile file(folder.filePath("t.csv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(file.readAll()).split('\n');
        QCOMPARE(lines.size(), 7);
        const QStringList names = lines[0].split(','), first = lines[1].split(','), incomplete = lines[3].split(',');
        QCOMPARE(first.size(), names.size());
        QCOMPARE(first[names.indexOf("median_ms")], QStringLiteral("40"));
        QCOMPARE(first[names.indexOf("complete")], QStringLiteral("1"));
        QCOMPARE(incomplete[names.indexOf("median_ms")], QString());
        QCOMPARE(incomplete[names.indexOf("complete")], QStringLiteral("0"));
        QCOMPARE(lines[5].split(',')[names.indexOf("fixture")], QStringLiteral("1"));
    }

private:
    static std::vector<HistoryEntry> entries() {
        HistoryEntry used{1, DeviceFixture::report(), true, {}};
        HistoryEntry lost{2, DeviceFixture::report(), false, {}};
        lost.report.started = "2026-03-03T08:21:00Z";
        lost.report.complete = false;
        lost.report.failure = "The link was unplugged at run 12; run again.";
        lost.report.device = "q";
        lost.report.deviceName = "Phone q";
        HistoryEntry fixture{3, DeviceFixture::report(), false, {}};
        fixture.report.started = "2026-03-04T08:21:00Z";
        fixture.report.device = "p";
        fixture.report.deviceName = "Phone p";
        fixture.report.conditions.isFixture = true;
        fixture.report.models = {DeviceFixture::model(DeviceFixture::other, 9.5, 0.1, 41, 0, 1)};
        return {used, lost, fixture};
    }

    int rows() const { return m_table->model()->rowCount(); }
    QStringList column(int at) const {
        QStringList texts;
        for (int row = 0; row < rows(); ++row)
            texts << m_table->model()->index(row, at).data().toString();
        return texts;
    }
    void click(int row, Qt::KeyboardModifiers modifiers = {}) {
        const QRect rect = m_table->visualRect(m_table->model()->index(row, HistoryModel::Name));
        QTest::mouseClick(m_table->viewport(), Qt::LeftButton, modifiers, rect.center());
    }

    std::unique_ptr<HistoryView> m_history;
    QTableView* m_table = nullptr;
};

QTEST_MAIN(TimingHistoryTest)
#include "timing_history_test.moc"
