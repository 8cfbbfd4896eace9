#pragma once

namespace kintsugi {

/// Keeps freed tensor memory inside the process instead of returning it to the system after every operation.
///
/// glibc maps and unmaps each block above 32 MiB, and the page faults of a forward pass then cost several times its
/// arithmetic. Every program calls this first thing in main, before any thread exists. Does nothing on other C
/// libraries.
void setUpMemory();

/// Largest resident set of this process so far, in bytes; 0 when the system does not tell.
long long peakResidentBytes();
/// From here on the peak is that of what follows, where the system allows it.
void resetPeakResidentBytes();

/// Memory that new work may use without swapping, in bytes; 0 when the system does not tell.
long long availableMemoryBytes();

} // namespace kintsugi
