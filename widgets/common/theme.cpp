#include "common/theme.h"

#include <QApplication>
#include <QStyleFactory>
#include <QToolTip>
#include <QWidget>

namespace kintsugi {

const Tokens& lightTokens() {
    static const Tokens tokens{false,     "#E9ECEF", "#F6F7F9", "#FFFFFF", "#D2D7DD", "#A7B0BA", "#1A1F26",
                               "#4F5965", "#616B77", "#2B66A8", "#FFFFFF", "#F9D6A8", "#B45F06", "#4A2800",
                               "#B01E73", "#F9E6F0", "#84909C", "#1B7246", "#8A5A00", "#B3261E"};
    return tokens;
}

const Tokens& darkTokens() {
    static const Tokens tokens{true,      "#262A30", "#1F2328", "#17191D", "#363C44", "#59626D", "#E8EBEF",
                               "#AAB3BE", "#8C96A1", "#3875BD", "#FFFFFF", "#4D3516", "#F0A24A", "#FFDDAE",
                               "#FF7FC2", "#45203A", "#717C88", "#63C793", "#E5B64B", "#FF8F86"};
    return tokens;
}

const Tokens& tokensOf(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < 128 ? darkTokens() : lightTokens();
}

const Tokens& tokensOf(const QWidget* widget) {
    return tokensOf(widget->palette());
}

QPalette paletteOf(const Tokens& tokens) {
    QPalette palette;
    const auto all = [&](QPalette::ColorRole role, const QColor& color) { palette.setColor(role, color); };
    all(QPalette::Window, tokens.window);
    all(QPalette::WindowText, tokens.ink);
    all(QPalette::Base, tokens.base);
    all(QPalette::AlternateBase, tokens.panel);
    all(QPalette::Text, tokens.ink);
    all(QPalette::Button, tokens.panel);
    all(QPalette::ButtonText, tokens.ink);
    all(QPalette::BrightText, tokens.error);
    all(QPalette::ToolTipBase, tokens.panel);
    all(QPalette::ToolTipText, tokens.ink);
    all(QPalette::PlaceholderText, tokens.hint);
    all(QPalette::Highlight, tokens.aTint);
    all(QPalette::HighlightedText, tokens.ink);
    all(QPalette::Link, tokens.a);
    all(QPalette::LinkVisited, tokens.a);
    all(QPalette::Light, tokens.base);
    all(QPalette::Midlight, tokens.panel);
    all(QPalette::Mid, tokens.line);
    all(QPalette::Dark, tokens.strongLine);
    all(QPalette::Shadow, tokens.strongLine);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, tokens.hint);
    return palette;
}

ThemeChoice themeChoice(const QString& name) {
    if (name == QLatin1String("light"))
        return ThemeChoice::Light;
    return name == QLatin1String("dark") ? ThemeChoice::Dark : ThemeChoice::System;
}

QString themeName(ThemeChoice choice) {
    switch (choice) {
    case ThemeChoice::System:
        return QStringLiteral("system");
    case ThemeChoice::Light:
        return QStringLiteral("light");
    case ThemeChoice::Dark:
        return QStringLiteral("dark");
    }
    return {};
}

void applyTheme(QApplication& application, ThemeChoice choice) {
    static const bool styled = [] {
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        return true;
    }();
    Q_UNUSED(styled)
    bool dark = choice == ThemeChoice::Dark;
    if (choice == ThemeChoice::System) {
        QApplication::setPalette(QPalette()); // the system's, in place of ours
        dark = tokensOf(QApplication::palette()).dark;
    }
    const QPalette palette = paletteOf(dark ? darkTokens() : lightTokens());
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
    Q_UNUSED(application)
}

} // namespace kintsugi
