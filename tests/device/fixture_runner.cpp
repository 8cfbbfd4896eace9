// Speaks kintsugi-runner's records without timing anything, and misbehaves as its first model file tells it to. It
// calls itself a fixture in its records.
#include "device/crc32.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

std::string log_path;
int records = 0;
std::uint32_t checksum = 0;

void raw(const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        const ssize_t wrote = ::write(1, text.data() + at, text.size() - at);
        if (wrote <= 0)
            std::_Exit(3);
        at += static_cast<std::size_t>(wrote);
    }
}

void line(const std::string& text) {
    raw(text + "\n");
    if (!log_path.empty())
        std::ofstream(log_path, std::ios::app) << text << "\n";
}

void record(const std::string& text) {
    line(text);
    checksum = kintsugi::crc32(text + "\n", checksum);
    ++records;
}

void rest(int milliseconds) {
    ::usleep(static_cast<useconds_t>(milliseconds) * 1000);
}

std::string wholeFile(const std::string& path) {
    std::ifstream file(path);
    if (!file) {
        record(R"({"record":"error","stage":"load","message":"The fixture cannot read a model; see the test."})");
        std::exit(1);
    }
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

int main(int count, char** arguments) {
    // The program for devices on which the other does not start: it takes every mood for a good one.
    const bool isReference = std::string(arguments[0]).ends_with("-reference");
    std::vector<std::string> models, checks;
    std::string nonce;
    int runs = 30;
    for (int i = 1; i < count; ++i) {
        const std::string option = arguments[i];
        const std::string value = i + 1 < count ? arguments[i + 1] : "";
        if (option == "--model")
            models.push_back(value);
        else if (option == "--check")
            checks.push_back(value);
        else if (option == "--nonce")
            nonce = value;
        else if (option == "--runs")
            runs = std::atoi(value.c_str());
        else if (option == "--log")
            log_path = value;
    }
    const std::string parent = std::to_string(::getppid());
    std::string list;
    for (std::size_t i = 0; i < models.size(); ++i)
        list += (i ? "," : "") + ("{\"index\":" + std::to_string(i) + "}");
    record(R"({"record":"hello","schema":1,"runner":"fixture","onnxruntime":"",)" +
           std::string(isReference ? R"("kernels":"reference",)" : "") +
           R"("fixture":"Kintsugi test fixture","nonce":")" + nonce + "\",\"pid\":" + std::to_string(::getpid()) +
           ",\"models\":[" + list + "]}");
    record(
        R"({"record":"env","cores":1,"os":"fixture","cpu":"Kintsugi test fixture, not a phone","scan_target":"none",)"
        R"("affinity":[0],"threads":1,"celsius":null,"khz":null,"fixture":"Kintsugi test fixture"})");
    const std::string mood = models.empty() || isReference ? "" : wholeFile(models.front());
    const auto is = [&](const char* what) { return mood.rfind(what, 0) == 0; };
    if (is("error")) {
        record(R"({"record":"error","stage":"load","message":"The fixture was told to fail; see the test."})");
        return 1;
    }
    for (std::size_t i = 0; i < models.size(); ++i)
        record("{\"record\":\"load\",\"model\":" + std::to_string(i) + ",\"ms\":1,\"input\":[1,3,8,8]}");
    for (std::size_t i = 0; i < checks.size(); ++i)
        record("{\"record\":\"check\",\"model\":" + std::to_string(i) +
               (is("wrong output") ? ",\"max_abs\":1,\"max_rel\":1,\"allowed\":1e-4,\"pass\":false}"
                                   : ",\"max_abs\":0,\"max_rel\":0,\"allowed\":1e-4,\"pass\":true}"));
    const int slowness = is("slow") ? 50 : 1;
    for (int pass = 0; pass < runs; ++pass) {
        if (std::to_string(::getppid()) != parent)
            return 4;
        if (pass == 3) {
            if (is("hang"))
                for (;;)
                    rest(1000);
            if (is("out of memory"))
                ::raise(SIGKILL);
            if (is("old processor"))
                ::raise(SIGILL);
            if (is("forbidden call"))
                ::raise(SIGSYS);
            if (is("crash"))
                ::raise(SIGSEGV);
            if (is("too long"))
                return 124;
            if (is("stops early"))
                return 0;
            if (is("cut off")) {
                raw(R"({"record":"run","model":0,"i)");
                return 0;
            }
        }
        if (is("noise"))
            raw("WARNING: linker: something unused\r\n\n{\"not\":\"a record\"}\n\x01\xff\n");
        record(R"({"record":"beat","stage":"run"})");
        for (std::size_t i = 0; i < models.size(); ++i) {
            const std::size_t model = pass % 2 == 0 ? i : models.size() - 1 - i;
            const std::string text = "{\"record\":\"run\",\"model\":" + std::to_string(model) +
                                     ",\"i\":" + std::to_string(pass) + ",\"ms\":1.5,\"khz\":null,\"celsius\":null}";
            if (is("loses a record") && pass == 3) {
                checksum = kintsugi::crc32(text + "\n", checksum);
                ++records;
            } else {
                record(text);
            }
        }
        rest(slowness);
    }
    record(R"({"record":"after","celsius":null,"khz":null,"peak_bytes":null})");
    char digits[9];
    std::snprintf(digits, sizeof digits, "%08x", is("wrong checksum") ? checksum ^ 1 : checksum);
    line("{\"record\":\"end\",\"records\":" + std::to_string(records) + ",\"crc32\":\"" + digits + "\"}");
    return 0;
}
