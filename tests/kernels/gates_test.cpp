#include "kernels/gates.h"

#include "kernel_harness.h"

#include <QTest>

#include <functional>

using namespace kintsugi;
using namespace kintsugi::harness;
using namespace kintsugi::kernels;

namespace {

double phi(double x) {
    return 0.5 * std::erfc(-x * std::sqrt(0.5));
}
double gelu(double x) {
    return x * phi(x);
}
double sigmoid(double x) {
    return 1 / (1 + std::exp(-x));
}
double silu(double x) {
    return x * sigmoid(x);
}

/// Derivative by central differences of the formula in double.
double slope(double (*f)(double), double x) {
    return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5;
}

using Forward = void (*)(ConstPlanes, ConstPlanes, Planes, const GateShape&, const ParallelFor&);
using Backward = void (*)(ConstPlanes, ConstPlanes, ConstPlanes, Planes, Planes, const GateShape&, const ParallelFor&);

struct Gate {
    const char* name;
    Forward forward;
    Backward backward;
    double (*onA)(double); ///< y = onA(a) * onB(b)
    double (*onB)(double);
};

double same(double x) {
    return x;
}

const Gate kGates[] = {{"gelu", geluGateForward, geluGateBackward, gelu, same},
                       {"silu", siluGateForward, siluGateBackward, same, silu},
                       {"simple", simpleGateForward, simpleGateBackward, same, same}};

struct Activation {
    const char* name;
    void (*forward)(ConstPlanes, Planes, const GateShape&, const ParallelFor&);
    void (*backward)(ConstPlanes, ConstPlanes, Planes, const GateShape&, const ParallelFor&);
    double (*formula)(double);
};

const Activation kActivations[] = {{"gelu", geluForward, geluBackward, gelu},
                                   {"silu", siluForward, siluBackward, silu}};

QString check(const Gate& gate, const GateShape& shape, std::int64_t gap, unsigned seed) {
    std::mt19937 random(seed);
    const std::int64_t total = shape.batch * shape.size;
    const Floats a = randomFloats(random, total, 2), b = randomFloats(random, total, 2),
                 dy = randomFloats(random, total);
    const Spread sa(a, shape.batch, gap), sb(b, shape.batch, 2 * gap), sdy(dy, shape.batch, gap);
    Doubles y, da, db;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double p = a[i], q = b[i], g = dy[i];
        y.push_back(gate.onA(p) * gate.onB(q));
        da.push_back(g * slope(gate.onA, p) * gate.onB(q));
        db.push_back(g * gate.onA(p) * slope(gate.onB, q));
    }
    Spread got(shape.batch, shape.size, gap), gotA(shape.batch, shape.size, gap),
        gotB(shape.batch, shape.size, 3 * gap);
    gate.forward(sa.constPlanes(), sb.constPlanes(), got.planes(), shape, {});
    QString report = difference(got.packed(), y, 2e-6, 1e-6);
    gate.backward(sa.constPlanes(), sb.constPlanes(), sdy.constPlanes(), gotA.planes(), gotB.planes(), shape, {});
    report += difference(gotA.packed(), da, 4e-6, 1e-6) + difference(gotB.packed(), db, 4e-6, 1e-6);
    if (!got.gapsUntouched() || !gotA.gapsUntouched() || !gotB.gapsUntouched())
        report += QStringLiteral("wrote between samples");
    const Spread before = gotA;
    gate.backward(sa.constPlanes(), sb.constPlanes(), sdy.constPlanes(), gotA.planes(), {}, shape, {});
    gate.backward(sa.constPlanes(), sb.constPlanes(), sdy.constPlanes(), {}, gotB.planes(), shape, {});
    return gotA.data == before.data ? report : report + QStringLiteral("da differs when db is not wanted");
}

} // namespace

class GatesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyInstructionSetAndLength() {
        unsigned seed = 0;
        forEachInstructionSet([&](const char* set) {
            for (const Gate& gate : kGates) {
                for (const std::int64_t size : {1, 3, 4, 7, 8, 15, 16, 17, 63, 1000, 16384, 16389}) {
                    const QString report = check(gate, {2, size}, size % 5, ++seed);
                    if (!report.isEmpty())
                        QFAIL(qPrintable(QStringLiteral("%1 %2 %3: %4")
                                             .arg(QString::fromLatin1(set), QString::fromLatin1(gate.name))
                                             .arg(size)
                                             .arg(report)));
                }
            }
        });
    }

    /// Absolute error in units of max(1, |x|) from -40 to 40, and the tails.
    void activations_data() {
        QTest::addColumn<int>("index");
        QTest::addRow("gelu") << 0;
        QTest::addRow("silu") << 1;
    }
    void activations() {
        QFETCH(int, index);
        const Activation& activation = kActivations[index];
        Floats x;
        for (int i = -400000; i <= 400000; i += 7)
            x.push_back(static_cast<float>(i) * 1e-4f);
        x.insert(x.end(), {-1e30f, -1000.0f, -200.0f, -0.0f, 0.0f, 1e-30f, 200.0f, 1000.0f, 1e30f});
        const GateShape shape{1, static_cast<std::int64_t>(x.size())};
        const Floats ones(x.size(), 1.0f);
        forEachInstructionSet([&](const char* set) {
            Floats y(x.size()), dx(x.size());
            activation.forward(x.data(), y.data(), shape, {});
            activation.backward(x.data(), ones.data(), dx.data(), shape, {});
            double worst = 0, worstSlope = 0;
            for (std::size_t i = 0; i < x.size(); ++i) {
                const double v = x[i];
                const double wanted = std::abs(v) > 100 ? std::max(v, 0.0) : activation.formula(v);
                const double wantedSlope = std::abs(v) > 100 ? (v > 0 ? 1.0 : 0.0) : slope(activation.formula, v);
                worst = std::max(worst, std::abs(y[i] - wanted) / std::max(1.0, std::abs(v)));
                worstSlope = std::max(worstSlope, std::abs(dx[i] - wantedSlope));
            }
            qInfo("%s: error %.2g, of the slope %.2g", set, worst, worstSlope);
            QVERIFY(worst <= 2.5e-7);
            QVERIFY(worstSlope <= 6e-7);
        });
        Floats nan{std::numeric_limits<float>::quiet_NaN()};
        activation.forward(nan.data(), nan.data(), {1, 1}, {});
        QVERIFY(std::isnan(nan[0]));
    }

    void halvesOfOneTensorAndInPlace() {
        std::mt19937 random(5);
        const std::int64_t size = 35;
        Floats x = randomFloats(random, 3 * 2 * size);
        const auto halves = splitGate(ConstPlanes(x.data()), size);
        Floats y(3 * 35);
        simpleGateForward(halves.a, halves.b, y.data(), {3, size});
        Doubles wanted;
        for (int b = 0; b < 3; ++b) {
            for (int i = 0; i < 35; ++i)
                wanted.push_back(static_cast<double>(x[static_cast<std::size_t>(70 * b + i)]) *
                                 static_cast<double>(x[static_cast<std::size_t>(70 * b + 35 + i)]));
        }
        QCOMPARE(difference(y, wanted, 0, 1e-6), QString());
        const auto in = splitGate(Planes(x.data()), size);
        simpleGateForward(halves.a, halves.b, in.b, {3, size});
        for (std::size_t i = 0; i < y.size(); ++i)
            QCOMPARE(x[i / 35 * 70 + 35 + i % 35], y[i]);
    }

    void sameBitsOnAnyNumberOfThreads() {
        std::mt19937 random(6);
        const GateShape shape{2, 40001};
        const Floats a = randomFloats(random, 80002), b = randomFloats(random, 80002), dy = randomFloats(random, 80002);
        for (const Gate& gate : kGates) {
            const auto run = [&](const ParallelFor& parallelFor) {
                Floats all(3 * a.size());
                gate.forward(a.data(), b.data(), all.data(), shape, parallelFor);
                gate.backward(a.data(), b.data(), dy.data(), all.data() + a.size(), all.data() + 2 * a.size(), shape,
                              parallelFor);
                return all;
            };
            QVERIFY(run({}) == run(threads(3)));
        }
    }
};

QTEST_GUILESS_MAIN(GatesTest)
#include "gates_test.moc"
