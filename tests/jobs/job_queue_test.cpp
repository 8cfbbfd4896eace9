#include "base/error.h"
#include "jobs/job_queue.h"
#include "jobs/lanes.h"

#include <QTest>
#include <atomic>
#include <chrono>
#include <future>
#include <map>
#include <mutex>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

using namespace kintsugi;
using namespace std::chrono_literals;

namespace {

/// Counts to 1000 in steps of a millisecond, and goes on where it was when it runs again.
struct Counter {
    std::atomic<int> value = 0;
    JobWork work() {
        return [this](JobControl& control) {
            for (; value < 1000; ++value) {
                if (control.stop().stop_requested())
                    throw Interrupted("stopped");
                control.report(value, 1000, 1, "counting");
                std::this_thread::sleep_for(1ms);
            }
        };
    }
};

/// What the observer saw, by job.
class Log {
public:
    JobQueue::Observer observer() {
        return [this](const JobInfo& info) {
            const std::lock_guard lock(m_mutex);
            m_infos[info.id].push_back(info);
        };
    }
    std::vector<JobState> states(std::int64_t id) {
        const std::lock_guard lock(m_mutex);
        std::vector<JobState> states;
        for (const JobInfo& info : m_infos[id])
            if (states.empty() || states.back() != info.state)
                states.push_back(info.state);
        return states;
    }
    JobInfo last(std::int64_t id) {
        const std::lock_guard lock(m_mutex);
        return m_infos[id].empty() ? JobInfo() : m_infos[id].back();
    }

private:
    std::mutex m_mutex;
    std::map<std::int64_t, std::vector<JobInfo>> m_infos;
};

} // namespace

class JobQueueTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void jobsRunInTheirOrderAndAreAnnounced() {
        Log log;
        JobQueue queue(log.observer());
        std::string order;
        const auto append = [&](char c) { return [&order, c](JobControl&) { order += c; }; };
        std::vector<std::int64_t> ids;
        for (const char c : {'a', 'b', 'c'})
            ids.push_back(queue.add(std::string(1, c), false, append(c)));
        queue.waitForIdle();
        QCOMPARE(order, std::string("abc"));
        for (const std::int64_t id : ids)
            QCOMPARE(log.states(id), (std::vector{JobState::Waiting, JobState::Running, JobState::Finished}));
        QCOMPARE(queue.jobs().size(), 3u);
    }

    void jobsYieldToOtherThreads() {
        const auto niceness = [] { return getpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid))); };
        const int before = niceness();
        int inJob = 0, inItsThread = 0;
        Log log;
        JobQueue queue(log.observer());
        queue.add("measure", false, [&](JobControl&) {
            inJob = niceness();
            std::jthread([&] { inItsThread = niceness(); });
        });
        queue.waitForIdle();
        QVERIFY(inJob >= 10);
        QCOMPARE(inItsThread, inJob);
        QCOMPARE(niceness(), before);
    }

    void aPausedJobGoesOn() {
        Log log;
        Counter counter;
        JobQueue queue(log.observer());
        const std::int64_t id = queue.add("count", true, counter.work());
        QTRY_VERIFY(counter.value > 5);
        queue.pause(id);
        queue.waitForIdle();
        QCOMPARE(log.last(id).state, JobState::Paused);
        QCOMPARE(log.last(id).message, std::string("stopped"));
        const int reached = counter.value;
        QVERIFY(reached < 1000);
        counter.value = 998;
        queue.resume(id);
        queue.waitForIdle();
        QCOMPARE(counter.value.load(), 1000);
        QCOMPARE(log.states(id), (std::vector{JobState::Waiting, JobState::Running, JobState::Pausing, JobState::Paused,
                                              JobState::Waiting, JobState::Running, JobState::Finished}));
    }

    void onlyPausableJobsPause() {
        Log log;
        Counter counter;
        JobQueue queue(log.observer());
        const std::int64_t id = queue.add("count", false, counter.work());
        QTRY_VERIFY(counter.value > 1);
        queue.pause(id);
        QVERIFY(!log.last(id).canPause());
        QCOMPARE(log.last(id).state, JobState::Running);
        queue.cancel(id);
        queue.waitForIdle();
        QCOMPARE(log.last(id).state, JobState::Cancelled);
    }

    void aWaitingJobIsCancelledAtOnceAndNeverRuns() {
        Log log;
        Counter counter;
        JobQueue queue(log.observer());
        queue.add("first", true, counter.work());
        bool ran = false;
        const std::int64_t second = queue.add("second", true, [&](JobControl&) { ran = true; });
        queue.cancel(second);
        QCOMPARE(log.last(second).state, JobState::Cancelled);
        queue.cancelAll();
        queue.waitForIdle();
        QVERIFY(!ran);
    }

    void failuresAreSentencesAndTheRestGoesOn() {
        Log log;
        JobQueue queue(log.observer());
        const std::int64_t bad = queue.add(
            "bad", false, [](JobControl&) { throw Error("The disk is full.\nException raised from somewhere"); });
        bool ran = false;
        queue.add("good", false, [&](JobControl&) { ran = true; });
        queue.waitForIdle();
        QCOMPARE(log.last(bad).state, JobState::Failed);
        QCOMPARE(log.last(bad).message, std::string("The disk is full."));
        QVERIFY(ran);
    }

    void destructionCancelsAndWaits() {
        Counter counter;
        const auto begun = std::chrono::steady_clock::now();
        {
            JobQueue queue([](const JobInfo&) {});
            queue.add("count", true, counter.work());
            queue.add("count", true, counter.work());
            QTRY_VERIFY(counter.value > 1);
        }
        QVERIFY(counter.value < 1000);
        QVERIFY(std::chrono::steady_clock::now() - begun < 30s);
    }

    void batchWorkWaitsWhileInteractiveWorkRuns() {
        Lanes lanes;
        std::atomic<int> steps = 0;
        std::atomic<bool> end = false;
        std::jthread batch([&] {
            while (!end) {
                lanes.yield();
                ++steps;
                std::this_thread::sleep_for(1ms);
            }
        });
        QTRY_VERIFY(steps > 3);
        {
            const Lanes::Interactive outer(lanes);
            const Lanes::Interactive inner(lanes);
            QTRY_VERIFY(lanes.waits() > 0);
            const int before = steps;
            std::this_thread::sleep_for(20ms);
            QCOMPARE(steps.load(), before);
        }
        const int after = steps;
        QTRY_VERIFY(steps > after + 3);
        end = true;
    }
};

QTEST_GUILESS_MAIN(JobQueueTest)
#include "job_queue_test.moc"
