#include "imaging/image_file.h"

#include "base/atomic_file.h"
#include "base/error.h"
#include "imaging/image_probe.h"
#include "weights/mapped_file.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <climits>
#include <fmt/format.h>
#include <mutex>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

namespace kintsugi {

namespace {

namespace fs = std::filesystem;

/// What went wrong is told by exceptions; OpenCV would print it as well.
void silenceOpenCv() {
    static std::once_flag once;
    std::call_once(once, [] {
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        cv::redirectError([](int, const char*, const char*, const char*, int, void*) { return 0; });
    });
}

/// Upright copy of a picture that is stored in one of EXIF's eight orientations.
cv::Mat upright(const cv::Mat& stored, int orientation) {
    constexpr int mirrorRows = 0, mirrorColumns = 1, mirrorBoth = -1; // cv::flip's codes
    cv::Mat result = stored;
    if (orientation >= 5)
        cv::transpose(stored, result);
    switch (orientation) {
    case 2:
    case 6:
        cv::flip(result, result, mirrorColumns);
        break;
    case 3:
    case 7:
        cv::flip(result, result, mirrorBoth);
        break;
    case 4:
    case 8:
        cv::flip(result, result, mirrorRows);
        break;
    default:
        break;
    }
    return result;
}

struct Decoded {
    cv::Mat pixels; ///< 1, 3 (BGR) or 4 (BGRA) channels of 8 or 16 bits
    bool gray = false;
};

Decoded decode(const fs::path& path) {
    silenceOpenCv();
    const FileBytes file = mapFile(path);
    const auto refuse = [&file](std::string_view what) {
        return FileError(
            fmt::format("{} cannot be read: {}. Save it again as a plain 8-bit or 16-bit PNG.", file.name, what));
    };
    const ImageProbe probe = probeImage(file);
    if (file.bytes.size() > static_cast<std::size_t>(INT_MAX))
        throw refuse("it is larger than 2 GB");
    cv::Mat pixels;
    try {
        const cv::Mat bytes(1, static_cast<int>(file.bytes.size()), CV_8UC1, const_cast<std::byte*>(file.bytes.data()));
        pixels = cv::imdecode(bytes, cv::IMREAD_UNCHANGED); // leaves the orientation to us
    } catch (const cv::Exception&) {
    } catch (const std::bad_alloc&) {
        throw refuse("there is not enough memory for it");
    }
    if (pixels.empty())
        throw refuse("it is damaged or of an unusual kind");
    if ((pixels.depth() != CV_8U && pixels.depth() != CV_16U) ||
        (pixels.channels() != 1 && pixels.channels() != 3 && pixels.channels() != 4))
        throw refuse("its samples are not whole numbers of 8 or 16 bits in grey or RGB");
    if (probe.whiteIsZero && pixels.depth() == CV_16U)
        cv::bitwise_not(pixels, pixels);
    return {upright(pixels, probe.orientation), probe.gray || pixels.channels() == 1};
}

template <typename Sample> InterleavedImage<Sample> colors(const Decoded& decoded) {
    const cv::Mat& from = decoded.pixels;
    InterleavedImage<Sample> image(from.rows, from.cols, decoded.gray ? 1 : 3);
    cv::Mat to(image.height, image.width, CV_MAKETYPE(cv::DataType<Sample>::depth, image.channels),
               image.values.data());
    if (decoded.gray)
        cv::extractChannel(from, to, 0);
    else
        cv::cvtColor(from, to, from.channels() == 4 ? cv::COLOR_BGRA2RGB : cv::COLOR_BGR2RGB);
    return image;
}

template <typename Sample> ImageFile imageFile(const Decoded& decoded) {
    ImageFile file{toFloat(colors<Sample>(decoded)), {}, static_cast<int>(8 * sizeof(Sample))};
    if (decoded.pixels.channels() == 4) {
        InterleavedImage<Sample> alpha(decoded.pixels.rows, decoded.pixels.cols, 1);
        cv::Mat to(alpha.height, alpha.width, CV_MAKETYPE(cv::DataType<Sample>::depth, 1), alpha.values.data());
        cv::extractChannel(decoded.pixels, to, 3);
        file.alpha = toFloat(alpha);
    }
    return file;
}

struct FormatOfName {
    std::string_view ending;
    ImageFormat format;
};

constexpr std::array formatsOfNames{
    FormatOfName{".png", ImageFormat::Png},   FormatOfName{".jpg", ImageFormat::Jpeg},
    FormatOfName{".jpeg", ImageFormat::Jpeg}, FormatOfName{".tif", ImageFormat::Tiff},
    FormatOfName{".tiff", ImageFormat::Tiff}, FormatOfName{".webp", ImageFormat::WebP},
};

const FormatOfName* findFormat(const fs::path& path) {
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto found = std::find_if(formatsOfNames.begin(), formatsOfNames.end(),
                                    [&ending](const FormatOfName& entry) { return entry.ending == ending; });
    return found == formatsOfNames.end() ? nullptr : &*found;
}

FormatOfName formatOf(const fs::path& path) {
    if (const FormatOfName* format = findFormat(path))
        return *format;
    throw InputError(
        fmt::format("{} has no ending of a known picture format; use .png, .jpg, .tif or .webp.", path.string()));
}

void requireWritable(const fs::path& path, ImageFormat format, const Image& image, const WriteOptions& options,
                     const Image* alpha) {
    const auto refuse = [&path](std::string_view what) {
        throw InputError(fmt::format("{} cannot be written: {}.", path.string(), what));
    };
    image.check();
    if (image.channels != 1 && image.channels != 3)
        refuse(fmt::format("a picture has 1 or 3 channels, not {}", image.channels));
    if (alpha && (alpha->channels != 1 || alpha->height != image.height || alpha->width != image.width))
        refuse("the transparency has another size than the picture");
    if (options.bitDepth != 8 && options.bitDepth != 16)
        refuse(fmt::format("a picture has 8 or 16 bits, not {}", options.bitDepth));
    const bool holds16 = format == ImageFormat::Png || format == ImageFormat::Tiff;
    if (options.bitDepth == 16 && !holds16)
        refuse("this format holds 8 bits only; use .png or .tif for 16");
    if (alpha && (format == ImageFormat::Jpeg || (format == ImageFormat::Tiff && options.bitDepth == 8)))
        refuse("this format does not keep transparency; use .png");
    if (options.quality < 1 || options.quality > (format == ImageFormat::WebP ? 101 : 100))
        refuse(fmt::format("the quality is from 1 to 100, not {}", options.quality));
    const int largestSide = format == ImageFormat::WebP ? 16383 : format == ImageFormat::Jpeg ? 65500 : 1000000;
    if (image.height > largestSide || image.width > largestSide)
        refuse(fmt::format("this format holds at most {} pixels per side; use .png", largestSide));
}

/// Grey, BGR or BGRA as OpenCV's encoders take them.
template <typename Sample> cv::Mat matOf(InterleavedImage<Sample> image, InterleavedImage<Sample> alpha) {
    constexpr int depth = cv::DataType<Sample>::depth;
    const cv::Mat from(image.height, image.width, CV_MAKETYPE(depth, image.channels), image.values.data());
    cv::Mat result;
    if (alpha.empty()) {
        if (image.channels == 1)
            return from.clone();
        cv::cvtColor(from, result, cv::COLOR_RGB2BGR);
        return result;
    }
    cv::cvtColor(from, result, image.channels == 1 ? cv::COLOR_GRAY2BGRA : cv::COLOR_RGB2BGRA);
    cv::insertChannel(cv::Mat(alpha.height, alpha.width, CV_MAKETYPE(depth, 1), alpha.values.data()), result, 3);
    return result;
}

} // namespace

bool hasImageEnding(const fs::path& path) {
    return findFormat(path) != nullptr;
}

ImageFile readImageFile(const fs::path& path) {
    const Decoded decoded = decode(path);
    return decoded.pixels.depth() == CV_16U ? imageFile<std::uint16_t>(decoded) : imageFile<std::uint8_t>(decoded);
}

ByteImage readImageBytes(const fs::path& path) {
    const Decoded decoded = decode(path);
    return decoded.pixels.depth() == CV_16U ? toBytes(toFloat(colors<std::uint16_t>(decoded)))
                                            : colors<std::uint8_t>(decoded);
}

void writeImageFile(const fs::path& path, const Image& image, const WriteOptions& options, const Image* alpha) {
    silenceOpenCv();
    const FormatOfName format = formatOf(path);
    requireWritable(path, format.format, image, options, alpha);
    std::vector<int> parameters;
    if (format.format == ImageFormat::Jpeg)
        parameters = {cv::IMWRITE_JPEG_QUALITY, options.quality};
    else if (format.format == ImageFormat::WebP)
        parameters = {cv::IMWRITE_WEBP_QUALITY, options.quality};
    std::vector<unsigned char> encoded;
    bool done = false;
    try {
        const cv::Mat pixels = options.bitDepth == 16 ? matOf(toWords(image), alpha ? toWords(*alpha) : WordImage())
                                                      : matOf(toBytes(image), alpha ? toBytes(*alpha) : ByteImage());
        done = cv::imencode(std::string(format.ending), pixels, encoded, parameters);
    } catch (const cv::Exception&) {
    }
    if (!done || encoded.empty())
        throw FileError(fmt::format("{} cannot be written: its format refused the picture. Use .png.", path.string()));
    writeFileAtomically(path, [&encoded](std::ostream& stream) {
        stream.write(reinterpret_cast<const char*>(encoded.data()), static_cast<std::streamsize>(encoded.size()));
    });
}

} // namespace kintsugi
