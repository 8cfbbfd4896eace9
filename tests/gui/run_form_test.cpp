#include "device_fixture.h"
#include "devices/check_combo.h"
#include "devices/device_wording.h"
#include "devices/run_form.h"
#include "devices/run_steps.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QtTest>
#include <memory>

using namespace kintsugi;

class RunFormTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_form = std::make_unique<RunForm>();
        const DeviceCard card = DeviceFixture::phone("p", DeviceState::Ready);
        m_form->setDevice(&card);
        m_form->setCores(DeviceFixture::cores());
        m_form->setArchitectures(DeviceFixture::choices());
        m_form->resize(820, 240);
        m_form->show();
        QVERIFY(QTest::qWaitForWindowActive(m_form.get()));
    }
    void cleanup() { m_form.reset(); }

    void asksForAAgainstBOnTheBigCores() {
        QSignalSpy runs(m_form.get(), &RunForm::runRequested);
        QTest::mouseClick(named<QPushButton>("run"), Qt::LeftButton);
        QCOMPARE(runs.size(), 1);
        RunRequest expected;
        expected.device = "p";
        expected.architectures = {DeviceFixture::a, DeviceFixture::b};
        expected.threads = 4;
        expected.cores = {4, 5, 6, 7};
        expected.runs = 30;
        QVERIFY(runs[0][0].value<RunRequest>() == expected);
    }

    void keysRunAndCancel() {
        QSignalSpy runs(m_form.get(), &RunForm::runRequested), cancels(m_form.get(), &RunForm::cancelRequested);
        named<QSpinBox>("threads")->setFocus();
        QTest::keyClick(m_form.get(), Qt::Key_Escape);
        QCOMPARE(cancels.size(), 0); // nothing runs
        QTest::keyClick(m_form.get(), Qt::Key_R, Qt::ControlModifier);
        QCOMPARE(runs.size(), 1);
        RunProgress progress;
        progress.isRunning = true;
        m_form->showProgress(progress);
        QTest::keyClick(m_form.get(), Qt::Key_R, Qt::ControlModifier);
        QCOMPARE(runs.size(), 1); // one at a time
        QTest::keyClick(m_form.get(), Qt::Key_Escape);
        QCOMPARE(cancels.size(), 1);
        progress.isCancelling = true;
        m_form->showProgress(progress);
        QTest::keyClick(m_form.get(), Qt::Key_Escape);
        QCOMPARE(cancels.size(), 1);
        QCOMPARE(named<QPushButton>("cancel")->text(), QStringLiteral("Cancelling"));
    }

    void refusesFewerCoresThanThreads() {
        auto* cores = named<CheckCombo>("cores");
        clickEntry(*cores, 4);
        QCOMPARE(cores->summary(), QStringLiteral("5, 6, 7 of 8").replace("5, 6, 7", coresText({5, 6, 7})));
        QCOMPARE(problem(), QStringLiteral("4 threads on 3 core(s) would wait for one another; choose at least as many "
                                           "cores as threads."));
        QVERIFY(!named<QPushButton>("run")->isEnabled());
        named<QSpinBox>("threads")->setFocus();
        QTest::keyClick(named<QSpinBox>("threads"), Qt::Key_Down);
        QCOMPARE(problem(), QString());
        QVERIFY(named<QPushButton>("run")->isEnabled());
    }

    void coresAreTurnedBySpaceAndTheListStaysOpen() {
        auto* cores = named<CheckCombo>("cores");
        cores->setFocus();
        QTest::keyClick(cores, Qt::Key_Space);
        QTRY_VERIFY(cores->view()->isVisible());
        cores->view()->setCurrentIndex(cores->model()->index(0, 0));
        QTest::keyClick(cores->view(), Qt::Key_Space);
        QTest::keyClick(cores->view(), Qt::Key_Down);
        QTest::keyClick(cores->view(), Qt::Key_Space);
        QVERIFY(cores->view()->isVisible());
        QTest::keyClick(cores->view(), Qt::Key_Return);
        QTRY_VERIFY(!cores->view()->isVisible());
        QCOMPARE(m_form->request().cores, (std::vector<int>{0, 1, 4, 5, 6, 7}));
    }

    void withoutCoresTheDeviceChooses() {
        const DeviceCard card = DeviceFixture::local();
        m_form->setDevice(&card);
        QVERIFY(m_form->request().cores.empty());
        QVERIFY(!named<CheckCombo>("cores")->isEnabled());
        QCOMPARE(problem(), QString());
        DeviceCores unknown;
        unknown.count = 2;
        m_form->setCores(unknown);
        QVERIFY(named<CheckCombo>("cores")->itemText(0).contains("capacity not available"));
        QCOMPARE(m_form->request().cores, (std::vector<int>{0, 1}));
    }

    void problemsAreNamed_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("part");
        QTest::newRow("size of no multiple") << "size 250x256"
                                             << "multiples of 8";
        QTest::newRow("size without ×") << "size 256"
                                        << "height×width";
        QTest::newRow("too large") << "size 8192x8192"
                                   << "up to 4,096";
        QTest::newRow("no architecture") << "none"
                                         << "at least one architecture";
        QTest::newRow("not ready") << "offline"
                                   << "its card says what to do";
        QTest::newRow("no device") << "gone"
                                   << "Choose a device";
    }
    void problemsAreNamed() {
        QFETCH(QString, what);
        QFETCH(QString, part);
        QCOMPARE(problem(), QString());
        if (what.startsWith("size ")) {
            auto* size = named<QComboBox>("size");
            size->setFocus();
            size->clearEditText();
            QTest::keyClicks(size, what.mid(5));
        } else if (what == "none") {
            clickEntry(*named<CheckCombo>("architectures"), 0);
            clickEntry(*named<CheckCombo>("architectures"), 1);
        } else if (what == "offline") {
            const DeviceCard card = DeviceFixture::phone("p", DeviceState::Offline);
            m_form->setDevice(&card);
        } else {
            m_form->setDevice(nullptr);
        }
        QVERIFY2(problem().contains(part), qPrintable(problem()));
        QVERIFY(!m_form->runAction()->isEnabled());
    }

    void orderAndNumberOfRunsAreShown() {
        auto* order = named<QLabel>("order");
        QCOMPARE(order->text(), QStringLiteral("Order A B B A …, 60 run(s) in all"));
        clickEntry(*named<CheckCombo>("architectures"), 2);
        QCOMPARE(order->text(), QStringLiteral("Order A B C C B A … (C = trial 286), 90 run(s) in all"));
        clickEntry(*named<CheckCombo>("architectures"), 1);
        clickEntry(*named<CheckCombo>("architectures"), 2);
        QVERIFY(order->text().startsWith("One architecture"));
        named<QComboBox>("unit")->setFocus();
        QTest::keyClick(named<QComboBox>("unit"), Qt::Key_Down);
        QVERIFY(order->text().endsWith(", 20 s in all"));
    }

    void requestsComeBackAsTheyWereSet() {
        RunRequest request;
        request.device = "p";
        request.architectures = {DeviceFixture::a, DeviceFixture::other};
        request.height = 720;
        request.width = 1280;
        request.threads = 2;
        request.cores = {0, 7};
        request.warmup = 12;
        request.seconds = 25;
        request.perStage = false;
        request.parity = false;
        m_form->setRequest(request);
        QVERIFY(m_form->request() == request);
        request.seconds.reset();
        request.runs = 100;
        request.warmup.reset();
        m_form->setRequest(request);
        QVERIFY(m_form->request() == request);
    }

    void anotherAStaysChecked() {
        auto choices = DeviceFixture::choices();
        std::swap(choices[1].isA, choices[2].isA);
        m_form->setArchitectures(choices);
        QCOMPARE(m_form->request().architectures, (std::vector<std::string>{DeviceFixture::other, DeviceFixture::b}));
    }

    void stepsSayTheirStates() {
        RunProgress progress;
        progress.isRunning = true;
        progress.at(RunStep::Export).state = StepState::Done;
        progress.at(RunStep::Check).state = StepState::Skipped;
        progress.at(RunStep::Push) = {StepState::Done, QStringLiteral("71.4 MB, 3.1 s"), 0, 0};
        progress.at(RunStep::Measure) = {StepState::Active, {}, 168, 200};
        progress.secondsLeft = 104;
        m_form->showProgress(progress);
        auto* steps = m_form->findChild<RunSteps*>();
        QVERIFY(steps->isVisible());
        QCOMPARE(steps->texts(),
                 QStringList({"Export done", "Check not needed", "Push done 71.4 MB, 3.1 s", "Warm-up waiting",
                              "Measure running 168 of 200", "Stages waiting", "Fetch waiting", "2 min left"}));
        QVERIFY(!named<QSpinBox>("threads")->isEnabled());
        QVERIFY(steps->heightForWidth(300) > steps->heightForWidth(2000));
    }

    void aFailedRunSaysWhy() {
        RunProgress progress;
        progress.at(RunStep::Measure).state = StepState::Failed;
        progress.failure = QStringLiteral("The phone was unplugged at run 41; plug it in and run again.");
        m_form->showProgress(progress);
        QCOMPARE(problem(), progress.failure);
        QVERIFY(m_form->runAction()->isEnabled());
    }

    void caveatsAreHonest() {
        QVERIFY(named<QLabel>("caveat")->text().contains("first phone is pending"));
        const DeviceCard card = DeviceFixture::local();
        m_form->setDevice(&card);
        QVERIFY(!named<QLabel>("caveat")->text().contains("phone"));
    }

private:
    template <typename Widget> Widget* named(const char* name) const {
        return m_form->findChild<Widget*>(QLatin1String(name));
    }
    QString problem() const { return named<QLabel>("problem")->text(); }

    static void clickEntry(CheckCombo& combo, int row) {
        combo.showPopup();
        QTRY_VERIFY(combo.view()->isVisible());
        const QRect rect = combo.view()->visualRect(combo.model()->index(row, 0));
        const bool before = combo.isChecked(row);
        QTest::mouseClick(combo.view()->viewport(), Qt::LeftButton, {}, rect.center());
        QCOMPARE(combo.isChecked(row), !before);
        QVERIFY(combo.view()->isVisible());
        combo.hidePopup();
    }

    std::unique_ptr<RunForm> m_form;
};

Q_DECLARE_METATYPE(kintsugi::RunRequest)

QTEST_MAIN(RunFormTest)
#include "run_form_test.moc"
