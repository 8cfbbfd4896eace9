#pragma once

#include "base/error.h"
#include "project/project_store.h"

#include <QtTest>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace kintsugi::test {

namespace fs = std::filesystem;

inline QString text(const std::string& value) {
    return QString::fromStdString(value);
}

/// A folder that counts as a project, alone in a new folder.
class TemporaryProject {
public:
    TemporaryProject() : m_folder(fs::path(m_root.path().toStdString()) / "photo.kintsugi") {
        fs::create_directory(m_folder);
        std::ofstream(m_folder / "teacher.safetensors") << "teacher";
    }
    fs::path root() const { return m_folder.parent_path(); }
    const fs::path& folder() const { return m_folder; }
    fs::path database() const { return m_folder / ProjectStore::fileName; }

private:
    QTemporaryDir m_root;
    fs::path m_folder;
};

inline QByteArray bytesOf(const fs::path& path) {
    QFile file(text(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void write(const fs::path& path, const QByteArray& bytes) {
    QFile file(text(path.string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

/// What a user without rights on the folder sees; the superuser has all rights, so it steps down meanwhile.
class ReadOnlyFolder {
public:
    explicit ReadOnlyFolder(const fs::path& folder) : m_folder(folder) {
        fs::permissions(folder.parent_path(), fs::perms(0755));
        allow(fs::perms(0444), fs::perms(0555));
        m_steppedDown = ::geteuid() == 0 && ::seteuid(65534) == 0;
    }
    ~ReadOnlyFolder() {
        if (m_steppedDown && ::seteuid(0) != 0)
            std::abort();
        allow(fs::perms(0644), fs::perms(0755));
    }

private:
    void allow(fs::perms files, fs::perms folder) {
        for (const auto& entry : fs::recursive_directory_iterator(m_folder))
            fs::permissions(entry, entry.is_directory() ? folder : files);
        fs::permissions(m_folder, folder);
    }

    fs::path m_folder;
    bool m_steppedDown = false;
};

inline std::vector<std::string> filesOf(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// The sentence of the Kind of Error that @p work throws; another text when it throws none.
template <class Kind = FileError, class Work> QString sentenceOf(const Work& work) {
    try {
        work();
    } catch (const Kind& error) {
        return text(error.what());
    } catch (const std::exception& other) {
        return QString("another exception: %1").arg(other.what());
    }
    return "no exception";
}

inline void verifyContains(const QString& sentence, const QString& part) {
    QVERIFY2(sentence.contains(part), qPrintable(sentence + " -- has no -- " + part));
}

inline ValidationSet sampleSet(const std::string& id = "5e7") {
    return {id, "denoise-color-25", "teacherhash", 12, 128, 0xfedcba9876543210u, "12 photographs"};
}

inline SearchDefinition sampleDefinition() {
    return {"exact", "blocks and stages", 45, 0xfedcba9876543210u, "transformers", R"({"minimumGain":0.1})", "5e7"};
}

inline SurrogateRecord sampleSurrogate() {
    SurrogateRecord r;
    r.span = {StageId::enc2, 0, 2};
    r.kind = BlockKind::MambaIr;
    r.run = 2;
    r.file = "surrogates/enc2-0-2.mambair2.safetensors";
    r.fileBytes = 5'000'000'000;
    r.teacher = "teacherhash";
    r.relativeError = 0.0625;
    r.psnrAfterFeatures = 30.5;
    r.iterations = 20000;
    r.seconds = 12.75;
    r.curveJson = "[[0,1.0],[100,0.5]]";
    r.optionsJson = R"({"iterations":20000,"title":"Über 'alles'"})";
    r.created = "2025-01-31T12:00:00Z";
    return r;
}

inline EvaluationRecord sampleEvaluation(const std::string& architecture = "T*4/lite2:6") {
    return {"5e7", architecture, 31.25, 0.875, {30.0, 32.5, std::numeric_limits<double>::infinity()}, {0.5, 0.75, 1.0},
            0.5};
}

} // namespace kintsugi::test
