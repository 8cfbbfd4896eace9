#include "scan/ssd.h"

#include "base/error.h"
#include "golden_tensors.h"
#include "scan_harness.h"
#include "ssd_reference.h"

#include <hwy/highway.h>

#include <QtTest>

#include <algorithm>

using namespace kintsugi;
using harness::Values;
using reference::SsdTensors;

namespace {

SsdTensors randomTensors(std::int64_t batch, std::int64_t length, std::int64_t heads, std::int64_t headDim,
                         std::int64_t states, std::int64_t groups, bool initial, double decay, unsigned seed) {
    std::mt19937 random(seed);
    SsdTensors t;
    t.batch = batch;
    t.length = length;
    t.heads = heads;
    t.headDim = headDim;
    t.states = states;
    t.groups = groups;
    t.X = harness::randomValues(random, batch * length * heads * headDim);
    t.A = harness::randomValues(random, batch * length * heads, decay);
    for (double& value : t.A)
        value = -std::abs(value);
    t.B = harness::randomValues(random, batch * length * groups * states);
    t.C = harness::randomValues(random, batch * length * groups * states);
    if (initial)
        t.initialState = harness::randomValues(random, batch * heads * headDim * states);
    return t;
}

/// A tensor (batch, length, heads, row) in memory, with `gap` unused floats after every step, in the order of `walk`.
struct Rows {
    std::vector<float> data;
    std::int64_t batch, heads, row, gap;
    ScanWalk walk;

    Rows(const Values& values, const SsdTensors& t, std::int64_t rowHeads, std::int64_t rowSize, std::int64_t stepGap,
         const ScanWalk& order)
        : batch(t.batch), heads(rowHeads), row(rowSize), gap(stepGap), walk(order) {
        data.assign(static_cast<std::size_t>(batch * walk.length * step()), std::numeric_limits<float>::quiet_NaN());
        for (std::size_t i = 0; i < values.size(); ++i)
            data[place(static_cast<std::int64_t>(i))] = static_cast<float>(values[i]);
    }
    std::int64_t step() const { return heads * row + gap; }
    std::size_t place(std::int64_t i) const {
        const std::int64_t within = i % (heads * row);
        const std::int64_t l = i / (heads * row) % walk.length;
        const std::int64_t b = i / (heads * row) / walk.length;
        return static_cast<std::size_t>((b * walk.length + walk.position(l)) * step() + within);
    }
    Values values() const {
        Values result(static_cast<std::size_t>(batch * walk.length * heads * row));
        for (std::size_t i = 0; i < result.size(); ++i)
            result[i] = data[place(static_cast<std::int64_t>(i))];
        return result;
    }
    template <typename T> SsdView<T> view() { return {data.data(), walk.length * step(), step(), row}; }
};

struct Outcome {
    reference::SsdResult result;
    reference::SsdGradients gradients;
};

Outcome run(const SsdTensors& t, std::int64_t chunk, const ScanWalk& walk, const Values& gradY, const Values& gradFinal,
            const ParallelFor& parallel = serialFor()) {
    Rows X(t.X, t, t.heads, t.headDim, 5, walk), A(t.A, t, t.heads, 1, 0, walk), B(t.B, t, t.groups, t.states, 1, walk),
        C(t.C, t, t.groups, t.states, 0, walk), Y({}, t, t.heads, t.headDim, 2, walk);
    const std::vector<float> initial = harness::toFloat(t.initialState);
    std::vector<float> final(static_cast<std::size_t>(t.batch * t.heads * t.headDim * t.states));
    SsdArgs args;
    args.walk = walk;
    args.batch = t.batch;
    args.heads = t.heads;
    args.headDim = t.headDim;
    args.states = t.states;
    args.groups = t.groups;
    args.chunk = chunk;
    args.X = X.view<const float>();
    args.A = A.view<const float>();
    args.B = B.view<const float>();
    args.C = C.view<const float>();
    args.initialState = initial.empty() ? nullptr : initial.data();
    args.Y = Y.view<float>();
    args.finalState = final.data();
    ssdForward({&args, 1}, parallel);
    Outcome outcome;
    outcome.result = {Y.values(), Values(final.begin(), final.end())};
    if (gradY.empty())
        return outcome;
    Rows gY(gradY, t, t.heads, t.headDim, 3, walk), gX({}, t, t.heads, t.headDim, 1, walk),
        gA({}, t, t.heads, 1, 1, walk), gB({}, t, t.groups, t.states, 0, walk), gC({}, t, t.groups, t.states, 2, walk);
    const std::vector<float> gradFinalFloats = harness::toFloat(gradFinal);
    std::vector<float> gradInitial(final.size());
    SsdGrads grads;
    grads.gradY = gY.view<const float>();
    grads.gradFinalState = gradFinal.empty() ? nullptr : gradFinalFloats.data();
    grads.X = gX.view<float>();
    grads.A = gA.view<float>();
    grads.B = gB.view<float>();
    grads.C = gC.view<float>();
    grads.initialState = gradInitial.data();
    ssdBackward({&args, 1}, {&grads, 1}, parallel);
    outcome.gradients = {gX.values(), gA.values(), gB.values(), gC.values(),
                         Values(gradInitial.begin(), gradInitial.end())};
    return outcome;
}

/// Forward and backward against the reference; empty if all agree.
QString check(const SsdTensors& t, std::int64_t chunk, const ScanWalk& walk, bool finalGrad) {
    std::mt19937 random(11);
    const Values gradY = harness::randomValues(random, static_cast<std::int64_t>(t.X.size()));
    const Values gradFinal =
        finalGrad ? harness::randomValues(random, t.batch * t.heads * t.headDim * t.states) : Values();
    const Outcome got = run(t, chunk, walk, gradY, gradFinal);
    reference::SsdGradients gradients;
    const reference::SsdResult want = reference::ssd(t, gradY, gradFinal, &gradients);
    QString report;
    const auto compare = [&](const char* name, const Values& a, const Values& b, double limit) {
        if (const double e = harness::error(a, b); !(e <= limit))
            report += QString("%1 off by %2; ").arg(name).arg(e);
    };
    compare("Y", got.result.Y, want.Y, 1e-5);
    compare("final state", got.result.finalState, want.finalState, 1e-5);
    compare("grad X", got.gradients.X, gradients.X, 1e-5);
    compare("grad A", got.gradients.A, gradients.A, 2e-5);
    compare("grad B", got.gradients.B, gradients.B, 1e-5);
    compare("grad C", got.gradients.C, gradients.C, 1e-5);
    compare("grad initial", got.gradients.initialState, gradients.initialState, 1e-5);
    return report;
}

} // namespace

class SsdTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { use(0); }
    void cleanupTestCase() { use(0); }

    void sizes_data() {
        QTest::addColumn<QList<int>>("sizes");
        QTest::addColumn<QList<int>>("chunks");
        // batch, length, heads, headDim, states, groups
        QTest::newRow("one of everything") << QList<int>{1, 1, 1, 1, 1, 1} << QList<int>{1, 64};
        QTest::newRow("whole chunks") << QList<int>{1, 64, 2, 16, 16, 2} << QList<int>{8, 16, 64};
        QTest::newRow("short last chunk") << QList<int>{2, 37, 3, 8, 16, 3} << QList<int>{1, 2, 7, 16, 32, 36, 37, 38};
        QTest::newRow("odd sizes") << QList<int>{2, 51, 2, 5, 3, 2} << QList<int>{13, 16, 64};
        QTest::newRow("wide") << QList<int>{1, 70, 1, 65, 33, 1} << QList<int>{32};
        QTest::newRow("one group for all heads") << QList<int>{2, 45, 6, 7, 9, 1} << QList<int>{16};
        QTest::newRow("groups of three heads") << QList<int>{1, 33, 6, 8, 12, 2} << QList<int>{16};
        QTest::newRow("long chunk") << QList<int>{1, 300, 1, 8, 8, 1} << QList<int>{256};
    }
    void sizes() {
        QFETCH(QList<int>, sizes);
        QFETCH(QList<int>, chunks);
        for (const int chunk : chunks)
            for (const bool reversed : {false, true})
                for (const bool states : {false, true}) {
                    const SsdTensors t =
                        randomTensors(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5], states, 0.5, 1);
                    const QString report = check(t, chunk, ScanWalk::line(sizes[1], reversed), states);
                    QVERIFY2(report.isEmpty(), qPrintable(QString("chunk %1: %2").arg(chunk).arg(report)));
                }
    }

    void decays_data() {
        QTest::addColumn<double>("decay");
        QTest::newRow("none") << 0.0;
        QTest::newRow("weak") << 1e-3;
        QTest::newRow("strong") << 20.0;
        QTest::newRow("beyond the floats") << 300.0;
    }
    void decays() {
        QFETCH(double, decay);
        QCOMPARE(check(randomTensors(1, 140, 2, 8, 8, 2, true, decay, 3), 64, ScanWalk::line(140), true), QString());
    }

    void columnsOfAnImage() {
        QCOMPARE(check(randomTensors(2, 77, 2, 8, 8, 1, true, 0.5, 4), 32, ScanWalk::columnMajor(7, 11, true), true),
                 QString());
    }

    void threadsDoNotChangeABit() {
        const SsdTensors t = randomTensors(2, 100, 6, 16, 16, 2, true, 0.5, 5);
        const auto all = [&](const ParallelFor& parallel) {
            const Outcome o = run(t, 32, ScanWalk::line(100), t.X, t.initialState, parallel);
            Values values;
            for (const Values* part : {&o.result.Y, &o.result.finalState, &o.gradients.X, &o.gradients.A,
                                       &o.gradients.B, &o.gradients.C, &o.gradients.initialState})
                values.insert(values.end(), part->begin(), part->end());
            return values;
        };
        const Values one = all(serialFor());
        for (const int threads : {2, 5}) {
            ThreadPool pool(threads);
            QVERIFY(all(pool.parallelFor()) == one);
        }
    }

    void everyInstructionSetAgrees() {
        for (std::int64_t left = hwy::SupportedTargets() & (HWY_TARGETS); left != 0; left &= left - 1) {
            const std::int64_t target = left & -left;
            use(target);
            for (const int chunk : {16, 64}) {
                const QString report =
                    check(randomTensors(1, 83, 2, 13, 10, 1, true, 0.7, 6), chunk, ScanWalk::line(83), true);
                QVERIFY2(report.isEmpty(), qPrintable(QString(hwy::TargetName(target)) + ": " + report));
            }
        }
    }

    void golden_data() {
        QTest::addColumn<QString>("name");
        for (const auto& entry : std::filesystem::directory_iterator(KINTSUGI_GOLDEN_DIR)) {
            const std::string name = entry.path().filename().string();
            if (name.rfind("ssd-", 0) == 0)
                QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
    }
    void golden() {
        QFETCH(QString, name);
        const golden::Case c = golden::readCase(name.toStdString());
        const auto& config = c.description.at("config");
        const auto input = [&](const char* tensor) {
            const auto found = c.input.find(tensor);
            return found == c.input.end() ? Values() : Values(found->second.values.begin(), found->second.values.end());
        };
        SsdTensors t;
        t.batch = config.at("batch");
        t.length = config.at("length");
        t.heads = t.groups = config.at("heads");
        t.headDim = config.at("d_head");
        t.states = config.at("d_state");
        t.X = input("X");
        t.A = input("A");
        t.B = input("B");
        t.C = input("C");
        t.initialState = input("initial_states");
        const auto compare = [&](const golden::Tensors& file, const char* fileName, const std::string& tensor,
                                 const Values& got) {
            const auto found = file.find(tensor);
            if (found == file.end())
                return;
            const std::vector<float>& want = found->second.values;
            QCOMPARE(got.size(), want.size());
            const double atol = c.tolerance(fileName, tensor);
            for (std::size_t i = 0; i < want.size(); ++i)
                QVERIFY2(std::abs(got[i] - want[i]) <= atol + 1e-5 * std::abs(want[i]),
                         qPrintable(QString("%1[%2]: %3, not %4")
                                        .arg(QString::fromStdString(tensor))
                                        .arg(i)
                                        .arg(got[i])
                                        .arg(want[i])));
        };
        auto chunks = config.at("chunk_sizes").get<std::vector<std::int64_t>>();
        chunks.push_back(24); // does not divide any of the lengths
        for (const std::int64_t chunk : chunks) {
            const Outcome got = run(t, chunk, ScanWalk::line(t.length), input("grad_Y"), input("grad_final_state"));
            for (const std::string& suffix : {"_chunk" + std::to_string(chunk), std::string("_sequential")}) {
                compare(c.output, "output.safetensors", "Y" + suffix, got.result.Y);
                compare(c.output, "output.safetensors", "final_state" + suffix, got.result.finalState);
            }
            compare(c.grads, "grads.safetensors", "X", got.gradients.X);
            compare(c.grads, "grads.safetensors", "A", got.gradients.A);
            compare(c.grads, "grads.safetensors", "B", got.gradients.B);
            compare(c.grads, "grads.safetensors", "C", got.gradients.C);
            compare(c.grads, "grads.safetensors", "initial_states", got.gradients.initialState);
        }
    }

    void wrongSizesAreRefused() {
        SsdArgs args;
        args.walk = ScanWalk::line(0);
        args.batch = args.heads = args.headDim = args.states = 1;
        QVERIFY_EXCEPTION_THROWN(ssdForward({&args, 1}), InputError);
        args.walk = ScanWalk::line(4);
        args.heads = 4;
        args.groups = 3;
        QVERIFY_EXCEPTION_THROWN(ssdForward({&args, 1}), InputError);
    }

private:
    static void use(std::int64_t targets) {
        hwy::SetSupportedTargetsForTest(targets);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    }
};

QTEST_GUILESS_MAIN(SsdTest)
#include "ssd_test.moc"
