#pragma once

#include "compare/compared_images.h"

#include <QWidget>
#include <optional>
#include <vector>

class QLabel;

namespace kintsugi {

class ImageTile;

/// The current image in small: degraded, teacher (Slot::B), A, the absolute difference of these two, ground truth, or
/// some of them.
/// Shows what it is given and asks for more by signals.
class PreviewStrip : public QWidget {
    Q_OBJECT

public:
    static constexpr double differenceGain = 16.0;

    static const std::vector<Slot> allShown; ///< Degraded, B, A, Error (the difference of A and B), Truth

    explicit PreviewStrip(ComparedImages& images, QWidget* parent = nullptr, const std::vector<Slot>& shown = allShown);
    ~PreviewStrip() override;

    /// "Preview: garage.png" and "741×500, this computer, 0.7 s". Without @p seconds it was not timed.
    /// Whether B, which A is compared with, is the teacher.
    void setReferenceIsTeacher(bool isTeacher);
    void setImageInfo(const QString& name, const QString& device, std::optional<double> seconds);
    QString info() const;
    const QList<ImageTile*>& tiles() const { return m_tiles; } ///< in the order of what is shown
    QList<QAction*> commands() const { return {m_previous, m_next, m_inspect}; }

Q_SIGNALS:
    /// Inspect with this image in front.
    void inspectRequested(kintsugi::Slot slot);
    /// The image after (1) or before (-1) the current one.
    void stepRequested(int step);
    void browseRequested();

private:
    void showSlot(Slot slot);
    void showInfo();
    void compareWithTeacher();
    ImageTile* tile(Slot slot) const; ///< null: not among those that are shown

    ComparedImages& m_images;
    QLabel *m_title, *m_info;
    QWidget *m_row, *m_empty;
    QList<ImageTile*> m_tiles;
    QAction *m_previous, *m_next, *m_inspect;
    QString m_name, m_device;
    std::optional<double> m_seconds;
    std::vector<Slot> m_shown;
    std::unique_ptr<class LatestWork> m_work;
};

} // namespace kintsugi
