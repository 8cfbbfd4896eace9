#include "project/store_database.h"
#include "project/store_schema.h"
#include "support.h"

#include <SQLiteCpp/Statement.h>

using namespace kintsugi;
using namespace kintsugi::test;

namespace {

/// Makes a database by hand.
void sql(const fs::path& file, const std::string& statements) {
    SQLite::Database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec(statements);
}

/// A store with one surrogate, in a file that has been closed.
void fillStore(const TemporaryProject& project) {
    ProjectStore(project.folder()).putSurrogate(sampleSurrogate());
}

const std::string ours = "PRAGMA application_id = " + std::to_string(storeApplicationId) + ";";

} // namespace

class OpeningTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aProjectGetsItsDatabase() {
        const TemporaryProject project;
        {
            const ProjectStore store(project.folder());
            QVERIFY2(!store.isReadOnly(), store.readOnlyReason().c_str());
            QVERIFY(store.surrogates().empty());
        }
        QCOMPARE(filesOf(project.folder()), (std::vector<std::string>{"lock", "project.db", "teacher.safetensors"}));
        SQLite::Database database(project.database().string());
        QCOMPARE(database.execAndGet("PRAGMA application_id").getInt64(), std::int64_t(storeApplicationId));
        QCOMPARE(database.execAndGet("PRAGMA user_version").getInt(), newestVersion(storeMigrations()));
        QCOMPARE(database.execAndGet("PRAGMA journal_mode").getString(), std::string("wal"));
    }

    void onlyProjectsHaveOne() {
        const TemporaryProject project;
        fs::remove(project.folder() / "teacher.safetensors");
        for (const StoreAccess access : {StoreAccess::Read, StoreAccess::Write})
            verifyContains(sentenceOf([&] { ProjectStore(project.folder(), access); }), "is not a Kintsugi project");
        QVERIFY(fs::is_empty(project.folder()));
        verifyContains(sentenceOf([&] { ProjectStore(project.root() / "none"); }), "is not a Kintsugi project");
    }

    void readingMakesNothing() {
        const TemporaryProject project;
        ProjectStore store(project.folder(), StoreAccess::Read);
        QVERIFY(store.surrogates().empty());
        verifyContains(sentenceOf<InputError>([&] { store.setNote("a", "b"); }), "opened for reading only");
        QCOMPARE(filesOf(project.folder()), (std::vector<std::string>{"teacher.safetensors"}));
    }

    void readingLeavesTheFileAlone() {
        const TemporaryProject project;
        fillStore(project);
        const QByteArray before = bytesOf(project.database());
        {
            ProjectStore store(project.folder(), StoreAccess::Read);
            QCOMPARE(store.surrogates().size(), std::size_t(1));
            verifyContains(sentenceOf<InputError>([&] { store.setNote("a", "b"); }), "opened for reading only");
        }
        QCOMPARE(filesOf(project.folder()), (std::vector<std::string>{"lock", "project.db", "teacher.safetensors"}));
        QVERIFY(bytesOf(project.database()) == before);
    }

    void refusedFilesStayAsTheyWere_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("sentence");
        const TemporaryProject project;
        fillStore(project);
        const QByteArray whole = bytesOf(project.database());
        const auto made = [&](const std::string& statements) {
            const fs::path file = project.root() / "made.db";
            fs::remove(file);
            sql(file, statements);
            return bytesOf(file);
        };
        QByteArray overwritten = whole;
        overwritten.replace(4096, 4096, QByteArray(4096, '\x5a'));
        QByteArray noise;
        for (int i = 0; i < 20000; ++i)
            noise += static_cast<char>((i * 2654435761u) >> 13);
        QTest::newRow("another program's")
            << made("CREATE TABLE bookmarks (url TEXT)") << "a database of another program";
        QTest::newRow("another application id")
            << made("PRAGMA application_id = 252006673; CREATE TABLE features (name TEXT)")
            << "a database of another program";
        QTest::newRow("another program's in WAL mode")
            << made("PRAGMA journal_mode = WAL; CREATE TABLE bookmarks (url TEXT)") << "a database of another program";
        QTest::newRow("newer version") << made(ours + "PRAGMA user_version = 4711; CREATE TABLE surrogates (x TEXT)")
                                       << "made by a newer version of Kintsugi (schema 4711, this program reads up to";
        QTest::newRow("newer version in WAL mode")
            << made(ours + "PRAGMA journal_mode = WAL; PRAGMA user_version = 4711; CREATE TABLE surrogates (x TEXT)")
            << "made by a newer version";
        QTest::newRow("empty") << QByteArray() << "not a database, or only the beginning of one";
        QTest::newRow("one byte") << QByteArray("S") << "not a database, or only the beginning of one";
        QTest::newRow("random bytes") << noise << "not a database, or only the beginning of one";
        QTest::newRow("text") << QByteArray("psnr,ssim\n").repeated(500) << "not a database";
        QTest::newRow("cut in the header") << whole.left(60) << "not a database, or only the beginning of one";
        QTest::newRow("cut after a page") << whole.left(4096) << "is damaged";
        QTest::newRow("cut in a page") << whole.left(5 * 4096 + 100) << "is damaged";
        QTest::newRow("last byte missing") << whole.left(whole.size() - 1) << "is damaged";
        QTest::newRow("a page overwritten") << overwritten << "is damaged";
    }
    void refusedFilesStayAsTheyWere() {
        QFETCH(QByteArray, content);
        QFETCH(QString, sentence);
        const TemporaryProject project;
        write(project.database(), content);
        for (const StoreAccess access : {StoreAccess::Write, StoreAccess::Read}) {
            const QString said = sentenceOf([&] { ProjectStore(project.folder(), access); });
            verifyContains(said, sentence);
            verifyContains(said, text(project.database().string()));
            QVERIFY(bytesOf(project.database()) == content);
            for (const std::string& name : filesOf(project.folder()))
                QVERIFY2(name == "lock" || name == "project.db" || name == "teacher.safetensors", name.c_str());
        }
        fs::remove(project.database());
        QVERIFY(!ProjectStore(project.folder()).isReadOnly());
    }

    /// A newer program was killed: its version is in the log only.
    void newerVersionInTheLog() {
        const TemporaryProject project;
        fillStore(project);
        const TemporaryProject copy;
        {
            SQLite::Database newer(project.database().string(), SQLite::OPEN_READWRITE);
            newer.exec("PRAGMA user_version = 4711");
            for (const char* suffix : {"", "-wal"})
                fs::copy_file(project.database().string() + suffix, copy.database().string() + suffix);
        }
        const fs::path log = copy.database().string() + "-wal";
        const QByteArray file = bytesOf(copy.database()), logged = bytesOf(log);
        verifyContains(sentenceOf([&] { ProjectStore{copy.folder()}; }), "made by a newer version of Kintsugi");
        QVERIFY(bytesOf(copy.database()) == file);
        QVERIFY(bytesOf(log) == logged);
    }

    void logOfARemovedDatabaseIsNotTakenForTheNewOnes() {
        const TemporaryProject project;
        QByteArray log;
        {
            ProjectStore store(project.folder());
            store.setNote("old", "yes");
            log = bytesOf(project.database().string() + "-wal");
        }
        QVERIFY(!log.isEmpty());
        fs::remove(project.database());
        write(project.database().string() + "-wal", log);
        QVERIFY(ProjectStore(project.folder()).notes().empty());
    }

    void olderFileIsBroughtUpToDate() {
        const TemporaryProject project;
        sql(project.database(), ours + "CREATE TABLE older (x TEXT); INSERT INTO older VALUES ('kept')");
        const QByteArray before = bytesOf(project.database());
        {
            const ProjectStore reader(project.folder(), StoreAccess::Read);
            QVERIFY(reader.surrogates().empty());
            QVERIFY(bytesOf(project.database()) == before);
        }
        fillStore(project);
        QCOMPARE(ProjectStore(project.folder()).surrogates().size(), std::size_t(1));
        SQLite::Database database(project.database().string());
        QCOMPARE(database.execAndGet("PRAGMA user_version").getInt(), newestVersion(storeMigrations()));
        QCOMPARE(database.execAndGet("SELECT x FROM older").getString(), std::string("kept"));
    }

    void migrationsAreNumberedWithoutAGap() {
        int version = 0;
        for (const StoreMigration& migration : storeMigrations())
            QCOMPARE(migration.version, ++version);
        QVERIFY(version > 0);
    }

    void migrationsRunOnceAndWholly() {
        SQLite::Database database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        std::vector<StoreMigration> list{
            {1, "CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1)"},
            {2, "ALTER TABLE a ADD COLUMN y INTEGER DEFAULT 7; INSERT INTO a VALUES (2, 8)"}};
        const auto sum = [&] { return database.execAndGet("SELECT sum(x) * 100 + sum(y) FROM a").getInt(); };
        migrate(database, std::span(list).first(1));
        QCOMPARE(schemaVersion(database), 1);
        migrate(database, list);
        QCOMPARE(schemaVersion(database), 2);
        QCOMPARE(sum(), 315);
        migrate(database, list);
        QCOMPARE(sum(), 315);

        list.push_back({3, "INSERT INTO a VALUES (4, 4)"});
        list.push_back({4, "INSERT INTO a VALUES (8, 8); INSERT INTO nowhere VALUES (1)"});
        QVERIFY_EXCEPTION_THROWN(migrate(database, list), SQLite::Exception);
        QCOMPARE(schemaVersion(database), 3);
        QCOMPARE(sum(), 719);
    }

    void runningBecomesInterrupted() {
        const TemporaryProject project;
        std::vector<std::int64_t> ids;
        const std::array states{SearchState::Running, SearchState::Paused, SearchState::Finished, SearchState::Failed};
        {
            ProjectStore store(project.folder());
            store.addValidationSet(sampleSet());
            for (const SearchState state : states) {
                ids.push_back(store.addSearch(sampleDefinition()));
                store.setSearchState(ids.back(), state, 1);
            }
            const ProjectStore second(project.folder());
            QVERIFY(second.isReadOnly());
            QVERIFY(second.search(ids[0])->state == SearchState::Running);
        }
        QVERIFY(ProjectStore(project.folder(), StoreAccess::Read).search(ids[0])->state == SearchState::Running);
        const ProjectStore store(project.folder());
        QVERIFY(store.search(ids[0])->state == SearchState::Interrupted);
        for (std::size_t i = 1; i < states.size(); ++i)
            QVERIFY(store.search(ids[i])->state == states[i]);
    }

    void readOnlyFolder_data() {
        QTest::addColumn<bool>("hasDatabase");
        QTest::addColumn<bool>("older");
        QTest::newRow("with a database") << true << false;
        QTest::newRow("with an older database") << true << true;
        QTest::newRow("without") << false << false;
    }
    void readOnlyFolder() {
        QFETCH(bool, hasDatabase);
        QFETCH(bool, older);
        const TemporaryProject project;
        if (older)
            sql(project.database(), ours + "PRAGMA journal_mode = WAL; CREATE TABLE older (x TEXT)");
        else if (hasDatabase)
            fillStore(project);
        const auto files = filesOf(project.folder());
        const ReadOnlyFolder guard(project.folder());
        for (const StoreAccess access : {StoreAccess::Write, StoreAccess::Read}) {
            ProjectStore store(project.folder(), access);
            QVERIFY(store.isReadOnly());
            QCOMPARE(store.surrogates().size(), std::size_t(hasDatabase && !older));
            QCOMPARE(sentenceOf<InputError>([&] { store.setNote("a", "b"); }), text(store.readOnlyReason()));
            if (access == StoreAccess::Write)
                verifyContains(text(store.readOnlyReason()), "may not be written, so it can only be read");
        }
        QCOMPARE(filesOf(project.folder()), files);
    }

    /// What a killed program left in the log must not be overlooked by one that cannot merge it.
    void readOnlyFolderWithALog() {
        const TemporaryProject project, copy, bare;
        {
            ProjectStore store(project.folder());
            store.setNote("logged", "yes");
            for (const char* suffix : {"", "-wal", "-shm"})
                fs::copy_file(project.database().string() + suffix, copy.database().string() + suffix);
            for (const char* suffix : {"", "-wal"})
                fs::copy_file(project.database().string() + suffix, bare.database().string() + suffix);
        }
        {
            const ReadOnlyFolder guard(copy.folder());
            QVERIFY(ProjectStore(copy.folder()).note("logged") == "yes");
        }
        {
            const ReadOnlyFolder guard(bare.folder());
            verifyContains(sentenceOf([&] { ProjectStore{bare.folder()}; }),
                           "copy the project to a folder of your own");
        }
        QVERIFY(ProjectStore(bare.folder()).note("logged") == "yes");
    }

    void oddNames() {
        const TemporaryProject project;
        const fs::path folder = project.root() / "100% \xc3\xbc?immutable=0#'1'.kintsugi";
        fs::rename(project.folder(), folder);
        ProjectStore(folder).setNote("a", "b");
        QVERIFY(ProjectStore(folder, StoreAccess::Read).note("a") == "b");
        const ReadOnlyFolder guard(folder);
        QVERIFY(ProjectStore(folder).note("a") == "b");
    }
};

QTEST_GUILESS_MAIN(OpeningTest)
#include "opening_test.moc"
