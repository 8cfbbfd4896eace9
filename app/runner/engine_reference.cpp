#include "base/error.h"
#include "engine.h"
#include "reference/session.h"

namespace kintsugi::runner {

namespace {

class ReferenceEngineSession : public EngineSession {
public:
    ReferenceEngineSession(reference::Session session, bool profiled) : m_session(std::move(session)) {
        if (profiled)
            m_session.beginProfile();
    }

    const std::vector<NamedTensor>& inputs() const override { return m_session.inputs(); }
    const std::vector<NamedTensor>& outputs() const override { return m_session.outputs(); }
    std::vector<NamedTensor> run(std::span<const NamedTensor> inputs) override { return m_session.run(inputs); }
    double time(std::span<const NamedTensor> inputs) override { return m_session.time(inputs); }

    std::vector<NodeTime> endProfile(int skippedRuns) override {
        std::vector<NodeTime> nodes;
        for (reference::NodeTimes& node : m_session.endProfile()) {
            const std::ptrdiff_t runs = static_cast<std::ptrdiff_t>(node.milliseconds.size()) - skippedRuns;
            if (runs <= 0)
                throw FileError("The profile has no run beyond the first " + std::to_string(skippedRuns) +
                                "; measure more.");
            nodes.push_back({node.name, node.op,
                             median({node.milliseconds.begin() + skippedRuns, node.milliseconds.end()}),
                             static_cast<int>(runs)});
        }
        return nodes;
    }

private:
    reference::Session m_session;
};

class ReferenceEngine : public Engine {
public:
    Record identity() const override { return {{"onnxruntime", nullptr}, {"kernels", "reference"}}; }
    void checkReady() const override {}
    std::unique_ptr<EngineSession> load(const std::filesystem::path& model, int threads, bool profiled) const override {
        return std::make_unique<ReferenceEngineSession>(reference::Session(model, threads), profiled);
    }
    std::unique_ptr<EngineSession> load(std::span<const std::byte> model, const std::string& name) const override {
        return std::make_unique<ReferenceEngineSession>(reference::Session(model, name), false);
    }
};

} // namespace

std::unique_ptr<Engine> makeEngine(const std::filesystem::path&, Watchdog&) {
    return std::make_unique<ReferenceEngine>();
}

} // namespace kintsugi::runner
