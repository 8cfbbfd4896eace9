#include "common/elided_label.h"
#include "common/engine_text.h"
#include "main_window.h"
#include "session.h"
#include "settings.h"
#include "support.h"
#include "translation.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QMenuBar>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QStyleOptionComboBox>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>

using namespace kintsugi;
using namespace kintsugi::test;

namespace {

/// Where a widget lies, for a message that helps.
QString placeOf(const QWidget* widget) {
    QStringList names;
    for (const QWidget* at = widget; at; at = at->parentWidget())
        names.prepend(at->objectName().isEmpty() ? QString::fromLatin1(at->metaObject()->className())
                                                 : at->objectName());
    return names.mid(names.size() - std::min<qsizetype>(names.size(), 4)).join(QLatin1Char('/'));
}

/// Text of a widget that does not fit into it; empty when all does. A text that is cut on purpose tells the whole in
/// its tooltip.
QString clippedText(QWidget* widget) {
    if (auto* label = qobject_cast<QLabel*>(widget)) {
        if (label->text().isEmpty() || label->wordWrap() || !label->pixmap(Qt::ReturnByValue).isNull() ||
            !label->toolTip().isEmpty() || dynamic_cast<ElidedLabel*>(label))
            return {};
        return label->sizeHint().width() > label->width() + 1 ? label->text() : QString();
    }
    if (auto* button = qobject_cast<QAbstractButton*>(widget)) {
        const auto* tool = qobject_cast<QToolButton*>(button);
        if (tool && (tool->toolButtonStyle() == Qt::ToolButtonIconOnly || tool->arrowType() != Qt::NoArrow))
            return {};
        const int needed = button->fontMetrics().size(Qt::TextShowMnemonic, button->text()).width();
        return needed > button->width() ? button->text() : QString();
    }
    if (auto* combo = qobject_cast<QComboBox*>(widget)) {
        QStyleOptionComboBox option;
        option.initFrom(combo);
        option.editable = false;
        const int room =
            combo->style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, combo).width();
        const int needed = combo->fontMetrics().horizontalAdvance(combo->currentText());
        return needed > room && combo->toolTip().isEmpty() ? combo->currentText() : QString();
    }
    return {};
}

} // namespace

/// Every language on the whole window.
class TranslationTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_images, m_project;

    std::unique_ptr<MainWindow> open(const QString& language) {
        installTranslation(*qApp, language);
        auto window = std::make_unique<MainWindow>();
        window->resize(1600, 1000);
        window->show();
        window->openProject(m_project, {m_images});
        return window;
    }
    static QStringList texts(const MainWindow& window) {
        QStringList all;
        for (const QAction* action : window.commands())
            all << action->text() << action->toolTip();
        return all;
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName("Kintsugi-test");
        QCoreApplication::setApplicationName("translation-test");
        QSettings().clear();
        applyTheme(*qApp, ThemeChoice::Light);
        const fs::path root = m_folder.path().toStdString();
        m_images = writePictures(root);
        m_project = text(root / "tiny.kintsugi");
        const Result trained = cli({"train", m_project, "--images", m_images, "--config", writeConfig(root), "--task",
                                    "denoise-color-25", "--iterations", "4", "--patch", "32", "--batch", "2"});
        QVERIFY2(trained.code == 0, trained.err);
        const Result searched = cli({"search", m_project, "--images", m_images, "--method", "random", "--budget", "4",
                                     "--kinds", "skip", "--space", "blocks"});
        QVERIFY2(searched.code == 0, searched.err);
    }
    void cleanup() { QSettings().clear(); }
    void cleanupTestCase() { installTranslation(*qApp, QStringLiteral("en")); }

    void everyCommandHasChineseWords() {
        QStringList english, chinese;
        {
            const auto window = open("en");
            english = texts(*window);
        }
        const auto window = open("zh_CN");
        chinese = texts(*window);
        QCOMPARE(chinese.size(), english.size());
        const QStringList names{"English", "简体中文"}; // languages call themselves the same everywhere
        QStringList same;
        for (qsizetype i = 0; i < english.size(); ++i)
            if (english[i] == chinese[i] && !names.contains(english[i]))
                same << english[i];
        QVERIFY2(same.isEmpty(), qPrintable(same.join(" | ")));
        QVERIFY(window->menuBar()->actions().front()->text().contains(QStringLiteral("文件")));
    }

    void whatTheEngineSaysIsTranslated() {
        // Every sentence with something in its gaps: the same in English, another one in Chinese, and nothing lost.
        const QStringList gaps{"alpha.safetensors", "17", "beta", "23", "gamma", "31", "delta"};
        int untranslated = 0;
        for (const char* source : engineSentences()) {
            QString sentence = QString::fromUtf8(source);
            QStringList told;
            for (int i = 1; i <= gaps.size(); ++i)
                if (sentence.contains(QStringLiteral("%%1").arg(i))) {
                    sentence.replace(QStringLiteral("%%1").arg(i), gaps[i - 1]);
                    told << gaps[i - 1];
                }
            installTranslation(*qApp, QStringLiteral("en"));
            QCOMPARE(engineText(sentence), sentence);
            installTranslation(*qApp, QStringLiteral("zh_CN"));
            const QString chinese = engineText(sentence);
            untranslated += chinese == sentence;
            for (const QString& each : told)
                QVERIFY2(chinese.contains(each), qPrintable(sentence + " | " + chinese));
        }
        QCOMPARE(untranslated, 0);
        // One sentence inside another, and a text of nobody.
        QCOMPARE(engineText(QStringLiteral("/a/b is in use by process 12. Wait for it, or stop it first. Until then it "
                                           "can only be read.")),
                 QStringLiteral("/a/b 正被 process 12 使用。请等待，或先停止它。 在此之前只能读取。"));
        // Reasons inside of sentences, too.
        QCOMPARE(
            engineText(QStringLiteral("a.pth is damaged or incomplete: its directory is broken. Download it again.")),
            QStringLiteral("a.pth 已损坏或不完整：其目录已损坏。请重新下载。"));
        QCOMPARE(engineText(QStringLiteral("quite another text")), QStringLiteral("quite another text"));

        const auto window = open("zh_CN");
        QSignalSpy failed(&window->session(), &Session::failed);
        window->openProject(QStringLiteral("/nowhere/at.kintsugi"));
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY2(failed[0][0].toString().contains(QStringLiteral("不是 Kintsugi 项目")),
                 qPrintable(failed[0][0].toString()));
    }

    void pluralsFollowTheNumber() {
        const auto say = [](int n) {
            return QCoreApplication::translate("kintsugi::MainWindow", "This computer: %n thread(s)", nullptr, n);
        };
        installTranslation(*qApp, "en");
        QCOMPARE(say(1), QStringLiteral("This computer: 1 thread"));
        QCOMPARE(say(4), QStringLiteral("This computer: 4 threads"));
        installTranslation(*qApp, "zh_CN");
        QVERIFY(say(4).contains(QLatin1Char('4')));
        QVERIFY(!say(4).contains(QLatin1String("thread")));
    }

    void anotherLanguageOpensTheWindowAgain() {
        Settings().setLanguage("en");
        const auto window = open("en");
        QTRY_VERIFY_WITH_TIMEOUT(window->session().isOpen(), 30000);
        QSignalSpy again(window.get(), &MainWindow::reopenRequested);
        for (QAction* action : window->commands())
            if (action->text() == languageName("zh_CN"))
                action->trigger();
        QTRY_COMPARE(again.size(), 1);
        QCOMPARE(Settings().language(), QStringLiteral("zh_CN"));
    }

    /// Texts a third longer than English still fit in every workspace.
    void longTextsAreNotClipped_data() {
        QTest::addColumn<QString>("language");
        QTest::newRow("a third longer") << "pseudo";
        QTest::newRow("Chinese") << "zh_CN";
    }
    void longTextsAreNotClipped() {
        QFETCH(QString, language);
        const auto window = open(language);
        QTRY_VERIFY_WITH_TIMEOUT(window->session().isOpen(), 30000);
        QStringList clipped;
        int looked = 0;
        for (const QString& id : window->workspaces()) {
            window->showWorkspace(id);
            QTest::qWait(100);
            for (QWidget* widget : window->findChildren<QWidget*>()) {
                if (!widget->isVisible())
                    continue;
                ++looked;
                if (const QString text = clippedText(widget); !text.isEmpty())
                    clipped
                        << QStringLiteral("%1: %2 “%3” (%4 px)").arg(id, placeOf(widget), text).arg(widget->width());
            }
        }
        QVERIFY(looked > 300);
        QVERIFY2(clipped.isEmpty(), qPrintable(QStringLiteral("\n") + clipped.join(QLatin1Char('\n'))));
    }
};

QTEST_MAIN(TranslationTest)
#include "translation_test.moc"
