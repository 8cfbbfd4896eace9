#pragma once

#include <QString>
#include <exception>
#include <string>
#include <vector>

namespace kintsugi {

/// What the engine reports failures with, as texts with %1, %2, … for what changes; see script/engine-sentences.
const std::vector<const char*>& engineSentences();

/// A sentence of the engine in the window's language, also what it tells in passing of another sentence; one that is
/// not known stays as it is. LibTorch's stack traces are left out.
QString engineText(const QString& sentence);
QString engineText(const std::string& sentence);
/// The sentence of a failure.
QString engineText(const std::exception& failure);

} // namespace kintsugi
