#pragma once

#include "base/random.h"
#include "imaging/image_file.h"

#include <QtTest>
#include <filesystem>
#include <fmt/format.h>

namespace kintsugi::test {

namespace fs = std::filesystem;

struct Result {
    int code = -1;
    QByteArray out, err;

    QJsonObject json() const {
        QJsonParseError problem{};
        const QJsonDocument document = QJsonDocument::fromJson(out, &problem);
        if (problem.error != QJsonParseError::NoError)
            qWarning() << "not one JSON document:" << out.left(300) << err.left(300);
        return document.object();
    }
    /// What went wrong, as one sentence or line: nothing but log lines may precede it.
    QString lastLine() const { return QString::fromUtf8(err).trimmed().section('\n', -1); }
};

inline QString text(const fs::path& path) {
    return QString::fromStdString(path.string());
}

inline Result cli(const QStringList& arguments, const QString& program = KINTSUGI_CLI) {
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(300000))
        process.kill();
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

/// A picture with structure on every scale, so that training on it and PSNR mean something.
inline ByteImage picture(int height, int width, int channels, std::uint64_t seed) {
    ByteImage image(height, width, channels);
    RandomStream random(seed);
    for (int k = 0; k < 60; ++k) {
        const int y0 = static_cast<int>(random.below(static_cast<std::uint64_t>(height))),
                  x0 = static_cast<int>(random.below(static_cast<std::uint64_t>(width)));
        const int h = 1 + static_cast<int>(random.below(40)), w = 1 + static_cast<int>(random.below(40));
        std::array<std::uint8_t, 4> color{};
        for (auto& c : color)
            c = static_cast<std::uint8_t>(random.below(256));
        for (int y = y0; y < std::min(height, y0 + h); ++y)
            for (int x = x0; x < std::min(width, x0 + w); ++x)
                for (int c = 0; c < channels; ++c)
                    image.values[static_cast<std::size_t>((y * width + x) * channels + c)] =
                        color[static_cast<std::size_t>(c)];
    }
    return image;
}

inline QByteArray bytesOf(const fs::path& path) {
    QFile file(text(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void write(const fs::path& path, const QByteArray& bytes) {
    QFile file(text(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

inline void copyFolder(const fs::path& from, const fs::path& to) {
    fs::copy(from, to, fs::copy_options::recursive);
}

/// Three small photographs in a new folder; its name.
inline QString writePictures(const fs::path& root) {
    fs::create_directory(root / "images");
    for (int i = 0; i < 3; ++i)
        writeImageFile(root / "images" / fmt::format("{}.png", i),
                       toFloat(picture(64 + 8 * i, 72, 3, static_cast<std::uint64_t>(i))));
    return text(root / "images");
}

/// The configuration of a network that trains within seconds, as a new file; its name.
inline QString writeConfig(const fs::path& root) {
    write(root / "config.json", R"({"inp_channels":3,"out_channels":3,"dim":8,"num_blocks":[1,1,1,2],
        "num_refinement_blocks":1,"heads":[1,1,2,4],"ffn_expansion_factor":2,"bias":false,"LayerNorm_type":"BiasFree",
        "dual_pixel_task":false})");
    return text(root / "config.json");
}

} // namespace kintsugi::test
