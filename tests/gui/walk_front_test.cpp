#include "common/selection.h"
#include "trial_fixture.h"
#include "trials/costliest_swaps.h"
#include "trials/front_walker.h"
#include "trials/transformer_share.h"
#include "trials/trial_model.h"
#include "trials/walk_front.h"

#include <QLabel>
#include <QPushButton>
#include <QtTest>
#include <memory>

using namespace kintsugi;

namespace {

EdgeChoice choice(const Span& span, const Edge& edge, double ms, std::optional<double> loss = std::nullopt) {
    EdgeChoice result;
    result.placed = {span, edge};
    result.milliseconds = ms;
    result.loss = loss;
    return result;
}

const Edge teacher{}, lite{BlockKind::Lite, 1, 1}, mamba{BlockKind::MambaIr, 1, 1};

} // namespace

class WalkFrontTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_trials = std::make_unique<TrialModel>();
        m_trials->setStages(m_fixture.stages());
        m_trials->setCost(TrialCost::PredictedMs);
        m_selection = std::make_unique<Selection>();
        m_selection->reset(m_fixture.stages());
        m_walker = std::make_unique<FrontWalker>(*m_trials, *m_selection);
        m_panel = std::make_unique<WalkFront>(*m_trials, *m_selection, *m_walker);
        m_panel->resize(300, 600);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }

    void cleanup() {
        m_panel.reset();
        m_walker.reset();
        m_selection.reset();
        m_trials.reset();
    }

    void saysThatThereIsNoFront() {
        QCOMPARE(label("position")->text(), QStringLiteral("–"));
        QVERIFY(!m_walker->betterAction()->isEnabled());
    }

    void walksFromEndToEnd() {
        fill();
        m_selection->showTrial(4, m_trials->trial(3).architecture);
        QCOMPARE(label("position")->text(), QStringLiteral("1 of 3"));
        QVERIFY(!m_walker->fasterAction()->isEnabled());
        button("Better")->click();
        QCOMPARE(m_selection->trial(), std::int64_t(2));
        QCOMPARE(label("position")->text(), QStringLiteral("2 of 3"));
        m_panel->setFocus();
        QTest::keyClick(m_panel.get(), Qt::Key_BracketRight);
        QCOMPARE(m_selection->trial(), std::int64_t(1));
        QVERIFY(!m_walker->betterAction()->isEnabled());
        QTest::keyClick(m_panel.get(), Qt::Key_BracketLeft);
        QCOMPARE(m_selection->trial(), std::int64_t(2));
    }

    void fromADominatedTrialTheFrontIsReached() {
        fill();
        m_selection->showTrial(3, m_trials->trial(2).architecture); // beaten by 2
        QCOMPARE(label("position")->text(), QStringLiteral("– of 3"));
        button("Better")->click();
        QCOMPARE(m_selection->trial(), std::int64_t(2));
    }

    void fromAnEditedPathTheKneeIsReached() {
        fill();
        m_selection->edit({StageId::refine, 0, 4}, {BlockKind::Lite, 2, 4});
        QVERIFY(!m_walker->next());
        QVERIFY(label("next")->text().contains(QStringLiteral("has not been measured")));
        button("Faster")->click();
        QCOMPARE(m_selection->trial(), m_trials->trial(*m_trials->knee()).number);
    }

    void saysWhatTheNextStepSwaps() {
        fill();
        m_panel->setEdges({choice({StageId::dec1, 0, 1}, teacher, 40), choice({StageId::dec1, 0, 1}, lite, 15),
                           choice({StageId::dec1, 1, 2}, teacher, 41), choice({StageId::dec1, 1, 2}, lite, 11)});
        m_selection->showTrial(4, m_trials->trial(3).architecture);
        const auto step = m_walker->next();
        QVERIFY(step);
        QCOMPARE(m_trials->trial(step->row).number, std::int64_t(2));
        QVERIFY(step->isBetter);
        QCOMPARE(step->cost, 100.0);
        QCOMPARE(step->flips.size(), std::size_t(2));
        QVERIFY((step->flips[0].span == Span{StageId::enc1, 0, 1}));
        QVERIFY(!step->flips[0].cost); // its edges have no times
        QVERIFY((step->flips[1].span == Span{StageId::dec1, 1, 2}));
        QCOMPARE(*step->flips[1].cost, 30.0);
        QCOMPARE(label("next")->text(), QStringLiteral("Next better: trial 2"));
        QCOMPARE(label("difference")->text(), QStringLiteral("+100 ms, +0.40 dB"));
        QVERIFY(hasLabel(QStringLiteral("dec1.2")));
        QVERIFY(hasLabel(QStringLiteral("S 1→1 lite to T")));
        QVERIFY(hasLabel(QStringLiteral("+30 ms")));
        QVERIFY(hasLabel(QStringLiteral("–")));
    }

    void shareCountsFrontMembersWithinTheLimit() {
        fill();
        auto* share = m_panel->findChild<TransformerShare*>();
        QCOMPARE(share->memberCount(), 3);
        QCOMPARE(*share->share(StageId::dec1, 0), 1.0 / 3);
        QCOMPARE(*share->share(StageId::enc1, 0), 2.0 / 3);
        QCOMPARE(*share->share(StageId::refine, 3), 1.0);
        m_trials->setLimit(1150);
        QCOMPARE(share->memberCount(), 2);
        QCOMPARE(*share->share(StageId::dec1, 0), 0.0);
        QTest::mouseClick(share, Qt::LeftButton, {}, share->cell(StageId::dec2, 4).center());
        QVERIFY((m_selection->span() == Span{StageId::dec2, 4, 5}));
    }

    void costliestSwapsTakeTheBestSurrogateOfEachBlock() {
        auto* swaps = m_panel->findChild<CostliestSwaps*>();
        m_panel->setEdges({choice({StageId::dec1, 0, 1}, teacher, 40), choice({StageId::dec1, 0, 1}, lite, 1, 0.06),
                           choice({StageId::dec1, 0, 1}, mamba, 1, 0.04), choice({StageId::enc1, 2, 3}, lite, 1, 0.05),
                           choice({StageId::enc2, 0, 6}, {BlockKind::Lite, 2, 6}, 1, 0.9),
                           choice({StageId::enc3, 0, 1}, lite, 1)});
        QCOMPARE(swaps->swaps().size(), std::size_t(2));
        QVERIFY((swaps->swaps()[0].placed.span == Span{StageId::enc1, 2, 3}));
        QCOMPARE(swaps->swaps()[1].loss, 0.04);
        QTest::mouseClick(swaps, Qt::LeftButton, {}, QPoint(60, 25));
        QVERIFY((m_selection->span() == Span{StageId::dec1, 0, 1}));
        m_panel->setEdges({choice({StageId::enc2, 0, 6}, {BlockKind::Lite, 2, 6}, 1, 0.9)});
        QCOMPARE(swaps->swaps().size(), std::size_t(1));
    }

private:
    /// Trials 1, 2, 4 are the front; 3 is beaten by 2.
    void fill() {
        const Architecture all = allTeacher(m_fixture.stages());
        const Architecture two = all.replaced({StageId::dec1, 0, 1}, lite);
        const Architecture four = two.replaced({StageId::dec1, 1, 2}, lite).replaced({StageId::enc1, 0, 1}, lite);
        const Architecture three = all.replaced({StageId::dec2, 0, 1}, lite);
        const auto add = [&](const Architecture& path, std::int64_t number, double ms, double loss) {
            TrialRow trial = m_fixture.row(path, number);
            trial.predictedMs = ms;
            trial.loss = loss;
            m_trials->append({trial});
        };
        add(all, 1, 1200, 0);
        add(two, 2, 1100, 0.1);
        add(three, 3, 1120, 0.3);
        add(four, 4, 1000, 0.5);
    }
    QLabel* label(const char* name) const { return m_panel->findChild<QLabel*>(QLatin1String(name)); }
    QPushButton* button(const char* name) const {
        for (QPushButton* candidate : m_panel->findChildren<QPushButton*>())
            if (candidate->accessibleName() == QLatin1String(name))
                return candidate;
        return nullptr;
    }
    bool hasLabel(const QString& text) const {
        for (const QLabel* candidate : m_panel->findChildren<QLabel*>())
            if (candidate->text() == text)
                return true;
        return false;
    }

    TrialFixture m_fixture;
    std::unique_ptr<TrialModel> m_trials;
    std::unique_ptr<Selection> m_selection;
    std::unique_ptr<FrontWalker> m_walker;
    std::unique_ptr<WalkFront> m_panel;
};

QTEST_MAIN(WalkFrontTest)
#include "walk_front_test.moc"
