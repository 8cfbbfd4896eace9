#include "base/error.h"
#include "context.h"

namespace kintsugi::cli {

namespace {

[[noreturn]] void refuse() {
    throw InputError(
        "This build has no image files (it is the training server's); use a full build of Kintsugi for this command.");
}

} // namespace

void run(const VerifyArgs&, const Context&) {
    refuse();
}
void run(const NewArgs&, const Context&) {
    refuse();
}
void run(const CopyArgs&, const Context&) {
    refuse();
}
void run(const PackArgs&, const Context&) {
    refuse();
}
void run(const EvaluateArgs&, const Context&) {
    refuse();
}
void run(const SearchArgs&, const Context&) {
    refuse();
}
void run(const FrontArgs&, const Context&) {
    refuse();
}
void run(const FinetuneArgs&, const Context&) {
    refuse();
}
void run(const ProfileArgs&, const Context&) {
    refuse();
}
void run(const DevicesArgs&, const Context&) {
    refuse();
}
void run(const CompareArgs&, const Context&) {
    refuse();
}
void run(const ExportArgs&, const Context&) {
    refuse();
}
void run(const ReportArgs&, const Context&) {
    refuse();
}
void run(const RestoreArgs&, const Context&) {
    refuse();
}

} // namespace kintsugi::cli
