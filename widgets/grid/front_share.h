#pragma once

#include "space/stage.h"

#include <QWidget>
#include <optional>
#include <vector>

namespace kintsugi {

/// How many members of the front use a transformer at one block.
struct BlockShare {
    Span block;
    int used = 0, of = 0;
};

/// Bars for the blocks of one span.
class FrontShare : public QWidget {
    Q_OBJECT

public:
    explicit FrontShare(QWidget* parent = nullptr);

    void setShares(const std::vector<BlockShare>& shares);
    void setSpan(const std::optional<Span>& span);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void choose();

    std::vector<BlockShare> m_all, m_shown;
    std::optional<Span> m_span;
};

} // namespace kintsugi
