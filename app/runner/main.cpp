#include "engine.h"
#include "options.h"
#include "record_stream.h"
#include "timing.h"
#include "watchdog.h"

#include <csignal>
#include <exception>
#include <memory>

using namespace kintsugi::runner;

int main(int argc, char** argv) {
    // A reader that is gone shows as a failed write, which ends the program in order.
    std::signal(SIGPIPE, SIG_IGN);
    RecordStream records;
    std::unique_ptr<Watchdog> watchdog;
    try {
        const Options options = parseOptions(argc, argv);
        if (!options.log.empty())
            records.openLog(options.log);
        watchdog = std::make_unique<Watchdog>(records, options.maxSeconds);
        const std::unique_ptr<Engine> engine = makeEngine(options.log, *watchdog);
        Timing(options, records, *watchdog, *engine).run();
        return 0;
    } catch (const std::exception& error) {
        records.writeLast(watchdog ? watchdog->stage() : "options", error.what());
        return 1;
    }
}
