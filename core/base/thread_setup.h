#pragma once

namespace kintsugi {

/// Makes waiting threads of OpenMP sleep instead of spinning, since kernels, BLAS, data loading and a window share the
/// cores. OpenMP's library reads this once, when it is loaded; in a program that links it that is before main, so the
/// program replaces itself by itself, once. Call it first in main.
void makeWaitingPassive(char** argv);

/// How far a thread stands back where cores are short, as Linux's niceness.
constexpr int niceForAnswers = 5; ///< behind the window's own thread, which draws and listens
constexpr int niceForJobs = 10;   ///< behind the answers that somebody waits for

/// From here on the calling thread, and every thread that it starts, yields to less nice ones. There is no way back
/// without privileges, so it is for threads that do nothing else. Where the system refuses, nothing changes.
void yieldToOtherThreads(int niceness);

} // namespace kintsugi
