#include "base/error.h"
#include "base/log.h"
#include "base/stop.h"
#include "context.h"
#include "nets/parallel.h"

#include <exception>
#include <iostream>
#include <new>

using namespace kintsugi;

namespace {

int fail(const cli::Context& context, const std::string& sentence) {
    context.endProgress();
    std::cerr << "kintsugi-cli: " << sentence << '\n';
    return 1;
}

/// LibTorch appends a stack trace to its messages; the first line says what happened.
std::string firstLine(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

} // namespace

/// Found by name in the loaded library, so it has C linkage.
extern "C" int kintsugiRunCommand(const cli::Invocation& invocation) {
    const cli::Context context(invocation.common, installSignalStop());
    if (invocation.common.quiet)
        setLogLevel(LogLevel::Error);
    try {
        setOperationThreads(context.threads());
        std::visit([&](const auto& args) { cli::run(args, context); }, invocation.command);
        context.endProgress();
        return 0;
    } catch (const Interrupted& e) {
        context.endProgress();
        std::cerr << "kintsugi-cli: " << e.what() << '\n';
        return 130;
    } catch (const Error& e) {
        return fail(context, e.what());
    } catch (const std::bad_alloc&) {
        return fail(context, "There is not enough memory for this. Use a smaller image, tile or batch.");
    } catch (const std::exception& e) {
        return fail(context, "Something unexpected went wrong: " + firstLine(e.what()));
    }
}
