#pragma once

#include "scan/selective_scan.h"
#include "scan_reference.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <vector>

/// Puts reference tensors into memory of a given layout and walk, runs the kernels, and brings the results back.
namespace kintsugi::harness {

enum class Layout { ChannelsFirst, ChannelsLast, Spread };

using Values = std::vector<double>;

inline Values randomValues(std::mt19937& random, std::int64_t count, double scale = 1.0, double shift = 0.0) {
    std::normal_distribution<double> normal;
    Values values(static_cast<std::size_t>(count));
    for (double& value : values)
        value = static_cast<float>(shift + scale * normal(random));
    return values;
}

/// One more than the largest distance, so that every element lies within a buffer that sanitizers watch.
struct Strides {
    std::int64_t batch, row, step, size;
};

inline Strides stridesOf(Layout layout, std::int64_t batch, std::int64_t rows, std::int64_t length) {
    switch (layout) {
    case Layout::ChannelsFirst:
        return {rows * length, length, 1, batch * rows * length};
    case Layout::ChannelsLast:
        return {rows * length, 1, rows, batch * rows * length};
    case Layout::Spread:
        break;
    }
    const std::int64_t one = 2 * rows * length + 3;
    return {one, 2, 2 * rows, batch * one};
}

/// Memory of one tensor (batch, rows, length) together with its walk.
struct Buffer {
    std::vector<float> data;
    Strides strides{};

    Buffer(Layout layout, std::int64_t batch, std::int64_t rows, std::int64_t length)
        : strides(stridesOf(layout, batch, rows, length)) {
        data.assign(static_cast<std::size_t>(strides.size), std::numeric_limits<float>::quiet_NaN());
    }

    float& at(std::int64_t b, std::int64_t row, std::int64_t position) {
        return data[static_cast<std::size_t>(b * strides.batch + row * strides.row + position * strides.step)];
    }

    template <typename Value> void exchange(Values& values, const ScanWalk& walk, std::int64_t rows, Value&& value) {
        const std::int64_t length = walk.length;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto l = static_cast<std::int64_t>(i) % length;
            const auto row = static_cast<std::int64_t>(i) / length % rows;
            const auto b = static_cast<std::int64_t>(i) / length / rows;
            value(values[i], at(b, row, walk.position(l)));
        }
    }
};

inline std::vector<float> toFloat(const Values& values) {
    return {values.begin(), values.end()};
}

/// Everything one scan reads and writes.
class Scan {
public:
    Scan(const reference::ScanTensors& tensors, const ScanWalk& walk, Layout layout, bool checkpoints)
        : m_tensors(tensors), m_walk(walk), m_A(toFloat(tensors.A)), m_D(toFloat(tensors.D)),
          m_bias(toFloat(tensors.deltaBias)), m_lastState(static_cast<std::size_t>(t().batch * t().dim * t().states)) {
        for (int i = 0; i < kSequences; ++i)
            m_sequences.emplace_back(layout, t().batch, t().dim, t().length);
        for (int i = 0; i < 4; ++i) {
            const bool constant = i % 2 == 0 ? t().constantB : t().constantC;
            m_states.push_back(constant ? Buffer(Layout::ChannelsFirst, 1, t().dim, t().states)
                                        : Buffer(layout, t().batch, t().groups * t().states, t().length));
        }
        fill(m_sequences[0], tensors.u);
        fill(m_sequences[1], tensors.delta);
        fill(m_sequences[2], tensors.z);
        fillState(m_states[0], tensors.B, t().constantB);
        fillState(m_states[1], tensors.C, t().constantC);
        m_args.walk = walk;
        m_args.batch = t().batch;
        m_args.dim = t().dim;
        m_args.states = t().states;
        m_args.groups = t().groups;
        m_args.u = view<const float>(0);
        m_args.delta = view<const float>(1);
        m_args.A = m_A.data();
        m_args.B = stateView<const float>(0, t().constantB);
        m_args.C = stateView<const float>(1, t().constantC);
        m_args.D = m_D.empty() ? nullptr : m_D.data();
        if (!tensors.z.empty())
            m_args.z = view<const float>(2);
        m_args.deltaBias = m_bias.empty() ? nullptr : m_bias.data();
        m_args.softplus = t().softplus;
        m_args.y = view<float>(3);
        m_args.lastState = m_lastState.data();
        if (checkpoints) {
            m_checkpoints.resize(static_cast<std::size_t>(selectiveScanCheckpointSize(m_args)));
            m_args.checkpoints = m_checkpoints.data();
        }
    }

    const SelectiveScanArgs& args() const { return m_args; }

    SelectiveScanGrads grads(const Values& gradY, const Values& gradLastState) {
        fill(m_sequences[4], gradY);
        m_gradLastState = toFloat(gradLastState);
        m_gradA.resize(m_A.size());
        m_gradD.resize(static_cast<std::size_t>(t().dim));
        m_gradBias.resize(static_cast<std::size_t>(t().dim));
        SelectiveScanGrads grads;
        grads.gradY = view<const float>(4);
        grads.gradLastState = m_gradLastState.empty() ? nullptr : m_gradLastState.data();
        grads.u = view<float>(5);
        grads.delta = view<float>(6);
        if (!t().z.empty())
            grads.z = view<float>(7);
        grads.A = m_gradA.data();
        grads.B = stateView<float>(2, t().constantB);
        grads.C = stateView<float>(3, t().constantC);
        grads.D = m_gradD.data();
        grads.deltaBias = m_gradBias.data();
        return grads;
    }

    reference::ScanResult result() {
        return {read(m_sequences[3], m_tensors.u.size()), Values(m_lastState.begin(), m_lastState.end())};
    }

    reference::ScanGradients gradients() {
        reference::ScanGradients g;
        g.u = read(m_sequences[5], t().u.size());
        g.delta = read(m_sequences[6], t().u.size());
        g.z = read(m_sequences[7], t().z.size());
        g.A.assign(m_gradA.begin(), m_gradA.end());
        g.B = readState(m_states[2], t().B.size(), t().constantB);
        g.C = readState(m_states[3], t().C.size(), t().constantC);
        g.D.assign(m_gradD.begin(), m_gradD.end());
        g.deltaBias.assign(m_gradBias.begin(), m_gradBias.end());
        return g;
    }

private:
    static constexpr int kSequences = 8;

    const reference::ScanTensors& t() const { return m_tensors; }

    void fill(Buffer& buffer, Values values) {
        buffer.exchange(values, m_walk, t().dim,
                        [](double value, float& memory) { memory = static_cast<float>(value); });
    }
    void fillState(Buffer& buffer, Values values, bool constant) {
        if (constant)
            buffer.data = toFloat(values);
        else
            buffer.exchange(values, m_walk, t().groups * t().states,
                            [](double value, float& memory) { memory = static_cast<float>(value); });
    }
    Values read(Buffer& buffer, std::size_t size) {
        Values values(size);
        buffer.exchange(values, m_walk, t().dim, [](double& value, float memory) { value = memory; });
        return values;
    }
    Values readState(Buffer& buffer, std::size_t size, bool constant) {
        if (constant)
            return {buffer.data.begin(), buffer.data.end()};
        Values values(size);
        buffer.exchange(values, m_walk, t().groups * t().states, [](double& value, float memory) { value = memory; });
        return values;
    }

    template <typename T> SequenceView<T> view(std::size_t index) {
        Buffer& buffer = m_sequences[index];
        return {buffer.data.data(), buffer.strides.batch, buffer.strides.row, buffer.strides.step};
    }
    template <typename T> StateView<T> stateView(std::size_t index, bool constant) {
        Buffer& buffer = m_states[index];
        if (constant)
            return {buffer.data.data(), true, 0, 0, t().states, 1, 0};
        return {buffer.data.data(), false, buffer.strides.batch, t().states * buffer.strides.row, 0, buffer.strides.row,
                buffer.strides.step};
    }

    reference::ScanTensors m_tensors;
    ScanWalk m_walk;
    std::vector<float> m_A, m_D, m_bias, m_lastState, m_checkpoints;
    std::vector<float> m_gradLastState, m_gradA, m_gradD, m_gradBias;
    std::vector<Buffer> m_sequences; ///< u, delta, z, y, gradY, gradients of u, delta, z
    std::vector<Buffer> m_states;    ///< B, C and their gradients
    SelectiveScanArgs m_args;
};

/// Largest |got - want| / (largest |want| + tiny); infinite if a value is not a number.
inline double error(const Values& got, const Values& want) {
    if (got.size() != want.size())
        return std::numeric_limits<double>::infinity();
    double scale = 1e-6;
    double worst = 0.0;
    for (std::size_t i = 0; i < want.size(); ++i) {
        scale = std::max(scale, std::abs(want[i]));
        const double difference = std::abs(got[i] - want[i]);
        worst = difference <= worst      ? worst
                : std::isnan(difference) ? std::numeric_limits<double>::infinity()
                                         : difference;
    }
    return worst / scale;
}

} // namespace kintsugi::harness
