#include "common/selection.h"
#include "common/theme.h"
#include "plots/front_canvas.h"
#include "plots/front_plot.h"
#include "plots/plot_export.h"
#include "plots/trial_tip.h"
#include "trial_fixture.h"
#include "trials/front_walker.h"
#include "trials/trial_model.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>
#include <QtTest>
#include <memory>

using namespace kintsugi;

class FrontPlotTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_trials = std::make_unique<TrialModel>();
        m_trials->setStages(m_fixture.stages());
        m_trials->setCost(TrialCost::PredictedMs);
        m_selection = std::make_unique<Selection>();
        m_selection->reset(m_fixture.stages());
        m_walker = std::make_unique<FrontWalker>(*m_trials, *m_selection);
        m_plot = std::make_unique<FrontPlot>(*m_trials, *m_selection, *m_walker);
        m_plot->resize(900, 500);
        m_plot->show();
        m_canvas = m_plot->findChild<FrontCanvas*>();
        m_trials->append(m_fixture.rows(120, 3));
        m_plot->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_plot.get()));
        m_plot->fit();
        settle();
    }

    void cleanup() {
        m_plot.reset();
        m_walker.reset();
        m_selection.reset();
        m_trials.reset();
    }

    void theWholeFrontIsSeen() {
        const QRectF area = m_canvas->axisRect()->rect();
        for (const int row : m_trials->front())
            QVERIFY(area.contains(m_canvas->pixelOf(row)));
    }

    void clickShowsATrial() {
        const int row = lonely();
        QTest::mouseClick(m_canvas, Qt::LeftButton, {}, pixel(row));
        QCOMPARE(m_selection->trial(), m_trials->trial(row).number);
        QTest::mouseClick(m_canvas, Qt::LeftButton, Qt::ShiftModifier, pixel(m_trials->front().front()));
        QCOMPARE(m_selection->trialB(), m_trials->trial(m_trials->front().front()).number);
        QCOMPARE(m_selection->trial(), m_trials->trial(row).number);
    }

    void aTrialIsTimedByItsMenu() {
        const int row = lonely();
        QSignalSpy asked(m_plot.get(), &FrontPlot::timeRequested);
        bool found = false;
        QTimer::singleShot(200, this, [&] { // the menu waits until something is chosen
            auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
            if (!menu)
                return;
            for (QAction* action : menu->actions())
                if (action->text().contains(QLatin1String("on the device"))) {
                    found = true;
                    action->trigger();
                }
            menu->close();
        });
        Q_EMIT m_canvas->menuRequested(pixel(row));
        QVERIFY(found);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.front().front().value<Architecture>(), m_trials->trial(row).architecture);
    }

    void ringFollowsA() {
        const int row = lonely();
        const QColor magenta = tokensOf(m_canvas).a;
        const auto ring = [&] {
            settle();
            const QImage picture = m_canvas->grab().toImage();
            const QPoint at = pixel(row) + QPoint(-9, 0);
            int found = 0;
            for (int dx = -2; dx <= 2; ++dx) {
                const QColor color = picture.pixelColor((at + QPoint(dx, 0)) * picture.devicePixelRatio());
                found += std::abs(color.red() - magenta.red()) + std::abs(color.green() - magenta.green()) +
                                     std::abs(color.blue() - magenta.blue()) <
                                 60
                             ? 1
                             : 0;
            }
            return found > 0;
        };
        QVERIFY(!ring());
        m_selection->showTrial(m_trials->trial(row).number, m_trials->trial(row).architecture); // as the grid would
        QVERIFY(ring());
        m_selection->undoStack().undo();
        QVERIFY(!ring());
    }

    void dragPicksManyAndAStays() {
        const QRectF area = m_canvas->axisRect()->rect();
        const QPoint from = area.center().toPoint(), to = area.bottomRight().toPoint() - QPoint(3, 3);
        std::vector<int> expected = m_canvas->rowsIn(QRectF(from, to));
        QVERIFY(expected.size() > 2);
        m_trials->setLimit(std::nullopt);
        drag(Qt::LeftButton, from, to);
        QCOMPARE(m_trials->picked(), expected);
        QCOMPARE(m_selection->trial(), std::int64_t(0));
        QTest::keyClick(m_canvas, Qt::Key_Escape);
        QVERIFY(m_trials->picked().empty());
    }

    void wheelZoomsAroundThePointer() {
        const QPointF at = m_canvas->axisRect()->rect().center() + QPoint(60, 20);
        const double x = m_canvas->xAxis->pixelToCoord(at.x()), y = m_canvas->yAxis->pixelToCoord(at.y());
        const double width = m_canvas->xAxis->range().size();
        wheel(at, 240);
        QVERIFY(m_canvas->xAxis->range().size() < 0.8 * width);
        QVERIFY(std::abs(m_canvas->xAxis->pixelToCoord(at.x()) - x) < 1e-6 * width);
        QVERIFY(std::abs(m_canvas->yAxis->pixelToCoord(at.y()) - y) < 1e-6);
        const double height = m_canvas->yAxis->range().size();
        const double zoomed = m_canvas->xAxis->range().size();
        wheel(QPointF(at.x(), m_canvas->axisRect()->rect().bottom() + 15), 120); // over the x axis alone
        QVERIFY(m_canvas->xAxis->range().size() < zoomed);
        QCOMPARE(m_canvas->yAxis->range().size(), height);
    }

    void panningIsByMiddleButtonAndBySpace() {
        const QPoint from = m_canvas->axisRect()->rect().center();
        const double left = m_canvas->xAxis->range().lower,
                     perPixel = m_canvas->xAxis->range().size() / m_canvas->axisRect()->width();
        drag(Qt::MiddleButton, from, from + QPoint(50, 10));
        QVERIFY(std::abs(m_canvas->xAxis->range().lower - (left - 50 * perPixel)) < 0.5 * perPixel);
        QTest::keyPress(m_canvas, Qt::Key_Space);
        drag(Qt::LeftButton, from, from - QPoint(50, 10));
        QTest::keyRelease(m_canvas, Qt::Key_Space);
        QVERIFY(std::abs(m_canvas->xAxis->range().lower - left) < 0.5 * perPixel);
        QVERIFY(m_trials->picked().empty());
    }

    void fitAndDoubleClickResetTheView() {
        const QCPRange x = m_canvas->xAxis->range(), y = m_canvas->yAxis->range();
        wheel(m_canvas->axisRect()->rect().center(), 600);
        QTest::mouseDClick(m_canvas, Qt::LeftButton, {}, empty());
        QCOMPARE(m_canvas->xAxis->range(), x);
        wheel(m_canvas->axisRect()->rect().center(), 600);
        QTest::keyClick(m_canvas, Qt::Key_F);
        QCOMPARE(m_canvas->xAxis->range(), x);
        QCOMPARE(m_canvas->yAxis->range(), y);
        m_plot->fitAll();
        for (int row = 0; row < m_trials->size(); ++row)
            QVERIFY(m_canvas->axisRect()->rect().contains(m_canvas->pixelOf(row).toPoint()));
    }

    void aZoomByHandStaysWhileTrialsArrive() {
        wheel(m_canvas->axisRect()->rect().center(), 240);
        const QCPRange x = m_canvas->xAxis->range();
        m_trials->append(m_fixture.rows(10, 9, 500));
        QTest::qWait(250);
        QCOMPARE(m_canvas->xAxis->range(), x);
    }

    void keysWalkTheFront() {
        const int first = m_trials->front().front();
        m_selection->showTrial(m_trials->trial(first).number, m_trials->trial(first).architecture);
        m_canvas->setFocus();
        const auto number = [&](std::size_t place) { return m_trials->trial(m_trials->front()[place]).number; };
        QTest::keyClick(m_canvas, Qt::Key_BracketRight);
        QCOMPARE(m_selection->trial(), number(1));
        QTest::keyClick(m_canvas, Qt::Key_Right);
        QCOMPARE(m_selection->trial(), number(2));
        QTest::keyClick(m_canvas, Qt::Key_Left);
        QTest::keyClick(m_canvas, Qt::Key_BracketLeft);
        QCOMPARE(m_selection->trial(), number(0));
        QTest::keyClick(m_canvas, Qt::Key_BracketLeft); // there is nothing faster
        QCOMPARE(m_selection->trial(), number(0));
    }

    void limitIsDraggedAndFilters() {
        const double middle = m_canvas->xAxis->range().center();
        m_trials->setLimit(middle);
        settle();
        int above = 0;
        for (int row = 0; row < m_trials->size(); ++row)
            above += *m_trials->trial(row).predictedMs > middle ? 1 : 0;
        QCOMPARE(m_trials->aboveLimitCount(), above);
        const QPoint from(qRound(*m_canvas->limitPixel()), freeRow(qRound(*m_canvas->limitPixel())));
        drag(Qt::LeftButton, from, from - QPoint(80, 0));
        QVERIFY(std::abs(*m_canvas->limitPixel() - (from.x() - 80)) < 1.5);
        QVERIFY(m_trials->aboveLimitCount() > above);
        QVERIFY(m_trials->picked().empty());

        const int dear = m_trials->front().back();
        QVERIFY(m_canvas->rowAt(m_canvas->pixelOf(dear)).has_value());
        checkBox("Above limit")->click();
        settle();
        QVERIFY(!m_trials->isAboveLimitShown());
        QVERIFY(m_canvas->rowsIn(QRectF(*m_canvas->limitPixel() + 1, 0, 5000, 5000)).empty());
        command("Remove the limit")->trigger();
        QVERIFY(!m_trials->limit());
        command("Set the limit at A")->trigger();
        QCOMPARE(*m_trials->limit(), *m_trials->trial(0).predictedMs);
    }

    void dominatedTrialsCanBeHidden() {
        int dominated = lonely();
        QVERIFY(m_canvas->rowAt(m_canvas->pixelOf(dominated)).has_value());
        checkBox("Dominated")->click();
        QVERIFY(!m_canvas->rowAt(m_canvas->pixelOf(dominated)).has_value() ||
                *m_canvas->rowAt(m_canvas->pixelOf(dominated)) != dominated);
        QVERIFY(m_canvas->rowAt(m_canvas->pixelOf(m_trials->front().front())).has_value());
    }

    void axesAreChosen() {
        auto* x = combo("Cost on the x axis");
        x->setCurrentIndex(x->findText(QStringLiteral("transformers")));
        Q_EMIT x->activated(x->currentIndex());
        QVERIFY(m_trials->cost() == TrialCost::Transformers);
        settle();
        QCOMPARE(m_canvas->xAxis->label(), QStringLiteral("transformer blocks"));
        const int row = m_trials->front().front();
        QVERIFY(std::abs(m_canvas->xAxis->pixelToCoord(m_canvas->pixelOf(row).x()) -
                         m_trials->trial(row).transformers) < 1e-6);
        m_trials->setCost(TrialCost::Gmacs); // from elsewhere
        QCOMPARE(x->currentText(), QStringLiteral("GMAC"));

        auto* y = combo("Quality on the y axis");
        y->setCurrentIndex(1);
        settle();
        const int best = m_trials->front().back();
        const double drawn = m_canvas->pixelOf(best).y(); // follows what changed first
        const double psnr = m_trials->trial(best).psnr;
        QVERIFY2(std::abs(m_canvas->yAxis->coordToPixel(psnr) - drawn) < 1,
                 qPrintable(QStringLiteral("%1 %2").arg(m_canvas->yAxis->coordToPixel(psnr)).arg(drawn)));
    }

    void aCostThatNobodyHasSaysSo() {
        m_trials->setCost(TrialCost::MeasuredMs);
        QPushButton* button = m_canvas->findChild<QPushButton*>();
        QVERIFY(button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(m_trials->cost() == TrialCost::Transformers);
        QVERIFY(!button->isVisible());
        m_trials->clear();
        QVERIFY(button->isVisible());
        QSignalSpy wanted(m_plot.get(), &FrontPlot::searchWanted);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
    }

    void tipSaysWhatIsUnderThePointer() {
        const int row = lonely();
        QVERIFY(m_canvas->tip().isHidden());
        QTest::mouseMove(m_canvas, empty());
        QTest::mouseMove(m_canvas, pixel(row));
        QTRY_VERIFY(m_canvas->tip().isVisible());
        QCOMPARE(m_canvas->tip().lines()[0], QStringLiteral("trial %1").arg(m_trials->trial(row).number));
        QVERIFY(m_canvas->tip().lines()[1].startsWith(QStringLiteral("exact span search, step ")));
        QTest::mouseMove(m_canvas, empty());
        QTRY_VERIFY(m_canvas->tip().isHidden());
    }

    void whileTrialsArriveDrawingIsRare() {
        QSignalSpy drawn(m_canvas, &QCustomPlot::afterReplot);
        QElapsedTimer timer;
        timer.start();
        m_trials->append(m_fixture.rows(5, 11, 1000));
        QCoreApplication::processEvents();
        if (timer.elapsed() < 90) // else the machine was held up, and it was right to draw
            QCOMPARE(drawn.size(), 0);
        for (int i = 1; i < 20; ++i)
            m_trials->append(m_fixture.rows(5, 11, 1000 + 10 * i));
        QTRY_VERIFY(drawn.size() > 0);
        QVERIFY(drawn.size() <= 2);
        drawn.clear();
        m_canvas->zoom(0.9); // to the user it answers at once
        QCoreApplication::processEvents();
        QCOMPARE(drawn.size(), 1);
    }

    /// Points that come one by one, onto a picture that is kept, look as if all had been drawn at once.
    void keptPointsLookAsDrawnAnew() {
        m_canvas->fit(true);
        m_canvas->zoom(0.98); // by hand: the range stays
        settle();
        for (int i = 0; i < 12; ++i) {
            m_trials->append(m_fixture.rows(4, 50 + static_cast<std::uint64_t>(i), 3000 + 10 * i));
            settle();
        }
        const QImage kept = m_plot->grab().toImage();
        m_canvas->zoom(0.5);
        settle();
        m_canvas->zoom(2); // another view and back: all anew
        m_canvas->refresh();
        const QImage anew = m_plot->grab().toImage();
        QCOMPARE(kept.size(), anew.size());
        qint64 different = 0;
        for (int y = 0; y < kept.height(); ++y)
            for (int x = 0; x < kept.width(); ++x) {
                const QColor a = kept.pixelColor(x, y), b = anew.pixelColor(x, y);
                // Smooth edges are blended twice on the kept picture.
                if (std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue()) > 60)
                    ++different;
            }
        QVERIFY2(different < 60, qPrintable(QString::number(different)));
    }

    void searchesAreOverlaidAndHidden() {
        m_trials->append(m_fixture.rows(40, 21, 2000, 2, QStringLiteral("random")));
        settle();
        const int own = m_trials->searchFront(2).front();
        QVERIFY(m_canvas->rowsIn(QRectF(m_canvas->pixelOf(own) - QPointF(1, 1), QSizeF(2, 2))).size() >= 1);
        m_trials->setSearchVisible(2, false);
        settle();
        for (const int row : m_canvas->rowsIn(QRectF(-1e5, -1e5, 2e5, 2e5)))
            QCOMPARE(m_trials->trial(row).search, std::int64_t(1));
    }

    void saves_data() {
        QTest::addColumn<QByteArray>("begins");
        QTest::newRow("front.png") << QByteArray("\x89PNG");
        QTest::newRow("front.pdf") << QByteArray("%PDF");
        QTest::newRow("front.csv") << QByteArray("# demo\ntrial,search");
        if (canSaveSvg())
            QTest::newRow("front.svg") << QByteArray("<?xml");
    }
    void saves() {
        const QTemporaryDir folder;
        m_plot->setProvenance(QStringLiteral("demo"));
        const QString path = folder.filePath(QLatin1String(QTest::currentDataTag()));
        m_plot->saveTo(path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QFETCH(QByteArray, begins);
        QVERIFY(file.readAll().startsWith(begins));
        QVERIFY_EXCEPTION_THROWN(m_plot->saveTo(folder.filePath(QStringLiteral("front.xyz"))), std::exception);
        QVERIFY_EXCEPTION_THROWN(
            m_plot->saveTo(folder.filePath(QStringLiteral("none/") + QLatin1String(QTest::currentDataTag()))),
            std::exception);
    }

    void coloursFollowTheTheme() {
        m_plot->setPalette(paletteOf(darkTokens()));
        m_canvas->setPalette(paletteOf(darkTokens()));
        settle();
        const QImage dark = m_canvas->grab().toImage();
        QCOMPARE(dark.pixelColor(m_canvas->axisRect()->rect().topLeft() + QPoint(-20, -6)), darkTokens().base);
    }

    void everyCommandSaysWhatItDoes() {
        for (const QAction* action : m_plot->commands())
            QVERIFY2(!action->text().isEmpty() && !action->toolTip().isEmpty(), qPrintable(action->text()));
        QVERIFY(m_plot->commands().size() >= 8);
    }

private:
    void settle() {
        QCoreApplication::processEvents();
        m_canvas->refresh();
        QCoreApplication::processEvents();
    }
    QPoint pixel(int row) { return m_canvas->pixelOf(row).toPoint(); }
    /// A dominated trial with nothing near it.
    int lonely() {
        const QRectF area = m_canvas->axisRect()->rect().adjusted(30, 30, -30, -30);
        for (int row = 0; row < m_trials->size(); ++row) {
            const QPointF at = m_canvas->pixelOf(row);
            if (area.contains(at) && !m_trials->standing(row).front &&
                m_canvas->rowsIn(QRectF(at - QPointF(14, 14), QSizeF(28, 28))).size() == 1)
                return row;
        }
        qFatal("no trial lies alone");
    }
    QPoint empty() {
        const QRect area = m_canvas->axisRect()->rect();
        for (int x = area.left() + 20; x < area.right() - 20; x += 7)
            for (int y = area.top() + 20; y < area.bottom() - 20; y += 7)
                if (!m_canvas->rowAt(QPointF(x, y)))
                    return {x, y};
        qFatal("the plot is full");
    }
    int freeRow(int x) {
        for (int y = m_canvas->axisRect()->rect().top() + 50; y < m_canvas->axisRect()->rect().bottom(); y += 5)
            if (!m_canvas->rowAt(QPointF(x, y)))
                return y;
        qFatal("the limit is covered");
    }
    void drag(Qt::MouseButton button, const QPoint& from, const QPoint& to) {
        QTest::mousePress(m_canvas, button, {}, from);
        const auto move = [&](const QPoint& at) {
            QMouseEvent event(QEvent::MouseMove, at, m_canvas->mapToGlobal(at), Qt::NoButton, button, {});
            QCoreApplication::sendEvent(m_canvas, &event);
        };
        move((from + to) / 2);
        move(to);
        QTest::mouseRelease(m_canvas, button, {}, to);
        settle();
    }
    void wheel(const QPointF& at, int delta) {
        QWheelEvent event(at, m_canvas->mapToGlobal(at), {}, QPoint(0, delta), Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_canvas, &event);
    }
    QCheckBox* checkBox(const char* text) const {
        for (QCheckBox* box : m_plot->findChildren<QCheckBox*>())
            if (box->text() == QLatin1String(text))
                return box;
        return nullptr;
    }
    QComboBox* combo(const char* name) const {
        for (QComboBox* box : m_plot->findChildren<QComboBox*>())
            if (box->accessibleName() == QLatin1String(name))
                return box;
        return nullptr;
    }
    QAction* command(const char* text) const {
        for (QAction* action : m_plot->commands())
            if (action->text() == QLatin1String(text))
                return action;
        return nullptr;
    }

    TrialFixture m_fixture;
    std::unique_ptr<TrialModel> m_trials;
    std::unique_ptr<Selection> m_selection;
    std::unique_ptr<FrontWalker> m_walker;
    std::unique_ptr<FrontPlot> m_plot;
    FrontCanvas* m_canvas = nullptr;
};

QTEST_MAIN(FrontPlotTest)
#include "front_plot_test.moc"
