#include "base/random.h"
#include "search/gaussian_process.h"

#include <Eigen/Dense>
#include <QtTest>
#include <cmath>
#include <numbers>
#include <numeric>

using namespace kintsugi;

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

struct Data {
    std::vector<Features> inputs;
    std::vector<double> values;
};

Data drawnData(RandomStream& random, int count, int features, double noise = 0) {
    Data data;
    for (int i = 0; i < count; ++i) {
        Features x;
        for (int f = 0; f < features; ++f)
            x.push_back(random.uniform(-1, 1));
        data.values.push_back(std::sin(3 * x[0]) + 0.5 + noise * random.uniform(-1, 1));
        data.inputs.push_back(std::move(x));
    }
    return data;
}

/// The textbook, word for word: an explicit inverse and determinant.
struct Reference {
    Data data;
    std::vector<int> groups;
    GaussianProcessScales scales;

    double kernel(const Features& a, const Features& b) const {
        double squared = 0;
        for (std::size_t f = 0; f < a.size(); ++f)
            squared += std::pow((a[f] - b[f]) / scales.lengthScales[static_cast<std::size_t>(groups[f])], 2);
        const double r = std::sqrt(squared);
        return scales.signalVariance * (1 + std::sqrt(5) * r + 5 * r * r / 3) * std::exp(-std::sqrt(5) * r);
    }
    MatrixXd covariance() const {
        const auto n = static_cast<Eigen::Index>(data.inputs.size());
        MatrixXd k(n, n);
        for (Eigen::Index i = 0; i < n; ++i) {
            for (Eigen::Index j = 0; j < n; ++j)
                k(i, j) = kernel(data.inputs[static_cast<std::size_t>(i)], data.inputs[static_cast<std::size_t>(j)]) +
                          (i == j ? scales.noiseVariance : 0);
        }
        return k;
    }
    VectorXd centred() const {
        return Eigen::Map<const VectorXd>(data.values.data(), static_cast<Eigen::Index>(data.values.size())).array() -
               scales.mean;
    }
    Belief predict(const Features& x) const {
        VectorXd cross(static_cast<Eigen::Index>(data.inputs.size()));
        for (Eigen::Index i = 0; i < cross.size(); ++i)
            cross(i) = kernel(x, data.inputs[static_cast<std::size_t>(i)]);
        const MatrixXd inverse = covariance().inverse();
        return {scales.mean + cross.dot(inverse * centred()),
                std::sqrt(std::max(0.0, scales.signalVariance - cross.dot(inverse * cross)))};
    }
    double logLikelihood() const {
        const MatrixXd k = covariance();
        return -0.5 * centred().dot(k.inverse() * centred()) - 0.5 * std::log(k.determinant()) -
               0.5 * static_cast<double>(data.values.size()) * std::log(2 * std::numbers::pi);
    }
    GaussianProcess process() const { return GaussianProcess(data.inputs, data.values, groups, scales); }
};

Reference drawnReference(RandomStream& random, bool ard) {
    Reference reference;
    const int features = 1 + static_cast<int>(random.below(5));
    reference.data = drawnData(random, 1 + static_cast<int>(random.below(20)), features, 0.1);
    reference.groups.resize(static_cast<std::size_t>(features), 0);
    if (ard)
        std::iota(reference.groups.begin(), reference.groups.end(), 0);
    reference.scales = {random.uniform(-1, 1), random.uniform(0.2, 3), random.uniform(1e-3, 0.1), {}};
    for (int f = 0; f < (ard ? features : 1); ++f)
        reference.scales.lengthScales.push_back(random.uniform(0.2, 3));
    return reference;
}

double relativeError(double a, double b) {
    return std::abs(a - b) / std::max(1.0, std::abs(b));
}

} // namespace

class GaussianProcessTest : public QObject {
    Q_OBJECT

    static void kernels() {
        QTest::addColumn<bool>("ard");
        QTest::newRow("one length scale") << false;
        QTest::newRow("one a feature") << true;
    }

private Q_SLOTS:
    void posteriorIsTheTextbooks_data() { kernels(); }
    void posteriorIsTheTextbooks() {
        QFETCH(bool, ard);
        RandomStream random(11);
        for (int repeat = 0; repeat < 30; ++repeat) {
            const Reference reference = drawnReference(random, ard);
            const GaussianProcess process = reference.process();
            auto points = drawnData(random, 300, static_cast<int>(reference.groups.size())).inputs; // more than a part
            points.push_back(reference.data.inputs.front());
            const auto beliefs = process.predict(points);
            const auto means = process.predictMeans(points);
            for (std::size_t i = 0; i < points.size(); i += 25) {
                const Belief expected = reference.predict(points[i]);
                QVERIFY(relativeError(beliefs[i].mean, expected.mean) < 1e-9);
                QVERIFY(std::abs(beliefs[i].deviation - expected.deviation) < 1e-7);
                QVERIFY(relativeError(means[i], expected.mean) < 1e-9);
            }
            QVERIFY(relativeError(process.logMarginalLikelihood(), reference.logLikelihood()) < 1e-9);
        }
    }

    void gradientIsTheDifferenceQuotient_data() { kernels(); }
    void gradientIsTheDifferenceQuotient() {
        QFETCH(bool, ard);
        RandomStream random(12);
        for (int repeat = 0; repeat < 20; ++repeat) {
            const Reference reference = drawnReference(random, ard);
            const auto gradient = reference.process().likelihoodGradient();
            QCOMPARE(gradient.size(), 2 + reference.scales.lengthScales.size());
            for (std::size_t p = 0; p < gradient.size(); ++p) {
                const auto moved = [&](double step) {
                    Reference other = reference;
                    double& value = p == 0   ? other.scales.signalVariance
                                    : p == 1 ? other.scales.noiseVariance
                                             : other.scales.lengthScales[p - 2];
                    value *= std::exp(step);
                    return other.process().logMarginalLikelihood();
                };
                const double quotient = (moved(1e-5) - moved(-1e-5)) / 2e-5;
                QVERIFY2(relativeError(gradient[p], quotient) < 1e-5,
                         qPrintable(QString("%1 against %2").arg(gradient[p]).arg(quotient)));
            }
        }
    }

    void fittingFindsWhatMatters() {
        RandomStream random(13);
        const Data data = drawnData(random, 80, 3); // only the first feature does
        const std::vector<int> groups{0, 1, 2};
        const auto scales = fitScales(data.inputs, data.values, groups);
        QVERIFY(scales.lengthScales[0] < 3);
        QVERIFY(scales.lengthScales[1] > 10 && scales.lengthScales[2] > 10);
        const GaussianProcess fitted(data.inputs, data.values, groups, scales);
        for (double length : {0.1, 0.5, 1.0, 3.0}) {
            const GaussianProcess plain(data.inputs, data.values, groups,
                                        {scales.mean, 1, 1e-4, {length, length, length}});
            QVERIFY(fitted.logMarginalLikelihood() > plain.logMarginalLikelihood());
        }
        const Data unseen = drawnData(random, 50, 3);
        const auto beliefs = fitted.predict(unseen.inputs);
        for (std::size_t i = 0; i < beliefs.size(); ++i)
            QVERIFY(std::abs(beliefs[i].mean - unseen.values[i]) < 0.05);
    }

    void fittedScalesAreAMaximum() {
        RandomStream random(14);
        const Data data = drawnData(random, 60, 2, 0.2);
        const std::vector<int> groups{0, 0};
        const auto scales = fitScales(data.inputs, data.values, groups);
        const GaussianProcess best(data.inputs, data.values, groups, scales);
        for (double slope : best.likelihoodGradient())
            QVERIFY2(std::abs(slope) < 0.2, qPrintable(QString::number(slope)));
    }

    void constantValuesAreNoTrouble() {
        RandomStream random(15);
        Data data = drawnData(random, 20, 2);
        std::fill(data.values.begin(), data.values.end(), 0.25);
        const std::vector<int> groups{0, 1};
        const GaussianProcess process(data.inputs, data.values, groups, fitScales(data.inputs, data.values, groups));
        const Belief belief = process.predict(drawnData(random, 1, 2).inputs).front();
        QVERIFY(std::abs(belief.mean - 0.25) < 1e-6);
        QVERIFY(belief.deviation < 1e-6);
    }
};

QTEST_APPLESS_MAIN(GaussianProcessTest)
#include "gaussian_process_test.moc"
