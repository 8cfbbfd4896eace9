#pragma once

#include <QString>
#include <array>

namespace kintsugi {

/// The images of a comparison. A is the current architecture's, B the pinned reference's (the teacher's at first).
enum class Slot { Degraded, A, B, Truth, Error };

inline constexpr int slotCount = 5;
inline constexpr std::array<Slot, slotCount> allSlots{Slot::Degraded, Slot::A, Slot::B, Slot::Truth, Slot::Error};

constexpr int indexOf(Slot slot) {
    return static_cast<int>(slot);
}

/// "Degraded", "A", "B", "Ground truth", "Error map".
QString slotText(Slot slot);

} // namespace kintsugi
