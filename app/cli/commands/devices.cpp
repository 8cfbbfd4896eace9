#include "context.h"
#include "device/device_list.h"
#include "device/open_device.h"
#include "process_support.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kintsugi::cli {

using nlohmann::json;

namespace {

const char* stateText(DeviceState state) {
    switch (state) {
    case DeviceState::Ready:
        return "ready";
    case DeviceState::Unauthorized:
        return "unauthorized";
    case DeviceState::Authorizing:
        return "authorizing";
    case DeviceState::Offline:
        return "offline";
    case DeviceState::NoPermissions:
        return "no permissions";
    case DeviceState::Connecting:
        return "connecting";
    case DeviceState::Recovery:
        return "recovery";
    case DeviceState::Sideload:
        return "sideload";
    case DeviceState::Bootloader:
        return "bootloader";
    case DeviceState::AdbMissing:
        return "adb missing";
    case DeviceState::AdbClash:
        return "adb version clash";
    case DeviceState::Unsupported:
        return "unsupported";
    case DeviceState::Unknown:
        break;
    }
    return "unknown";
}

} // namespace

void run(const DevicesArgs& args, const Context& context) {
    const ProcessSupport support;
    if (!args.forget.empty()) {
        openPhone(args.forget, args.adb).removeEverything(context.stop());
        context.print(fmt::format("Removed everything of Kintsugi from {}", args.forget));
        context.printJson({{"removed", args.forget}});
        return;
    }
    const bool canRun = !runnerFilesHere().local.empty();
    json rows = json::array();
    for (const DeviceCard& card : listDevices(QString::fromStdString(args.adb), context.stop())) {
        std::string advice = card.advice;
        if (card.isLocal && !canRun)
            advice = "The timing program kintsugi-runner is missing; run script/onnxruntime and build again.";
        context.print(fmt::format("{:<20} {:<18} {}{}", card.id, stateText(card.state), card.name,
                                  card.isFixture ? "  (a test fixture, not a phone)" : ""));
        if (!advice.empty())
            context.print(fmt::format("{:<20} {}", "", advice));
        json facts = json::object();
        for (const auto& [name, value] : card.facts)
            facts[name] = value;
        rows.push_back({{"id", card.id},
                        {"name", card.name},
                        {"state", stateText(card.state)},
                        {"raw", card.raw},
                        {"advice", advice},
                        {"local", card.isLocal},
                        {"fixture", card.isFixture},
                        {"facts", facts}});
    }
    context.printJson({{"devices", rows}});
}

} // namespace kintsugi::cli
