#include "common/selection.h"
#include "trial_fixture.h"
#include "trials/trial_filter_model.h"
#include "trials/trial_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

using namespace kintsugi;

namespace {

/// A trial with given objectives, distinct by its number.
TrialRow at(std::int64_t number, double loss, double gmacs, std::int64_t search = 1) {
    static const TrialFixture fixture;
    TrialRow trial = fixture.teacher(number, search);
    trial.architecture = trial.architecture.replaced({StageId::enc1, 0, 1}, {BlockKind::Lite, 1, 1});
    trial.loss = loss;
    trial.gmacs = gmacs;
    trial.tied = false;
    return trial;
}

std::vector<std::int64_t> numbers(const TrialModel& model, const std::vector<int>& rows) {
    std::vector<std::int64_t> result;
    for (const int row : rows)
        result.push_back(model.trial(row).number);
    return result;
}

using Numbers = std::vector<std::int64_t>;

} // namespace

class TrialModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void behavesAsAModelWhileItGrows() {
        const TrialFixture fixture;
        TrialModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        TrialFilterModel filter(model);
        const QAbstractItemModelTester filterTester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
        filter.sort(TrialModel::Loss);
        model.setStages(fixture.stages());
        const auto rows = fixture.rows(60);
        for (std::size_t i = 0; i < rows.size(); i += 7)
            model.append(
                {rows.begin() + static_cast<long>(i), rows.begin() + static_cast<long>(std::min(i + 7, rows.size()))});
        QCOMPARE(model.size(), 60);
        model.setCost(TrialCost::PredictedMs);
        model.setLimit(2500);
        model.setAboveLimitShown(false);
        filter.setQuery(QStringLiteral("front"));
        model.setSearchVisible(1, false);
        QCOMPARE(filter.rowCount(), 0);
        model.setSearchVisible(1, true);
        QVERIFY(filter.rowCount() > 0);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void standingsGrowAsIfComputedAtOnce() {
        const TrialFixture fixture;
        TrialModel slow, fast;
        for (TrialModel* model : {&slow, &fast}) {
            model->setStages(fixture.stages());
            model->setCost(TrialCost::Gmacs);
        }
        const auto rows = fixture.rows(200, 5);
        for (const TrialRow& row : rows)
            slow.append({row});
        fast.append(rows);
        for (int row = 0; row < 200; ++row)
            QVERIFY(slow.standing(row) == fast.standing(row));
        QCOMPARE(slow.front(), fast.front());
        QCOMPARE(slow.knee(), fast.knee());
        std::vector<Objectives> points;
        for (const TrialRow& row : rows)
            points.push_back({row.loss, row.gmacs});
        const auto expected = paretoFront(points);
        QCOMPARE(slow.front().size(), expected.size());
        std::vector<Objectives> members;
        for (std::size_t i = 0; i < expected.size(); ++i) {
            QCOMPARE(slow.front()[i], static_cast<int>(expected[i]));
            members.push_back(points[expected[i]]);
        }
        QCOMPARE(*slow.knee(), static_cast<int>(expected[*kintsugi::knee(members)]));
    }

    void onlyRowsWhoseStandingChangedAreAnnounced() {
        TrialModel model;
        model.setCost(TrialCost::Gmacs);
        model.append({at(1, 0.5, 100), at(2, 0.1, 150), at(3, 0.9, 90), at(4, 0.95, 160)});
        QCOMPARE(numbers(model, model.front()), (Numbers{3, 1, 2}));
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        model.append({at(5, 0.97, 170)}); // beaten: nothing else changes
        QCOMPARE(changes.size(), 0);
        model.append({at(6, 0.45, 95)}); // beats 1, which was the knee
        QVERIFY(model.standing(5).front);
        QVERIFY(!model.standing(0).front);
        QCOMPARE(changes.size(), 1);
        QCOMPARE(changes[0][0].toModelIndex().row(), 0);
        QCOMPARE(changes[0][1].toModelIndex().row(), 0);
        QCOMPARE(changes[0][0].toModelIndex().column(), int(TrialModel::Role));
    }

    void trialsWithoutTheCostHaveNoPlace() {
        TrialModel model;
        TrialRow timed = at(1, 0.5, 100);
        timed.measuredMs = 900;
        TrialRow failed = at(3, 0, 1);
        failed.failed = true;
        failed.message = QStringLiteral("a surrogate is missing");
        model.append({timed, at(2, 0.1, 150), failed});
        model.setCost(TrialCost::MeasuredMs);
        QCOMPARE(numbers(model, model.front()), (Numbers{1}));
        QCOMPARE(standingText(model.standing(1)), QString());
        QVERIFY(!model.standing(2).placed);
        QCOMPARE(model.index(2, TrialModel::Loss).data().toString(), QStringLiteral("–"));
        QCOMPARE(model.index(2, TrialModel::State).data().toString(), QStringLiteral("failed"));
        QCOMPARE(model.index(0, TrialModel::State).data().toString(), QStringLiteral("measured"));
        QCOMPARE(model.index(1, TrialModel::MeasuredMs).data().toString(), QStringLiteral("–"));
        QVERIFY(!model.index(1, TrialModel::MeasuredMs).data(TrialModel::SortRole).isValid());
    }

    void rolesInWords() {
        const TrialFixture fixture;
        TrialModel model;
        model.setCost(TrialCost::Gmacs);
        TrialRow tied = at(3, 0.01, 170);
        tied.tied = true;
        model.append({fixture.teacher(), at(2, 0.5, 100), tied, at(4, 0.2, 110), at(5, 0.19, 140), at(6, 0.6, 120)});
        const auto role = [&](int row) { return model.index(row, TrialModel::Role).data().toString(); };
        QCOMPARE(role(0), QStringLiteral("reference"));
        QCOMPARE(role(1), QStringLiteral("front"));
        QCOMPARE(role(2), QStringLiteral("tied"));
        QCOMPARE(role(3), QStringLiteral("knee"));
        QCOMPARE(role(5), QStringLiteral("dominated"));
    }

    void hiddenSearchesDoNotBeatOthers() {
        TrialModel model;
        model.setCost(TrialCost::Gmacs);
        model.append({at(1, 0.5, 100, 1), at(2, 0.4, 90, 2)});
        QCOMPARE(numbers(model, model.front()), (Numbers{2}));
        QVERIFY(model.standing(0).searchFront);
        QSignalSpy fronts(&model, &TrialModel::frontChanged);
        model.setSearchVisible(2, false);
        QCOMPARE(numbers(model, model.front()), (Numbers{1}));
        QVERIFY(fronts.size() > 0);
        model.setSearchVisible(2, true);
        QCOMPARE(numbers(model, model.front()), (Numbers{2}));
    }

    void limitCountsAndHides() {
        TrialModel model;
        model.setCost(TrialCost::Gmacs);
        TrialFilterModel filter(model);
        model.append({at(1, 0.5, 100), at(2, 0.1, 150), at(3, 0.9, 90)});
        model.setLimit(100);
        QCOMPARE(model.aboveLimitCount(), 1);
        QCOMPARE(filter.rowCount(), 3);
        model.setAboveLimitShown(false);
        QCOMPARE(filter.rowCount(), 2);
        QCOMPARE(numbers(model, model.shownFront()), (Numbers{3, 1}));
        QCOMPARE(numbers(model, model.front()), (Numbers{3, 1, 2}));
        model.append({at(4, 0.05, 200)});
        QCOMPARE(model.aboveLimitCount(), 2);
        QCOMPARE(filter.rowCount(), 2);
        model.setCost(TrialCost::Parameters); // the limit was in another unit
        QVERIFY(!model.limit());
        QCOMPARE(filter.rowCount(), 4);
    }

    void updateMovesATrial() {
        TrialModel model;
        model.setCost(TrialCost::Gmacs);
        model.append({at(1, 0.5, 100), at(2, 0.6, 110)});
        TrialRow better = at(2, 0.1, 110);
        QVERIFY(model.update(better));
        QCOMPARE(numbers(model, model.front()), (Numbers{1, 2}));
        better.index = 77;
        QVERIFY(!model.update(better));
    }

    void findsAByNumberAndByPath() {
        const TrialFixture fixture;
        TrialModel model;
        model.setStages(fixture.stages());
        const auto rows = fixture.rows(5);
        model.append(rows);
        model.append({fixture.row(rows[2].architecture, rows[2].number, 2)});
        Selection selection;
        QVERIFY(!model.rowOfA(selection));
        selection.reset(fixture.stages());
        QCOMPARE(*model.rowOfA(selection), 0);
        selection.showTrial(rows[2].number, rows[2].architecture);
        QCOMPARE(*model.rowOfA(selection), 2);
        model.setSearchVisible(1, false); // the other search measured it too
        QCOMPARE(*model.rowOfA(selection), 5);
        selection.edit({StageId::refine, 0, 4}, {BlockKind::Lite, 3, 4});
        QVERIFY(!model.rowOfA(selection));
        selection.undoStack().undo();
        QCOMPARE(*model.rowOfA(selection), 5);
    }

    void sortsUnmeasuredLast() {
        TrialModel model;
        TrialRow slow = at(1, 0.5, 100), fast = at(2, 0.5, 100), none = at(3, 0.5, 100);
        slow.measuredMs = 20;
        fast.measuredMs = 3;
        model.append({none, slow, fast});
        TrialFilterModel filter(model);
        const auto order = [&] {
            QStringList result;
            for (int row = 0; row < filter.rowCount(); ++row)
                result << filter.index(row, TrialModel::Number).data().toString();
            return result.join(QLatin1Char(' '));
        };
        filter.sort(TrialModel::MeasuredMs, Qt::AscendingOrder);
        QCOMPARE(order(), QStringLiteral("2 1 3"));
        filter.sort(TrialModel::MeasuredMs, Qt::DescendingOrder);
        QCOMPARE(order(), QStringLiteral("1 2 3"));
    }
};

QTEST_GUILESS_MAIN(TrialModelTest)
#include "trial_model_test.moc"
