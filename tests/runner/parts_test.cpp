#include "base/error.h"
#include "machine_state.h"
#include "model_file.h"
#include "node_times.h"
#include "options.h"
#include "parity.h"
#include "record_stream.h"
#include "runtime/onnx_models.h"
#include "sha256.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <fstream>
#include <functional>
#include <limits>

using namespace kintsugi;
using namespace kintsugi::runner;
using Ints = std::vector<int>;

namespace {

QString messageOf(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return QString::fromStdString(error.what());
    }
    return "nothing was thrown";
}

Options parse(std::vector<const char*> words) {
    words.insert(words.begin(), "kintsugi-runner");
    return parseOptions(static_cast<int>(words.size()), words.data());
}

void put(const std::filesystem::path& path, const std::string& content) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << content;
}

} // namespace

class RunnerPartsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void coreLists_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<std::vector<int>>("cores"); // none: refused
        QTest::newRow("one") << "3" << Ints{3};
        QTest::newRow("contract") << "0,2,4-7" << Ints{0, 2, 4, 5, 6, 7};
        QTest::newRow("any order, doubles") << "5,1-2,2" << Ints{1, 2, 5};
        QTest::newRow("empty") << "" << Ints{};
        QTest::newRow("empty part") << "1,,2" << Ints{};
        QTest::newRow("comma at the end") << "1," << Ints{};
        QTest::newRow("backwards") << "7-4" << Ints{};
        QTest::newRow("negative") << "-1" << Ints{};
        QTest::newRow("words") << "big" << Ints{};
        QTest::newRow("space") << "1, 2" << Ints{};
        QTest::newRow("too high") << "1024" << Ints{};
    }
    void coreLists() {
        QFETCH(QString, text);
        QFETCH(std::vector<int>, cores);
        if (cores.empty())
            QVERIFY_EXCEPTION_THROWN(parseCores(text.toStdString()), InputError);
        else
            QCOMPARE(parseCores(text.toStdString()), cores);
    }

    void sizes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::newRow("contract") << "480x320" << 480 << 320;
        QTest::newRow("zero") << "0x320" << 0 << 0;
        QTest::newRow("one number") << "480" << 0 << 0;
        QTest::newRow("three numbers") << "1x2x3" << 0 << 0;
        QTest::newRow("space") << "480 x320" << 0 << 0;
    }
    void sizes() {
        QFETCH(QString, text);
        QFETCH(int, height);
        QFETCH(int, width);
        if (height == 0) {
            QVERIFY_EXCEPTION_THROWN(parseSize(text.toStdString()), InputError);
            return;
        }
        QCOMPARE(parseSize(text.toStdString()).height, height);
        QCOMPARE(parseSize(text.toStdString()).width, width);
    }

    void commandLine() {
        const Options o = parse({"--model", "a", "--check", "x", "--model", "b", "--check", "y", "--threads", "2",
                                 "--cores", "0-1", "--warmup", "4", "--seconds", "2.5", "--profile"});
        QCOMPARE(o.models, (std::vector<std::filesystem::path>{"a", "b"}));
        QCOMPARE(o.checks, (std::vector<std::filesystem::path>{"x", "y"}));
        QCOMPARE(o.threads, 2);
        QCOMPARE(o.cores, (Ints{0, 1}));
        QCOMPARE(o.warmUps, std::optional(4));
        QCOMPARE(o.seconds, std::optional(2.5));
        QVERIFY(!o.runs && o.profile && !o.probe);
        QVERIFY(!parse({"--model", "a", "--warmup", "auto"}).warmUps);
    }

    void wrongCommandLine_data() {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("nothing") << QStringList{};
        QTest::newRow("probe and model") << QStringList{"--probe", "--model", "a"};
        QTest::newRow("one check for two") << QStringList{"--model", "a", "--model", "b", "--check", "x"};
        QTest::newRow("no threads") << QStringList{"--model", "a", "--threads", "0"};
        QTest::newRow("no runs") << QStringList{"--model", "a", "--runs", "0"};
        QTest::newRow("warm-up") << QStringList{"--model", "a", "--warmup", "some"};
        QTest::newRow("unknown") << QStringList{"--model", "a", "--fast"};
        QTest::newRow("stray word") << QStringList{"--model", "a", "b"};
    }
    void wrongCommandLine() {
        QFETCH(QStringList, words);
        std::vector<QByteArray> bytes;
        std::vector<const char*> pointers;
        for (const QString& word : words)
            bytes.push_back(word.toUtf8());
        for (const QByteArray& word : bytes)
            pointers.push_back(word.constData());
        QVERIFY_EXCEPTION_THROWN(parse(pointers), InputError);
    }

    void checksums() {
        QCOMPARE(runner::crc32("123456789"), 0xCBF43926u);
        QCOMPARE(runner::crc32("6789", runner::crc32("12345")), 0xCBF43926u);
        QByteArray bytes;
        for (int length = 0; length < 200; ++length) {
            const auto want = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString();
            QCOMPARE(sha256(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(length)))), want);
            bytes.append(static_cast<char>(length * 7 + 1));
        }
    }

    void metadata() {
        const auto path = folder() / "named.onnx";
        models::saveScanNetwork(path, 4, 4, "T*4/lite2:6");
        const ModelFile file = describeModel(path);
        QCOMPARE(file.metadata.at("kintsugi.architecture"), std::string("T*4/lite2:6"));
        QCOMPARE(file.bytes, std::filesystem::file_size(path));
        for (std::uint64_t size = 0; size < file.bytes;
             size += 37) { // a broken file may say anything but must not hurt
            std::ifstream stream(path, std::ios::binary);
            std::vector<char> part(size);
            stream.read(part.data(), static_cast<std::streamsize>(size));
            readMetadata(std::as_bytes(std::span(part)));
        }
        QVERIFY(messageOf([&] { describeModel(folder() / "absent"); }).contains("absent"));
    }

    void places_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("stage"); // "-": none
        QTest::addColumn<QString>("edge");
        QTest::newRow("surrogate") << "enc2/0-2.lite1/scan"
                                   << "enc2"
                                   << "0-2.lite1";
        QTest::newRow("teacher") << "refine/3-4/attn/qkv"
                                 << "refine"
                                 << "3-4";
        QTest::newRow("last stage, short") << "bottleneck/0-1"
                                           << "bottleneck"
                                           << "0-1";
        QTest::newRow("outside") << "patch_embed/conv"
                                 << "base"
                                 << "-";
        QTest::newRow("base") << "base/add"
                              << "base"
                              << "-";
        QTest::newRow("skip") << "skip/dec2/cat"
                              << "base"
                              << "-";
        QTest::newRow("fused") << "Gelu"
                               << "-"
                               << "-";
        QTest::newRow("reordered") << "ReorderOutput_token_12"
                                   << "-"
                                   << "-";
        QTest::newRow("longer word") << "enc21/0-2/scan"
                                     << "base"
                                     << "-";
    }
    void places() {
        QFETCH(QString, name);
        QFETCH(QString, stage);
        QFETCH(QString, edge);
        const NodePlace place = placeOf(name.toStdString());
        QCOMPARE(QString::fromStdString(place.stage.value_or("-")), stage);
        QCOMPARE(QString::fromStdString(place.edge.value_or("-")), edge);
    }

    void nodeTimes() {
        // Two runs to skip, three to keep; a body inside "loop"; "twice" comes twice in a run.
        const auto node = [](const char* name, int start, int duration) {
            return QString(R"({"cat":"Node","name":"%1_kernel_time","ts":%2,"dur":%3,"args":{"op_name":"Op"}},)")
                .arg(name)
                .arg(start)
                .arg(duration);
        };
        QString profile = R"([{"cat":"Session","name":"session_initialization","ts":0,"dur":5},)";
        for (const int us : {9000, 9000, 1000, 3000, 2000}) {
            profile += node("body", 110'000, us) + node("loop", 100'000, 4 * us + 10'000);
            profile += node("twice", 200'000, us) + node("twice", 220'000, us);
            profile += R"({"cat":"Session","name":"model_run","ts":90000,"dur":1},)";
        }
        profile.chop(1);
        put(folder() / "profile.json", (profile + "]").toStdString());
        const auto times = readNodeTimes(folder() / "profile.json", 2);
        QCOMPARE(times.size(), std::size_t{2});
        QCOMPARE(times[0].name, std::string("loop"));
        QCOMPARE(times[0].op, std::string("Op"));
        QCOMPARE(times[0].ms, 18.0);
        QCOMPARE(times[0].runs, 3);
        QCOMPARE(times[1].name, std::string("twice"));
        QCOMPARE(times[1].ms, 4.0);
        put(folder() / "cut.json", profile.left(200).toStdString());
        QVERIFY(messageOf([&] { readNodeTimes(folder() / "cut.json", 0); }).contains("damaged"));
    }

    void machineThatTellsNothing() {
        const MachineState machine(folder() / "nowhere");
        QVERIFY(!machine.processor() && !machine.hottest() && !machine.memoryAvailable() && !machine.peakMemory());
        QVERIFY(machine.celsius().empty());
        for (const PerCore& values : {machine.capacity(), machine.maxKhz(), machine.khz()}) {
            QCOMPARE(values.size(), static_cast<std::size_t>(machine.cores()));
            for (const auto& value : values)
                QVERIFY(!value);
        }
        QVERIFY(!machine.khz(Ints{0}));
    }

    void machineLikeAPhone() {
        const auto root = folder() / "phone";
        const auto zone = [&](int i, const char* type, const char* temp) {
            const auto at = root / "sys/class/thermal" / ("thermal_zone" + std::to_string(i));
            put(at / "type", type);
            put(at / "temp", temp);
        };
        zone(0, "cpu-0-0\n", "41500\n");
        zone(1, "battery\n", "60000\n");
        zone(2, "absent\n", "-273000\n");
        zone(4, "cpu-0-0\n", "43250\n");
        put(root / "sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "1800000\n");
        put(root / "sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq", "2400000\n");
        put(root / "sys/devices/system/cpu/cpu0/cpu_capacity", "512\n");
        put(root / "proc/cpuinfo", "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd05\n");
        put(root / "proc/meminfo", "MemTotal: 8 kB\nMemAvailable:   3 kB\n");
        put(root / "proc/self/status", "Name:\tx\nVmHWM:\t   2048 kB\n");
        const MachineState machine(root);
        QCOMPARE(machine.celsius(),
                 (std::map<std::string, double>{{"battery", 60}, {"cpu-0-0", 41.5}, {"cpu-0-0#2", 43.25}}));
        QCOMPARE(machine.hottest(), std::optional(43.25));
        QCOMPARE(machine.khz(Ints{0, 999}), std::optional(1'800'000.0));
        QCOMPARE(machine.maxKhz()[0], std::optional(2'400'000.0));
        QCOMPARE(machine.capacity()[0], std::optional(512.0));
        QCOMPARE(machine.processor(), std::optional(std::string("implementer 0x41, part 0xd05")));
        QCOMPARE(machine.memoryAvailable(), std::optional<std::uint64_t>(3072));
        QCOMPARE(machine.peakMemory(), std::optional<std::uint64_t>(2048 * 1024));
    }

    void parity_data() {
        QTest::addColumn<float>("got"); // expected is 4 of {4, -2}
        QTest::addColumn<double>("relative");
        QTest::addColumn<bool>("pass");
        QTest::newRow("same") << 4.0f << 0.0 << true;
        QTest::newRow("within") << 4.0f + 0.00025f << 6.1e-5 << true;
        QTest::newRow("beyond") << 4.0f + 0.00075f << 1.87e-4 << false;
        QTest::newRow("not a number") << std::numeric_limits<float>::quiet_NaN() << std::nan("") << false;
        QTest::newRow("infinite") << std::numeric_limits<float>::infinity() << std::nan("") << false;
    }
    void parity() {
        QFETCH(float, got);
        QFETCH(double, relative);
        QFETCH(bool, pass);
        const Expectation expectation{{}, {"output", {1, 2}, {4, -2}}, 1e-4};
        const Difference difference = compare({"output", {1, 2}, {got, -2}}, expectation);
        QCOMPARE(difference.pass, pass);
        QCOMPARE(std::isnan(difference.maxRel), std::isnan(relative));
        QVERIFY(std::isnan(relative) || std::abs(difference.maxRel - relative) < 3e-6);
        QVERIFY(messageOf([&] { compare({"output", {2, 1}, {4, -2}}, expectation); }).contains("another shape"));
    }

    void zeroExpectationFailsUnlessEqual() {
        const Expectation expectation{{}, {"output", {1}, {0}}, 1e-4};
        QVERIFY(!compare({"output", {1}, {1e-9f}}, expectation).pass);
    }

private:
    std::filesystem::path folder() const { return m_folder.path().toStdString(); }
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(RunnerPartsTest)
#include "parts_test.moc"
