#include "scan/selective_scan.h"

#include "base/error.h"
#include "golden_tensors.h"
#include "scan_harness.h"

#include <hwy/highway.h>

#include <QtTest>

#include <algorithm>

using namespace kintsugi;
using harness::Layout;
using harness::Scan;
using harness::Values;
using reference::ScanTensors;

namespace {

struct Options {
    std::int64_t batch = 1, dim = 8, states = 16, groups = 1, length = 37;
    bool constantB = false, constantC = false, softplus = true, skip = true, gate = true, bias = true;
    double decay = 1.0; ///< typical magnitude of delta
};

ScanTensors randomTensors(const Options& o, unsigned seed) {
    std::mt19937 random(seed);
    ScanTensors t;
    t.batch = o.batch;
    t.dim = o.dim;
    t.states = o.states;
    t.groups = o.groups;
    t.length = o.length;
    t.constantB = o.constantB;
    t.constantC = o.constantC;
    t.softplus = o.softplus;
    t.u = harness::randomValues(random, o.batch * o.dim * o.length);
    t.delta = harness::randomValues(random, o.batch * o.dim * o.length, o.decay);
    t.A = harness::randomValues(random, o.dim * o.states);
    for (double& value : t.A)
        value = -std::abs(value) - 0.05;
    const std::int64_t varying = o.batch * o.groups * o.states * o.length;
    t.B = harness::randomValues(random, o.constantB ? o.dim * o.states : varying);
    t.C = harness::randomValues(random, o.constantC ? o.dim * o.states : varying);
    if (o.skip)
        t.D = harness::randomValues(random, o.dim);
    if (o.bias)
        t.deltaBias = harness::randomValues(random, o.dim);
    if (!o.softplus) // steps below zero would let the states grow beyond all bounds
        for (Values* values : {&t.delta, &t.deltaBias})
            for (double& value : *values)
                value = std::abs(value);
    if (o.gate)
        t.z = harness::randomValues(random, o.batch * o.dim * o.length);
    return t;
}

/// Names the tensors that differ too much; empty if all agree.
QString differences(const reference::ScanGradients& got, const reference::ScanGradients& want, double limit) {
    QString report;
    const auto compare = [&](const char* name, const Values& a, const Values& b) {
        if (const double e = harness::error(a, b); !(e <= limit))
            report += QString("%1 off by %2; ").arg(name).arg(e);
    };
    compare("u", got.u, want.u);
    compare("delta", got.delta, want.delta);
    compare("A", got.A, want.A);
    compare("B", got.B, want.B);
    compare("C", got.C, want.C);
    compare("D", got.D, want.D);
    compare("z", got.z, want.z);
    compare("deltaBias", got.deltaBias, want.deltaBias);
    return report;
}

constexpr double kForwardLimit = 1e-5;
constexpr double kBackwardLimit = 2e-5;

/// Forward and backward against the reference; empty if all agree.
QString check(const ScanTensors& t, const ScanWalk& walk, Layout layout, bool checkpoints, bool lastStateGrad,
              const ParallelFor& parallel = serialFor()) {
    std::mt19937 random(99);
    const Values gradY = harness::randomValues(random, static_cast<std::int64_t>(t.u.size()));
    const Values gradLast = lastStateGrad ? harness::randomValues(random, t.batch * t.dim * t.states) : Values();
    Scan scan(t, walk, layout, checkpoints);
    selectiveScanForward({&scan.args(), 1}, parallel);
    const SelectiveScanGrads grads = scan.grads(gradY, gradLast);
    selectiveScanBackward({&scan.args(), 1}, {&grads, 1}, parallel);
    const reference::ScanResult want = reference::scanForward(t);
    const reference::ScanResult got = scan.result();
    QString report;
    if (const double e = harness::error(got.y, want.y); !(e <= kForwardLimit))
        report += QString("y off by %1; ").arg(e);
    if (const double e = harness::error(got.lastState, want.lastState); !(e <= kForwardLimit))
        report += QString("last state off by %1; ").arg(e);
    return report + differences(scan.gradients(), reference::scanBackward(t, gradY, gradLast), kBackwardLimit);
}

} // namespace

class SelectiveScanTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { useEverything(); }
    void cleanupTestCase() { useEverything(); }

    void sizes_data() {
        QTest::addColumn<int>("batch");
        QTest::addColumn<int>("dim");
        QTest::addColumn<int>("states");
        QTest::addColumn<int>("groups");
        QTest::addColumn<int>("length");
        QTest::newRow("one of everything") << 1 << 1 << 1 << 1 << 1;
        QTest::newRow("one step") << 2 << 8 << 16 << 1 << 1;
        QTest::newRow("one channel") << 1 << 1 << 16 << 1 << 40;
        QTest::newRow("odd") << 2 << 13 << 5 << 1 << 31;
        QTest::newRow("one chunk") << 1 << 16 << 8 << 1 << 32;
        QTest::newRow("one step over a chunk") << 1 << 9 << 4 << 1 << 33;
        QTest::newRow("many channels") << 1 << 200 << 3 << 1 << 35;
        QTest::newRow("blocks of three vectors") << 1 << 24 << 8 << 1 << 65;
        QTest::newRow("many states") << 1 << 5 << 67 << 1 << 34;
        QTest::newRow("groups of odd size") << 2 << 27 << 7 << 3 << 45;
        QTest::newRow("groups of one channel") << 1 << 6 << 16 << 6 << 29;
        QTest::newRow("long") << 1 << 8 << 16 << 1 << 1500;
    }
    void sizes() {
        QFETCH(int, batch);
        QFETCH(int, dim);
        QFETCH(int, states);
        QFETCH(int, groups);
        QFETCH(int, length);
        Options options{.batch = batch, .dim = dim, .states = states, .groups = groups, .length = length};
        const ScanTensors t = randomTensors(options, 1);
        for (const Layout layout : {Layout::ChannelsFirst, Layout::ChannelsLast, Layout::Spread})
            for (const bool reversed : {false, true})
                QCOMPARE(check(t, ScanWalk::line(length, reversed), layout, true, true), QString());
    }

    void options() {
        for (int bits = 0; bits < 128; ++bits) {
            Options o{.batch = 2, .dim = 12, .states = 6, .groups = 2, .length = 35};
            o.constantB = bits & 1;
            o.constantC = bits & 2;
            o.softplus = bits & 4;
            o.skip = bits & 8;
            o.gate = bits & 16;
            o.bias = bits & 32;
            const ScanTensors t = randomTensors(o, static_cast<unsigned>(bits));
            const QString report = check(t, ScanWalk::line(o.length), Layout::ChannelsLast, bits & 64, bits & 64);
            QVERIFY2(report.isEmpty(), qPrintable(QString("options %1: %2").arg(bits).arg(report)));
        }
    }

    void walks_data() {
        QTest::addColumn<bool>("columns");
        QTest::addColumn<bool>("reversed");
        QTest::addColumn<QList<int>>("order");
        QTest::newRow("rows") << false << false << QList<int>{0, 1, 2, 3, 4, 5};
        QTest::newRow("rows reversed") << false << true << QList<int>{5, 4, 3, 2, 1, 0};
        QTest::newRow("columns") << true << false << QList<int>{0, 3, 1, 4, 2, 5};
        QTest::newRow("columns reversed") << true << true << QList<int>{5, 2, 4, 1, 3, 0};
    }
    /// `order` is that of an image of two rows and three columns; a larger one goes against the reference.
    void walks() {
        QFETCH(bool, columns);
        QFETCH(bool, reversed);
        QFETCH(QList<int>, order);
        const ScanWalk small = columns ? ScanWalk::columnMajor(2, 3, reversed) : ScanWalk::rowMajor(2, 3, reversed);
        for (int l = 0; l < 6; ++l)
            QCOMPARE(small.position(l), order[l]);
        const ScanWalk walk = columns ? ScanWalk::columnMajor(11, 9, reversed) : ScanWalk::rowMajor(11, 9, reversed);
        const ScanTensors t = randomTensors({.batch = 2, .dim = 20, .length = 99}, 5);
        for (const Layout layout : {Layout::ChannelsFirst, Layout::ChannelsLast, Layout::Spread})
            QCOMPARE(check(t, walk, layout, true, false), QString());
    }

    void decays_data() {
        QTest::addColumn<double>("scale");
        QTest::newRow("states hardly decay") << 1e-4;
        QTest::newRow("some decays underflow") << 30.0;
        QTest::newRow("nearly all decays underflow") << 300.0;
    }
    void decays() {
        QFETCH(double, scale);
        Options o{.dim = 11, .length = 70};
        o.softplus = false;
        o.decay = scale;
        o.bias = false;
        QCOMPARE(check(randomTensors(o, 3), ScanWalk::line(70), Layout::ChannelsFirst, true, false), QString());
    }

    void slowDecaysDoNotDrift() {
        // A state that remembers ten thousand steps: a biased exponential would add up.
        Options o{.dim = 1, .states = 1, .length = 20000};
        o.softplus = o.bias = o.gate = o.skip = false;
        ScanTensors t = randomTensors(o, 4);
        t.A = {-1.0};
        for (std::size_t i = 0; i < t.u.size(); ++i) {
            t.u[i] = t.B[i] = t.C[i] = 1.0;
            t.delta[i] = 1e-4 * (1.0 + 0.5 * std::sin(static_cast<double>(i)));
        }
        QCOMPARE(check(t, ScanWalk::line(o.length), Layout::ChannelsFirst, true, false), QString());
    }

    void softplusIsAccurateRelativeToItself() {
        // One channel, one state, B = 1, A = 0: y is the running sum of softplus(delta) u with u = 1 at one step only.
        for (const double x : {-80.0, -30.0, -15.0, -8.0, -2.0, -0.1, 0.0, 0.3, 1.0, 5.0, 19.0, 21.0, 88.0, 1000.0}) {
            ScanTensors t;
            t.u = {1.0};
            t.delta = {x};
            t.softplus = true;
            t.A = {0.0};
            t.B = {1.0};
            t.C = {1.0};
            Scan scan(t, ScanWalk::line(1), Layout::ChannelsFirst, false);
            selectiveScanForward({&scan.args(), 1});
            const double want = reference::scanForward(t).y[0];
            const double got = scan.result().y[0];
            QVERIFY2(std::abs(got - want) <= 4e-7 * want, qPrintable(QString("softplus(%1)").arg(x)));
        }
    }

    void notANumberComesOut() {
        const Options o{.dim = 3, .states = 4, .length = 40};
        ScanTensors t = randomTensors(o, 8);
        t.delta[t.sequenceIndex(0, 1, 5)] = std::numeric_limits<double>::quiet_NaN();
        Scan scan(t, ScanWalk::line(40), Layout::ChannelsLast, false);
        selectiveScanForward({&scan.args(), 1});
        const Values y = scan.result().y;
        QVERIFY(std::isnan(y[t.sequenceIndex(0, 1, 5)]) && std::isnan(y[t.sequenceIndex(0, 1, 39)]));
        QVERIFY(!std::isnan(y[t.sequenceIndex(0, 0, 39)]) && !std::isnan(y[t.sequenceIndex(0, 1, 4)]));
    }

    void gradientsAgreeWithFiniteDifferences() {
        const Options o{.dim = 2, .states = 3, .length = 5};
        ScanTensors t = randomTensors(o, 21);
        std::mt19937 random(4);
        const Values gradY = harness::randomValues(random, 10);
        const Values gradLast = harness::randomValues(random, 6);
        const auto loss = [&] {
            const reference::ScanResult r = reference::scanForward(t);
            double sum = 0.0;
            for (std::size_t i = 0; i < r.y.size(); ++i)
                sum += r.y[i] * gradY[i];
            for (std::size_t i = 0; i < r.lastState.size(); ++i)
                sum += r.lastState[i] * gradLast[i];
            return sum;
        };
        const auto slope = [&](Values& values) {
            Values result;
            for (double& value : values) {
                const double kept = value;
                value = kept + 1e-5;
                const double up = loss();
                value = kept - 1e-5;
                result.push_back((up - loss()) / 2e-5);
                value = kept;
            }
            return result;
        };
        const reference::ScanGradients want{slope(t.u), slope(t.delta), slope(t.A), slope(t.B),
                                            slope(t.C), slope(t.D),     slope(t.z), slope(t.deltaBias)};
        Scan scan(t, ScanWalk::line(5), Layout::ChannelsFirst, false);
        selectiveScanForward({&scan.args(), 1});
        const SelectiveScanGrads grads = scan.grads(gradY, gradLast);
        selectiveScanBackward({&scan.args(), 1}, {&grads, 1});
        QCOMPARE(differences(scan.gradients(), want, 1e-5), QString());
    }

    void threadsDoNotChangeABit() {
        const ScanTensors t = randomTensors({.batch = 2, .dim = 96, .states = 16, .groups = 2, .length = 130}, 6);
        std::mt19937 random(7);
        const Values gradY = harness::randomValues(random, static_cast<std::int64_t>(t.u.size()));
        const auto run = [&](const ParallelFor& parallel) {
            // Four directions over one image of 13 x 10 in one call.
            std::vector<Scan> scans;
            for (const bool reversed : {false, true}) {
                scans.emplace_back(t, ScanWalk::rowMajor(13, 10, reversed), Layout::ChannelsLast, !reversed);
                scans.emplace_back(t, ScanWalk::columnMajor(13, 10, reversed), Layout::ChannelsFirst, reversed);
            }
            std::vector<SelectiveScanArgs> args;
            std::vector<SelectiveScanGrads> grads;
            for (Scan& scan : scans) {
                args.push_back(scan.args());
                grads.push_back(scan.grads(gradY, {}));
            }
            selectiveScanForward(args, parallel);
            selectiveScanBackward(args, grads, parallel);
            Values all;
            for (Scan& scan : scans) {
                const reference::ScanResult r = scan.result();
                const reference::ScanGradients g = scan.gradients();
                for (const Values* values :
                     {&r.y, &r.lastState, &g.u, &g.delta, &g.A, &g.B, &g.C, &g.D, &g.z, &g.deltaBias})
                    all.insert(all.end(), values->begin(), values->end());
            }
            return all;
        };
        const Values one = run(serialFor());
        for (const int threads : {2, 3, 8}) {
            ThreadPool pool(threads);
            QCOMPARE(pool.threads(), threads);
            QVERIFY(run(pool.parallelFor()) == one);
        }
    }

    void everyInstructionSetAgrees() {
        const std::int64_t supported = hwy::SupportedTargets() & (HWY_TARGETS);
        QStringList names;
        for (std::int64_t left = supported; left != 0; left &= left - 1) {
            use(left & -left);
            names << scanInstructionSet();
            for (int bits = 0; bits < 8; ++bits) {
                Options o{.batch = 2, .dim = 37, .states = 10, .length = 71};
                o.constantB = bits & 1;
                o.constantC = bits & 2;
                o.gate = bits & 4;
                const ScanTensors t = randomTensors(o, static_cast<unsigned>(bits));
                for (const Layout layout : {Layout::ChannelsFirst, Layout::ChannelsLast}) {
                    const QString report = check(t, ScanWalk::line(71, bits & 1), layout, true, true);
                    QVERIFY2(report.isEmpty(), qPrintable(names.back() + ": " + report));
                }
            }
        }
        QCOMPARE(QSet<QString>(names.begin(), names.end()).size(), names.size());
        qInfo("%s", qPrintable(names.join(' ')));
    }

    void golden_data() {
        QTest::addColumn<QString>("name");
        for (const auto& entry : std::filesystem::directory_iterator(KINTSUGI_GOLDEN_DIR)) {
            const std::string name = entry.path().filename().string();
            if (name.rfind("selective-scan-", 0) == 0)
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
        ScanTensors t;
        t.batch = config.at("batch");
        t.dim = config.at("dim");
        t.states = config.at("d_state");
        t.length = config.at("length");
        t.groups = config.at("groups").is_null() ? 1 : config.at("groups").get<std::int64_t>();
        t.constantB = config.at("B_layout") == "dn";
        t.constantC = config.at("C_layout") == "dn";
        t.softplus = config.at("delta_softplus");
        t.u = input("u");
        t.delta = input("delta");
        t.z = input("z");
        t.A = input("A");
        t.B = input("B");
        t.C = input("C");
        t.D = input("D");
        t.deltaBias = input("delta_bias");
        Scan scan(t, ScanWalk::line(t.length), Layout::ChannelsFirst, true);
        selectiveScanForward({&scan.args(), 1});
        const SelectiveScanGrads grads = scan.grads(input("grad_out"), input("grad_last_state"));
        selectiveScanBackward({&scan.args(), 1}, {&grads, 1});
        const reference::ScanResult r = scan.result();
        const reference::ScanGradients g = scan.gradients();

        const auto compare = [&](const golden::Tensors& file, const char* fileName, const char* tensor,
                                 const Values& got) {
            const auto found = file.find(tensor);
            if (found == file.end())
                return;
            const std::vector<float>& want = found->second.values;
            QCOMPARE(got.size(), want.size());
            const double atol = c.tolerance(fileName, tensor);
            for (std::size_t i = 0; i < want.size(); ++i)
                QVERIFY2(std::abs(got[i] - want[i]) <= atol + 1e-5 * std::abs(want[i]),
                         qPrintable(QString("%1[%2]: %3, not %4").arg(tensor).arg(i).arg(got[i]).arg(want[i])));
        };
        compare(c.output, "output.safetensors", "out", r.y);
        compare(c.output, "output.safetensors", "last_state", r.lastState);
        const std::pair<const char*, const Values*> gradients[] = {
            {"u", &g.u}, {"delta", &g.delta}, {"A", &g.A}, {"B", &g.B},
            {"C", &g.C}, {"D", &g.D},         {"z", &g.z}, {"delta_bias", &g.deltaBias}};
        for (const auto& [tensor, values] : gradients)
            compare(c.grads, "grads.safetensors", tensor, *values);
    }

    void wrongSizesAreRefused_data() {
        QTest::addColumn<int>("groups");
        QTest::addColumn<int>("length");
        QTest::newRow("groups that do not divide the channels") << 3 << 37;
        QTest::newRow("no steps") << 1 << 0;
    }
    void wrongSizesAreRefused() {
        QFETCH(int, groups);
        QFETCH(int, length);
        Scan scan(randomTensors({}, 1), ScanWalk::line(37), Layout::ChannelsFirst, false);
        SelectiveScanArgs args = scan.args();
        args.groups = groups;
        args.walk.length = length;
        QVERIFY_EXCEPTION_THROWN(selectiveScanForward({&args, 1}), InputError);
    }

private:
    static void use(std::int64_t targets) {
        hwy::SetSupportedTargetsForTest(targets);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    }
    static void useEverything() { use(0); }
};

QTEST_GUILESS_MAIN(SelectiveScanTest)
#include "selective_scan_test.moc"
