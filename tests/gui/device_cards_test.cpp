#include "device_fixture.h"
#include "devices/card_buttons.h"
#include "devices/device_cards.h"
#include "devices/device_model.h"
#include "devices/device_wording.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>
#include <set>

using namespace kintsugi;

Q_DECLARE_METATYPE(kintsugi::DeviceState)

class DeviceCardsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyStateHasAWordAndAdvice_data() {
        QTest::addColumn<DeviceState>("state");
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("advice");
        QTest::addColumn<QString>("command");
        QTest::newRow("ready") << DeviceState::Ready << "ready"
                               << ""
                               << "";
        QTest::newRow("unauthorized") << DeviceState::Unauthorized << "unauthorized"
                                      << "Allow USB debugging"
                                      << "";
        QTest::newRow("authorizing") << DeviceState::Authorizing << "authorizing"
                                     << "wait"
                                     << "";
        QTest::newRow("offline") << DeviceState::Offline << "offline"
                                 << "Reconnect the cable"
                                 << "";
        QTest::newRow("no permissions") << DeviceState::NoPermissions << "no permissions"
                                        << "udev rules"
                                        << "sudo apt install android-sdk-platform-tools-common";
        QTest::newRow("connecting") << DeviceState::Connecting << "connecting"
                                    << "network"
                                    << "";
        QTest::newRow("recovery") << DeviceState::Recovery << "recovery"
                                  << "restart it into Android"
                                  << "";
        QTest::newRow("sideload") << DeviceState::Sideload << "sideload"
                                  << "restart it into Android"
                                  << "";
        QTest::newRow("bootloader") << DeviceState::Bootloader << "bootloader"
                                    << "restart it into Android"
                                    << "";
        QTest::newRow("adb missing") << DeviceState::AdbMissing << "adb missing"
                                     << "Install adb"
                                     << "sudo apt install adb";
        QTest::newRow("clash") << DeviceState::AdbClash << "two adb versions"
                               << "the same adb"
                               << "";
        QTest::newRow("unsupported") << DeviceState::Unsupported << "not supported"
                                     << "arm64-v8a"
                                     << "";
        QTest::newRow("unknown") << DeviceState::Unknown << "unknown state"
                                 << "not known"
                                 << "";
    }
    void everyStateHasAWordAndAdvice() {
        QFETCH(DeviceState, state);
        QFETCH(QString, advice);
        const DeviceCard card = DeviceFixture::phone("1", state);
        QTEST(stateText(state), "word");
        QTEST(remedyCommand(state), "command");
        QCOMPARE(adviceText(card).isEmpty(), advice.isEmpty());
        QVERIFY2(adviceText(card).contains(advice), qPrintable(adviceText(card)));
    }

    void thisComputerComesFirstAndRowsKeepTheirPlace() {
        DeviceModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setCards({DeviceFixture::phone("x", DeviceState::Ready), DeviceFixture::phone("y", DeviceState::Offline),
                        DeviceFixture::local()});
        QCOMPARE(ids(model), QStringList({"local", "x", "y"}));
        const QPersistentModelIndex y = model.indexOf("y");
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged), resets(&model, &QAbstractItemModel::modelReset);
        model.setCards({DeviceFixture::local(), DeviceFixture::phone("y", DeviceState::Ready),
                        DeviceFixture::phone("z", DeviceState::Ready), DeviceFixture::phone("x", DeviceState::Ready)});
        QCOMPARE(ids(model), QStringList({"local", "y", "z", "x"}));
        QCOMPARE(y.row(), 1);
        QCOMPARE(changes.size(), 1); // y's state alone
        QCOMPARE(resets.size(), 0);
        model.setCards({DeviceFixture::phone("z", DeviceState::Ready)});
        QCOMPARE(ids(model), QStringList({"z"}));
        QVERIFY(!y.isValid());
    }

    void fixturesSayWhatTheyAre() {
        DeviceModel model;
        DeviceCard card = DeviceFixture::phone("f", DeviceState::Ready);
        model.setCards({card});
        QVERIFY(!model.index(0).data(Qt::AccessibleTextRole).toString().contains("fixture"));
        card.isFixture = true;
        model.setCards({card});
        QVERIFY(model.index(0).data(Qt::AccessibleTextRole).toString().contains("test fixture, no phone"));
    }

    void buttonsAskForTheirOwnDevice() {
        DeviceCards cards;
        fill(cards);
        QSignalSpy run(&cards, &DeviceCards::runClicked), identify(&cards, &DeviceCards::identifyRequested),
            remove(&cards, &DeviceCards::removeRequested);
        QCOMPARE(cards.current()->id, std::string("local"));
        QTest::mouseClick(button(cards, "run", "Phone p"), Qt::LeftButton);
        QCOMPARE(run.size(), 1);
        QCOMPARE(run[0][0].toString(), QStringLiteral("p"));
        QCOMPARE(cards.current()->id, std::string("p"));
        QTest::mouseClick(button(cards, "identify", "This computer"), Qt::LeftButton);
        QCOMPARE(identify.size(), 1);
        QCOMPARE(identify[0][0].toString(), QStringLiteral("local"));
        QCOMPARE(cards.current()->id, std::string("p"));
        QVERIFY(!button(cards, "remove", "This computer")->isVisible());
        QVERIFY(!button(cards, "run", "Phone u")->isVisible());
    }

    void buttonsAnswerKeys() {
        DeviceCards cards;
        fill(cards);
        QSignalSpy identify(&cards, &DeviceCards::identifyRequested);
        auto* at = button(cards, "identify", "Phone p");
        at->setFocus();
        QTest::keyClick(at, Qt::Key_Space);
        QCOMPARE(identify.size(), 1);
    }

    void removingAsksFirst_data() {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<int>("removed");
        QTest::newRow("keep") << "Keep" << 0;
        QTest::newRow("delete") << "Delete" << 1;
    }
    void removingAsksFirst() {
        QFETCH(QString, answer);
        DeviceCards cards;
        fill(cards);
        QSignalSpy remove(&cards, &DeviceCards::removeRequested);
        QTest::mouseClick(button(cards, "remove", "Phone p"), Qt::LeftButton);
        auto* box = cards.findChild<QMessageBox*>();
        QVERIFY(box);
        QCOMPARE(remove.size(), 0);
        for (QAbstractButton* choice : box->buttons())
            if (choice->text() == answer)
                QTest::mouseClick(choice, Qt::LeftButton);
        QTEST(int(remove.size()), "removed");
    }

    void whileOneIsTimedOthersWait() {
        DeviceCards cards;
        fill(cards);
        cards.setBusy("p", QStringLiteral("168 of 200"));
        QVERIFY(!button(cards, "run", "This computer")->isEnabled());
        QVERIFY(!button(cards, "remove", "Phone p")->isEnabled());
        QVERIFY(cards.model().indexOf("p").data(Qt::AccessibleTextRole).toString().contains("168 of 200"));
        QVERIFY(!cards.model().indexOf("local").data(Qt::AccessibleTextRole).toString().contains("168 of 200"));
        cards.setBusy({}, {});
        QVERIFY(button(cards, "run", "This computer")->isEnabled());
    }

    void remediesAreCopied() {
        DeviceCards cards;
        fill(cards, {DeviceFixture::local(), DeviceFixture::phone("n", DeviceState::NoPermissions)});
        QTest::mouseClick(button(cards, "copy", "Phone n"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 QStringLiteral("sudo apt install android-sdk-platform-tools-common"));
    }

    void clickAndArrowsChoose() {
        DeviceCards cards;
        fill(cards);
        auto* view = cards.findChild<QListView*>();
        QSignalSpy changed(&cards, &DeviceCards::currentChanged);
        const QRect rect = view->visualRect(cards.model().indexOf("u"));
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, rect.topLeft() + QPoint(40, 12));
        QCOMPARE(cards.current()->id, std::string("u"));
        QTest::keyClick(view, Qt::Key_Up);
        QCOMPARE(cards.current()->id, std::string("p"));
        QCOMPARE(changed.size(), 2);
    }

    void theChosenOneStaysAndElseThisComputer() {
        DeviceCards cards;
        fill(cards);
        cards.setCurrent("u");
        cards.setDevices({DeviceFixture::phone("u", DeviceState::Ready), DeviceFixture::local()});
        QCOMPARE(cards.current()->id, std::string("u"));
        QVERIFY(cards.current()->state == DeviceState::Ready);
        QVERIFY(button(cards, "run", "Phone u")->isVisible()); // its buttons follow its state
        cards.setDevices({DeviceFixture::local()});
        QCOMPARE(cards.current()->id, std::string("local"));
    }

    void severalPhonesAndNoneAreExplained() {
        DeviceCards cards;
        cards.show();
        QSignalSpy refresh(&cards, &DeviceCards::refreshRequested);
        QTest::mouseClick(cards.findChild<QPushButton*>("look"), Qt::LeftButton);
        QCOMPARE(refresh.size(), 1);
        auto* note = cards.findChild<QLabel*>("note");
        cards.setDevices({DeviceFixture::local(), DeviceFixture::phone("a", DeviceState::Ready)});
        QVERIFY(!cards.findChild<QPushButton*>("look")->isVisible());
        QVERIFY(!note->isVisible());
        cards.setDevices({DeviceFixture::local(), DeviceFixture::phone("a", DeviceState::Ready),
                          DeviceFixture::phone("b", DeviceState::Offline)});
        QVERIFY(note->isVisible());
        QVERIFY(note->text().contains("by its serial"));
    }

    void addressIsAskedFor() {
        DeviceCards cards;
        cards.show();
        QSignalSpy connects(&cards, &DeviceCards::connectRequested);
        QTest::mouseClick(cards.findChild<QPushButton*>("address"), Qt::LeftButton);
        auto* dialog = cards.findChild<QInputDialog*>();
        QVERIFY(dialog);
        auto* field = dialog->findChild<QLineEdit*>();
        QTest::keyClicks(field, " 192.168.0.7:5555");
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(connects.size(), 1);
        QCOMPARE(connects[0][0].toString(), QStringLiteral("192.168.0.7:5555"));
    }

    void cardsAreAsHighAsTheirButtonsNeed() {
        DeviceCards cards;
        fill(cards);
        auto* view = cards.findChild<QListView*>();
        for (const int width : {240, 320, 480}) {
            cards.resize(width, 700);
            QCoreApplication::processEvents();
            QTest::qWait(20);
            for (CardButtons* buttons : view->findChildren<CardButtons*>()) {
                if (buttons->isBare() || !buttons->isVisible())
                    continue;
                const QModelIndex index = view->indexAt(buttons->geometry().topLeft());
                QVERIFY(index.isValid());
                QVERIFY(view->visualRect(index).contains(buttons->geometry()));
            }
        }
    }

private:
    static QStringList ids(const DeviceModel& model) {
        QStringList ids;
        for (int row = 0; row < model.rowCount(); ++row)
            ids << model.index(row).data(DeviceModel::IdRole).toString();
        return ids;
    }

    static void fill(DeviceCards& cards, std::vector<DeviceCard> list = {
                                             DeviceFixture::local(), DeviceFixture::phone("p", DeviceState::Ready),
                                             DeviceFixture::phone("u", DeviceState::Unauthorized)}) {
        cards.resize(320, 700);
        cards.setDevices(list);
        cards.show();
        QVERIFY(QTest::qWaitForWindowExposed(&cards));
    }

    static QPushButton* button(const DeviceCards& cards, const char* name, const QString& device) {
        for (QPushButton* at : cards.findChild<QListView*>()->viewport()->findChildren<QPushButton*>(name))
            if (at->accessibleName().endsWith(device))
                return at;
        qFatal("no button %s of %s", name, qPrintable(device));
    }
};

QTEST_MAIN(DeviceCardsTest)
#include "device_cards_test.moc"
