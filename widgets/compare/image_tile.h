#pragma once

#include "compare/image_pyramid.h"

#include <QWidget>
#include <memory>

namespace kintsugi {

/// One picture, or a part of it, under a line with its name and a number.
class ImageTile : public QWidget {
    Q_OBJECT

public:
    explicit ImageTile(QWidget* parent = nullptr);

    /// What A restored: magenta name and frame.
    void setIsA(bool isA);
    void setTitle(const QString& title);
    void setNumber(const QString& number);
    /// Shows @p part of a picture. Null: @p sentence in its place.
    void setPicture(std::shared_ptr<const ImagePyramid> picture, const QRect& part);
    void setSentence(const QString& sentence);
    void setLoading(bool loading);
    /// Why it no longer fits; empty: it does.
    void setStale(const QString& reason);

    const QString& title() const { return m_title; }
    const QString& number() const { return m_number; }
    bool hasPicture() const { return m_picture != nullptr; }
    QRect part() const { return m_part; }
    /// Where the picture is drawn.
    QRectF pictureRect() const;
    /// Screen pixels per image pixel.
    double scale() const;

    QSize sizeHint() const override { return {170, 150}; }
    QSize minimumSizeHint() const override { return {80, 70}; }

Q_SIGNALS:
    void clicked();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void describe();

    QString m_title, m_number, m_sentence, m_stale;
    std::shared_ptr<const ImagePyramid> m_picture;
    QRect m_part;
    bool m_isA = false, m_loading = false;
};

} // namespace kintsugi
