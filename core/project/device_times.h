#pragma once

#include "project/project_store.h"

#include <map>
#include <optional>
#include <string>

namespace kintsugi {

/// The name under which times of this program's own engine are stored. They rank architectures for this engine; what a
/// phone or another runtime takes is measured there.
inline constexpr const char* engineDevice = "engine";
/// The subject of the record of what runs outside the stages' edges.
inline constexpr const char* baseSubject = "base";

/// Median milliseconds that a project has of one device, by subject (toString(PlacedEdge), an architecture's text, or
/// baseSubject).
struct DeviceTimes {
    std::string device;     ///< engineDevice, "local" or a serial
    std::string name;       ///< what a phone calls itself; may be empty
    std::string machine;    ///< the computer's processor that was timed; empty: not known
    std::string conditions; ///< JSON: size, threads, machine and what else they depend on
    std::map<std::string, double> milliseconds;

    bool isEmpty() const { return milliseconds.count(baseSubject) == 0; }
    /// Whether they are of the computer that this program runs on.
    bool isHere() const;
    /// Nothing where it was not timed; a skip takes no time.
    std::optional<double> edge(const PlacedEdge& placed) const;
    /// The sum of base and edges; nothing where one was not timed.
    std::optional<double> path(const Architecture& architecture) const;

    bool operator==(const DeviceTimes&) const = default;
};

/// Times under one set of conditions, never mixed: of this computer where there are any, else of another one; among
/// those the most complete ones.
DeviceTimes deviceTimes(const ProjectStore& store, const std::string& device);

} // namespace kintsugi
