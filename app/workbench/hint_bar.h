#pragma once

#include <QWidget>

class QLabel;

namespace kintsugi {

/// One line of advice that can be dismissed for good.
class HintBar : public QWidget {
    Q_OBJECT

public:
    explicit HintBar(QWidget* parent = nullptr);
    /// Shows @p text unless the hint was dismissed; hides itself for an empty text.
    void showHint(const QString& id, const QString& text);

private:
    QLabel* m_text;
    QString m_id;
};

} // namespace kintsugi
