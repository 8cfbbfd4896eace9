#include "kernels/depthwise.h"

#include "kernel_harness.h"

#include <QTest>

using namespace kintsugi;
using namespace kintsugi::harness;
using namespace kintsugi::kernels;

namespace {

std::int64_t count(const ImageShape& s) {
    return s.batch * s.channels * s.height * s.width;
}

/// The definition, in double. `visit(y index, x index, weight index)` for every product of the convolution.
template <typename Visit> void everyProduct(const ImageShape& s, const Visit& visit) {
    for (std::int64_t p = 0; p < s.batch * s.channels; ++p) {
        for (std::int64_t i = 0; i < s.height; ++i) {
            for (std::int64_t j = 0; j < s.width; ++j) {
                for (std::int64_t u = 0; u < 3; ++u) {
                    for (std::int64_t v = 0; v < 3; ++v) {
                        const std::int64_t a = i + u - 1, b = j + v - 1;
                        if (a >= 0 && a < s.height && b >= 0 && b < s.width)
                            visit(static_cast<std::size_t>((p * s.height + i) * s.width + j),
                                  static_cast<std::size_t>((p * s.height + a) * s.width + b),
                                  static_cast<std::size_t>(p % s.channels * 9 + 3 * u + v));
                    }
                }
            }
        }
    }
}

Doubles convolve(const ImageShape& s, const Floats& x, const Floats& weight, const Floats& bias) {
    Doubles y(x.size());
    for (std::size_t i = 0; i < y.size() && !bias.empty(); ++i)
        y[i] = static_cast<double>(bias[i / static_cast<std::size_t>(s.height * s.width) % bias.size()]);
    everyProduct(s, [&](std::size_t yi, std::size_t xi, std::size_t wi) {
        y[yi] += static_cast<double>(x[xi]) * static_cast<double>(weight[wi]);
    });
    return y;
}

struct Case {
    ImageShape shape;
    Floats x, weight, bias, dy;

    Case(const ImageShape& s, unsigned seed) : shape(s) {
        std::mt19937 random(seed);
        x = randomFloats(random, count(s));
        weight = randomFloats(random, 9 * s.channels);
        bias = randomFloats(random, s.channels);
        dy = randomFloats(random, count(s));
    }
};

std::vector<ImageShape> shapes() {
    std::vector<ImageShape> all;
    for (const std::int64_t width : {1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 24, 31, 33, 64, 67})
        all.push_back({2, 3, width % 7 + 1, width});
    for (const std::int64_t height : {1, 2, 3, 4, 5, 6, 9, 16})
        all.push_back({1, 2, height, 11});
    all.push_back({1, 1, 1, 1});
    all.push_back({1, 1, 40, 1});
    all.push_back({4, 5, 8, 8});
    return all;
}

QString name(const ImageShape& s) {
    return QStringLiteral("%1x%2x%3x%4").arg(s.batch).arg(s.channels).arg(s.height).arg(s.width);
}

/// Forward and backward against the definition, with and without bias, samples apart or together.
QString check(const Case& c, std::int64_t gap) {
    const ImageShape& s = c.shape;
    const Spread x(c.x, s.batch, gap), dy(c.dy, s.batch, 2 * gap);
    for (const bool withBias : {false, true}) {
        Spread y(s.batch, count(s) / s.batch, gap + (gap != 0 ? 1 : 0));
        depthwise3x3Forward(x.constPlanes(), c.weight.data(), withBias ? c.bias.data() : nullptr, y.planes(), s);
        const QString report =
            difference(y.packed(), convolve(s, c.x, c.weight, withBias ? c.bias : Floats()), 3e-6, 1e-6);
        if (!report.isEmpty() || !y.gapsUntouched())
            return QStringLiteral("forward: ") + report;
    }
    Doubles dx(c.x.size()), dWeight(c.weight.size()), dBias(c.bias.size());
    everyProduct(s, [&](std::size_t yi, std::size_t xi, std::size_t wi) {
        dx[xi] += static_cast<double>(c.dy[yi]) * static_cast<double>(c.weight[wi]);
        dWeight[wi] += static_cast<double>(c.dy[yi]) * static_cast<double>(c.x[xi]);
    });
    for (std::size_t i = 0; i < c.dy.size(); ++i)
        dBias[i / static_cast<std::size_t>(s.height * s.width) % dBias.size()] += static_cast<double>(c.dy[i]);
    for (int wanted = 1; wanted < 8; ++wanted) {
        Spread gotX(s.batch, count(s) / s.batch, gap);
        Floats gotWeight(c.weight.size(), kUnwritten), gotBias(c.bias.size(), kUnwritten);
        const bool forX = wanted & 1, forWeight = wanted & 2, forBias = wanted & 4;
        depthwise3x3Backward(forWeight ? x.constPlanes() : ConstPlanes(), forX ? c.weight.data() : nullptr,
                             dy.constPlanes(), forX ? gotX.planes() : Planes(), forWeight ? gotWeight.data() : nullptr,
                             forBias ? gotBias.data() : nullptr, s);
        QString report;
        if (forX)
            report += difference(gotX.packed(), dx, 3e-6, 1e-6);
        if (forWeight)
            report += difference(gotWeight, dWeight, 3e-5, 1e-6);
        if (forBias)
            report += difference(gotBias, dBias, 3e-5, 1e-6);
        if (!report.isEmpty() || !gotX.gapsUntouched())
            return QStringLiteral("backward %1: ").arg(wanted) + report;
    }
    return {};
}

double geluOf(double x) {
    return x * 0.5 * std::erfc(-x * std::sqrt(0.5));
}
double siluOf(double x) {
    return x / (1 + std::exp(-x));
}

QString checkGated(const ImageShape& s, unsigned seed, std::int64_t gap) {
    const Case wide({s.batch, 2 * s.channels, s.height, s.width}, seed);
    const std::int64_t size = s.channels * s.height * s.width;
    const Spread x(wide.x, s.batch, gap);
    const Doubles conv = convolve(wide.shape, wide.x, wide.weight, wide.bias);
    Doubles gelu, product;
    for (std::int64_t i = 0; i < s.batch * size; ++i) {
        const auto at = static_cast<std::size_t>(i / size * 2 * size + i % size);
        const double a = conv[at], b = conv[at + static_cast<std::size_t>(size)];
        gelu.push_back(geluOf(a) * b);
        product.push_back(a * b);
    }
    Spread y(s.batch, size, gap);
    depthwise3x3GeluGate(x.constPlanes(), wide.weight.data(), wide.bias.data(), y.planes(), s);
    QString report = difference(y.packed(), gelu, 2e-5, 2e-6);
    depthwise3x3SimpleGate(x.constPlanes(), wide.weight.data(), wide.bias.data(), y.planes(), s);
    report += difference(y.packed(), product, 2e-5, 2e-6);
    Doubles silu;
    for (const double value : conv)
        silu.push_back(siluOf(value));
    Spread whole(s.batch, 2 * size, gap);
    depthwise3x3Silu(x.constPlanes(), wide.weight.data(), wide.bias.data(), whole.planes(), wide.shape);
    report += difference(whole.packed(), silu, 5e-6, 2e-6);
    return y.gapsUntouched() && whole.gapsUntouched() ? report : QStringLiteral("wrote between samples");
}

} // namespace

class DepthwiseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyInstructionSetAndShape() {
        unsigned seed = 0;
        forEachInstructionSet([&](const char* set) {
            for (const ImageShape& shape : shapes()) {
                for (const std::int64_t gap : {0, 5}) {
                    ++seed;
                    const QString report = check(Case(shape, seed), gap) + checkGated(shape, seed, gap);
                    if (!report.isEmpty())
                        QFAIL(
                            qPrintable(QStringLiteral("%1 %2 %3").arg(QString::fromLatin1(set), name(shape), report)));
                }
            }
        });
    }

    void sliceOfChannels() {
        // The middle two of six channels, read and written in place in larger tensors.
        const Case c({3, 6, 5, 9}, 1);
        const std::int64_t plane = 45;
        Floats y(c.x.size(), kUnwritten);
        depthwise3x3Forward({c.x.data() + 2 * plane, 6 * plane}, c.weight.data() + 18, c.bias.data() + 2,
                            {y.data() + 2 * plane, 6 * plane}, {3, 2, 5, 9});
        Doubles wanted = convolve(c.shape, c.x, c.weight, c.bias);
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            const std::size_t channel = i / 45 % 6;
            if (channel != 2 && channel != 3)
                wanted[i] = static_cast<double>(kUnwritten);
        }
        QCOMPARE(difference(y, wanted, 3e-6, 1e-6), QString());
    }

    void sameBitsOnAnyNumberOfThreads() {
        const Case c({3, 7, 21, 37}, 2);
        const auto run = [&](const ParallelFor& parallelFor) {
            Floats all(3 * c.x.size() + 70);
            float* out = all.data();
            const std::size_t n = c.x.size();
            depthwise3x3Forward(c.x.data(), c.weight.data(), c.bias.data(), out, c.shape, parallelFor);
            depthwise3x3Backward(c.x.data(), c.weight.data(), c.dy.data(), out + n, out + 3 * n, out + 3 * n + 63,
                                 c.shape, parallelFor);
            depthwise3x3Silu(c.x.data(), c.weight.data(), c.bias.data(), out + 2 * n, c.shape, parallelFor);
            return all;
        };
        const Floats one = run({});
        for (const int n : {1, 2, 3, 8})
            QVERIFY(run(threads(n)) == one);
    }

    void gradientOfWeightsOverManyPixels() {
        // 65,536 products of mean 1 per weight: plain float sums would lose four digits.
        const ImageShape s{1, 1, 256, 256};
        std::mt19937 random(3);
        const Floats x = randomFloats(random, count(s), 0.3f, 1.0f), dy = randomFloats(random, count(s), 0.3f, 1.0f);
        Doubles wanted(9), wantedBias(1);
        everyProduct(s, [&](std::size_t yi, std::size_t xi, std::size_t wi) {
            wanted[wi] += static_cast<double>(dy[yi]) * static_cast<double>(x[xi]);
        });
        for (const float value : dy)
            wantedBias[0] += static_cast<double>(value);
        Floats dWeight(9), dBias(1);
        depthwise3x3Backward(x.data(), nullptr, dy.data(), {}, dWeight.data(), dBias.data(), s);
        QCOMPARE(difference(dWeight, wanted, 0, 1e-6), QString());
        QCOMPARE(difference(dBias, wantedBias, 0, 1e-6), QString());
    }

    void notANumberStaysInItsNeighbourhood() {
        const ImageShape s{1, 1, 9, 19};
        Case c(s, 4);
        c.x[4 * 19 + 7] = std::numeric_limits<float>::quiet_NaN();
        Floats y(c.x.size());
        depthwise3x3Forward(c.x.data(), c.weight.data(), nullptr, y.data(), s);
        for (int i = 0; i < 9; ++i) {
            for (int j = 0; j < 19; ++j)
                QCOMPARE(std::isnan(y[static_cast<std::size_t>(19 * i + j)]),
                         std::abs(i - 4) <= 1 && std::abs(j - 7) <= 1);
        }
    }
};

QTEST_GUILESS_MAIN(DepthwiseTest)
#include "depthwise_test.moc"
