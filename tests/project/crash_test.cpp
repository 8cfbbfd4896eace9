#include "project/store_database.h"
#include "support.h"

#include <QCoreApplication>
#include <QProcess>
#include <QRandomGenerator>
#include <csignal>
#include <cstdio>
#include <sys/resource.h>
#include <unistd.h>

using namespace kintsugi;
using namespace kintsugi::test;

namespace {

TrialRecord trialOf(std::int64_t search, std::int64_t index) {
    const auto x = static_cast<double>(index);
    return {search, index, "T*4/lite2:6/" + std::to_string(index), x / 7, 1000 - x, x / 3, x / 100};
}

/// The program that is killed: says the number of each trial once it is stored, without end.
int writeTrials(const char* folder) {
    ProjectStore store{fs::path(folder)};
    store.addValidationSet(sampleSet());
    const auto searches = store.searches();
    const std::int64_t search = searches.empty() ? store.addSearch(sampleDefinition()) : searches.front().id;
    store.setSearchState(search, SearchState::Running, 0);
    for (std::int64_t i = store.search(search)->trials;; ++i) {
        store.putTrial(trialOf(search, i));
        std::printf("%lld\n", static_cast<long long>(i));
        std::fflush(stdout);
    }
}

/// Keeps a project open for writing until its input ends.
int hold(const char* folder) {
    ProjectStore store{fs::path(folder)};
    store.setNote("held", "yes");
    std::puts(store.isReadOnly() ? "read-only" : "held");
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
}

void start(QProcess& process, const char* mode, const TemporaryProject& project) {
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(), {mode, text(project.folder().string())});
    QVERIFY(process.waitForStarted());
}

/// Files may not grow beyond a size for as long as this lives, as if the disk were full.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        m_handler = std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    rlimit m_before{};
    void (*m_handler)(int) = nullptr;
};

/// Stores evaluations until one fails; the sentence, and how many were stored.
QString fill(ProjectStore& store, int& stored) {
    EvaluationRecord record = sampleEvaluation();
    record.imagePsnrs.assign(500, 30.0);
    for (stored = 0; stored < 1000; ++stored) {
        record.architecture = std::to_string(stored);
        const QString sentence = sentenceOf([&] { store.putEvaluation(record); });
        if (sentence != "no exception")
            return sentence;
    }
    return "nothing failed";
}

} // namespace

class CrashTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void killedAtRandomMoments() {
        const TemporaryProject project;
        QRandomGenerator random(20250131);
        std::int64_t acknowledged = -1;
        for (int round = 0; round < 20; ++round) {
            QProcess writer;
            start(writer, "--write-trials", project);
            if (round % 4 != 0) // otherwise it may still be opening, or making, the database
                QVERIFY(writer.waitForReadyRead(20000));
            QTest::qSleep(random.bounded(60));
            writer.kill();
            QVERIFY(writer.waitForFinished());
            QCOMPARE(writer.exitStatus(), QProcess::CrashExit);
            QByteArray said = writer.readAllStandardOutput();
            said.truncate(said.lastIndexOf('\n') + 1);
            if (!said.isEmpty())
                acknowledged = said.trimmed().split('\n').last().toLongLong();

            const ProjectStore store(project.folder()); // checks the whole database
            QVERIFY2(!store.isReadOnly(), store.readOnlyReason().c_str());
            const auto searches = store.searches();
            if (searches.empty()) {
                QCOMPARE(acknowledged, std::int64_t(-1));
                continue;
            }
            QVERIFY(searches.front().state == SearchState::Interrupted);
            const auto trials = store.trials(searches.front().id);
            QVERIFY(static_cast<std::int64_t>(trials.size()) > acknowledged);
            for (std::size_t i = 0; i < trials.size(); ++i)
                QVERIFY(trials[i] == trialOf(searches.front().id, static_cast<std::int64_t>(i)));
        }
        QVERIFY2(acknowledged >= 20, qPrintable(QString("only %1 trials").arg(acknowledged)));
    }

    void secondProgramReads() {
        const TemporaryProject project;
        QProcess holder;
        start(holder, "--hold", project);
        QVERIFY(holder.waitForReadyRead(20000));
        QCOMPARE(holder.readAllStandardOutput(), QByteArray("held\n"));

        ProjectStore second(project.folder());
        QVERIFY(second.isReadOnly());
        verifyContains(text(second.readOnlyReason()), QString("in use by process %1").arg(holder.processId()));
        verifyContains(text(second.readOnlyReason()), "Until then it can only be read.");
        QVERIFY(second.note("held") == "yes");
        QCOMPARE(sentenceOf<InputError>([&] { second.setNote("a", "b"); }), text(second.readOnlyReason()));
        QCOMPARE(sentenceOf<InputError>([&] { second.putSurrogate(sampleSurrogate()); }),
                 text(second.readOnlyReason()));

        holder.kill();
        QVERIFY(holder.waitForFinished());
        ProjectStore third(project.folder());
        QVERIFY(!third.isReadOnly());
        third.setNote("held", "no longer");
        QVERIFY(second.note("held") == "no longer");
    }

    void secondHandleReadsAndTheLockSurvivesIt() {
        const TemporaryProject project;
        ProjectStore first(project.folder());
        for (int i = 0; i < 3; ++i) {
            const ProjectStore second(project.folder());
            QVERIFY(second.isReadOnly());
            first.setNote("round", std::to_string(i));
            QVERIFY(second.note("round") == std::to_string(i));
        }
        QVERIFY(!first.isReadOnly());
        QProcess other;
        start(other, "--hold", project);
        QVERIFY(other.waitForFinished());
        QVERIFY(other.exitCode() != 0); // it cannot write its note
        QVERIFY(!first.note("held"));
    }

    void fullDiskLosesNothing() {
        const TemporaryProject project;
        auto database = std::make_unique<StoreDatabase>(project.folder(), StoreAccess::Write);
        SQLite::Database& connection = database->connection();
        ProjectStore store(std::move(database));
        store.addValidationSet(sampleSet());
        connection.exec("PRAGMA max_page_count = 60");
        int stored = 0;
        const QString sentence = fill(store, stored);
        verifyContains(
            sentence,
            QString("Cannot write %1: the disk is full. Free some space").arg(text(project.database().string())));
        QVERIFY(stored > 3);
        QCOMPARE(store.evaluations("5e7").size(), static_cast<std::size_t>(stored));
        connection.exec("PRAGMA max_page_count = 6000");
        store.putEvaluation(sampleEvaluation());
        EvaluationRecord expected = sampleEvaluation();
        expected.number = stored + 1; // after all that went in before
        QVERIFY(store.evaluation("5e7", expected.architecture) == expected);
    }

    void failingDiskLosesNothing() {
        const TemporaryProject project;
        int stored = 0;
        {
            ProjectStore store(project.folder());
            store.addValidationSet(sampleSet());
            QString sentence;
            {
                const FileSizeLimit limit(200'000);
                sentence = fill(store, stored);
            }
            verifyContains(sentence, QString("Cannot read or write %1: ").arg(text(project.database().string())));
            verifyContains(sentence, "what was stored before is kept");
            QVERIFY(stored > 3);
            QCOMPARE(store.evaluations("5e7").size(), static_cast<std::size_t>(stored));
            store.putEvaluation(sampleEvaluation());
        }
        QCOMPARE(ProjectStore(project.folder()).evaluations("5e7").size(), static_cast<std::size_t>(stored) + 1);
    }

    void noRoomForANewDatabase() {
        const TemporaryProject project;
        QString sentence;
        {
            const FileSizeLimit limit(20'000);
            sentence = sentenceOf([&] { ProjectStore{project.folder()}; });
        }
        verifyContains(sentence, "Cannot read or write");
        QVERIFY(!fs::exists(project.database()));
        QVERIFY(!ProjectStore(project.folder()).isReadOnly());
    }
};

int main(int argc, char** argv) {
    try {
        if (argc == 3 && std::string_view(argv[1]) == "--write-trials")
            return writeTrials(argv[2]);
        if (argc == 3 && std::string_view(argv[1]) == "--hold")
            return hold(argv[2]);
    } catch (const std::exception&) {
        return 1;
    }
    QCoreApplication application(argc, argv);
    CrashTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "crash_test.moc"
