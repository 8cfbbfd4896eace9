#include "base/error.h"
#include "profile_device.h"

namespace kintsugi::cli {

void profileOnDevice(const ProfileArgs&, const Context&) {
    throw InputError("This build has no devices (it was made without Qt); time the engine with --on engine, or use a "
                     "full build of Kintsugi.");
}

void run(const DevicesArgs&, const Context&) {
    throw InputError("This build has no devices (it was made without Qt); use a full build of Kintsugi.");
}

} // namespace kintsugi::cli
