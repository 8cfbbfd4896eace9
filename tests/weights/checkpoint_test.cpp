#include "weights/checkpoint.h"

#include "base/atomic_file.h"
#include "reader_test.h"
#include "weights/safetensors.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace kintsugi;

class CheckpointTest : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_folder;

private Q_SLOTS:
    void choosesByContent() {
        const std::filesystem::path wrongName = m_folder.filePath("weights.pth").toStdString();
        writeSafetensors(wrongName, {{"a", makeTensor({1}, std::vector<float>{1})}});
        QCOMPARE(readCheckpoint(wrongName).format, std::string("safetensors"));
        QCOMPARE(readCheckpoint(KINTSUGI_WEIGHTS_DATA_DIR "/dict.pth").format, std::string("pth"));
        QCOMPARE(readCheckpoint(KINTSUGI_WEIGHTS_DATA_DIR "/legacy_tied.pth").format, std::string("pth-legacy"));
    }

    void saysWhatAForeignFileIs_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("said");
        QTest::newRow("empty") << QByteArray() << "is empty";
        QTest::newRow("page") << QByteArray("\n<!DOCTYPE html><html>") << "is a web page";
        QTest::newRow("page with mark") << QByteArray("\xEF\xBB\xBF<HTML>") << "is a web page";
        QTest::newRow("pointer") << QByteArray("version https://git-lfs.github.com/spec/v1\noid sha256:0\n")
                                 << "git lfs pull";
        QTest::newRow("JSON") << QByteArray("{\"a\": 1}") << "JSON";
        QTest::newRow("gzip") << QByteArray("\x1f\x8b\x08") << "unpack it";
        QTest::newRow("tar") << QByteArray(257, 'x') + "ustar" + QByteArray(250, 'x') << "tar archive";
        QTest::newRow("HDF5") << QByteArray("\x89HDF\r\n") << "HDF5";
        QTest::newRow("pickle") << QByteArray("\x80\x04}.") << "torch.save did not write";
        QTest::newRow("short") << QByteArray("abc") << "holds only 3 bytes";
        QTest::newRow("other") << QByteArray(1000, 'x') << "neither a PyTorch checkpoint nor";
        QTest::newRow("zip cut off") << QByteArray("PK\x03\x04") + QByteArray(100, 'x') << "incomplete";
    }
    void saysWhatAForeignFileIs() {
        QFETCH(QByteArray, content);
        QFETCH(QString, said);
        COMPARE_REFUSAL(refusalOf(content.toStdString()), said);
    }

    void saysWhyAPathIsNoFile() {
        const auto read = [&](const QString& path) { return refusal([&] { readCheckpoint(path.toStdString()); }); };
        QVERIFY(read(m_folder.path()).contains("is a folder"));
        QVERIFY(read(m_folder.filePath("absent.pth")).contains("absent.pth: No such file"));
        QVERIFY(read("/dev/null").contains("not a regular file"));
        const QString empty = m_folder.filePath("empty.pth");
        writeFileAtomically(empty.toStdString(), [](std::ostream&) {});
        QVERIFY(read(empty).contains("empty.pth is empty"));
    }
};

QTEST_APPLESS_MAIN(CheckpointTest)
#include "checkpoint_test.moc"
