#include "options.h"

#include "base/error.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <cstdlib>
#include <iostream>
#include <set>

namespace kintsugi::runner {

namespace {

constexpr int mostCores = 1024;

int wholeNumber(std::string_view text, int lowest, int highest, const std::string& what) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < lowest || value > highest)
        throw InputError("'" + std::string(text) + "' is not " + what + ".");
    return value;
}

} // namespace

std::vector<int> parseCores(const std::string& text) {
    const std::string what = "a list of cores such as 0,2,4-7";
    const auto core = [&](std::string_view number) { return wholeNumber(number, 0, mostCores - 1, what); };
    std::set<int> cores;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::string_view part = std::string_view(text).substr(begin, end - begin);
        const std::size_t dash = part.find('-');
        const int first = core(part.substr(0, dash));
        const int last = dash == std::string_view::npos ? first : core(part.substr(dash + 1));
        if (last < first)
            throw InputError("'" + std::string(part) + "' is not " + what + ".");
        for (int i = first; i <= last; ++i)
            cores.insert(i);
        begin = end + 1;
    }
    return {cores.begin(), cores.end()};
}

ImageSize parseSize(const std::string& text) {
    const std::string what = "a size such as 480x320, height first";
    const std::size_t cross = text.find('x');
    if (cross == std::string::npos)
        throw InputError("'" + text + "' is not " + what + ".");
    return {wholeNumber(std::string_view(text).substr(0, cross), 1, 65536, what),
            wholeNumber(std::string_view(text).substr(cross + 1), 1, 65536, what)};
}

Options parseOptions(int argc, const char* const* argv) {
    Options options;
    std::vector<std::string> models, checks;
    std::string cores, size, warmUp = "auto", log;
    CLI::App app("Times ONNX models on this machine; every line of its output is a JSON record.\n"
                 "Example: kintsugi-runner --model a.onnx --check a.safetensors --model b.onnx --check b.safetensors\n"
                 "         --threads 2 --cores 4-5 --profile",
                 "kintsugi-runner");
    app.add_flag("--probe", options.probe, "Describe this machine, test the scan, and end");
    app.add_option("--model", models, "An ONNX model; several are timed in turn")->allow_extra_args(false);
    app.add_option("--check", checks, "Its .safetensors with 'input' and 'output'; as many as models, in their order")
        ->allow_extra_args(false);
    app.add_option("--threads", options.threads, "Threads of a session (1)")->check(CLI::Range(1, mostCores));
    app.add_option("--cores", cores, "Cores to run on, such as 0,2,4-7; at least as many as threads");
    app.add_option("--warmup", warmUp, "Runs before the timed ones, or auto: until their times are steady");
    app.add_option("--runs", options.runs, "Timed runs of each model (30)")->check(CLI::Range(1, 1000000));
    app.add_option("--seconds", options.seconds, "Stop timing after this; with --runs whichever comes first")
        ->check(CLI::Range(0.001, 1e6));
    app.add_flag("--profile", options.profile, "Then time each node, in a session of its own");
    app.add_option("--size", size, "Image size HxW for a model whose input has free extents");
    app.add_option("--nonce", options.nonce, "Text that the first record repeats");
    app.add_option("--max-seconds", options.maxSeconds, "Give up after this, with exit code 124")
        ->check(CLI::Range(0.001, 1e6));
    app.add_option("--log", log, "Append all records to this file too");
    app.add_option("--pause-ms", options.pauseMs, "Rest before each timed run")->check(CLI::Range(0, 600000));
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        std::cout << app.help();
        std::exit(0);
    } catch (const CLI::ParseError& error) {
        std::string sentence = error.what();
        std::replace(sentence.begin(), sentence.end(), '\n', ' ');
        throw InputError("The command line cannot be used (" + sentence + "); kintsugi-runner --help explains it.");
    }
    options.models.assign(models.begin(), models.end());
    options.checks.assign(checks.begin(), checks.end());
    options.log = log;
    if (!cores.empty())
        options.cores = parseCores(cores);
    if (!size.empty())
        options.size = parseSize(size);
    if (warmUp != "auto")
        options.warmUps = wholeNumber(warmUp, 0, 1000000, "a number of warm-up runs, or auto");
    if (options.probe != options.models.empty())
        throw InputError(options.probe ? "--probe takes no model; leave one of them out."
                                       : "There is nothing to do; give --model FILE or --probe.");
    if (!options.checks.empty() && options.checks.size() != options.models.size())
        throw InputError(std::to_string(options.models.size()) + " models but " +
                         std::to_string(options.checks.size()) +
                         " checks were given; give one for each model or none.");
    return options;
}

} // namespace kintsugi::runner
