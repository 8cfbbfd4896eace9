#include "project/project_copy.h"
#include "support.h"

#include <csignal>
#include <sys/resource.h>

using namespace kintsugi;
using namespace kintsugi::test;

namespace {

/// A project with weights, state of a training, and what running programs leave behind.
void fill(const TemporaryProject& project) {
    ProjectStore(project.folder()).putSurrogate(sampleSurrogate());
    fs::create_directories(project.folder() / "surrogates" / "deep");
    fs::create_directory(project.folder() / "train");
    write(project.folder() / "surrogates" / "a.safetensors", QByteArray(100'000, 'a'));
    write(project.folder() / "surrogates" / "deep" / "b.safetensors", "b");
    write(project.folder() / "surrogates" / "c.safetensors.tmp123", "half");
    write(project.folder() / "train" / "lock", "123");
    write(project.folder() / "train" / "curve.csv", "iteration\n");
}

std::vector<std::string> treeOf(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        names.push_back(fs::relative(entry.path(), folder).string());
    std::sort(names.begin(), names.end());
    return names;
}

const std::vector<std::string> copied{
    "project.db",          "surrogates", "surrogates/a.safetensors", "surrogates/deep", "surrogates/deep/b.safetensors",
    "teacher.safetensors", "train",      "train/curve.csv"};

} // namespace

class CopyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everythingButWhatPasses() {
        const TemporaryProject project;
        fill(project);
        const fs::path copy = project.root() / "copy.kintsugi" / ""; // with a slash at its end
        copyProject(project.folder(), copy);
        QCOMPARE(treeOf(copy), copied);
        QCOMPARE(bytesOf(copy / "surrogates" / "a.safetensors"), QByteArray(100'000, 'a'));
        ProjectStore store(copy);
        QVERIFY(!store.isReadOnly());
        QVERIFY(store.surrogates() == std::vector{sampleSurrogate()});
        store.setNote("changed", "yes");
        QVERIFY(!ProjectStore(project.folder()).note("changed"));
        QCOMPARE(treeOf(project.root()).front(), std::string("copy.kintsugi")); // no temporary folder before it
    }

    void whatIsOnlyInTheLogIsCopied() {
        const TemporaryProject project;
        fill(project);
        ProjectStore store(project.folder());
        store.setNote("logged", "yes");
        copyProject(project.folder(), project.root() / "copy.kintsugi");
        store.setNote("logged", "later");
        QVERIFY(ProjectStore(project.root() / "copy.kintsugi").note("logged") == "yes");
    }

    void aReadOnlyProjectBecomesWritable() {
        const TemporaryProject project;
        fill(project);
        const fs::path place = project.root() / "mine";
        fs::create_directory(place);
        fs::permissions(place, fs::perms(0777));
        const fs::path copy = place / "copy.kintsugi";
        {
            const ReadOnlyFolder guard(project.folder());
            copyProject(project.folder(), copy);
            ProjectStore store(copy);
            QVERIFY2(!store.isReadOnly(), store.readOnlyReason().c_str());
            store.setNote("changed", "yes");
            QVERIFY(std::ofstream(copy / "teacher.safetensors", std::ios::app).is_open());
        }
        QVERIFY(ProjectStore(copy).surrogates() == std::vector{sampleSurrogate()});
    }

    void aProjectWithoutDatabase() {
        const TemporaryProject project;
        copyProject(project.folder(), project.root() / "copy.kintsugi");
        QCOMPARE(treeOf(project.root() / "copy.kintsugi"), std::vector<std::string>{"teacher.safetensors"});
    }

    void anEmptyFolderIsFilled() {
        const TemporaryProject project;
        fs::create_directory(project.root() / "copy.kintsugi");
        copyProject(project.folder(), project.root() / "copy.kintsugi");
        QVERIFY(fs::exists(project.root() / "copy.kintsugi" / "teacher.safetensors"));
    }

    void wrongPlaces() {
        const TemporaryProject project, other;
        fill(project);
        const auto before = treeOf(project.root());
        const auto to = [&](const fs::path& place) { return [&, place] { copyProject(project.folder(), place); }; };
        verifyContains(sentenceOf<InputError>(to(project.root() / "copy")),
                       "use " + text(project.root().string()) + "/copy.kintsugi");
        verifyContains(sentenceOf<InputError>(to(project.folder() / "in.kintsugi")), "lies inside");
        verifyContains(sentenceOf<InputError>(to(project.folder() / "train" / "in.kintsugi")), "lies inside");
        verifyContains(sentenceOf<InputError>(to(project.folder())), "lies inside");
        verifyContains(sentenceOf(to(other.folder())), "exists already");
        verifyContains(sentenceOf(to(project.root() / "none" / "copy.kintsugi")), "Cannot copy");
        verifyContains(sentenceOf([&] { copyProject(project.root(), other.root() / "copy.kintsugi"); }),
                       "is not a Kintsugi");
        QCOMPARE(treeOf(project.root()), before);
        QCOMPARE(bytesOf(other.folder() / "teacher.safetensors"), QByteArray("teacher"));
    }

    void aDamagedProjectIsNotCopied() {
        const TemporaryProject project;
        fill(project);
        write(project.database(), bytesOf(project.database()).left(9000));
        verifyContains(sentenceOf([&] { copyProject(project.folder(), project.root() / "copy.kintsugi"); }),
                       "is damaged");
        QCOMPARE(filesOf(project.root()), std::vector<std::string>{"photo.kintsugi"});
    }

    void aFullDiskLeavesNothing() {
        const TemporaryProject project;
        fill(project);
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        QString sentence;
        for (const rlim_t limit : {40'000, 90'000}) { // too little for the database, too little for the weights
            const rlimit small{limit, before.rlim_max};
            ::setrlimit(RLIMIT_FSIZE, &small);
            sentence = sentenceOf([&] { copyProject(project.folder(), project.root() / "copy.kintsugi"); });
            ::setrlimit(RLIMIT_FSIZE, &before);
            verifyContains(sentence, "Cannot copy");
            QCOMPARE(filesOf(project.root()), std::vector<std::string>{"photo.kintsugi"});
        }
        std::signal(SIGXFSZ, SIG_DFL);
    }
};

QTEST_GUILESS_MAIN(CopyTest)
#include "copy_test.moc"
