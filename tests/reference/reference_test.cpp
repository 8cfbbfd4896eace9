#include "base/error.h"
#include "reference/session.h"
#include "runtime/onnx_models.h"
#include "runtime/session.h"

#include <QtTest>

#include <functional>
#include <limits>

using namespace kintsugi;
using models::ModelBuilder;
using models::randomFloats;
using models::Shape;
namespace fs = std::filesystem;

namespace {

using Ints = std::vector<std::int64_t>;

std::int64_t countOf(const Shape& shape) {
    std::int64_t count = 1;
    for (const auto extent : shape)
        count *= extent;
    return count;
}

void integer(onnx::NodeProto& node, const char* name, std::int64_t value) {
    auto* attribute = node.add_attribute();
    attribute->set_name(name);
    attribute->set_type(onnx::AttributeProto::INT);
    attribute->set_i(value);
}

void word(onnx::NodeProto& node, const char* name, const char* value) {
    auto* attribute = node.add_attribute();
    attribute->set_name(name);
    attribute->set_type(onnx::AttributeProto::STRING);
    attribute->set_s(value);
}

/// One operator on random inputs, from which the builder makes the output "y".
struct Case {
    std::vector<Shape> inputs;
    Shape output;
    std::function<void(ModelBuilder&)> build;
    float scale = 1;
};

Case plain(const char* op, const std::vector<Shape>& inputs, Shape output,
           const std::function<void(onnx::NodeProto&)>& settle = {}) {
    return {inputs, std::move(output), [=](ModelBuilder& model) {
                std::vector<std::string> names;
                for (std::size_t i = 0; i < inputs.size(); ++i)
                    names.push_back("x" + std::to_string(i));
                auto& node = model.node("node", op, names, "y");
                if (settle)
                    settle(node);
            }};
}

Case reduce(const char* op, Shape input, Ints axes) {
    Shape output = input;
    for (const auto axis : axes)
        output[static_cast<std::size_t>(axis < 0 ? axis + static_cast<std::int64_t>(input.size()) : axis)] = 1;
    return plain(op, {input}, output, [axes](onnx::NodeProto& node) {
        ModelBuilder::attribute(node, "axes", axes);
        integer(node, "keepdims", 1);
    });
}

Case convolution(Shape x, std::int64_t filters, std::int64_t groups, std::int64_t kernel, bool bias) {
    std::vector<Shape> inputs{x, {filters, x[1] / groups, kernel, kernel}};
    if (bias)
        inputs.push_back({filters});
    return plain("Conv", inputs, {x[0], filters, x[2], x[3]}, [=](onnx::NodeProto& node) {
        ModelBuilder::attribute(node, "kernel_shape", {kernel, kernel});
        integer(node, "group", groups);
        if (kernel > 1)
            ModelBuilder::attribute(node, "pads", Ints(4, kernel / 2));
    });
}

/// Largest difference over the largest magnitude that is right (at least 1); infinite where the counts differ.
double difference(const NamedTensor& got, const NamedTensor& wanted) {
    if (got.data.size() != wanted.data.size())
        return std::numeric_limits<double>::infinity();
    double off = 0, largest = 1;
    for (std::size_t i = 0; i < wanted.data.size(); ++i) {
        const double value = static_cast<double>(wanted.data[i]);
        const double here = std::abs(static_cast<double>(got.data[i]) - value);
        off = std::isfinite(here) ? std::max(off, here) : std::numeric_limits<double>::infinity();
        largest = std::max(largest, std::abs(value));
    }
    return off / largest;
}

QString sentenceOf(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& e) {
        return e.what();
    }
    return "no error";
}

} // namespace

class ReferenceTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path m_file;
    std::map<QString, Case> m_cases;

    std::string bytes() const {
        std::ifstream stream(m_file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

private Q_SLOTS:
    void initTestCase() {
        try {
            onnxRuntimeVersion();
        } catch (const Error& e) {
            QSKIP(e.what());
        }
        m_file = fs::path(m_folder.path().toStdString()) / "model.onnx";
    }

    void operatorsAgree_data() {
        QTest::addColumn<QString>("name");
        const auto add = [&](const QString& name, Case value) {
            m_cases.insert_or_assign(name, std::move(value));
            QTest::newRow(qPrintable(name)) << name;
        };
        add("Add, same", plain("Add", {{2, 3, 5, 7}, {2, 3, 5, 7}}, {2, 3, 5, 7}));
        add("Mul, per channel", plain("Mul", {{1, 6, 50, 400}, {1, 6, 1, 1}}, {1, 6, 50, 400}));
        add("Sub, per pixel", plain("Sub", {{2, 6, 5, 7}, {2, 1, 5, 7}}, {2, 6, 5, 7}));
        add("Div, both", plain("Div", {{1, 6, 1, 7}, {1, 1, 5, 1}}, {1, 6, 5, 7}));
        add("Max, of a number", plain("Max", {{3, 4}, {}}, {3, 4}));
        add("Add, fewer dimensions", plain("Add", {{4, 1}, {2, 3, 4, 5}}, {2, 3, 4, 5}));
        add("Mul, rows", plain("Mul", {{3, 1, 5}, {1, 4, 5}}, {3, 4, 5}));
        for (const char* op : {"Erf", "Sigmoid", "Relu", "Identity"})
            add(op, plain(op, {{3, 7, 11, 13}}, {3, 7, 11, 13}));
        add("Sigmoid, large", [] {
            Case value = plain("Sigmoid", {{1000}}, {1000});
            value.scale = 30;
            return value;
        }());
        add("Sqrt of a square", {{{40}}, {40}, [](ModelBuilder& model) {
                                     model.node("square", "Mul", {"x0", "x0"}, "s");
                                     model.node("root", "Sqrt", {"s"}, "y");
                                 }});
        add("Reciprocal", {{{40}}, {40}, [](ModelBuilder& model) {
                               model.node("square", "Mul", {"x0", "x0"}, "s");
                               model.constant("one", {1}, {1.0f});
                               model.node("add", "Add", {"s", "one"}, "t");
                               model.node("inverse", "Reciprocal", {"t"}, "y");
                           }});
        add("ReduceMean, channels", reduce("ReduceMean", {2, 9, 60, 50}, {1}));
        add("ReduceMean, two axes", reduce("ReduceMean", {2, 3, 4, 5}, {3, 2}));
        add("ReduceL2", reduce("ReduceL2", {1, 2, 5, 5000}, {-1}));
        add("GlobalAveragePool", plain("GlobalAveragePool", {{2, 5, 9, 11}}, {2, 5, 1, 1}));
        add("Softmax",
            plain("Softmax", {{1, 3, 7, 7}}, {1, 3, 7, 7}, [](onnx::NodeProto& node) { integer(node, "axis", -1); }));
        add("MatMul", plain("MatMul", {{1, 2, 5, 3000}, {1, 2, 3000, 4}}, {1, 2, 5, 4}));
        add("MatMul, wide", plain("MatMul", {{1, 6, 6}, {1, 6, 2500}}, {1, 6, 2500}));
        add("Conv 1x1", convolution({1, 9, 20, 70}, 13, 1, 1, true));
        add("Conv 1x1, groups", convolution({1, 8, 5, 9}, 12, 4, 1, false));
        add("Conv 3x3", convolution({2, 5, 33, 41}, 7, 1, 3, true));
        add("Conv 3x3, groups", convolution({1, 6, 9, 7}, 4, 2, 3, false));
        add("Conv 3x3, depthwise", convolution({2, 10, 17, 23}, 10, 10, 3, true));
        add("Conv 3x3, one pixel", convolution({1, 3, 1, 1}, 4, 1, 3, true));
        add("Conv 5x5", convolution({1, 3, 6, 8}, 4, 1, 5, true));
        add("Transpose", plain("Transpose", {{1, 3, 4, 500}}, {1, 3, 500, 4}, [](onnx::NodeProto& node) {
                ModelBuilder::attribute(node, "perm", {0, 1, 3, 2});
            }));
        add("Transpose, all", plain("Transpose", {{2, 3, 4, 5}}, {5, 2, 4, 3}, [](onnx::NodeProto& node) {
                ModelBuilder::attribute(node, "perm", {3, 0, 2, 1});
            }));
        add("Concat", plain("Concat", {{2, 3, 4}, {2, 1, 4}, {2, 2, 4}}, {2, 6, 4},
                            [](onnx::NodeProto& node) { integer(node, "axis", 1); }));
        add("SpaceToDepth", plain("SpaceToDepth", {{2, 3, 8, 6}}, {2, 12, 4, 3},
                                  [](onnx::NodeProto& node) { integer(node, "blocksize", 2); }));
        add("DepthToSpace", plain("DepthToSpace", {{2, 12, 4, 3}}, {2, 3, 8, 6}, [](onnx::NodeProto& node) {
                integer(node, "blocksize", 2);
                word(node, "mode", "CRD");
            }));
        add("Gather", {{{2, 5, 3}}, {2, 4, 3}, [](ModelBuilder& model) {
                           model.constantInts("order", {4, 0, 0, 2});
                           integer(model.node("node", "Gather", {"x0", "order"}, "y"), "axis", 1);
                       }});
        for (const std::int64_t axis : {0, 1})
            add(QString("Split, axis %1").arg(axis),
                {{{6, 6, 4}}, {2, 6, 4}, [axis](ModelBuilder& model) {
                     model.constantInts("sizes", {1, 2, 3});
                     auto& node = model.node("node", "Split", {"x0", "sizes"}, "a");
                     node.add_output("b");
                     node.add_output("c");
                     integer(node, "axis", axis);
                     if (axis == 0)
                         model.node("kept", "Identity", {"b"}, "y");
                     else {
                         ModelBuilder::attribute(model.node("turned", "Transpose", {"b"}, "y"), "perm", {1, 0, 2});
                     }
                 }});
        add("Reshape by a shape that is computed",
            {{{1, 6, 4, 5}}, {1, 2, 15, 4}, [](ModelBuilder& model) {
                 auto& height = model.node("height", "Shape", {"x0"}, "h");
                 integer(height, "start", 2);
                 integer(height, "end", 3);
                 model.constantInts("lead", {0, 2, -1});
                 integer(model.node("shape", "Concat", {"lead", "h"}, "s"), "axis", 0);
                 model.node("node", "Reshape", {"x0", "s"}, "y");
             }});
    }
    void operatorsAgree() {
        QFETCH(QString, name);
        const Case& value = m_cases.at(name);
        ModelBuilder model;
        std::mt19937 random(3);
        std::vector<NamedTensor> inputs;
        for (std::size_t i = 0; i < value.inputs.size(); ++i) {
            const std::string input = "x" + std::to_string(i);
            model.input(input, value.inputs[i]);
            inputs.push_back({input, value.inputs[i], randomFloats(random, countOf(value.inputs[i]), value.scale)});
        }
        value.build(model);
        model.output("y", value.output);
        model.save(m_file);
        const auto wanted = OnnxSession(m_file).run(inputs).at(0);
        for (const int threads : {1, 3}) {
            const auto got = reference::Session(m_file, threads).run(inputs).at(0);
            QCOMPARE(got.name, wanted.name);
            QCOMPARE(got.shape, wanted.shape);
            const double off = difference(got, wanted);
            QVERIFY2(off <= 5e-6, qPrintable(QString::number(off)));
        }
    }

    void memoryIsUsedAgain() {
        models::saveScanNetwork(m_file, -1, -1);
        reference::Session session(m_file, 2);
        OnnxSession oracle(m_file);
        std::mt19937 random(8);
        // Other sizes in between, so that a buffer with what another run left in it would show.
        for (const std::int64_t side : {24, 16, 24, 40, 8, 24}) {
            const NamedTensor input{"input", {1, 3, side, side}, randomFloats(random, 3 * side * side)};
            const auto got = session.run(std::span(&input, 1)).at(0), wanted = oracle.run(std::span(&input, 1)).at(0);
            QCOMPARE(got.shape, wanted.shape);
            const double off = difference(got, wanted);
            QVERIFY2(off <= 5e-6, qPrintable(QString::number(off)));
        }
    }

    void profileNamesNodes() {
        models::saveScanNetwork(m_file, 16, 16);
        reference::Session session(m_file);
        const NamedTensor input{"input", {1, 3, 16, 16}, std::vector<float>(768, 0.5f)};
        session.beginProfile();
        for (int i = 0; i < 3; ++i)
            QVERIFY(session.time(std::span(&input, 1)) > 0);
        const auto nodes = session.endProfile();
        QVERIFY(std::any_of(nodes.begin(), nodes.end(), [](const auto& node) {
            return node.name == "enc1/0-1.lite1/scan" && node.op == "SelectiveScan" && node.milliseconds.size() == 3;
        }));
        QVERIFY(sentenceOf([&] { session.endProfile(); }).contains("without a profile"));
    }

    void wrongInputIsRefused() {
        models::saveScanNetwork(m_file, 16, 16);
        reference::Session session(m_file);
        const NamedTensor other{"picture", {1, 3, 16, 16}, std::vector<float>(768)};
        QVERIFY(sentenceOf([&] { session.run(std::span(&other, 1)); }).contains("needs an input 'input'"));
        const NamedTensor small{"input", {1, 3, 8, 16}, std::vector<float>(384)};
        QVERIFY(sentenceOf([&] { session.run(std::span(&small, 1)); }).contains("does not have the shape"));
        const NamedTensor good{"input", {1, 3, 16, 16}, std::vector<float>(768)};
        QCOMPARE(session.run(std::span(&good, 1)).size(), std::size_t(1));
    }

    void unknownNodesAreNamed() {
        ModelBuilder model;
        model.input("x", {4});
        model.node("turn", "Sin", {"x"}, "y");
        model.output("y", {4});
        model.save(m_file);
        QVERIFY(sentenceOf([&] { reference::Session session(m_file); }).contains("a node of the type Sin"));
    }

    void absentModelIsNamed() {
        QVERIFY(sentenceOf([] { reference::Session session(fs::path("/absent/model.onnx")); }).contains("model.onnx"));
    }

    void brokenModelsAreRefused() {
        models::saveScanNetwork(m_file, 16, 16);
        const std::string whole = bytes();
        const NamedTensor input{"input", {1, 3, 16, 16}, std::vector<float>(768, 0.25f)};
        const auto attempt = [&](const std::string& content) {
            try {
                reference::Session session(std::as_bytes(std::span(content.data(), content.size())), "of the test");
                session.run(std::span(&input, 1));
                return true;
            } catch (const Error& e) {
                // One sentence.
                if (QString(e.what()).count('\n') > 0)
                    qFatal("%s", e.what());
                return false;
            }
        };
        QVERIFY(attempt(whole));
        for (std::size_t length = 0; length < whole.size(); length += 97)
            QVERIFY(!attempt(whole.substr(0, length)));
        // Any bytes may be wrong: it must neither crash nor hang, whatever it says.
        std::mt19937 random(29);
        int refused = 0;
        for (int i = 0; i < 3000; ++i) {
            std::string content = whole;
            for (int changes = 1 + static_cast<int>(random() % 4); changes > 0; --changes)
                content[random() % content.size()] = static_cast<char>(random());
            refused += attempt(content) ? 0 : 1;
        }
        QVERIFY(refused > 100);
    }
};

QTEST_GUILESS_MAIN(ReferenceTest)
#include "reference_test.moc"
