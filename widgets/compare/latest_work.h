#pragma once

#include <QObject>
#include <QThreadPool>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>

namespace kintsugi {

/// Runs one piece of work at a time beside the interface thread and hands its result back to it. A newer start asks
/// the older work to stop and drops its result. Destruction asks to stop and waits, so work may not outlive its owner.
class LatestWork : public QObject {
    Q_OBJECT

public:
    explicit LatestWork(QObject* parent = nullptr);
    ~LatestWork() override;

    /// @p work(std::stop_token) runs beside; @p done(its result) on this thread. Both own what they need.
    /// An exception of @p work becomes failed(); Interrupted is silent.
    template <typename Work, typename Done> void start(Work work, Done done) {
        using Result = decltype(work(std::stop_token()));
        run([work = std::move(work), done = std::move(done)](std::stop_token stop) -> std::function<void()> {
            auto result = std::make_shared<Result>(work(stop));
            return [result, done] { done(std::move(*result)); };
        });
    }
    void cancel();
    bool isRunning() const { return m_running; }

Q_SIGNALS:
    void runningChanged(bool running);
    void failed(const QString& sentence);

private:
    using Delivery = std::function<void()>;
    void run(std::function<Delivery(std::stop_token)> work);
    void deliver(std::uint64_t generation, const Delivery& delivery, const QString& problem);
    void setRunning(bool running);

    QThreadPool m_pool;
    std::stop_source m_stop;
    std::uint64_t m_generation = 0;
    bool m_running = false;
};

} // namespace kintsugi
