#pragma once

#include "devices/device_values.h"
#include "trials/run_chip.h"

#include <QString>

/// Texts of the Device workspace that several views write the same way.
namespace kintsugi {

/// "not available": a device was asked and could not tell.
QString notAvailable();

/// "40.1", with as many decimals as three to four figures need.
int decimalsOf(double milliseconds);
QString msNumber(const std::optional<double>& milliseconds, bool sign = false);
QString msText(const std::optional<double>& milliseconds, bool sign = false); ///< "40.1 ms"
/// "95 % interval 39.9 to 40.4 ms".
QString intervalText(const SampleStatistics& statistics);
/// "40.1 ± 0.3", half the interval's width.
QString medianText(const SampleStatistics& statistics);
QString bytesText(double bytes);                  ///< "71.4 MB"
QString thermalText(int status);                  ///< "2 moderate", Android's thermal status
QString celsiusText(double value);                ///< "37.9 °C"
QString clockText(double khz);                    ///< "2.80 GHz"
QString coresText(const std::vector<int>& cores); ///< "0–3, 6"
QString sizeText(int height, int width);          ///< "256×256"
/// An ISO time in UTC as the user's own: "today 10:44", "Mon 17:12", "3 Nov 2025 09:05".
QString startedText(const std::string& iso);

QString stateText(DeviceState state);
ChipTone stateTone(DeviceState state);
/// What to do about a device in this state, one sentence; empty when it is ready.
QString adviceText(const DeviceCard& card);
/// A command line that helps in this state; empty when there is none.
QString remedyCommand(DeviceState state);

QString stepText(RunStep step);
QString stepStateText(StepState state);
/// "A B B A": the order in which @p models are timed, then again from the start.
QString orderText(std::size_t models);
/// 'A', 'B', 'C', … for a model's place in a run.
QString placeLetter(std::size_t place);

/// The same text, which may also be broken inside very long words.
QString breakable(const QString& text);

/// A state as icon, word and colour, at the left of @p area.
void paintState(QPainter& painter, const QRect& area, ChipTone tone, const QString& text, const QFont& font,
                const Tokens& tokens);
int stateWidth(ChipTone tone, const QString& text, const QFont& font);

/// "enc1"; words for the rows that are no stage.
QString stageRowText(const std::string& stage);

} // namespace kintsugi
