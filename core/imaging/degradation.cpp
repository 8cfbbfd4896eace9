#include "imaging/degradation.h"

#include "base/error.h"
#include "base/random.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace kintsugi {

namespace {

struct Point {
    double x = 0.0;
    double y = 0.0;
};

double normal(RandomStream& random) {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - random.uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * random.uniform());
}

/// Kernel of equal dwell times at @p path, each point spread over its four neighbours.
BlurKernel kernelOfPath(const std::vector<Point>& path, int radius) {
    BlurKernel kernel{radius, {}};
    kernel.weights.assign(static_cast<std::size_t>(kernel.size()) * static_cast<std::size_t>(kernel.size()), 0.0f);
    const float share = 1.0f / static_cast<float>(path.size());
    const auto add = [&](int x, int y, double weight) {
        if (weight > 0.0)
            kernel.weights[static_cast<std::size_t>(y * kernel.size() + x)] += share * static_cast<float>(weight);
    };
    for (const Point& point : path) {
        const double x = point.x + radius, y = point.y + radius;
        const int left = static_cast<int>(std::floor(x)), top = static_cast<int>(std::floor(y));
        const double fx = x - left, fy = y - top;
        add(left, top, (1 - fx) * (1 - fy));
        add(left + 1, top, fx * (1 - fy));
        add(left, top + 1, (1 - fx) * fy);
        add(left + 1, top + 1, fx * fy);
    }
    return kernel;
}

/// Adds one streak: a line segment with a Gaussian profile across and soft ends.
void addStreak(Image& rain, Point middle, Point direction, double length, double sigma, double brightness) {
    const double half = length / 2, reach = 3.0 * sigma;
    const double extentX = std::fabs(direction.x) * half + reach, extentY = std::fabs(direction.y) * half + reach;
    const int top = std::max(0, static_cast<int>(std::ceil(middle.y - extentY)));
    const int bottom = std::min(rain.height - 1, static_cast<int>(std::floor(middle.y + extentY)));
    const int left = std::max(0, static_cast<int>(std::ceil(middle.x - extentX)));
    const int right = std::min(rain.width - 1, static_cast<int>(std::floor(middle.x + extentX)));
    for (int y = top; y <= bottom; ++y) {
        float* row = rain.row(0, y);
        for (int x = left; x <= right; ++x) {
            const double dx = x - middle.x, dy = y - middle.y;
            const double across = std::fabs(dx * direction.y - dy * direction.x);
            const double inside = half - std::fabs(dx * direction.x + dy * direction.y);
            if (across > reach || inside <= 0.0)
                continue;
            const double end = std::min(1.0, 4.0 * inside / length);
            row[x] += static_cast<float>(brightness * end * std::exp(-across * across / (2.0 * sigma * sigma)));
        }
    }
}

} // namespace

BlurKernel linearMotionKernel(double length, double angle) {
    if (!(length >= 1.0 && length <= 1000.0) || !std::isfinite(angle))
        throw InputError(fmt::format("A motion of {} pixels is not possible; give a length from 1 to 1000.", length));
    const int steps = static_cast<int>(std::ceil(4.0 * length));
    std::vector<Point> path;
    for (int i = 0; i <= steps; ++i) {
        const double distance = (length - 1.0) * (static_cast<double>(i) / steps - 0.5);
        path.push_back({distance * std::cos(angle), distance * std::sin(angle)});
    }
    return kernelOfPath(path, static_cast<int>(std::ceil((length - 1.0) / 2)) + 1);
}

BlurKernel shakeKernel(double length, int radius, std::uint64_t seed) {
    if (!(length >= 1.0 && length <= 1000.0) || radius < 1)
        throw InputError(fmt::format(
            "A shake of {} pixels within a radius of {} is not possible; give a length from 1 to 1000 and a radius "
            "of at least 1.",
            length, radius));
    RandomStream random(seed);
    const int steps = static_cast<int>(std::ceil(4.0 * length));
    double angle = random.uniform(0.0, 2.0 * std::numbers::pi);
    double turn = 0.0;
    std::vector<Point> path(1);
    Point centre;
    for (int i = 0; i < steps; ++i) {
        turn = 0.9 * turn + 0.06 * normal(random);
        angle += turn;
        if (random.uniform() < 1.0 / steps)
            angle += std::numbers::pi * random.uniform(0.5, 1.5);
        path.push_back({path.back().x + 0.25 * std::cos(angle), path.back().y + 0.25 * std::sin(angle)});
        centre.x += path.back().x / steps;
        centre.y += path.back().y / steps;
    }
    double farthest = 0.0;
    for (Point& point : path) {
        point = {point.x - centre.x, point.y - centre.y};
        farthest = std::max({farthest, std::fabs(point.x), std::fabs(point.y)});
    }
    const double room = radius - 1e-6; // keeps the right neighbour of the farthest point inside
    if (farthest > room)
        for (Point& point : path)
            point = {point.x * room / farthest, point.y * room / farthest};
    return kernelOfPath(path, radius);
}

BlurKernel discKernel(double discRadius) {
    if (!(discRadius >= 0.0 && discRadius <= 100.0))
        throw InputError(fmt::format("A disc of radius {} is not possible; give 0 to 100 pixels.", discRadius));
    BlurKernel kernel{static_cast<int>(std::ceil(discRadius + 0.5)), {}};
    double sum = 0.0;
    std::vector<double> weights;
    for (int y = -kernel.radius; y <= kernel.radius; ++y)
        for (int x = -kernel.radius; x <= kernel.radius; ++x) {
            weights.push_back(std::clamp(discRadius + 0.5 - std::hypot(x, y), 0.0, 1.0));
            sum += weights.back();
        }
    for (const double weight : weights)
        kernel.weights.push_back(static_cast<float>(weight / sum));
    return kernel;
}

Image blurred(const Image& clean, const BlurKernel& kernel) {
    clean.check();
    Image result(clean.channels, clean.height, clean.width);
    const std::size_t width = static_cast<std::size_t>(clean.width);
    const int radius = kernel.radius;
    std::vector<float> continued(width + 2 * static_cast<std::size_t>(radius));
    for (int c = 0; c < clean.channels; ++c)
        for (int y = -radius; y < clean.height + radius; ++y) { // each source row is added to every row that it reaches
            const float* from = clean.row(c, reflectIndex(y, clean.height));
            for (std::size_t x = 0; x < continued.size(); ++x)
                continued[x] = from[reflectIndex(static_cast<int>(x) - radius, clean.width)];
            for (int ky = -radius; ky <= radius; ++ky) {
                if (y - ky < 0 || y - ky >= clean.height)
                    continue;
                float* to = result.row(c, y - ky);
                const float* weights = kernel.weights.data() + (ky + radius) * kernel.size();
                for (int kx = 0; kx < kernel.size(); ++kx) {
                    const float weight = weights[kx];
                    if (weight == 0.0f)
                        continue; // a path leaves most of its kernel empty
                    for (std::size_t x = 0; x < width; ++x)
                        to[x] += weight * continued[x + static_cast<std::size_t>(kx)];
                }
            }
        }
    return result;
}

Image withRain(const Image& clean, std::uint64_t seed) {
    clean.check();
    RandomStream random(seed);
    const double density = random.uniform(0.5e-3, 4e-3); // streaks per pixel
    const double length = random.uniform(10.0, 40.0);
    const double tilt = random.uniform(-0.6, 0.6); // from the vertical, radians
    const double sigma = random.uniform(0.45, 0.9);
    const double brightness = random.uniform(0.12, 0.45);
    const double border = length;
    const double area = (clean.width + 2 * border) * (clean.height + 2 * border);
    const auto streaks = static_cast<std::int64_t>(density * area + random.uniform());
    Image rain(1, clean.height, clean.width);
    for (std::int64_t i = 0; i < streaks; ++i) {
        const Point middle{random.uniform(-border, clean.width + border),
                           random.uniform(-border, clean.height + border)};
        const double angle = tilt + 0.05 * normal(random);
        const double scale = random.uniform(0.6, 1.4);
        addStreak(rain, middle, {std::sin(angle), std::cos(angle)}, length * scale, sigma * random.uniform(0.8, 1.3),
                  brightness * random.uniform(0.5, 1.5));
    }
    Image result = clean;
    for (int c = 0; c < result.channels; ++c) {
        float* plane = result.plane(c);
        for (std::size_t i = 0; i < result.planeSize(); ++i)
            plane[i] = std::clamp(plane[i] + rain.values[i], 0.0f, 1.0f);
    }
    return result;
}

Image withMotionBlur(const Image& clean, std::uint64_t seed) {
    RandomStream random(seed);
    const bool straight = random.uniform() < 1.0 / 3;
    const double length = random.uniform(3.0, 25.0);
    if (straight)
        return blurred(clean, linearMotionKernel(length, random.uniform(0.0, std::numbers::pi)));
    return blurred(clean, shakeKernel(length, motionMargin, random.next()));
}

Image withDefocus(const Image& clean, std::uint64_t seed) {
    RandomStream random(seed);
    return blurred(clean, discKernel(random.uniform(1.0, 7.0)));
}

} // namespace kintsugi
