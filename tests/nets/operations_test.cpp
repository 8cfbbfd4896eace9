#include "nets/ops.h"
#include "nets/scan_ops.h"
#include "support.h"

#include <QtTest>
#include <fmt/format.h>
#include <torch/utils.h>

using namespace kintsugi;
using namespace kintsugi::test;

namespace {

struct OperationCase {
    const char* name;
    Function function;
    std::vector<std::vector<std::int64_t>> shapes;
};

/// Sizes are odd, so that no vector length divides them.
std::vector<OperationCase> operationCases() {
    return {
        {"pointwise",
         [](const Tensors& t) { return ops::pointwise(t[0], t[1], t[2]); },
         {{2, 5, 7, 9}, {6, 5, 1, 1}, {6}}},
        {"pointwise without bias",
         [](const Tensors& t) { return ops::pointwise(t[0], t[1]); },
         {{1, 4, 1, 3}, {3, 4, 1, 1}}},
        {"depthwise3x3",
         [](const Tensors& t) { return ops::depthwise3x3(t[0], t[1], t[2]); },
         {{2, 3, 7, 19}, {3, 1, 3, 3}, {3}}},
        {"depthwise3x3 of one pixel",
         [](const Tensors& t) { return ops::depthwise3x3(t[0], t[1]); },
         {{1, 2, 1, 1}, {2, 1, 3, 3}}},
        {"depthwise3x3 of one column",
         [](const Tensors& t) { return ops::depthwise3x3(t[0], t[1]); },
         {{1, 2, 9, 1}, {2, 1, 3, 3}}},
        {"selective scan, C in groups",
         [](const Tensors& t) { return selectiveScan(t[0], t[1], -at::exp(t[2]), t[3], t[4], {}, {}, {}, true).y; },
         {{2, 6, 11}, {2, 6, 11}, {6, 3}, {2, 3, 11}, {2, 2, 3, 11}}},
        {"selective scan, B in groups",
         [](const Tensors& t) { return selectiveScan(t[0], t[1], -at::exp(t[2]), t[3], t[4], {}, {}, {}, true).y; },
         {{1, 6, 7}, {1, 6, 7}, {6, 2}, {1, 3, 2, 7}, {1, 2, 7}}},
        {"norm with bias",
         [](const Tensors& t) { return ops::channelNorm(t[0], t[1], t[2], NormType::WithBias); },
         {{2, 6, 5, 7}, {6}, {6}}},
        {"norm without bias",
         [](const Tensors& t) { return ops::channelNorm(t[0], t[1], {}, NormType::BiasFree); },
         {{2, 6, 5, 7}, {6}}},
        {"gelu gate", [](const Tensors& t) { return ops::geluGate(t[0]); }, {{2, 6, 5, 7}}},
        {"product gate", [](const Tensors& t) { return ops::productGate(t[0]); }, {{2, 6, 5, 7}}},
        {"silu gate", [](const Tensors& t) { return ops::siluGate(t[0], t[1]); }, {{2, 3, 5, 7}, {2, 3, 5, 7}}},
        {"silu", [](const Tensors& t) { return ops::silu(t[0]); }, {{2, 3, 5, 7}}},
        {"depthwise and gelu gate",
         [](const Tensors& t) { return ops::depthwiseGeluGate(t[0], t[1], t[2]); },
         {{2, 4, 7, 19}, {4, 1, 3, 3}, {4}}},
        {"depthwise and product gate",
         [](const Tensors& t) { return ops::depthwiseProductGate(t[0], t[1]); },
         {{2, 4, 7, 19}, {4, 1, 3, 3}}},
        {"depthwise and silu",
         [](const Tensors& t) { return ops::depthwiseSilu(t[0], t[1], t[2]); },
         {{2, 4, 7, 19}, {4, 1, 3, 3}, {4}}},
        {"pixel shuffle", [](const Tensors& t) { return ops::pixelShuffle2(t[0]); }, {{2, 8, 3, 5}}},
        {"pixel unshuffle", [](const Tensors& t) { return ops::pixelUnshuffle2(t[0]); }, {{2, 3, 6, 10}}},
        {"conv3x3", [](const Tensors& t) { return ops::conv3x3(t[0], t[1], t[2]); }, {{2, 3, 7, 9}, {4, 3, 3, 3}, {4}}},
        {"selective scan",
         [](const Tensors& t) { return selectiveScan(t[0], t[1], -t[2].exp(), t[3], t[4], t[5], t[6], t[7], true).y; },
         {{2, 4, 37}, {2, 4, 37}, {4, 5}, {2, 5, 37}, {2, 5, 37}, {4}, {2, 4, 37}, {4}}},
        {"selective scan in groups, last state",
         [](const Tensors& t) {
             return selectiveScan(t[0], t[1], -t[2].exp(), t[3], t[4], {}, {}, {}, true).lastState;
         },
         {{1, 4, 11}, {1, 4, 11}, {4, 3}, {1, 2, 3, 11}, {1, 2, 3, 11}}},
        {"scan of channel groups",
         [](const Tensors& t) {
             return scanChannelGroups(
                 t[0], t[1], -t[2].exp(), t[3], t[4], t[5], t[6],
                 {Walk::RowMajor, Walk::ColumnMajor, Walk::RowMajorReversed, Walk::ColumnMajorReversed});
         },
         {{2, 8, 3, 5}, {2, 8, 3, 5}, {8, 3}, {2, 4, 3, 15}, {2, 4, 3, 15}, {8}, {8}}},
        {"four directions",
         [](const Tensors& t) { return scanFourDirections(t[0], t[1], -t[2].exp(), t[3], t[4], t[5], t[6], {}); },
         {{2, 3, 3, 5}, {2, 4, 3, 15}, {12, 2}, {2, 4, 2, 15}, {2, 4, 2, 15}, {12}, {4, 3}}},
        {"ssd",
         [](const Tensors& t) { return ssd(t[0], -t[1].exp(), t[2], t[3], t[4], 16).y; },
         {{2, 21, 3, 4}, {2, 21, 3}, {2, 21, 3, 5}, {2, 21, 3, 5}, {2, 3, 4, 5}}},
    };
}

} // namespace

class OperationsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { at::set_num_threads(1); }

    void kernelsEqualPlainOperations_data() {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const OperationCase& c : operationCases())
            QTest::newRow(c.name) << index++;
    }
    void kernelsEqualPlainOperations() {
        QFETCH(int, index);
        const OperationCase c = operationCases()[static_cast<std::size_t>(index)];
        torch::manual_seed(index);
        Tensors inputs;
        for (const auto& shape : c.shapes)
            inputs.push_back(torch::randn(shape));
        QVERIFY(ops::runsKernels(inputs.front()));
        const Tensors fast = valueAndGradients(c.function, inputs);
        {
            const torch::NoGradGuard noGrad; // the fused forms without gradients
            QVERIFY(difference(c.function(inputs), fast.front()) < 1e-5);
        }
        Tensors plain;
        {
            const ops::ReferenceGuard reference;
            QVERIFY(!ops::runsKernels(inputs.front()));
            plain = valueAndGradients(c.function, inputs);
        }
        for (std::size_t i = 0; i < plain.size(); ++i)
            QVERIFY2(difference(fast[i], plain[i]) < 5e-5,
                     fmt::format("{} {}: {}", i == 0 ? "value" : "gradient of input", i, difference(fast[i], plain[i]))
                         .c_str());
    }

    void kernelsTakeAnyLayout_data() { kernelsEqualPlainOperations_data(); }
    void kernelsTakeAnyLayout() {
        QFETCH(int, index);
        const OperationCase c = operationCases()[static_cast<std::size_t>(index)];
        torch::manual_seed(index);
        Tensors packed, strided;
        for (const auto& shape : c.shapes) {
            std::vector<std::int64_t> wider = shape;
            wider.back() += 3;
            const at::Tensor tensor = torch::randn(wider).narrow(-1, 2, shape.back());
            strided.push_back(tensor.dim() == 4 ? tensor.contiguous(at::MemoryFormat::ChannelsLast).clone() : tensor);
            packed.push_back(tensor.contiguous());
        }
        const torch::NoGradGuard noGrad;
        QVERIFY(difference(c.function(strided), c.function(packed)) < 1e-6);
    }

    // Derivatives by differences, in double precision, through the very formulas that run on every device.
    void gradientsEqualDifferences_data() { kernelsEqualPlainOperations_data(); }
    void gradientsEqualDifferences() {
        QFETCH(int, index);
        const OperationCase c = operationCases()[static_cast<std::size_t>(index)];
        torch::manual_seed(index);
        Tensors inputs, exact;
        for (const auto& shape : c.shapes) {
            inputs.push_back(torch::randn(shape));
            exact.push_back(inputs.back().to(torch::kFloat64));
        }
        const Tensors fast = valueAndGradients(c.function, inputs);
        const torch::NoGradGuard noGrad;
        for (std::size_t i = 0; i < exact.size(); ++i) {
            const at::Tensor direction = torch::randn_like(exact[i]);
            const auto at = [&](double step) {
                Tensors moved = exact;
                moved[i] = exact[i] + step * direction;
                const at::Tensor value = c.function(moved);
                return (value * torch::arange(value.numel(), value.options()).mul(0.37).cos().view(value.sizes()))
                    .sum()
                    .item<double>();
            };
            const double step = 1e-5, numeric = (at(step) - at(-step)) / (2 * step);
            const at::Tensor gradient = fast[i + 1].to(torch::kFloat64);
            const double analytic = (gradient * direction).sum().item<double>();
            const double scale = gradient.norm().item<double>() * direction.norm().item<double>() + 1e-9;
            QVERIFY2(std::abs(numeric - analytic) / scale < 2e-5,
                     fmt::format("input {}: {} and {}", i, analytic, numeric).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(OperationsTest)
#include "operations_test.moc"
