#include "base/error.h"
#include "search/additive_front.h"
#include "support.h"

#include <QtTest>
#include <set>
#include <unordered_map>

using namespace kintsugi;

namespace {

SearchOptions optionsFor(SearchMethod method, int budget, std::uint64_t seed = 0) {
    SearchOptions options;
    options.method = method;
    options.budget = budget;
    options.seed = seed;
    return options;
}

std::vector<Trial> search(const SyntheticNetwork& network, const SearchOptions& options) {
    return runSearch(network.problem, options, network.evaluate(), {}, {});
}

/// What distinguishes two searches: order, bits and all.
std::vector<std::tuple<std::string, double, double>> record(const std::vector<Trial>& trials) {
    std::vector<std::tuple<std::string, double, double>> lines;
    for (const Trial& trial : trials)
        lines.emplace_back(trial.architecture.text(), trial.loss, trial.cost);
    return lines;
}

std::vector<Objectives> objectivesOf(const std::vector<Trial>& trials) {
    std::vector<Objectives> points;
    for (const Trial& trial : trials)
        points.push_back(trial.objectives());
    return points;
}

std::vector<Objectives> allPaths(const SyntheticNetwork& network) {
    std::vector<Objectives> points;
    network.problem.space.forEachPath([&](const Architecture& path) {
        points.push_back({network.loss(path), network.problem.cost(path)});
        return true;
    });
    return points;
}

QString messageOf(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

Space spanSpace() {
    return Space::allSpans(stagesWith({2, 3, 2, 4}, 2), std::array{BlockKind::Lite, BlockKind::Skip});
}

void eachMethod() {
    QTest::addColumn<int>("methodIndex");
    QTest::addColumn<bool>("spans");
    for (SearchMethod method : searchMethods) {
        const std::string name(methodName(method));
        QTest::newRow((name + ", whole stages").c_str()) << static_cast<int>(method) << false;
        if (method != SearchMethod::Ens)
            QTest::newRow((name + ", spans").c_str()) << static_cast<int>(method) << true;
    }
}

} // namespace

class MethodsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesRoundTrip() {
        for (SearchMethod method : searchMethods)
            QCOMPARE(parseMethod(methodName(method)), method);
        QVERIFY(messageOf([] { parseMethod("genetic"); }).contains("exact, ens, nsga2 and random"));
    }

    void everyMethodKeepsTheRules_data() { eachMethod(); }
    void everyMethodKeepsTheRules() {
        QFETCH(int, methodIndex);
        QFETCH(bool, spans);
        const auto network = drawnNetwork(spans ? spanSpace() : stageLevelSpace(), Landscape::Interacting, 31);
        constexpr int budget = 42;
        std::set<std::string> measured;
        int evaluations = 0;
        const Evaluate evaluate = [&](std::span<const Architecture> paths) {
            if (paths.empty() || paths.size() > 4)
                qFatal("a batch of %zu", paths.size());
            for (const Architecture& path : paths) {
                if (!network.problem.space.contains(path) || !measured.insert(path.text()).second)
                    qFatal("outside the space or measured twice: %s", path.text().c_str());
            }
            return network.evaluate()(paths);
        };
        std::vector<Trial> published;
        double volume = 0;
        const auto observe = [&](const Trial& trial, int count, double hypervolumeNow) {
            published.push_back(trial);
            QCOMPARE(count, ++evaluations);
            volume = hypervolumeNow;
            QCOMPARE(volume, hypervolume(objectivesOf(published), referencePoint(network.problem)));
        };
        const auto trials = runSearch(network.problem, optionsFor(static_cast<SearchMethod>(methodIndex), budget),
                                      evaluate, observe, {});
        QCOMPARE(trials.size(), std::size_t{budget});
        QCOMPARE(measured.size(), trials.size());
        QCOMPARE(record(published), record(trials));
        QVERIFY(trials.front().architecture == allTeacher(network.problem.space.stages()));
        for (const Trial& trial : trials) {
            QCOMPARE(trial.loss, network.loss(trial.architecture));
            QCOMPARE(trial.cost, network.problem.cost(trial.architecture));
        }
        QVERIFY(volume > 0);
    }

    void sameSeedSameSearch_data() { eachMethod(); }
    void sameSeedSameSearch() {
        QFETCH(int, methodIndex);
        QFETCH(bool, spans);
        const auto method = static_cast<SearchMethod>(methodIndex);
        const auto network = drawnNetwork(spans ? spanSpace() : stageLevelSpace(), Landscape::Interacting, 32);
        const auto first = record(search(network, optionsFor(method, 30, 7)));
        QCOMPARE(record(search(network, optionsFor(method, 30, 7))), first);
        if (method != SearchMethod::Exact) // it hardly draws
            QVERIFY(record(search(network, optionsFor(method, 30, 8))) != first);
    }

    void stoppedSearchesGoOnWhereTheyWere_data() { eachMethod(); }
    void stoppedSearchesGoOnWhereTheyWere() {
        QFETCH(int, methodIndex);
        QFETCH(bool, spans);
        const auto network = drawnNetwork(spans ? spanSpace() : stageLevelSpace(), Landscape::Interacting, 33);
        const auto options = optionsFor(static_cast<SearchMethod>(methodIndex), 36, 3);
        const auto whole = record(search(network, options));

        std::unordered_map<Architecture, double> remembered;
        int measured = 0;
        std::stop_source* stop = nullptr;
        int stopAt = 0;
        const Evaluate evaluate = [&](std::span<const Architecture> paths) {
            std::vector<double> losses;
            for (const Architecture& path : paths) {
                const auto [at, fresh] = remembered.try_emplace(path, 0.0);
                if (fresh)
                    at->second = network.loss(path), ++measured;
                losses.push_back(at->second);
                if (measured >= stopAt)
                    stop->request_stop();
            }
            return losses;
        };
        for (int at : {1, 2, 9, 18, 23, 30}) {
            std::stop_source source;
            stop = &source, stopAt = at;
            QVERIFY_EXCEPTION_THROWN(runSearch(network.problem, options, evaluate, {}, source.get_token()),
                                     Interrupted);
            QVERIFY2(measured >= at && measured < at + 4, qPrintable(QString::number(measured)));
        }
        std::stop_source source;
        stop = &source, stopAt = 1'000'000;
        QCOMPARE(record(runSearch(network.problem, options, evaluate, {}, source.get_token())), whole);
        QCOMPARE(measured, static_cast<int>(whole.size())); // nothing was measured in vain
    }

    void stopBeforeTheFirstEvaluation() {
        const auto network = drawnNetwork(stageLevelSpace(), Landscape::Additive, 34);
        std::stop_source source;
        source.request_stop();
        int evaluations = 0;
        const auto observe = [&](const Trial&, int, double) { ++evaluations; };
        QVERIFY_EXCEPTION_THROWN(runSearch(network.problem, optionsFor(SearchMethod::Random, 9), network.evaluate(),
                                           observe, source.get_token()),
                                 Interrupted);
        QCOMPARE(evaluations, 0);
    }

    void exactFindsTheWholeFrontOfAdditiveLosses_data() {
        QTest::addColumn<bool>("spans");
        QTest::addColumn<bool>("wholeCosts");
        QTest::newRow("whole stages, real costs") << false << false;
        QTest::newRow("whole stages, whole costs") << false << true;
        QTest::newRow("spans, whole costs") << true << true;
    }
    void exactFindsTheWholeFrontOfAdditiveLosses() {
        QFETCH(bool, spans);
        QFETCH(bool, wholeCosts);
        for (std::uint64_t seed = 0; seed < 3; ++seed) {
            const Space space =
                spans ? Space::allSpans(stagesWith({1, 2, 1, 2}, 1), std::array{BlockKind::Lite}) : stageLevelSpace();
            const auto network = drawnNetwork(space, Landscape::Additive, seed, wholeCosts);
            const auto points = allPaths(network);
            const auto front = paretoFront(points);
            const auto edges = network.edgeLoss.size();
            const std::size_t allowed = edges + front.size() + 1;
            // With a smaller budget some edges would be estimated, not scored.
            const auto budget = static_cast<int>(std::max(allowed, 2 * edges));
            const auto trials = search(network, optionsFor(SearchMethod::Exact, budget, seed));
            const auto early = std::span(trials).first(std::min(allowed, trials.size()));
            for (std::size_t i : front) {
                const bool found = std::any_of(early.begin(), early.end(), [&](const Trial& trial) {
                    return std::abs(trial.loss - points[i].loss) < 1e-9 && std::abs(trial.cost - points[i].cost) < 1e-9;
                });
                QVERIFY2(found, qPrintable(QString("seed %1: a point of loss %2 and cost %3 not in %4 evaluations")
                                               .arg(seed)
                                               .arg(points[i].loss)
                                               .arg(points[i].cost)
                                               .arg(allowed)));
            }
        }
    }

    void exactNeedsFewEvaluations_data() {
        QTest::addColumn<int>("landscape");
        QTest::newRow("interacting") << static_cast<int>(Landscape::Interacting);
        QTest::newRow("saturating") << static_cast<int>(Landscape::Saturating);
    }
    void exactNeedsFewEvaluations() {
        QFETCH(int, landscape);
        const auto network = drawnNetwork(stageLevelSpace(), static_cast<Landscape>(landscape), 0);
        const ReferencePoint reference = referencePoint(network.problem);
        const double whole = hypervolume(allPaths(network), reference);
        const double found = hypervolume(objectivesOf(search(network, optionsFor(SearchMethod::Exact, 45))), reference);
        QVERIFY2(found >= 0.99 * whole, qPrintable(QString::number(found / whole)));
    }

    void exactEndsWhenLittleIsToBeGained() {
        const auto network = drawnNetwork(stageLevelSpace(), Landscape::Interacting, 35);
        SearchOptions options = optionsFor(SearchMethod::Exact, 200);
        options.minimumGain = 3e-4;
        const auto trials = search(network, options);
        QVERIFY2(trials.size() > 20 && trials.size() < 150, qPrintable(QString::number(trials.size())));
        const ReferencePoint reference = referencePoint(network.problem);
        const double share = hypervolume(objectivesOf(trials), reference) / hypervolume(allPaths(network), reference);
        QVERIFY2(share > 0.99, qPrintable(QString("%1 after %2").arg(share).arg(trials.size())));
    }

    void guessesSpareTheScoring() {
        auto network = drawnNetwork(stageLevelSpace(), Landscape::Additive, 3);
        const ReferencePoint reference = referencePoint(network.problem);
        const double whole = hypervolume(allPaths(network), reference);
        const auto share = [&](int budget) {
            return hypervolume(objectivesOf(search(network, optionsFor(SearchMethod::Exact, budget))), reference) /
                   whole;
        };
        const double without = share(12);
        network.problem.guess = [losses = network.edgeLoss](const PlacedEdge& edge) {
            return std::optional(1.1 * losses.at(edge) + 0.01); // measured on other pictures
        };
        const double with = share(12);
        QVERIFY2(with > 0.98 && without < 0.95, qPrintable(QString("%1, without %2").arg(with).arg(without)));
    }

    void edgesWithoutAGuessAreScored() {
        auto network = drawnNetwork(stageLevelSpace(), Landscape::Additive, 3);
        const auto unguessed = network.edgeLoss.begin()->first;
        network.problem.guess = [losses = network.edgeLoss, unguessed](const PlacedEdge& edge) {
            return edge == unguessed ? std::nullopt : std::optional(losses.at(edge));
        };
        const auto trials = search(network, optionsFor(SearchMethod::Exact, 40));
        const Architecture alone = allTeacher(network.problem.space.stages()).replaced(unguessed.span, unguessed.edge);
        const auto at =
            std::find_if(trials.begin(), trials.end(), [&](const Trial& trial) { return trial.architecture == alone; });
        QVERIFY(at != trials.end());
        // What comes before does without it.
        for (auto trial = trials.begin(); trial != at; ++trial)
            for (const PlacedEdge& placed : trial->architecture.placedEdges(unguessed.span.stage))
                QVERIFY(placed != unguessed);
    }

    void wrongGuessesAreFoundOut() {
        auto network = drawnNetwork(stageLevelSpace(), Landscape::Interacting, 5);
        network.problem.guess = [losses = network.edgeLoss](const PlacedEdge& edge) {
            return std::optional(0.3 - 0.5 * losses.at(edge)); // the worst look best
        };
        const ReferencePoint reference = referencePoint(network.problem);
        const double share =
            hypervolume(objectivesOf(search(network, optionsFor(SearchMethod::Exact, 100))), reference) /
            hypervolume(allPaths(network), reference);
        QVERIFY2(share > 0.97, qPrintable(QString::number(share)));
    }

    void exactCopesWithMoreEdgesThanBudget() {
        const auto network = drawnNetwork(spanSpace(), Landscape::Additive, 36);
        QVERIFY(network.edgeLoss.size() > 80);
        const ReferencePoint reference = referencePoint(network.problem);
        const auto volume = [&](SearchMethod method) {
            return hypervolume(objectivesOf(search(network, optionsFor(method, 60))), reference);
        };
        QVERIFY(volume(SearchMethod::Exact) > 1.05 * volume(SearchMethod::Random));
    }

    void smallSpacesAreExhausted_data() {
        QTest::addColumn<int>("methodIndex");
        for (SearchMethod method : {SearchMethod::Exact, SearchMethod::Ens, SearchMethod::Random})
            QTest::newRow(std::string(methodName(method)).c_str()) << static_cast<int>(method);
    }
    void smallSpacesAreExhausted() {
        QFETCH(int, methodIndex);
        const auto method = static_cast<SearchMethod>(methodIndex);
        Space space(stagesWith({1, 1, 1, 1}, 1));
        QCOMPARE(search(drawnNetwork(space, Landscape::Additive, 1), optionsFor(method, 50)).size(), std::size_t{1});
        space.allow({StageId::enc1, 0, 1}, {BlockKind::Lite, 1, 1});
        space.allow({StageId::enc2, 0, 1}, {BlockKind::Skip, 0, 1});
        space.allow({StageId::refine, 0, 1}, {BlockKind::Lite, 1, 1});
        QCOMPARE(search(drawnNetwork(space, Landscape::Additive, 1), optionsFor(method, 50)).size(), std::size_t{8});
    }

    void geneticSearchEndsWithoutNewOnes() {
        Space space(stagesWith({1, 1, 1, 1}, 1));
        space.allow({StageId::enc1, 0, 1}, {BlockKind::Lite, 1, 1});
        space.allow({StageId::enc2, 0, 1}, {BlockKind::Lite, 1, 1});
        const auto trials = search(drawnNetwork(space, Landscape::Additive, 1), optionsFor(SearchMethod::Nsga2, 50));
        QVERIFY(trials.size() >= 2 && trials.size() <= 4);
    }

    void impossibleSearchesAreRefused() {
        const auto network = drawnNetwork(spanSpace(), Landscape::Additive, 37);
        int evaluations = 0;
        const Evaluate evaluate = [&](std::span<const Architecture> paths) {
            ++evaluations;
            return std::vector<double>(paths.size(), 0.0);
        };
        const auto refused = [&](const SearchProblem& problem, const SearchOptions& options) {
            return messageOf([&] { runSearch(problem, options, evaluate, {}, {}); });
        };
        QVERIFY(
            refused(network.problem, optionsFor(SearchMethod::Ens, 20)).contains("stage bottleneck has more than 64"));
        QVERIFY(refused(network.problem, optionsFor(SearchMethod::Random, 0)).contains("at least 1"));
        SearchProblem bald = network.problem;
        bald.space.forbid({StageId::enc1, 0, 1}, {});
        QVERIFY(refused(bald, optionsFor(SearchMethod::Exact, 20)).contains("all-teacher"));
        QCOMPARE(evaluations, 0);
    }

    void wrongLossesAreNamed() {
        const auto network = drawnNetwork(stageLevelSpace(), Landscape::Additive, 38);
        const Evaluate noNumber = [](std::span<const Architecture> paths) {
            return std::vector<double>(paths.size(), std::nan(""));
        };
        QVERIFY(messageOf([&] {
                    runSearch(network.problem, optionsFor(SearchMethod::Random, 5), noNumber, {}, {});
                }).contains("T*2/T*2/T*2/T*4"));
        const Evaluate tooFew = [](std::span<const Architecture>) { return std::vector<double>{}; };
        QVERIFY(messageOf([&] {
                    runSearch(network.problem, optionsFor(SearchMethod::Random, 5), tooFew, {}, {});
                }).contains("0 losses"));
    }
};

QTEST_APPLESS_MAIN(MethodsTest)
#include "methods_test.moc"
