#pragma once

#include "base/random.h"
#include "devices/device_values.h"

#include <QString>
#include <cmath>

/// Reports with known numbers. Nothing in them was measured.
class DeviceFixture {
public:
    inline static const std::string a = "T*4/lite2:6/T*6", b = "T*4/T*6/T*6", other = "lite1:4/T*6/T*6";

    static std::vector<kintsugi::TimedChoice> choices() {
        return {{b, QStringLiteral("all transformer"), 0.0, false, true},
                {a, QStringLiteral("trial 271"), 0.29, true, false},
                {other, QStringLiteral("trial 286"), 0.2, false, false}};
    }

    /// Times around @p level ms, spread evenly over ± @p spread in a shuffled order: their median is @p level.
    static kintsugi::TimedModel model(const std::string& architecture, double level, double spread, int runs, int place,
                                      int models) {
        kintsugi::TimedModel timed;
        timed.architecture = architecture;
        for (int i = 0; i < runs; ++i) {
            // 37 is prime to the numbers of runs in use.
            const int shuffled = (i * 37) % runs;
            timed.milliseconds.push_back(level + spread * (2.0 * shuffled / (runs - 1) - 1));
            timed.order.push_back(models * i + (i % 2 == 0 ? place : models - 1 - place));
            timed.celsius.push_back(31 + 7 * (1 - std::exp(-i / 40.0)));
            timed.khz.push_back(2.4e6);
        }
        timed.loadMs = 115.2;
        timed.parity = kintsugi::Parity{2e-5, 3.1e-5, 1e-4, true};
        double sum = 0;
        const std::vector<std::pair<std::string, double>> shares{
            {"enc1", .12}, {"enc2", .11}, {"enc3", .04}, {"dec1", .36}, {"refine", .3}};
        for (const auto& [stage, share] : shares) {
            timed.stages.push_back({stage, share * level, share * level * 0.97});
            sum += share * level * 0.97;
        }
        timed.stages.push_back({"base", std::nullopt, 0.02 * level});
        timed.stages.push_back({"unattributed", std::nullopt, 0.03 * level});
        timed.nodesSumMs = sum + 0.05 * level;
        timed.profiledWholeMs = level * 1.01;
        timed.peakBytes = 612000000;
        return timed;
    }

    /// A takes 40 ms and B 60 ms, each ± 1.
    static kintsugi::TimingReport report(int runs = 41) {
        kintsugi::TimingReport report;
        report.device = "local";
        report.deviceName = "This computer";
        report.started = "2026-03-02T08:21:00Z";
        auto& c = report.conditions;
        c.runtime = "ONNX Runtime 1.26.0";
        c.runner = "0.1.0";
        c.scanTarget = "AVX3";
        c.os = "Linux 6.1";
        c.cpu = "An invented processor";
        c.height = c.width = 256;
        c.threads = 2;
        c.cores = {0, 1};
        c.celsiusBefore = {{"skin", 30.5}, {"cpu", 41}};
        c.celsiusAfter = {{"skin", 37.9}};
        report.models = {model(a, 40, 1, runs, 0, 2), model(b, 60, 1, runs, 1, 2)};
        report.complete = true;
        return report;
    }

    static kintsugi::DeviceCard local() {
        return {"local", "This computer", "", "", kintsugi::DeviceState::Ready, true, false, {}};
    }

    static kintsugi::DeviceCard phone(const std::string& serial, kintsugi::DeviceState state) {
        kintsugi::DeviceCard card;
        card.id = serial;
        card.name = "Phone " + serial;
        card.raw = serial + " state usb:1-4";
        card.state = state;
        return card;
    }

    /// Four small cores, three middle ones, one big one.
    static kintsugi::DeviceCores cores() {
        return {8,
                {250, 250, 250, 250, 800, 800, 800, 1024},
                {1.8e6, 1.8e6, 1.8e6, 1.8e6, 2.4e6, 2.4e6, 2.4e6, 2.9e6},
                {4, 5, 6, 7}};
    }
};
