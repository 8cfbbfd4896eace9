#pragma once

#include <QString>
#include <QWidget>
#include <vector>

namespace kintsugi {

/// One line of a FactList: a name in grey at the left, its value at the right. Without a value: a heading.
struct Fact {
    QString name;
    QString value;
    bool isStrong = false;
    bool isMissing = false; ///< could not be read; in grey
    QString tip;
    bool operator==(const Fact&) const = default;
};

/// Names and values under one another; long values go on in further lines. Values are copied by Ctrl+C or the menu.
class FactList : public QWidget {
    Q_OBJECT

public:
    explicit FactList(QWidget* parent = nullptr);
    void setFacts(std::vector<Fact> facts);
    const std::vector<Fact>& facts() const { return m_facts; }
    /// "Name\tvalue" lines.
    QString text() const;
    /// The value of the first fact of that name; empty when there is none.
    QString value(const QString& name) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return place(width, nullptr); }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    int place(int width, class QPainter* painter) const;
    void copy() const;

    std::vector<Fact> m_facts;
};

} // namespace kintsugi
