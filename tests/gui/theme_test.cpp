#include "common/glyph_icon.h"
#include "common/pattern_bar.h"
#include "common/state_chip.h"
#include "common/theme.h"
#include "grid_support.h"

#include <QApplication>
#include <QPainter>
#include <QSet>
#include <QtTest>
#include <cmath>

using namespace kintsugi;

namespace {

double luminance(const QColor& color) {
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor& one, const QColor& other) {
    const double a = luminance(one), b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

/// As eyes without green cones see it (Viénot 1999), so that blue and orange can be told apart by them, too.
QColor deuteranopic(const QColor& c) {
    const double red = 0.29275 * c.redF() + 0.70725 * c.greenF();
    const double blue = -0.02234 * c.redF() + 0.02234 * c.greenF() + c.blueF();
    return QColor::fromRgbF(float(std::clamp(red, 0.0, 1.0)), float(std::clamp(red, 0.0, 1.0)),
                            float(std::clamp(blue, 0.0, 1.0)));
}

int distance(const QColor& one, const QColor& other) {
    return std::abs(one.red() - other.red()) + std::abs(one.green() - other.green()) +
           std::abs(one.blue() - other.blue());
}

} // namespace

class ThemeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void glyphsHaveTheColourOfText_data() {
        QTest::addColumn<int>("glyph");
        QTest::newRow("pause") << int(Glyph::Pause);
        QTest::newRow("resume") << int(Glyph::Resume);
        QTest::newRow("refresh") << int(Glyph::Refresh);
    }
    void glyphsHaveTheColourOfText() {
        QFETCH(int, glyph);
        const QIcon icon = glyphIcon(Glyph(glyph)); // made once, painted under both themes
        const QPalette before = QGuiApplication::palette();
        for (const QColor& text : {QColor(Qt::black), QColor(Qt::white)}) {
            QPalette palette;
            palette.setColor(QPalette::ButtonText, text);
            QGuiApplication::setPalette(palette);
            for (const int size : {16, 48}) {
                const QImage image = icon.pixmap(QSize(size, size)).toImage().convertToFormat(QImage::Format_ARGB32);
                int solid = 0, other = 0;
                for (int y = 0; y < image.height(); ++y)
                    for (int x = 0; x < image.width(); ++x)
                        if (const QColor pixel = image.pixelColor(x, y); pixel.alpha() == 255)
                            pixel.rgb() == text.rgb() ? ++solid : ++other;
                QVERIFY2(solid > size * size / 20 && solid < size * size / 2, qPrintable(QString::number(solid)));
                QCOMPARE(other, 0);
            }
        }
        QGuiApplication::setPalette(before);
    }

    void textCanBeRead_data() {
        QTest::addColumn<QColor>("text");
        QTest::addColumn<QColor>("paper");
        for (const Tokens* tokens : {&lightTokens(), &darkTokens()}) {
            const char* name = tokens->dark ? "dark" : "light";
            const auto row = [&](const char* what, const QColor& text, const QColor& paper) {
                QTest::addRow("%s %s", name, what) << text << paper;
            };
            row("ink on base", tokens->ink, tokens->base);
            row("ink on window", tokens->ink, tokens->window);
            row("second on base", tokens->second, tokens->base);
            row("second on window", tokens->second, tokens->window);
            row("hint on base", tokens->hint, tokens->base);
            row("ink on A's tint", tokens->ink, tokens->aTint);
            row("teacher block", tokens->teacherText, tokens->teacher);
            row("surrogate", tokens->ssmText, tokens->ssmFill);
            row("A", tokens->a, tokens->base);
            row("ok", tokens->ok, tokens->base);
            row("warning", tokens->warn, tokens->base);
            row("error", tokens->error, tokens->base);
        }
    }
    void textCanBeRead() {
        QFETCH(QColor, text);
        QFETCH(QColor, paper);
        QVERIFY2(contrast(text, paper) >= 4.5, qPrintable(QString::number(contrast(text, paper))));
    }

    void kindsDifferWithoutGreenCones() {
        for (const Tokens* tokens : {&lightTokens(), &darkTokens()}) {
            QVERIFY(distance(deuteranopic(tokens->teacher), deuteranopic(tokens->ssmFill)) > 120);
            QVERIFY(distance(deuteranopic(tokens->teacher), deuteranopic(tokens->ssmLine)) > 120);
        }
    }

    void palettesTellTheirTheme() {
        QVERIFY(!tokensOf(paletteOf(lightTokens())).dark);
        QVERIFY(tokensOf(paletteOf(darkTokens())).dark);
    }

    void choicesAreKeptByName() {
        for (ThemeChoice choice : {ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark})
            QCOMPARE(themeChoice(themeName(choice)), choice);
        QCOMPARE(themeChoice(QStringLiteral("purple")), ThemeChoice::System);
    }

    void widgetsFollowTheTheme() {
        QWidget widget;
        auto& application = *qobject_cast<QApplication*>(QCoreApplication::instance());
        applyTheme(application, ThemeChoice::Dark);
        QTRY_VERIFY(tokensOf(&widget).dark);
        applyTheme(application, ThemeChoice::Light);
        QTRY_VERIFY(!tokensOf(&widget).dark);
        QCOMPARE(widget.palette().color(QPalette::Base), lightTokens().base);
    }

    void everyKindLooksDifferent() {
        QSet<QString> looks;
        for (BlockKind kind :
             {BlockKind::Teacher, BlockKind::Lite, BlockKind::Restormer, BlockKind::Gated, BlockKind::Skip}) {
            const EdgeColors colors = edgeColors(kind, lightTokens());
            looks << colors.fill.name(QColor::HexArgb) + colors.line.name();
        }
        QCOMPARE(looks.size(), 5);
    }

    void patternsShowKindAndPlace() {
        const Stages stages = sample::smallStages();
        const Architecture architecture = allTeacher(stages).replaced({StageId::enc1, 1, 2}, {BlockKind::Lite, 1, 1});
        QImage image(1000, 20, QImage::Format_RGB32);
        const Tokens& tokens = lightTokens();
        image.fill(tokens.base);
        QPainter painter(&image);
        paintPattern(painter, image.rect(), architecture, stages, tokens);
        painter.end();
        const double block = 1000 / (18 + 0.6 * 7); // blocks and gaps between stages
        const auto pixel = [&](double blocks, int y) { return image.pixelColor(int(blocks * block), y); };
        QCOMPARE(pixel(0.5, 2), tokens.teacher);
        QCOMPARE(pixel(1.5, 2), tokens.base); // a surrogate is lower
        QCOMPARE(pixel(1.5, 12), tokens.ssmFill);
        QCOMPARE(pixel(2.3, 12), tokens.base); // between stages
        QCOMPARE(pixel(2.6 + 0.5, 12), tokens.teacher);
    }

    void patternBarsSpeak() {
        PatternBar bar;
        bar.show(allTeacher(sample::smallStages()), sample::smallStages());
        QCOMPARE(bar.toolTip(), QStringLiteral("T*2/T*2/T*2/T*4/T*2/T*2/T*2/T*2"));
        QVERIFY(bar.accessibleName().contains(bar.toolTip()));
        QVERIFY(bar.sizeHint().width() >= blockCount(sample::smallStages()) * 4);
    }

    void chipsSayEachStateInWords_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("text");
        QTest::newRow("ready") << int(EdgeState::Ready) << "ready";
        QTest::newRow("missing") << int(EdgeState::Missing) << "missing";
        QTest::newRow("waiting") << int(EdgeState::Waiting) << "waiting";
        QTest::newRow("training") << int(EdgeState::Training) << "62 %";
        QTest::newRow("failed") << int(EdgeState::Failed) << "failed";
    }
    void chipsSayEachStateInWords() {
        QFETCH(int, state);
        StateChip chip;
        chip.setChip(chipOf(static_cast<EdgeState>(state), 62));
        QTEST(chip.chip().text, "text");
        QCOMPARE(chip.accessibleName(), chip.chip().text);
        QVERIFY(chip.sizeHint().width() > chip.fontMetrics().horizontalAdvance(chip.chip().text));
    }

    void progressIsAsLongAsItsPercentage() {
        const auto darkPixels = [](int percent) {
            QImage image(120, 20, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            paintChip(painter, image.rect(), {ChipLook::Progress, QString(), percent}, lightTokens(), QFont());
            painter.end();
            int count = 0;
            for (int x = 0; x < image.width(); ++x)
                count += image.pixelColor(x, image.height() / 2) == lightTokens().ink;
            return count;
        };
        QCOMPARE(darkPixels(0), 0);
        QVERIFY(darkPixels(100) > 25);
        QVERIFY(std::abs(darkPixels(50) * 2 - darkPixels(100)) <= 3);
    }
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
