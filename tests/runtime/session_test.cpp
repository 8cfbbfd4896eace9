#include "runtime/session.h"

#include "base/error.h"
#include "onnx_models.h"
#include "scan/scan_reference.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace kintsugi;
using models::ModelBuilder;
using models::Shape;

namespace {

struct ScanCase {
    std::int64_t batch, dim, states, height, width;
    std::vector<std::int64_t> walks;
    std::int64_t merge;
    std::int64_t rows() const { return merge == 1 ? static_cast<std::int64_t>(walks.size()) * dim : dim; }
    std::int64_t length() const { return height * width; }
};

std::vector<NamedTensor> randomInputs(const ScanCase& s, unsigned seed) {
    std::mt19937 random(seed);
    const auto walks = static_cast<std::int64_t>(s.walks.size());
    const auto make = [&](const char* name, const Shape& shape) {
        std::int64_t count = 1;
        for (const auto extent : shape)
            count *= extent;
        return NamedTensor{name, shape, models::randomFloats(random, count)};
    };
    std::vector<NamedTensor> inputs{make("u", {s.batch, s.dim, s.height, s.width}),
                                    make("delta", {s.batch, s.rows(), s.height, s.width}),
                                    make("A", {s.rows(), s.states}),
                                    make("b", {s.batch, walks, s.states, s.length()}),
                                    make("c", {s.batch, walks, s.states, s.length()}),
                                    make("d", {s.rows()}),
                                    make("delta_bias", {s.rows()})};
    for (float& value : inputs[2].data)
        value = -std::abs(value) - 0.05f;
    return inputs;
}

void saveScanModel(const std::filesystem::path& path, const ScanCase& s, const std::vector<NamedTensor>& inputs) {
    ModelBuilder model;
    std::vector<std::string> names;
    for (const auto& input : inputs) {
        model.input(input.name, input.shape);
        names.push_back(input.name);
    }
    model.output("y", {s.batch, s.dim, s.height, s.width});
    model.scan("enc1/0-1.lite1/scan", names, "y", s.walks, s.merge);
    model.save(path);
}

/// Every walk on its own by the scalar reference: pixels gathered in the order of the walk and put back. The order is
/// written out here and shares nothing with the operator.
std::vector<double> expected(const ScanCase& s, const std::vector<NamedTensor>& in) {
    std::vector<double> y(in[0].data.size());
    const auto walks = static_cast<std::int64_t>(s.walks.size()), length = s.length();
    const auto scanDim = s.merge == 1 ? s.dim : s.dim / walks;
    for (std::int64_t k = 0; k < walks; ++k) {
        std::vector<std::int64_t> order;
        const auto walk = s.walks[static_cast<std::size_t>(k)];
        if (walk % 2 == 0)
            for (std::int64_t row = 0; row < s.height; ++row)
                for (std::int64_t column = 0; column < s.width; ++column)
                    order.push_back(row * s.width + column);
        else
            for (std::int64_t column = 0; column < s.width; ++column)
                for (std::int64_t row = 0; row < s.height; ++row)
                    order.push_back(row * s.width + column);
        if (walk >= 2)
            std::reverse(order.begin(), order.end());

        reference::ScanTensors t;
        t.batch = s.batch, t.dim = scanDim, t.states = s.states, t.length = length, t.softplus = true;
        const auto firstRow = k * scanDim, firstChannel = s.merge == 1 ? 0 : firstRow;
        const auto gather = [&](const NamedTensor& from, std::int64_t perBatch, std::int64_t first,
                                std::int64_t count) {
            std::vector<double> values;
            for (std::int64_t b = 0; b < s.batch; ++b)
                for (std::int64_t row = 0; row < count; ++row)
                    for (const auto pixel : order)
                        values.push_back(
                            from.data.at(static_cast<std::size_t>((b * perBatch + first + row) * length + pixel)));
            return values;
        };
        const auto slice = [&](const NamedTensor& from, std::int64_t width) {
            const auto begin = from.data.begin() + firstRow * width;
            return std::vector<double>(begin, begin + scanDim * width);
        };
        t.u = gather(in[0], s.dim, firstChannel, scanDim);
        t.delta = gather(in[1], s.rows(), firstRow, scanDim);
        t.A = slice(in[2], s.states);
        t.B = gather(in[3], walks * s.states, k * s.states, s.states);
        t.C = gather(in[4], walks * s.states, k * s.states, s.states);
        t.D = slice(in[5], 1);
        t.deltaBias = slice(in[6], 1);
        const auto result = reference::scanForward(t);
        std::size_t next = 0;
        for (std::int64_t b = 0; b < s.batch; ++b)
            for (std::int64_t c = 0; c < scanDim; ++c)
                for (const auto pixel : order)
                    y[static_cast<std::size_t>((b * s.dim + firstChannel + c) * length + pixel)] += result.y[next++];
    }
    return y;
}

QString messageOf(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return QString::fromStdString(error.what());
    }
    return "nothing was thrown";
}

} // namespace

class RuntimeSessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        const auto model = saveRelu("first.onnx", {1, 3, 2, 2});
        try {
            OnnxSession session(model); // nothing of the library was used before
        } catch (const Error& error) {
            QSKIP(error.what());
        }
    }

    void versionIsThePinnedOne() { QCOMPARE(onnxRuntimeVersion(), std::string("1.26.0")); }

    void scanAgreesWithReference_data() {
        QTest::addColumn<std::vector<std::int64_t>>("walks");
        QTest::addColumn<std::vector<std::int64_t>>("sizes"); // batch, dim, states, height, width, merge
        using Ints = std::vector<std::int64_t>;
        QTest::newRow("groups, row-major") << Ints{0} << Ints{1, 8, 16, 6, 8, 0};
        QTest::newRow("groups, column-major") << Ints{1} << Ints{1, 8, 16, 6, 8, 0};
        QTest::newRow("groups, row-major reversed") << Ints{2} << Ints{1, 8, 16, 6, 8, 0};
        QTest::newRow("groups, column-major reversed") << Ints{3} << Ints{1, 8, 16, 6, 8, 0};
        QTest::newRow("groups, two walks, odd sizes") << Ints{3, 0} << Ints{2, 14, 5, 7, 11, 0};
        QTest::newRow("groups, four walks") << Ints{0, 1, 2, 3} << Ints{1, 48, 8, 9, 5, 0};
        QTest::newRow("groups, one pixel") << Ints{1, 2} << Ints{1, 2, 1, 1, 1, 0};
        QTest::newRow("sum, one walk") << Ints{2} << Ints{1, 5, 3, 4, 7, 1};
        QTest::newRow("sum, two walks, batch") << Ints{1, 2} << Ints{3, 7, 4, 5, 3, 1};
        QTest::newRow("sum, four walks") << Ints{0, 1, 2, 3} << Ints{1, 33, 16, 13, 17, 1};
        QTest::newRow("sum, four walks, more than one piece") << Ints{3, 2, 1, 0} << Ints{2, 40, 4, 20, 24, 1};
    }

    void scanAgreesWithReference() {
        QFETCH(std::vector<std::int64_t>, walks);
        QFETCH(std::vector<std::int64_t>, sizes);
        const ScanCase scan{sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], walks, sizes[5]};
        const auto inputs = randomInputs(scan, 7);
        const auto path = file("scan.onnx");
        saveScanModel(path, scan, inputs);
        const auto want = expected(scan, inputs);
        std::vector<float> first;
        for (const int threads : {1, 2}) {
            OnnxSession session(path, {threads, {}});
            const auto outputs = session.run(inputs);
            QCOMPARE(outputs.size(), std::size_t{1});
            QCOMPARE(outputs[0].name, std::string("y"));
            QCOMPARE(outputs[0].shape, inputs[0].shape);
            double largest = 0, off = 0;
            for (std::size_t i = 0; i < want.size(); ++i) {
                largest = std::max(largest, std::abs(want[i]));
                off = std::max(off, std::abs(want[i] - static_cast<double>(outputs[0].data[i])));
            }
            QVERIFY2(off <= 1e-5 * largest, qPrintable(QString("off by %1 of %2").arg(off).arg(largest)));
            if (threads == 1)
                first = outputs[0].data;
            else
                QCOMPARE(outputs[0].data, first);
        }
    }

    void wrongScanIsRefused_data() {
        QTest::addColumn<std::vector<std::int64_t>>("walks");
        QTest::addColumn<std::int64_t>("merge");
        QTest::addColumn<QString>("says");
        using Ints = std::vector<std::int64_t>;
        QTest::newRow("no such walk") << Ints{0, 4} << std::int64_t{0} << "there is no walk 4";
        QTest::newRow("no such merge") << Ints{0, 1} << std::int64_t{2} << "there is no merge 2";
        QTest::newRow("another number of walks") << Ints{0} << std::int64_t{0} << "the shape of b is [1, 2, 4, 12]";
        QTest::newRow("indivisible") << Ints{0, 1, 2, 3} << std::int64_t{0} << "4 walks do not divide 6 channels";
    }

    void wrongScanIsRefused() {
        QFETCH(std::vector<std::int64_t>, walks);
        QFETCH(std::int64_t, merge);
        QFETCH(QString, says);
        const auto inputs = randomInputs({1, 6, 4, 3, 4, {0, 1}, 0}, 3);
        const auto path = file("wrong.onnx");
        saveScanModel(path, {1, 6, 4, 3, 4, walks, merge}, inputs);
        const QString message = messageOf([&] { OnnxSession(path).run(inputs); });
        QVERIFY2(message.contains(says) && message.contains("wrong.onnx"), qPrintable(message));
    }

    void signatureNamesFreeExtents() {
        const auto path = saveRelu("free.onnx", {1, 3, -1, -1});
        OnnxSession session(path);
        QCOMPARE(session.inputs().size(), std::size_t{1});
        QCOMPARE(session.inputs()[0].name, std::string("input"));
        QCOMPARE(session.inputs()[0].shape, (Shape{1, 3, -1, -1}));
        QVERIFY(session.inputs()[0].data.empty());
        QCOMPARE(session.outputs()[0].name, std::string("output"));
        const NamedTensor image{"input", {1, 3, 1, 2}, {-1, 2, -3, 4, -5, 6}};
        QCOMPARE(session.run(std::span(&image, 1))[0].data, (std::vector<float>{0, 2, 0, 4, 0, 6}));
        QVERIFY(session.time(std::span(&image, 1)) > 0);
    }

    void wrongInputIsRefused_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<std::vector<std::int64_t>>("shape");
        QTest::addColumn<int>("count");
        QTest::addColumn<QString>("says");
        QTest::newRow("name") << "picture" << Shape{1, 3, 2, 2} << 12 << "needs an input 'input'";
        QTest::newRow("extent") << "input" << Shape{1, 3, 2, 4} << 24 << "does not have the shape";
        QTest::newRow("dimensions") << "input" << Shape{3, 2, 2} << 12 << "does not have the shape";
        QTest::newRow("data") << "input" << Shape{1, 3, 2, 2} << 11 << "does not have the shape";
    }

    void wrongInputIsRefused() {
        QFETCH(QString, name);
        QFETCH(std::vector<std::int64_t>, shape);
        QFETCH(int, count);
        QFETCH(QString, says);
        OnnxSession session(saveRelu("fixed.onnx", {1, 3, 2, 2}));
        const NamedTensor image{name.toStdString(), shape, std::vector<float>(static_cast<std::size_t>(count))};
        const QString message = messageOf([&] { session.run(std::span(&image, 1)); });
        QVERIFY2(message.contains(says), qPrintable(message));
    }

    void wrongModelIsRefused() {
        QVERIFY(messageOf([&] { OnnxSession(file("absent.onnx")); }).startsWith("There is no model"));
        std::ofstream(file("garbage.onnx")) << "not a model at all";
        const QString message = messageOf([&] { OnnxSession(file("garbage.onnx")); });
        QVERIFY2(message.contains("garbage.onnx cannot be loaded"), qPrintable(message));
        QVERIFY(messageOf([&] { OnnxSession(saveRelu("fixed.onnx", {1, 3, 2, 2}), {0, {}}); }).contains("0 threads"));
    }

    void profileNamesNodes() {
        const auto path = saveRelu("profiled.onnx", {1, 3, 2, 2});
        OnnxSession session(path, {1, file("profile").string()});
        const NamedTensor image{"input", {1, 3, 2, 2}, std::vector<float>(12, 1.0f)};
        session.run(std::span(&image, 1));
        const auto profile = session.endProfile();
        QFile written(QString::fromStdString(profile.string()));
        QVERIFY(written.open(QIODevice::ReadOnly));
        QVERIFY(written.readAll().contains("enc1/0-1/relu"));
        QVERIFY(messageOf([&] { session.endProfile(); }).contains("without a profile"));
    }

private:
    std::filesystem::path file(const char* name) const {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    std::filesystem::path saveRelu(const char* name, const Shape& shape) const {
        ModelBuilder model;
        model.input("input", shape);
        model.output("output", shape);
        model.node("enc1/0-1/relu", "Relu", {"input"}, "output");
        model.save(file(name));
        return file(name);
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(RuntimeSessionTest)
#include "session_test.moc"
