#include "reference/session.h"

#include "base/error.h"
#include "base/parallel.h"
#include "reference/operators.h"
#include "weights/mapped_file.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <new>

namespace kintsugi::reference {

namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// A node with what it works on, by position in the list of all values.
struct Step {
    Node node;
    Operator compute;
    std::vector<std::size_t> inputs;
    std::vector<std::size_t> outputs;
    std::vector<std::size_t> last; ///< values that nothing needs after this step
};

/// Constants as values that share the constant's memory.
Value valueOf(Constant constant) {
    const auto kept = std::make_shared<const Constant>(std::move(constant));
    Value value{kept->shape, nullptr, kept->integers};
    if (kept->integers.empty())
        value.floats = {kept, kept->floats.data()};
    return value;
}

} // namespace

struct Session::State {
    std::string model; ///< for messages
    ThreadPool pool;
    ParallelFor parallel;
    BufferPool buffers;
    std::vector<NamedTensor> inputs, outputs;
    std::vector<std::size_t> inputAt, outputAt;
    std::vector<Value> values; ///< constants stay; all others live from the step that makes them to the last that reads
    std::vector<Step> steps;
    std::vector<NodeTimes> times;
    bool profiles = false;

    State(Graph graph, std::string name, int threads);
    std::vector<Value> run(std::span<const NamedTensor> given, double& milliseconds);
    void take(std::span<const NamedTensor> given);
};

Session::State::State(Graph graph, std::string name, int threads) : model(std::move(name)), pool(threads) {
    parallel = pool.parallelFor();
    std::map<std::string, std::size_t> places;
    const auto add = [&](const std::string& value) {
        if (!places.emplace(value, values.size()).second)
            throw FileError("The model " + model + " makes '" + value + "' twice; export it again.");
        values.emplace_back();
        return values.size() - 1;
    };
    const auto find = [&](const std::string& value) {
        const auto at = places.find(value);
        if (at == places.end())
            throw FileError("The model " + model + " uses '" + value + "' before it is made; export it again.");
        return at->second;
    };
    for (auto& [constant, content] : graph.constants)
        values[add(constant)] = valueOf(std::move(content));
    const std::size_t constants = values.size();
    for (const Port& port : graph.inputs) {
        if (graph.constants.contains(port.name))
            continue; // older files list them among the inputs
        inputAt.push_back(add(port.name));
        inputs.push_back({port.name, port.shape, {}});
    }
    for (Node& node : graph.nodes) {
        Step step;
        step.compute = operatorFor(node);
        if (!step.compute)
            throw FileError("The model " + model + " has a node of the type " + node.op +
                            ", which the reference kernels lack; export it with the scan as one operator.");
        for (const std::string& input : node.inputs)
            step.inputs.push_back(find(input));
        for (const std::string& output : node.outputs)
            step.outputs.push_back(add(output));
        step.node = std::move(node);
        steps.push_back(std::move(step));
    }
    for (const Port& port : graph.outputs) {
        outputAt.push_back(find(port.name));
        outputs.push_back({port.name, port.shape, {}});
    }
    std::vector<bool> isNeeded(values.size(), false);
    std::fill_n(isNeeded.begin(), constants, true);
    for (const std::size_t output : outputAt)
        isNeeded[output] = true;
    for (auto step = steps.rbegin(); step != steps.rend(); ++step)
        for (const auto* list : {&step->inputs, &step->outputs})
            for (const std::size_t value : *list)
                if (!isNeeded[value]) {
                    isNeeded[value] = true;
                    step->last.push_back(value);
                }
}

void Session::State::take(std::span<const NamedTensor> given) {
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const NamedTensor& wanted = inputs[i];
        const auto input = std::find_if(given.begin(), given.end(),
                                        [&](const NamedTensor& tensor) { return tensor.name == wanted.name; });
        if (input == given.end())
            throw InputError("The model " + model + " needs an input '" + wanted.name + "'; give one.");
        if (!fitsSignature(input->shape, wanted.shape) ||
            countOf(input->shape) != static_cast<std::int64_t>(input->data.size()))
            throw InputError("The input '" + wanted.name + "' does not have the shape that the model " + model +
                             " wants; give one of its size.");
        // Nothing writes to an input, and the caller's memory outlives the run.
        values[inputAt[i]] = {input->shape, {std::shared_ptr<void>(), input->data.data()}, {}};
    }
}

std::vector<Value> Session::State::run(std::span<const NamedTensor> given, double& milliseconds) {
    take(given);
    const Workplace place{buffers, parallel};
    const auto start = Clock::now();
    for (std::size_t s = 0; s < steps.size(); ++s) {
        const Step& step = steps[s];
        std::vector<const Value*> from;
        for (const std::size_t input : step.inputs)
            from.push_back(&values[input]);
        const auto before = Clock::now();
        std::vector<Value> made;
        try {
            made = step.compute(step.node, from, place);
        } catch (const std::bad_alloc&) {
            throw InputError("Memory does not suffice for the node '" + step.node.name + "' of the model " + model +
                             "; take a smaller image.");
        }
        if (profiles)
            times[s].milliseconds.push_back(millisecondsSince(before));
        if (made.size() != step.outputs.size())
            throw FileError("The model " + model + " wants " + std::to_string(step.outputs.size()) +
                            " outputs of the node '" + step.node.name + "'; export it again.");
        for (std::size_t i = 0; i < made.size(); ++i)
            values[step.outputs[i]] = std::move(made[i]);
        for (const std::size_t value : step.last)
            values[value] = {};
    }
    milliseconds = millisecondsSince(start);
    std::vector<Value> results;
    for (const std::size_t output : outputAt)
        results.push_back(values[output]);
    for (std::size_t i = 0; i < outputs.size(); ++i)
        if (results[i].floats == nullptr || !fitsSignature(results[i].shape, outputs[i].shape))
            throw FileError("The model " + model + " gave '" + outputs[i].name +
                            "' another shape than it says; export it again.");
    return results;
}

Session::Session(const std::filesystem::path& model, int threads) {
    const FileBytes file = mapFile(model);
    *this = Session(file.bytes, model.string(), threads);
}

Session::Session(std::span<const std::byte> model, const std::string& name, int threads) {
    if (threads < 1)
        throw InputError("A session cannot have " + std::to_string(threads) + " threads; give 1 or more.");
    m_state = std::make_unique<State>(readGraph(model, name), name, threads);
}

Session::~Session() = default;
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;

const std::vector<NamedTensor>& Session::inputs() const {
    return m_state->inputs;
}

const std::vector<NamedTensor>& Session::outputs() const {
    return m_state->outputs;
}

std::vector<NamedTensor> Session::run(std::span<const NamedTensor> inputs) {
    double ignored = 0;
    const std::vector<Value> results = m_state->run(inputs, ignored);
    std::vector<NamedTensor> outputs;
    for (std::size_t i = 0; i < results.size(); ++i)
        outputs.push_back(
            {m_state->outputs[i].name, results[i].shape, {results[i].data(), results[i].data() + results[i].count()}});
    return outputs;
}

double Session::time(std::span<const NamedTensor> inputs) {
    double milliseconds = 0;
    m_state->run(inputs, milliseconds);
    return milliseconds;
}

void Session::beginProfile() {
    m_state->times.clear();
    for (const Step& step : m_state->steps)
        m_state->times.push_back({step.node.name, step.node.op, {}});
    m_state->profiles = true;
}

std::vector<NodeTimes> Session::endProfile() {
    if (!m_state->profiles)
        throw InputError("The session of " + m_state->model + " was made without a profile.");
    m_state->profiles = false;
    return std::move(m_state->times);
}

} // namespace kintsugi::reference
