#include "support.h"
#include "weights/safetensors.h"

#include <limits>

using namespace kintsugi;
using namespace kintsugi::test;

class CommandsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    fs::path m_root, m_golden = KINTSUGI_GOLDEN_DIR;
    QString m_images, m_project, m_config;
    QByteArray m_teacher;

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        m_root = m_folder.path().toStdString();
        m_images = writePictures(m_root);
        m_config = writeConfig(m_root);
        m_project = text(m_root / "tiny.kintsugi");
        const Result made =
            cli({"new", m_project, "--teacher", text(m_golden / "restormer-tiny-withbias" / "weights.pth"), "--task",
                 "denoise-color-25", "--json"});
        QVERIFY2(made.code == 0, made.err);
        m_teacher = bytesOf(m_root / "tiny.kintsugi" / "teacher.safetensors");
    }

    void helpNeedsNoEngine() {
        // Alone in a folder, the program has no engine to load, so whatever works here starts at once.
        const fs::path alone = m_root / "alone";
        fs::create_directory(alone);
        fs::copy_file(KINTSUGI_CLI, alone / "kintsugi-cli");
        const QString program = text(alone / "kintsugi-cli");
        const Result help = cli({"--help"}, program);
        QCOMPARE(help.code, 0);
        for (const char* command :
             {"info", "infer", "verify", "new", "pack", "train", "evaluate", "restore", "export", "bench"}) {
            QVERIFY2(help.out.contains(command), command);
            const Result one = cli({command, "--help"}, program);
            QCOMPARE(one.code, 0);
            QVERIFY2(one.out.contains("kintsugi-cli " + QByteArray(command)), one.out); // the example
        }
        QCOMPARE(cli({"--version"}, program).code, 0);
        const Result info = cli({"info", m_project}, program);
        QCOMPARE(info.code, 1);
        QVERIFY2(info.err.contains("engine"), info.err);
    }

    void wrongUsageIsTwo_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("nothing") << QStringList{};
        QTest::newRow("unknown command") << QStringList{"restor"};
        QTest::newRow("unknown option") << QStringList{"info", m_project, "--sice", "8x8"};
        QTest::newRow("missing argument") << QStringList{"info"};
        QTest::newRow("missing option") << QStringList{"new", text(m_root / "x.kintsugi")};
        QTest::newRow("a word for a number")
            << QStringList{"train", m_project, "--images", m_images, "--iterations", "many"};
    }
    void wrongUsageIsTwo() {
        QFETCH(QStringList, arguments);
        const Result result = cli(arguments);
        QVERIFY2(result.code == 2, result.err);
        QVERIFY(!result.err.isEmpty());
    }

    void badInputIsOneSentence_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("word");
        const fs::path weights = m_golden / "restormer-tiny-withbias" / "weights.pth";
        write(m_root / "truncated.pth", bytesOf(weights).left(5000));
        write(m_root / "empty.pth", {});
        write(m_root / "words.txt", "these are words\n");
        write(m_root / "odd.json", R"({"dim": 7})");
        fs::create_directory(m_root / "nothing");
        write(m_root / "cut.png", bytesOf(m_root / "images" / "0.png").left(300));
        const auto in = [&](const char* name) { return text(m_root / name); };
        const QStringList train{"train",   in("bad.kintsugi"), "--config",     m_config,
                                "--task",  "denoise-color-25", "--iterations", "1",
                                "--images"};
        QTest::newRow("no such file") << QStringList{"info", in("none.pth")} << "none.pth";
        QTest::newRow("truncated checkpoint") << QStringList{"info", in("truncated.pth")} << "truncated.pth";
        QTest::newRow("empty checkpoint") << QStringList{"info", in("empty.pth")} << "empty.pth";
        QTest::newRow("not a checkpoint")
            << QStringList{"new", in("bad.kintsugi"), "--teacher", in("words.txt"), "--task", "denoise-color-25"}
            << "words.txt";
        QTest::newRow("unknown task") << QStringList{"new",         in("bad.kintsugi"), "--teacher",
                                                     text(weights), "--task",           "denoise-color-999"}
                                      << "denoise-color-SIGMA";
        QTest::newRow("task of other channels")
            << QStringList{"new", in("bad.kintsugi"), "--teacher", text(weights), "--task", "denoise-gray-25"}
            << "channels";
        QTest::newRow("a config that does not fit")
            << QStringList{"new",      in("bad.kintsugi"), "--teacher", text(weights),
                           "--config", m_config,           "--task",    "denoise-color-25"}
            << "weights.pth";
        QTest::newRow("an impossible config")
            << QStringList{"train",    in("bad.kintsugi"), "--images", m_images,
                           "--config", in("odd.json"),     "--task",   "denoise-color-25"}
            << "odd.json";
        QTest::newRow("a project that exists")
            << QStringList{"new", m_project, "--teacher", text(weights), "--task", "denoise-color-25"}
            << "tiny.kintsugi";
        QTest::newRow("not a project") << QStringList{"restore",          in("images"), "--input",
                                                      in("images/0.png"), "--output",   in("out")}
                                       << "images";
        QTest::newRow("architecture that does not fit")
            << QStringList{"evaluate", m_project, "--arch", "T/T", "--images", m_images} << "stage enc2";
        QTest::newRow("export of an odd size")
            << QStringList{"export", m_project, "--output", in("odd.onnx"), "--size", "20x16"} << "multiples of 8";
        QTest::newRow("export to nowhere")
            << QStringList{"export", m_project, "--output", in("words.txt/x.onnx"), "--size", "16x16"} << "x.onnx";
        QTest::newRow("surrogate that is missing")
            << QStringList{"evaluate", m_project, "--arch", "lite1:1/T*2/T*2/T*2/T*2/T*2/T/T*2", "--images", m_images}
            << "lite";
        QTest::newRow("no images") << QStringList{"evaluate", m_project, "--images", in("nothing")} << "nothing";
        QTest::newRow("no picture") << QStringList{"restore",       m_project,  "--input",
                                                   in("words.txt"), "--output", in("out")}
                                    << "words.txt";
        QTest::newRow("cut picture") << QStringList{"restore",     m_project,  "--input",
                                                    in("cut.png"), "--output", in("out")}
                                     << "cut.png";
        QTest::newRow("training without images") << train + QStringList{in("nothing")} << "nothing";
        QTest::newRow("odd patch") << train + QStringList{m_images, "--patch", "20"} << "20";
        QTest::newRow("training elsewhere") << train + QStringList{m_images, "--device", "cuda"} << "--device";
        QTest::newRow("batch and replicas") << train + QStringList{m_images, "--batch", "3", "--replicas", "2"} << "3";
        QTest::newRow("no folder with cases") << QStringList{"verify", in("nothing")} << "nothing";
        QTest::newRow("no such device") << QStringList{"infer",
                                                       "--weights",
                                                       text(weights),
                                                       "--device",
                                                       "cuda:7",
                                                       "--input",
                                                       text(m_golden / "restormer-tiny-withbias" / "input.safetensors"),
                                                       "--output",
                                                       in("o.safetensors")}
                                        << "cuda";
        const QString copy = in("weights-copy.pth");
        write(m_root / "weights-copy.pth", bytesOf(weights));
        QTest::newRow("infer onto its weights")
            << QStringList{"infer",
                           "--weights",
                           copy,
                           "--input",
                           text(m_golden / "restormer-tiny-withbias" / "input.safetensors"),
                           "--output",
                           copy}
            << "overwritten";
        QTest::newRow("export onto a picture")
            << QStringList{"export", m_project, "--output", in("images/0.png"), "--size", "16x16"} << ".onnx";
        QTest::newRow("pack onto a picture")
            << QStringList{"pack", "--images", m_images, "--output", in("images/0.png")} << ".safetensors";
        const QString kept = in("kept.kintsugi");
        copyFolder(m_root / "tiny.kintsugi", m_root / "kept.kintsugi");
        fs::create_directories(m_root / "kept.kintsugi" / "surrogates");
        write(m_root / "kept.kintsugi" / "surrogates" / "enc1_0-1_lite1.safetensors", "any");
        QTest::newRow("expected outputs onto a teacher")
            << QStringList{"export", m_project, "--output", in("o.onnx"),
                           "--size", "16x16",   "--parity", kept + "/teacher.safetensors"}
            << "overwritten";
        QTest::newRow("results onto a teacher")
            << QStringList{"infer",
                           "--weights",
                           text(weights),
                           "--input",
                           text(m_golden / "restormer-tiny-withbias" / "input.safetensors"),
                           "--output",
                           kept + "/teacher.safetensors"}
            << "overwritten";
        QTest::newRow("a pack onto a teacher")
            << QStringList{"pack", "--images", m_images, "--output", kept + "/teacher.safetensors"} << "overwritten";
        QTest::newRow("training over a teacher that has surrogates")
            << QStringList{"train", kept, "--images", m_images, "--iterations", "1", "--patch", "16"} << "surrogates";
        QTest::newRow("training that no memory holds")
            << QStringList{"train",    in("bad.kintsugi"), "--config", m_config, "--task",  "denoise-color-25",
                           "--images", m_images,           "--patch",  "16384",  "--batch", "64"}
            << "--patch";
        QTest::newRow("training that diverges at once") << QStringList{"train",
                                                                       in("bad.kintsugi"),
                                                                       "--config",
                                                                       m_config,
                                                                       "--task",
                                                                       "denoise-color-25",
                                                                       "--images",
                                                                       m_images,
                                                                       "--patch",
                                                                       "16",
                                                                       "--lr",
                                                                       "1e30",
                                                                       "--clip",
                                                                       "0",
                                                                       "--batch",
                                                                       "2",
                                                                       "--replicas",
                                                                       "1",
                                                                       "--warm-up",
                                                                       "0",
                                                                       "--iterations",
                                                                       "40",
                                                                       "--checkpoint-every",
                                                                       "100"}
                                                        << "not finite";
        QTest::newRow("a name that is none")
            << QStringList{"evaluate", m_project, "--arch", "all-techer", "--images", m_images} << "all-teacher";
        QTest::newRow("damaged weights") << QStringList{"new",       in("bad.kintsugi"),
                                                        "--teacher", in("nan.safetensors"),
                                                        "--task",    "denoise-color-25"}
                                         << "not finite";
        Checkpoint damaged = readCheckpoint(weights);
        HostTensor& first = damaged.tensors.begin()->second;
        std::vector<float> values = first.toFloat();
        values[0] = std::numeric_limits<float>::quiet_NaN();
        first = makeTensor(first.shape, values);
        writeSafetensors(m_root / "nan.safetensors", damaged.tensors, {});
        QTest::newRow("no MambaIR") << QStringList{"distill", m_project, "--images",       m_images,
                                                   "--kinds", "lite",    "--init-mambair", text(weights)}
                                    << "MambaIR";
        QTest::newRow("search elsewhere")
            << QStringList{"search", m_project, "--images", m_images, "--device", "cuda"} << "--device";
        QTest::newRow("no model") << QStringList{"info", in("words.onnx")} << "words.onnx";
        write(m_root / "words.onnx", "these are words\n");
        QTest::newRow("no such measurement") << QStringList{"bench", "--filter", "zebra"} << "zebra";
    }
    void badInputIsOneSentence() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, word);
        const Result result = cli(arguments);
        QVERIFY2(result.code == 1, qPrintable(QString("code %1: %2").arg(result.code).arg(QString(result.err))));
        QVERIFY2(result.lastLine().startsWith("kintsugi-cli: ") && result.lastLine().endsWith('.'),
                 qPrintable(result.lastLine()));
        QVERIFY2(result.err.contains(word.toUtf8()), result.err);
        QVERIFY2(!fs::exists(m_root / "bad.kintsugi"), "a failed command left a project behind");
        QVERIFY(!fs::exists(m_root / "o.safetensors"));
        QCOMPARE(bytesOf(m_root / "weights-copy.pth"), bytesOf(m_golden / "restormer-tiny-withbias" / "weights.pth"));
        QCOMPARE(bytesOf(m_root / "kept.kintsugi" / "teacher.safetensors"), m_teacher);
    }

    void namesThatAreNoTextDoNotSpoilTheDocument() {
        const fs::path folder = m_root / "names";
        fs::create_directories(folder);
        fs::copy_file(fs::path(m_images.toStdString()) / "0.png", folder / "\xff\xfe.png",
                      fs::copy_options::overwrite_existing);
        const Result result =
            cli({"restore", m_project, "--input", text(folder), "--output", text(m_root / "restored-names"), "--json"});
        QVERIFY2(result.code == 0, result.err);
        QCOMPARE(result.json()["files"].toArray().size(), 1);
    }

    void aFullOutputIsAFailure() {
        QProcess process;
        process.setStandardOutputFile("/dev/full");
        process.start(QStringLiteral(KINTSUGI_CLI), {"info", m_project, "--json"});
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(process.readAllStandardError().contains("standard output"));
    }

    void trainingGoesOnFromAProjectsTeacher() {
        const fs::path project = m_root / "on.kintsugi";
        copyFolder(m_root / "tiny.kintsugi", project);
        const TensorMap before = readSafetensors(project / "teacher.safetensors").tensors;
        const Result trained = cli({"train", text(project), "--images", m_images, "--iterations", "1", "--patch", "16",
                                    "--batch", "1", "--replicas", "1", "--lr", "1e-6", "--warm-up", "0"});
        QVERIFY2(trained.code == 0, trained.err);
        double moved = 0;
        for (const auto& [name, tensor] : readSafetensors(project / "teacher.safetensors").tensors) {
            const std::vector<float> now = tensor.toFloat(), then = before.at(name).toFloat();
            for (std::size_t i = 0; i < now.size(); ++i)
                moved = std::max(moved, double(std::abs(now[i] - then[i])));
        }
        QVERIFY2(moved > 0 && moved < 1e-5, qPrintable(QString::number(moved)));
    }

    void infoOfEveryKind() {
        const QJsonObject checkpoint =
            cli({"info", text(m_golden / "restormer-tiny-withbias" / "weights.pth"), "--size", "64x64", "--json"})
                .json();
        QVERIFY(checkpoint["parameters"].toInteger() > 1000);
        QVERIFY(checkpoint["macs"].toDouble() > 1e6);
        QVERIFY(checkpoint["config"].toObject().contains("num_blocks"));
        const QJsonObject project = cli({"info", m_project, "--size", "64x64", "--json"}).json();
        QCOMPARE(project["parameters"], checkpoint["parameters"]);
        QCOMPARE(project["macs"], checkpoint["macs"]);
        QVERIFY(project["kind"].toString() != checkpoint["kind"].toString());
        const QJsonObject image = cli({"info", text(m_root / "images" / "1.png"), "--json"}).json();
        QVERIFY2(QJsonDocument(image).toJson().contains("72"), QJsonDocument(image).toJson());
    }

    void goldenCasesPass() {
        const Result result = cli({"verify", text(m_golden), "--json"});
        QVERIFY2(result.code == 0, result.err);
        const QJsonArray rows = result.json()["rows"].toArray();
        QVERIFY(rows.size() > 500);
        for (const auto& row : rows)
            QVERIFY(row.toObject()["pass"].toBool());
        QCOMPARE(result.json()["failed"].toInt(-1), 0);
    }

    // What the golden cases prove must be able to fail.
    void spoiledCasesFail_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"restormer-tiny-biasfree", "mambair-block-d32", "selective-scan-base-l37", "ssd-l64",
                                 "layernorm-withbias", "noise", "metrics", "tiling-72x88", "resize-d16"})
            QTest::newRow(name) << name;
    }
    void spoiledCasesFail() {
        QFETCH(QString, name);
        const fs::path folder = m_root / "spoiled" / name.toStdString();
        fs::create_directories(folder.parent_path());
        copyFolder(m_golden / name.toStdString(), folder);
        if (name == "metrics") {
            const fs::path file = folder / "metrics.json";
            QString changed = QString::fromUtf8(bytesOf(file));
            const auto match = QRegularExpression(R"(\d\d\.\d(\d)\d+)").match(changed); // a PSNR in dB
            QVERIFY(match.hasMatch());
            changed.replace(match.capturedStart(1), 1, match.captured(1) == "9" ? "8" : "9");
            write(file, changed.toUtf8());
        } else {
            const fs::path file = folder / (name == "noise" ? "noisy.safetensors" : "output.safetensors");
            const Checkpoint output = readCheckpoint(file);
            TensorMap tensors = output.tensors;
            std::vector<float> values = tensors.begin()->second.toFloat();
            values[values.size() / 2] += 0.01f;
            tensors.begin()->second = makeTensor(tensors.begin()->second.shape, std::move(values));
            writeSafetensors(file, tensors, output.metadata);
        }
        const Result result = cli({"verify", text(folder), "--json"});
        QVERIFY2(result.code == 1, result.err + result.out.left(400));
        QVERIFY(result.json()["failed"].toInt() >= 1);
        QVERIFY2(result.err.contains(name.toUtf8()) || result.out.contains(name.toUtf8()), result.err);
    }

    void whatACaseListsAndLacksFails_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("tensor"); // empty: the whole file
        QTest::newRow("gradients") << "layernorm-biasfree"
                                   << "grads.safetensors"
                                   << "";
        QTest::newRow("one gradient") << "mambair-block-d32"
                                      << "grads.safetensors"
                                      << "input";
        QTest::newRow("one feature") << "restormer-tiny-withbias"
                                     << "features.safetensors"
                                     << "encoder_level1";
        QTest::newRow("a pair of pictures") << "metrics"
                                            << "metrics.json"
                                            << "odd-size";
        QTest::newRow("a value") << "metrics"
                                 << "metrics.json"
                                 << "psnr_y";
    }
    void whatACaseListsAndLacksFails() {
        QFETCH(QString, name);
        QFETCH(QString, file);
        QFETCH(QString, tensor);
        const fs::path folder = m_root / "lacking" / QTest::currentDataTag() / name.toStdString();
        fs::create_directories(folder.parent_path());
        copyFolder(m_golden / name.toStdString(), folder);
        const fs::path path = folder / file.toStdString();
        if (tensor.isEmpty()) {
            fs::remove(path);
        } else if (file.endsWith(".json")) {
            QJsonObject pairs = QJsonDocument::fromJson(bytesOf(path)).object();
            if (pairs.contains(tensor)) {
                pairs.remove(tensor);
            } else {
                QJsonObject pair = pairs["coffee-noise15"].toObject(), crop = pair["crop0"].toObject();
                QVERIFY(crop.contains(tensor));
                crop.remove(tensor);
                pair["crop0"] = crop;
                pairs["coffee-noise15"] = pair;
            }
            write(path, QJsonDocument(pairs).toJson());
        } else {
            Checkpoint checkpoint = readCheckpoint(path);
            QCOMPARE(checkpoint.tensors.erase(tensor.toStdString()), std::size_t(1));
            writeSafetensors(path, checkpoint.tensors, checkpoint.metadata);
        }
        const Result result = cli({"verify", text(folder), "--json"});
        QVERIFY2(result.code == 1, result.err + result.out.left(400));
        QVERIFY2(result.err.contains(tensor.isEmpty() ? "grads.safetensors" : tensor.toUtf8()), result.err);
    }

    void truncatedCaseIsNamed() {
        const fs::path folder = m_root / "cut" / "ssd-l64";
        fs::create_directories(folder.parent_path());
        copyFolder(m_golden / "ssd-l64", folder);
        write(folder / "input.safetensors", bytesOf(folder / "input.safetensors").left(200));
        const Result result = cli({"verify", text(folder)});
        QCOMPARE(result.code, 1);
        QVERIFY2((result.out + result.err).contains("ssd-l64"), result.err);
    }

    void inferWritesFeatures() {
        const fs::path golden = m_golden / "restormer-tiny-withbias";
        const QString output = text(m_root / "inferred.safetensors");
        const Result result = cli({"infer", "--weights", text(golden / "weights.pth"), "--input",
                                   text(golden / "input.safetensors"), "--output", output, "--features", "--json"});
        QVERIFY2(result.code == 0, result.err);
        QVERIFY(result.json()["seconds"].toDouble() > 0);
        const Checkpoint written = readCheckpoint(output.toStdString()),
                         expected = readCheckpoint(golden / "output.safetensors");
        QVERIFY(written.tensors.size() > 8);
        const auto& name = expected.tensors.begin()->first;
        QVERIFY2(written.tensors.contains(name), name.c_str());
        const auto a = written.tensors.at(name).toFloat(), b = expected.tensors.at(name).toFloat();
        QCOMPARE(a.size(), b.size());
        for (std::size_t i = 0; i < a.size(); ++i)
            QVERIFY(std::abs(a[i] - b[i]) < 1e-4f);
    }

    void packTakesPhotographsAndNamesTheRest() {
        fs::create_directory(m_root / "mixed");
        fs::copy_file(m_root / "images" / "0.png", m_root / "mixed" / "good.png");
        write(m_root / "mixed" / "bad.png", "no picture");
        writeImageFile(m_root / "mixed" / "small.png", toFloat(picture(9, 9, 3, 1)));
        const QString output = text(m_root / "mixed.safetensors");
        const Result result =
            cli({"pack", "--images", text(m_root / "mixed"), "--output", output, "--min-size", "32", "--json"});
        QVERIFY2(result.code == 0, result.err);
        QCOMPARE(result.json()["images"].toInt(), 1);
        QCOMPARE(result.json()["skipped"].toArray().size(), 2);
        QVERIFY(result.json()["pixels"].toInteger() == 64 * 72);
    }

    void restoreWritesEveryGoodPicture() {
        fs::create_directory(m_root / "inputs");
        const fs::path inputs = m_root / "inputs";
        writeImageFile(inputs / "a.png", toFloat(picture(61, 45, 3, 7)));
        writeImageFile(inputs / "gray.png", toFloat(picture(40, 40, 1, 8)));
        writeImageFile(inputs / "one.png", toFloat(picture(1, 1, 3, 9)));
        Image deep(3, 24, 24);
        for (std::size_t i = 0; i < deep.values.size(); ++i)
            deep.values[i] = static_cast<float>(i) / static_cast<float>(deep.values.size());
        WriteOptions sixteen;
        sixteen.bitDepth = 16;
        writeImageFile(inputs / "deep.png", deep, sixteen);
        write(inputs / "broken.png", "no picture");
        const fs::path output = m_root / "restored";
        const Result result = cli({"restore", m_project, "--input", text(inputs), "--output", text(output), "--tile",
                                   "32", "--overlap", "8", "--json"});
        QCOMPARE(result.code, 1); // one of five failed, the others are there
        const QJsonObject document = result.json();
        QCOMPARE(document["failed"].toInt(), 1);
        QCOMPARE(document["files"].toArray().size(), 5);
        for (const auto& value : document["files"].toArray()) {
            const QJsonObject row = value.toObject();
            if (row["input"].toString().contains("broken")) {
                QVERIFY(row["error"].toString().contains("broken.png"));
                continue;
            }
            QVERIFY(row["seconds"].toDouble() > 0);
            QVERIFY(row["psnr"].isNull()); // nothing to compare with
            const ImageFile before = readImageFile(row["input"].toString().toStdString()),
                            after = readImageFile(row["output"].toString().toStdString());
            QCOMPARE(after.image.height, before.image.height);
            QCOMPARE(after.image.width, before.image.width);
            QCOMPARE(after.bitDepth, before.bitDepth);
        }
    }

    void restoreKeepsToItsMemoryForecast() {
        writeImageFile(m_root / "large.png", toFloat(picture(900, 1100, 3, 11)));
        const Result result = cli({"restore", m_project, "--input", text(m_root / "large.png"), "--output",
                                   text(m_root / "large"), "--memory", "0.75", "--threads", "1", "--json"});
        QVERIFY2(result.code == 0, result.err);
        const QJsonObject row = result.json()["files"].toArray()[0].toObject();
        const double forecast = row["forecast_bytes"].toDouble(), peak = row["peak_memory"].toDouble();
        QVERIFY(row["tiles"].toInt() > 1);
        QVERIFY2(forecast <= 0.75 * 1024 * 1024 * 1024, qPrintable(QString::number(forecast)));
        QVERIFY2(peak <= forecast, qPrintable(QString("%1 of %2").arg(peak).arg(forecast)));
        QVERIFY2(peak >= forecast / 2, qPrintable(QString("%1 of %2").arg(peak).arg(forecast)));
    }

    void exportWritesAModelAndItsStages() {
        const fs::path file = m_root / "net.onnx", parity = m_root / "net.safetensors", stages = m_root / "stages";
        const Result result =
            cli({"export", m_project, "--arch", "T/skip0:2/T*2/T*2/T*2/T*2/T/T*2", "--output", text(file), "--size",
                 "24x16", "--stages", text(stages), "--parity", text(parity), "--json"});
        QVERIFY2(result.code == 0, result.err);
        const QJsonObject all = result.json();
        QVERIFY(all["nodes"].toInt() > 100);
        QCOMPARE(static_cast<std::uintmax_t>(all["bytes"].toDouble()), fs::file_size(file));
        QCOMPARE(all["architecture"].toString(), QString("T/skip0:2/T*2/T*2/T*2/T*2/T/T*2"));
        QCOMPARE(all["scan"].toString(), QString("custom"));
        QCOMPARE(all["stages"].toArray().size(), 9);
        QVERIFY(fs::exists(stages / "enc1.onnx") && fs::exists(stages / "enc1.safetensors") &&
                fs::exists(stages / "base.onnx"));
        const Checkpoint compared = readSafetensors(parity);
        QVERIFY((compared.tensors.at("output").shape == std::vector<std::int64_t>{1, 3, 24, 16}));
        // A difference, or null and the reason why there is none.
        if (all["runtime"].isNull()) {
            QVERIFY(all["max_difference"].isNull() && all["pass"].isNull());
            QVERIFY(all["note"].toString().contains("script/onnxruntime"));
            QVERIFY(result.lastLine().contains("script/onnxruntime"));
            return;
        }
        QVERIFY(all["note"].isNull());
        QJsonArray models = all["stages"].toArray();
        models.append(all);
        for (const QJsonValue& model : models) {
            QVERIFY2(model["max_difference"].isDouble() && model["max_difference"].toDouble() <= 1e-4,
                     qPrintable(model["model"].toString()));
            QVERIFY(model["pass"].toBool());
        }
    }

    void restoreNeverOverwritesItsInput() {
        const fs::path folder = m_root / "originals";
        fs::create_directory(folder);
        fs::copy_file(m_root / "images" / "0.png", folder / "photo.png");
        const QByteArray before = bytesOf(folder / "photo.png");
        const Result result =
            cli({"restore", m_project, "--input", text(folder / "photo.png"), "--output", text(folder)});
        QCOMPARE(result.code, 1);
        QVERIFY(bytesOf(folder / "photo.png") == before);
        fs::create_directory(m_root / "sharp");
        fs::copy_file(m_root / "images" / "0.png", m_root / "sharp" / "photo.png");
        const Result onTruth = cli({"restore", m_project, "--input", text(folder / "photo.png"), "--truth",
                                    text(m_root / "sharp"), "--output", text(m_root / "sharp")});
        QCOMPARE(onTruth.code, 1);
        QVERIFY(bytesOf(m_root / "sharp" / "photo.png") == before);
        // Pictures of the same name from two folders are both kept.
        fs::create_directory(m_root / "others");
        fs::copy_file(m_root / "images" / "1.png", m_root / "others" / "photo.png");
        const fs::path output = m_root / "same-names";
        const Result both = cli({"restore", m_project, "--input", text(folder / "photo.png"),
                                 text(m_root / "others" / "photo.png"), "--output", text(output), "--json"});
        QVERIFY2(both.code == 0, both.err);
        const QJsonArray files = both.json()["files"].toArray();
        QVERIFY(files[0].toObject()["output"] != files[1].toObject()["output"]);
        QCOMPARE(readImageBytes(files[1].toObject()["output"].toString().toStdString()).height, 72);
    }

    void evaluateMeasuresAndStageLossNamesEveryStage() {
        const Result result =
            cli({"evaluate", m_project, "--arch", "all-teacher", "--images", m_images, "--stage-loss", "--json"});
        QVERIFY2(result.code == 0, result.err);
        const QJsonObject document = result.json();
        QCOMPARE(document["stage_loss"].toArray().size(), 8);
        QCOMPARE(document["architectures"].toArray().size(), 1);
        const QJsonObject teacher = document["architectures"].toArray()[0].toObject();
        QCOMPARE(teacher["images"].toArray().size(), 3);
        double sum = 0;
        for (const auto& image : teacher["images"].toArray())
            sum += image.toObject()["psnr"].toDouble();
        QVERIFY(std::abs(teacher["psnr"].toDouble() - sum / 3) < 1e-9);
        // The tiny network has random weights, so skipping a stage must change what comes out.
        for (const auto& stage : document["stage_loss"].toArray())
            QVERIFY(stage.toObject()["psnr_lost"].toDouble() != 0);
    }
};

QTEST_GUILESS_MAIN(CommandsTest)
#include "commands_test.moc"
