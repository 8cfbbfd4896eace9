#include "kernels/layernorm.h"

#include "kernel_harness.h"
#include "weights/checkpoint.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <fstream>

using namespace kintsugi;
using namespace kintsugi::harness;
using namespace kintsugi::kernels;

namespace {

struct Case {
    PixelShape shape;
    Floats x, weight, bias, dy;

    Case() = default;
    Case(const PixelShape& s, unsigned seed, float shift = 0, float scale = 1) : shape(s) {
        std::mt19937 random(seed);
        const std::int64_t total = s.batch * s.channels * s.pixels;
        x = randomFloats(random, total, scale, shift);
        weight = randomFloats(random, s.channels, 0.5f, 1.0f);
        bias = randomFloats(random, s.channels);
        dy = randomFloats(random, total);
    }
};

struct Wanted {
    Doubles y, dx, dWeight, dBias;
};

/// The definition and its derivatives in double, the latter as the full sum over the Jacobian of each pixel.
Wanted reference(LayerNormKind kind, const Case& t) {
    const auto [batch, channels, pixels] = t.shape;
    const auto n = static_cast<std::size_t>(channels);
    Wanted out{Doubles(t.x.size()), Doubles(t.x.size()), Doubles(n), Doubles(n)};
    const bool centred = kind == LayerNormKind::WithBias;
    for (std::int64_t b = 0; b < batch; ++b) {
        for (std::int64_t p = 0; p < pixels; ++p) {
            const auto at = [&](std::size_t c) {
                return static_cast<std::size_t>((b * channels + static_cast<std::int64_t>(c)) * pixels + p);
            };
            double mean = 0, variance = 0;
            for (std::size_t c = 0; c < n; ++c)
                mean += t.x[at(c)] / static_cast<double>(n);
            for (std::size_t c = 0; c < n; ++c)
                variance += (t.x[at(c)] - mean) * (t.x[at(c)] - mean) / static_cast<double>(n);
            const double rstd = 1 / std::sqrt(variance + 1e-5);
            const auto numerator = [&](std::size_t c) { return t.x[at(c)] - (centred ? mean : 0); };
            for (std::size_t c = 0; c < n; ++c) {
                const double g = t.dy[at(c)];
                out.y[at(c)] = numerator(c) * rstd * t.weight[c] + (centred ? t.bias[c] : 0);
                out.dWeight[c] += g * numerator(c) * rstd;
                out.dBias[c] += g;
                // d(numerator * rstd) / dx[k]
                for (std::size_t k = 0; k < n; ++k) {
                    const double dNumerator = (c == k ? 1.0 : 0.0) - (centred ? 1.0 / static_cast<double>(n) : 0);
                    const double dRstd = -rstd * rstd * rstd * (t.x[at(k)] - mean) / static_cast<double>(n);
                    out.dx[at(k)] += g * t.weight[c] * (dNumerator * rstd + numerator(c) * dRstd);
                }
            }
        }
    }
    return out;
}

struct Results {
    Floats y, mean, rstd, dx, dWeight, dBias;
    bool gapsUntouched = true;
    bool operator==(const Results&) const = default;
};

Results run(LayerNormKind kind, const Case& t, std::int64_t gap = 0, const ParallelFor& parallelFor = {}) {
    const auto [batch, channels, pixels] = t.shape;
    const auto n = static_cast<std::size_t>(channels), stats = static_cast<std::size_t>(batch * pixels);
    const Spread x(t.x, batch, gap), dy(t.dy, batch, 2 * gap);
    Spread y(batch, channels * pixels, gap), dx(batch, channels * pixels, 3 * gap);
    Results r{{}, Floats(stats), Floats(stats), {}, Floats(n), Floats(n, kUnwritten)};
    layerNormForward(kind, x.constPlanes(), t.weight.data(), t.bias.empty() ? nullptr : t.bias.data(), y.planes(),
                     r.mean.data(), r.rstd.data(), t.shape, parallelFor);
    layerNormBackward(kind, x.constPlanes(), t.weight.data(), r.mean.data(), r.rstd.data(), dy.constPlanes(),
                      dx.planes(), r.dWeight.data(), r.dBias.data(), t.shape, parallelFor);
    r.y = y.packed();
    r.dx = dx.packed();
    r.gapsUntouched = y.gapsUntouched() && dx.gapsUntouched();
    return r;
}

constexpr LayerNormKind kKinds[] = {LayerNormKind::WithBias, LayerNormKind::BiasFree};

QString check(LayerNormKind kind, const Case& t, std::int64_t gap) {
    const Results got = run(kind, t, gap);
    const Wanted wanted = reference(kind, t);
    // With one channel or few, rstd may be as large as 316 and gradients with it.
    double size = 1;
    for (const float rstd : got.rstd)
        size = std::max(size, static_cast<double>(rstd));
    QString report = difference(got.y, wanted.y, 2e-6 * size, 2e-6);
    report += difference(got.dx, wanted.dx, 4e-6 * size * size, 1e-5);
    report += difference(got.dWeight, wanted.dWeight, 4e-5 * size, 2e-6);
    if (kind == LayerNormKind::WithBias)
        report += difference(got.dBias, wanted.dBias, 4e-5, 2e-6);
    else if (got.dBias != Floats(got.dBias.size(), kUnwritten))
        report += QStringLiteral("wrote a gradient of a bias that does not exist");
    return got.gapsUntouched ? report : report + QStringLiteral("wrote between samples");
}

} // namespace

class LayerNormTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyInstructionSetAndShape() {
        unsigned seed = 0;
        const PixelShape shapes[] = {{1, 1, 1},  {2, 2, 1},    {1, 3, 7},   {2, 24, 35},  {1, 48, 64},  {2, 5, 63},
                                     {3, 7, 65}, {1, 16, 129}, {2, 8, 600}, {1, 200, 17}, {1, 130, 64}, {1, 3, 1030}};
        forEachInstructionSet([&](const char* set) {
            for (const LayerNormKind kind : kKinds) {
                for (const PixelShape& s : shapes) {
                    ++seed;
                    const QString report = check(kind, Case(s, seed), static_cast<std::int64_t>(seed % 3));
                    if (!report.isEmpty())
                        QFAIL(qPrintable(QStringLiteral("%1 %2x%3x%4 kind %5: %6")
                                             .arg(QString::fromLatin1(set))
                                             .arg(s.batch)
                                             .arg(s.channels)
                                             .arg(s.pixels)
                                             .arg(static_cast<int>(kind))
                                             .arg(report)));
                }
            }
        });
    }

    void largeOffset() {
        const Case t({1, 48, 100}, 7, 100.0f, 0.1f);
        const Results got = run(LayerNormKind::WithBias, t);
        const Wanted wanted = reference(LayerNormKind::WithBias, t);
        // The mean cannot be stored better than to 4e-6, that is 4e-5 standard deviations.
        QCOMPARE(difference(got.y, wanted.y, 1e-4, 1e-5), QString());
        QCOMPARE(difference(got.dx, wanted.dx, 1e-3, 1e-4), QString());
    }

    void outputsThatAreNotWanted() {
        const Case t({2, 12, 77}, 8);
        for (const LayerNormKind kind : kKinds) {
            const Results all = run(kind, t);
            Floats x = t.x, dy = t.dy, dWeight(12);
            layerNormForward(kind, x.data(), t.weight.data(), t.bias.data(), x.data(), nullptr, nullptr, t.shape);
            QVERIFY(x == all.y);
            layerNormBackward(kind, t.x.data(), t.weight.data(), all.mean.data(), all.rstd.data(), dy.data(), dy.data(),
                              nullptr, nullptr, t.shape);
            QVERIFY(dy == all.dx);
            layerNormBackward(kind, t.x.data(), t.weight.data(), all.mean.data(), all.rstd.data(), t.dy.data(), {},
                              dWeight.data(), nullptr, t.shape);
            QVERIFY(dWeight == all.dWeight);
        }
    }

    void sameBitsOnAnyNumberOfThreads() {
        const Case t({3, 40, 1111}, 9);
        for (const LayerNormKind kind : kKinds) {
            const Results one = run(kind, t);
            for (const int n : {1, 2, 5})
                QVERIFY(run(kind, t, 0, threads(n)) == one);
        }
    }

    void golden_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("input");
        for (const char* folder : {"layernorm-withbias", "layernorm-biasfree"}) {
            for (const char* input :
                 {"random", "constant_channels", "all_equal", "zeros", "large_offset", "small_variance"})
                QTest::addRow("%s %s", folder, input) << QString::fromLatin1(folder) << QString::fromLatin1(input);
        }
    }
    void golden() {
        QFETCH(QString, folder);
        QFETCH(QString, input);
        const std::filesystem::path path = std::filesystem::path(KINTSUGI_GOLDEN_DIR) / folder.toStdString();
        const std::string name = input.toStdString();
        const auto json = nlohmann::json::parse(std::ifstream(path / "case.json"));
        const auto& config = json["config"];
        const bool withBias = config["LayerNorm_type"] == "WithBias";
        const Checkpoint inputs = readCheckpoint(path / "input.safetensors");
        const Checkpoint outputs = readCheckpoint(path / "output.safetensors");
        const Checkpoint grads = readCheckpoint(path / "grads.safetensors");
        const Checkpoint weights = readCheckpoint(path / "weights.pth");
        Case t;
        t.shape = {config["batch"].get<std::int64_t>(), config["dim"].get<std::int64_t>(),
                   config["height"].get<std::int64_t>() * config["width"].get<std::int64_t>()};
        t.x = inputs.tensors.at(name).toFloat();
        t.dy = inputs.tensors.at("grad_output").toFloat();
        t.weight = weights.tensors.at("body.weight").toFloat();
        if (withBias)
            t.bias = weights.tensors.at("body.bias").toFloat();
        const auto compare = [&](const Floats& got, const Checkpoint& file, const std::string& fileName,
                                 const std::string& tensor) {
            const double atol = json["tensors"][fileName][tensor]["atol"];
            return difference(got, file.tensors.at(tensor).toFloat(), atol, 1e-5);
        };
        forEachInstructionSet([&](const char* set) {
            const Results got = run(withBias ? LayerNormKind::WithBias : LayerNormKind::BiasFree, t);
            QString report = compare(got.y, outputs, "output.safetensors", name);
            report += compare(got.dx, grads, "grads.safetensors", name + ".input");
            report += compare(got.dWeight, grads, "grads.safetensors", name + ".body.weight");
            if (withBias)
                report += compare(got.dBias, grads, "grads.safetensors", name + ".body.bias");
            if (!report.isEmpty())
                QFAIL(qPrintable(QStringLiteral("%1: %2").arg(QString::fromLatin1(set), report)));
        });
    }
};

QTEST_GUILESS_MAIN(LayerNormTest)
#include "layernorm_test.moc"
