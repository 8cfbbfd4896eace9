#include "reference/operators.h"

#include "base/error.h"
#include "reference/activations.h"
#include "reference/pointwise.h"
#include "reference/products.h"
#include "scan/image_scan.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

namespace kintsugi::reference {

namespace {

using Inputs = std::span<const Value* const>;
using Values = std::vector<Value>;

void require(bool good, const Node& node, const char* what) {
    if (!good)
        throw InputError("The node '" + node.name + "' (" + node.op + ") cannot run: " + what +
                         "; export the model again.");
}

const Value& floats(const Node& node, Inputs inputs, std::size_t i) {
    require(i < inputs.size() && inputs[i]->floats != nullptr, node, "an input is missing or holds no float32");
    return *inputs[i];
}

const std::vector<std::int64_t>& integers(const Node& node, Inputs inputs, std::size_t i) {
    require(i < inputs.size() && inputs[i]->floats == nullptr, node, "an input is missing or holds no int64");
    return inputs[i]->integers;
}

/// A position among @p rank dimensions, which may count from the end.
std::size_t axisOf(const Node& node, std::int64_t axis, std::size_t rank) {
    const auto count = static_cast<std::int64_t>(rank);
    require(axis >= -count && axis < count, node, "it has no such axis");
    return static_cast<std::size_t>(axis < 0 ? axis + count : axis);
}

std::int64_t product(const Shape& shape, std::size_t begin, std::size_t end) {
    return std::accumulate(shape.begin() + static_cast<std::ptrdiff_t>(begin),
                           shape.begin() + static_cast<std::ptrdiff_t>(end), std::int64_t{1}, std::multiplies<>());
}

struct NewValue {
    Value value;
    float* data = nullptr;
};

NewValue make(const Workplace& place, Shape shape) {
    const auto count = static_cast<std::size_t>(countOf(shape));
    std::shared_ptr<float> memory = place.buffers.take(std::max<std::size_t>(count, 1));
    float* data = memory.get();
    return {{std::move(shape), std::move(memory), {}}, data};
}

Values list(Value value) {
    Values values;
    values.push_back(std::move(value));
    return values;
}

// --- values that change their shape
// ------------------------------------------------------------------------------------

Values identity(const Node& node, Inputs inputs, const Workplace&) {
    require(inputs.size() == 1, node, "it takes one input");
    return list(*inputs[0]);
}

Values reshape(const Node& node, Inputs inputs, const Workplace&) {
    Value value = floats(node, inputs, 0);
    Shape shape = integers(node, inputs, 1);
    std::size_t open = shape.size();
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (shape[i] == 0 && i < value.shape.size())
            shape[i] = value.shape[i];
        if (shape[i] == -1) {
            require(open == shape.size(), node, "two extents are open");
            open = i;
            shape[i] = 1;
        }
    }
    if (open < shape.size()) {
        const std::int64_t known = countOf(shape);
        require(known > 0 && value.count() % known == 0, node, "its extents do not fit");
        shape[open] = value.count() / known;
    }
    require(countOf(shape) == value.count(), node, "its extents do not fit");
    value.shape = std::move(shape);
    return list(std::move(value));
}

Values shapeOf(const Node& node, Inputs inputs, const Workplace&) {
    const Shape& shape = floats(node, inputs, 0).shape;
    const auto rank = static_cast<std::int64_t>(shape.size());
    const auto clamp = [&](std::int64_t at) { return std::clamp<std::int64_t>(at < 0 ? at + rank : at, 0, rank); };
    const std::int64_t start = clamp(node.integer("start", 0)), end = clamp(node.integer("end", rank));
    Value value;
    for (std::int64_t i = start; i < end; ++i)
        value.integers.push_back(shape[static_cast<std::size_t>(i)]);
    value.shape = {static_cast<std::int64_t>(value.integers.size())};
    return list(std::move(value));
}

Values split(const Node& node, Inputs inputs, const Workplace& place) {
    const Value& x = floats(node, inputs, 0);
    const auto& sizes = integers(node, inputs, 1);
    const std::size_t axis = axisOf(node, node.integer("axis", 0), x.shape.size());
    require(std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0}) == x.shape[axis] &&
                sizes.size() == node.outputs.size() &&
                std::all_of(sizes.begin(), sizes.end(), [](auto size) { return size >= 0; }),
            node, "its sizes do not add up");
    const std::int64_t outer = product(x.shape, 0, axis), inner = product(x.shape, axis + 1, x.shape.size());
    Values parts;
    std::int64_t first = 0;
    for (const std::int64_t size : sizes) {
        Shape shape = x.shape;
        shape[axis] = size;
        if (outer == 1) { // a piece of the same memory
            parts.push_back({shape, {x.floats, x.data() + first * inner}, {}});
        } else {
            NewValue part = make(place, shape);
            for (std::int64_t o = 0; o < outer; ++o)
                std::copy_n(x.data() + (o * x.shape[axis] + first) * inner, size * inner, part.data + o * size * inner);
            parts.push_back(std::move(part.value));
        }
        first += size;
    }
    return parts;
}

Values concat(const Node& node, Inputs inputs, const Workplace& place) {
    require(!inputs.empty(), node, "it has no input");
    if (inputs[0]->floats == nullptr) { // the pieces of a shape
        Value value;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            const auto& piece = integers(node, inputs, i);
            value.integers.insert(value.integers.end(), piece.begin(), piece.end());
        }
        value.shape = {static_cast<std::int64_t>(value.integers.size())};
        return list(std::move(value));
    }
    Shape shape = floats(node, inputs, 0).shape;
    const std::size_t axis = axisOf(node, node.integer("axis", 0), shape.size());
    shape[axis] = 0;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        Shape other = floats(node, inputs, i).shape;
        require(other.size() == shape.size(), node, "its inputs differ in shape");
        const std::int64_t extent = std::exchange(other[axis], shape[axis]);
        require(other == shape, node, "its inputs differ in shape");
        shape[axis] += extent;
    }
    const std::int64_t outer = product(shape, 0, axis), inner = product(shape, axis + 1, shape.size());
    NewValue out = make(place, shape);
    std::int64_t first = 0;
    for (const Value* input : inputs) {
        const std::int64_t piece = input->shape[axis] * inner;
        for (std::int64_t o = 0; o < outer; ++o)
            std::copy_n(input->data() + o * piece, piece, out.data + o * shape[axis] * inner + first);
        first += piece;
    }
    return list(std::move(out.value));
}

Values gather(const Node& node, Inputs inputs, const Workplace& place) {
    const Value& x = floats(node, inputs, 0);
    const auto& indices = integers(node, inputs, 1);
    const std::size_t axis = axisOf(node, node.integer("axis", 0), x.shape.size());
    Shape shape = x.shape;
    shape[axis] = static_cast<std::int64_t>(indices.size());
    require(inputs[1]->shape.size() == 1, node, "its indices are no list");
    for (const std::int64_t index : indices)
        require(index >= 0 && index < x.shape[axis], node, "an index is out of range");
    const std::int64_t outer = product(x.shape, 0, axis), inner = product(x.shape, axis + 1, x.shape.size());
    NewValue out = make(place, shape);
    float* to = out.data;
    for (std::int64_t o = 0; o < outer; ++o)
        for (const std::int64_t index : indices) {
            std::copy_n(x.data() + (o * x.shape[axis] + index) * inner, inner, to);
            to += inner;
        }
    return list(std::move(out.value));
}

Values transpose(const Node& node, Inputs inputs, const Workplace& place) {
    const Value& x = floats(node, inputs, 0);
    const std::vector<std::int64_t> order = node.integers("perm");
    const std::size_t rank = x.shape.size();
    std::vector<std::int64_t> sorted = order;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < sorted.size(); ++i)
        require(sorted[i] == static_cast<std::int64_t>(i), node, "its order names no permutation");
    require(order.size() == rank && rank > 0, node, "its order does not fit the input");
    std::vector<std::int64_t> strides(rank, 1);
    for (std::size_t i = rank - 1; i > 0; --i)
        strides[i - 1] = strides[i] * x.shape[i];
    Shape shape;
    std::vector<std::int64_t> steps; // through x, for every dimension of the result
    for (const std::int64_t from : order) {
        shape.push_back(x.shape[static_cast<std::size_t>(from)]);
        steps.push_back(strides[static_cast<std::size_t>(from)]);
    }
    NewValue out = make(place, shape);
    const std::int64_t inner = shape.back(), rows = inner > 0 ? countOf(shape) / inner : 0;
    place.parallel(rows, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
            std::int64_t rest = row, from = 0;
            for (std::size_t i = rank - 1; i-- > 0;) {
                from += rest % shape[i] * steps[i];
                rest /= shape[i];
            }
            float* to = out.data + row * inner;
            for (std::int64_t j = 0; j < inner; ++j)
                to[j] = x.data()[from + j * steps.back()];
        }
    });
    return list(std::move(out.value));
}

/// [1, C, H, W] with H and W multiples of the block: to [1, 4 C, H / 2, W / 2], rows and columns of a block first.
Values spaceToDepth(const Node& node, Inputs inputs, const Workplace& place) {
    const Value& x = floats(node, inputs, 0);
    const std::int64_t b = node.integer("blocksize", 0);
    require(x.shape.size() == 4 && b > 0 && b <= 64 && x.shape[2] % b == 0 && x.shape[3] % b == 0, node,
            "the image does not divide into blocks");
    const std::int64_t n = x.shape[0], channels = x.shape[1], height = x.shape[2] / b, width = x.shape[3] / b;
    NewValue out = make(place, {n, channels * b * b, height, width});
    float* to = out.data;
    for (std::int64_t image = 0; image < n; ++image)
        for (std::int64_t cell = 0; cell < b * b; ++cell)
            for (std::int64_t c = 0; c < channels; ++c)
                for (std::int64_t i = 0; i < height; ++i) {
                    const float* from =
                        x.data() + ((image * channels + c) * height * b + i * b + cell / b) * width * b + cell % b;
                    for (std::int64_t j = 0; j < width; ++j)
                        *to++ = from[j * b];
                }
    return list(std::move(out.value));
}

/// The mode CRD: channel c b b + r b + s goes to row r and column s of the blocks of channel c.
Values depthToSpace(const Node& node, Inputs inputs, const Workplace& place) {
    const Value& x = floats(node, inputs, 0);
    const std::int64_t b = node.integer("blocksize", 0);
    require(x.shape.size() == 4 && b > 0 && b <= 64 && x.shape[1] % (b * b) == 0 && node.text("mode") == "CRD", node,
            "the channels do not divide into blocks, or its mode is not CRD");
    const std::int64_t planes = x.shape[0] * x.shape[1] / (b * b), height = x.shape[2], width = x.shape[3];
    NewValue out = make(place, {x.shape[0], x.shape[1] / (b * b), height * b, width * b});
    const float* from = x.data();
    for (std::int64_t plane = 0; plane < planes; ++plane)
        for (std::int64_t cell = 0; cell < b * b; ++cell)
            for (std::int64_t i = 0; i < height; ++i) {
                float* to = out.data + ((plane * height + i) * b + cell / b) * width * b + cell % b;
                for (std::int64_t j = 0; j < width; ++j)
                    to[j * b] = *from++;
            }
    return list(std::move(out.value));
}

// --- sums
// ----------------------------------------------------------------------------------------------------------------

/// Over neighbouring dimensions, which stay with extent 1: add(row of sums, row of values), then finish(sum, count).
template <typename Add, typename Finish>
Value reduced(const Node& node, const Value& x, const std::vector<std::int64_t>& axes, const Workplace& place,
              const Add& add, const Finish& finish) {
    std::vector<std::size_t> positions;
    for (const std::int64_t axis : axes)
        positions.push_back(axisOf(node, axis, x.shape.size()));
    std::sort(positions.begin(), positions.end());
    require(!positions.empty() && positions.back() - positions.front() == positions.size() - 1, node,
            "its axes are not side by side");
    Shape shape = x.shape;
    for (const std::size_t position : positions)
        shape[position] = 1;
    const std::int64_t outer = product(x.shape, 0, positions.front()),
                       count = product(x.shape, positions.front(), positions.back() + 1),
                       inner = product(x.shape, positions.back() + 1, x.shape.size());
    NewValue out = make(place, shape);
    constexpr std::int64_t strip = 2048;
    const std::int64_t strips = (inner + strip - 1) / strip;
    place.parallel(outer * strips, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t task = begin; task < end; ++task) {
            const std::int64_t first = task % strips * strip, width = std::min(strip, inner - first);
            const float* from = x.data() + task / strips * count * inner + first;
            float* to = out.data + task / strips * inner + first;
            if (inner == 1) { // one long sum; in double, as its terms are many
                double sum = 0;
                for (std::int64_t i = 0; i < count; ++i)
                    sum += static_cast<double>(add(0.0f, from[i]));
                *to = static_cast<float>(finish(sum, static_cast<double>(count)));
                continue;
            }
            std::fill_n(to, width, 0.0f);
            for (std::int64_t i = 0; i < count; ++i)
                for (std::int64_t j = 0; j < width; ++j)
                    to[j] = add(to[j], from[i * inner + j]);
            for (std::int64_t j = 0; j < width; ++j)
                to[j] = static_cast<float>(finish(static_cast<double>(to[j]), static_cast<double>(count)));
        }
    });
    return std::move(out.value);
}

Values reduceMean(const Node& node, Inputs inputs, const Workplace& place) {
    require(node.integer("keepdims", 1) == 1, node, "it drops dimensions");
    return list(reduced(
        node, floats(node, inputs, 0), node.integers("axes"), place, [](float sum, float x) { return sum + x; },
        [](double sum, double count) { return sum / count; }));
}

Values reduceL2(const Node& node, Inputs inputs, const Workplace& place) {
    require(node.integer("keepdims", 1) == 1, node, "it drops dimensions");
    return list(reduced(
        node, floats(node, inputs, 0), node.integers("axes"), place, [](float sum, float x) { return sum + x * x; },
        [](double sum, double) { return std::sqrt(sum); }));
}

Values globalAveragePool(const Node& node, Inputs inputs, const Workplace& place) {
    const Value& x = floats(node, inputs, 0);
    require(x.shape.size() == 4, node, "its input is no image");
    return list(reduced(
        node, x, {2, 3}, place, [](float sum, float v) { return sum + v; },
        [](double sum, double count) { return sum / count; }));
}

Values softmax(const Node& node, Inputs inputs, const Workplace& place) {
    const Value& x = floats(node, inputs, 0);
    require(!x.shape.empty() && axisOf(node, node.integer("axis", -1), x.shape.size()) == x.shape.size() - 1, node,
            "it is not over the last axis");
    NewValue out = make(place, x.shape);
    const std::int64_t width = x.shape.back(), rows = width > 0 ? x.count() / width : 0;
    for (std::int64_t row = 0; row < rows; ++row) {
        const float* from = x.data() + row * width;
        float* to = out.data + row * width;
        const float largest = *std::max_element(from, from + width);
        float sum = 0;
        for (std::int64_t j = 0; j < width; ++j)
            sum += to[j] = std::exp(from[j] - largest);
        for (std::int64_t j = 0; j < width; ++j)
            to[j] /= sum;
    }
    return list(std::move(out.value));
}

// --- products
// ------------------------------------------------------------------------------------------------------------

Values matMul(const Node& node, Inputs inputs, const Workplace& place) {
    const Value &a = floats(node, inputs, 0), &b = floats(node, inputs, 1);
    const std::size_t rank = a.shape.size();
    require(rank >= 2 && b.shape.size() == rank && a.shape[rank - 1] == b.shape[rank - 2] &&
                std::equal(a.shape.begin(), a.shape.end() - 2, b.shape.begin()),
            node, "its matrices do not fit");
    Shape shape = a.shape;
    shape[rank - 1] = b.shape[rank - 1];
    const std::int64_t m = a.shape[rank - 2], k = a.shape[rank - 1], n = b.shape[rank - 1],
                       matrices = product(shape, 0, rank - 2);
    NewValue out = make(place, shape);
    for (std::int64_t i = 0; i < matrices; ++i)
        multiply(a.data() + i * m * k, b.data() + i * k * n, out.data + i * m * n, m, k, n, place.parallel);
    return list(std::move(out.value));
}

Values convolution(const Node& node, Inputs inputs, const Workplace& place) {
    const Value &x = floats(node, inputs, 0), &weight = floats(node, inputs, 1);
    const Value* bias = inputs.size() > 2 ? &floats(node, inputs, 2) : nullptr;
    require(x.shape.size() == 4 && weight.shape.size() == 4, node, "it is not over images");
    Convolution form;
    form.channels = x.shape[1];
    form.filters = weight.shape[0];
    form.groups = node.integer("group", 1);
    form.kernel = weight.shape[2];
    form.height = x.shape[2];
    form.width = x.shape[3];
    const std::vector<std::int64_t> pads = node.integers("pads"), strides = node.integers("strides"),
                                    dilations = node.integers("dilations");
    const auto all = [](const auto& values, std::int64_t wanted) {
        return std::all_of(values.begin(), values.end(), [&](auto value) { return value == wanted; });
    };
    require(form.groups > 0 && form.channels % form.groups == 0 && form.filters % form.groups == 0 &&
                weight.shape[1] == form.channels / form.groups && weight.shape[3] == form.kernel &&
                form.kernel % 2 == 1 && all(strides, 1) && all(dilations, 1) && all(pads, form.kernel / 2) &&
                (form.kernel == 1 || pads.size() == 4) && (bias == nullptr || bias->count() == form.filters),
            node, "it does not keep height and width, or its weights do not fit");
    NewValue out = make(place, {x.shape[0], form.filters, form.height, form.width});
    const std::int64_t pixels = form.height * form.width;
    for (std::int64_t image = 0; image < x.shape[0]; ++image)
        convolve(form, x.data() + image * form.channels * pixels, weight.data(),
                 bias != nullptr ? bias->data() : nullptr, out.data + image * form.filters * pixels, place.parallel);
    return list(std::move(out.value));
}

Values selectiveScan(const Node& node, Inputs inputs, const Workplace& place) {
    std::vector<Shape> shapes;
    for (std::size_t i = 0; i < inputs.size(); ++i)
        shapes.push_back(floats(node, inputs, i).shape);
    ImageScan scan = ImageScan::of(node.integers("walks"), node.integer("merge", 0), shapes);
    for (std::size_t i = 0; i < scan.inputs.size(); ++i)
        scan.inputs[i] = inputs[i]->data();
    NewValue out = make(place, shapes[0]);
    scan.y = out.data;
    const auto scratch = place.buffers.take(static_cast<std::size_t>(std::max<std::int64_t>(scan.scratchSize(), 1)));
    scan.run(scratch.get(), place.parallel);
    return list(std::move(out.value));
}

// --- one value at a time
// ---------------------------------------------------------------------------------------------------

template <void (*function)(const float*, float*, std::int64_t)>
Values unary(const Node& node, Inputs inputs, const Workplace& place) {
    const Value& x = floats(node, inputs, 0);
    NewValue out = make(place, x.shape);
    constexpr std::int64_t piece = 1 << 14;
    const std::int64_t count = x.count();
    place.parallel((count + piece - 1) / piece, [&](std::int64_t begin, std::int64_t end) {
        const std::int64_t first = begin * piece;
        function(x.data() + first, out.data + first, std::min(count, end * piece) - first);
    });
    return list(std::move(out.value));
}

template <Pointwise operation> Values binary(const Node& node, Inputs inputs, const Workplace& place) {
    require(inputs.size() == 2, node, "it takes two inputs");
    const Value &a = floats(node, inputs, 0), &b = floats(node, inputs, 1);
    const Broadcast plan = Broadcast::of(a.shape, b.shape);
    require(plan.fits, node, "its inputs do not fit each other");
    NewValue out = make(place, plan.shape);
    combine(operation, plan, a.data(), b.data(), out.data, place.parallel);
    return list(std::move(out.value));
}

} // namespace

Operator operatorFor(const Node& node) {
    static const std::map<std::string, Operator> standard = {{"Add", binary<Pointwise::Add>},
                                                             {"Concat", concat},
                                                             {"Conv", convolution},
                                                             {"DepthToSpace", depthToSpace},
                                                             {"Div", binary<Pointwise::Divide>},
                                                             {"Erf", unary<erfOf>},
                                                             {"Gather", gather},
                                                             {"GlobalAveragePool", globalAveragePool},
                                                             {"Identity", identity},
                                                             {"MatMul", matMul},
                                                             {"Max", binary<Pointwise::Maximum>},
                                                             {"Mul", binary<Pointwise::Multiply>},
                                                             {"Reciprocal", unary<reciprocalOf>},
                                                             {"ReduceL2", reduceL2},
                                                             {"ReduceMean", reduceMean},
                                                             {"Relu", unary<reluOf>},
                                                             {"Reshape", reshape},
                                                             {"Shape", shapeOf},
                                                             {"Sigmoid", unary<sigmoidOf>},
                                                             {"Softmax", softmax},
                                                             {"SpaceToDepth", spaceToDepth},
                                                             {"Split", split},
                                                             {"Sqrt", unary<rootOf>},
                                                             {"Sub", binary<Pointwise::Subtract>},
                                                             {"Transpose", transpose}};
    if (node.domain == "kintsugi")
        return node.op == "SelectiveScan" ? Operator(selectiveScan) : Operator();
    if (!node.domain.empty() && node.domain != "ai.onnx")
        return {};
    const auto found = standard.find(node.op);
    return found == standard.end() ? Operator() : found->second;
}

} // namespace kintsugi::reference
