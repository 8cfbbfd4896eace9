#pragma once

#include <QImage>
#include <QString>
#include <optional>

namespace kintsugi {

enum class ImageState { Ready, Waiting, Running, Failed };

/// One image of the project, or one that the user opened.
struct ImageRow {
    QString id;   ///< what Selection::image() holds
    QString name; ///< "garage.png"
    QImage thumbnail;
    std::optional<double> psnr;       ///< of A against the ground truth, dB
    std::optional<double> difference; ///< of A to B, dB, negative where A lost
    ImageState state = ImageState::Ready;
    int queuePlace = 0; ///< while waiting, from 1; 0: unknown
    int percent = -1;   ///< while running; -1: unknown
    QString credit;     ///< author and licence, where known
    QString message;    ///< why it failed
};

} // namespace kintsugi
