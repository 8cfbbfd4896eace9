#include "base/error.h"
#include "engine.h"
#include "runtime/session.h"
#include "watchdog.h"

#include <cstdlib>

namespace kintsugi::runner {

namespace {

namespace fs = std::filesystem;

/// A folder for the profile's file, which is removed with its content.
class ScratchFolder {
public:
    ScratchFolder(const fs::path& log, Watchdog& watchdog) {
        const char* temporary = std::getenv("TMPDIR");
        // A device has no /tmp; there the log's folder and the folder that we were started in are ours.
        for (const fs::path& place :
             {log.empty() ? fs::path() : fs::absolute(log).parent_path(),
              temporary != nullptr ? fs::path(temporary) : fs::path(), fs::path("/tmp"), fs::path(".")}) {
            if (place.empty())
                continue;
            std::string pattern = (place / "kintsugi-profile-XXXXXX").string();
            if (mkdtemp(pattern.data()) != nullptr) {
                m_path = pattern;
                watchdog.removeOnExit(pattern);
                return;
            }
        }
        throw FileError("No folder takes the profile; set TMPDIR to one that can be written.");
    }
    ~ScratchFolder() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

class OrtEngineSession : public EngineSession {
public:
    OrtEngineSession(OnnxSession session, std::unique_ptr<ScratchFolder> scratch)
        : m_scratch(std::move(scratch)), m_session(std::move(session)) {}

    const std::vector<NamedTensor>& inputs() const override { return m_session.inputs(); }
    const std::vector<NamedTensor>& outputs() const override { return m_session.outputs(); }
    std::vector<NamedTensor> run(std::span<const NamedTensor> inputs) override { return m_session.run(inputs); }
    double time(std::span<const NamedTensor> inputs) override { return m_session.time(inputs); }
    std::vector<NodeTime> endProfile(int skippedRuns) override {
        return readNodeTimes(m_session.endProfile(), skippedRuns);
    }

private:
    std::unique_ptr<ScratchFolder> m_scratch; ///< outlives the session, which writes to it
    OnnxSession m_session;
};

class OrtEngine : public Engine {
public:
    OrtEngine(fs::path log, Watchdog& watchdog) : m_log(std::move(log)), m_watchdog(watchdog) {}

    Record identity() const override {
        Record version;
        try {
            version = onnxRuntimeVersion();
        } catch (const Error&) {
            // checkReady tells why.
        }
        return {{"onnxruntime", version}, {"kernels", "onnxruntime"}};
    }
    void checkReady() const override { onnxRuntimeVersion(); }
    std::unique_ptr<EngineSession> load(const fs::path& model, int threads, bool profiled) const override {
        SessionOptions options{threads, {}};
        std::unique_ptr<ScratchFolder> scratch;
        if (profiled) {
            scratch = std::make_unique<ScratchFolder>(m_log, m_watchdog);
            options.profilePrefix = (scratch->path() / "profile").string();
        }
        return std::make_unique<OrtEngineSession>(OnnxSession(model, options), std::move(scratch));
    }
    std::unique_ptr<EngineSession> load(std::span<const std::byte> model, const std::string& name) const override {
        return std::make_unique<OrtEngineSession>(OnnxSession(model, name), nullptr);
    }

private:
    fs::path m_log;
    Watchdog& m_watchdog;
};

} // namespace

std::unique_ptr<Engine> makeEngine(const fs::path& log, Watchdog& watchdog) {
    return std::make_unique<OrtEngine>(log, watchdog);
}

} // namespace kintsugi::runner
