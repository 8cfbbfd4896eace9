#pragma once

#include "space/architecture.h"

#include <QObject>
#include <QRect>
#include <QString>
#include <QUndoStack>
#include <cstdint>
#include <optional>

namespace kintsugi {

/// What all views look at; the only state that they share. Lives on the interface thread. Views read and change it and
/// never call one another.
///
/// A is the current architecture, B the pinned reference, the teacher at first. A change of A by `edit` or `showTrial`
/// can be undone.
class Selection : public QObject {
    Q_OBJECT

public:
    explicit Selection(QObject* parent = nullptr);

    /// Begins with a network: A and B become its teacher, the rest empty, and there is nothing to undo.
    void reset(const Stages& stages);

    /// Without a network: everything is empty.
    void clear();

    bool isEmpty() const { return !m_stages; }
    /// Of the network; there must be one.
    const Stages& stages() const { return *m_stages; }

    const Architecture& a() const { return m_a; }
    /// The trial that A is, or was before it was edited; 0: none.
    std::int64_t trial() const { return m_trial; }
    bool isEdited() const { return m_edited; }
    const Architecture& b() const { return m_b; }
    std::int64_t trialB() const { return m_trialB; }
    const std::optional<Span>& span() const { return m_span; }
    const QString& image() const { return m_image; }
    const QRect& patch() const { return m_patch; } ///< in image pixels; null: none
    const QString& device() const { return m_device; }

    QUndoStack& undoStack() { return m_undo; }

    /// Puts @p edge on the path, over @p span. One step for undo; further ones at the same span with the same
    /// @p gesture (a key that is held down) join it. Does nothing when A has it there already.
    void edit(const Span& span, const Edge& edge, int gesture = 0);
    /// Any other change of the path, for example a preset.
    void edit(const Architecture& architecture, const QString& name);
    void showTrial(std::int64_t trial, const Architecture& architecture);

    void setB(const Architecture& architecture, std::int64_t trial = 0);
    void pinA() { setB(m_a, m_edited ? 0 : m_trial); }
    void swap();
    void setSpan(const std::optional<Span>& span);
    void setImage(const QString& image);
    void setPatch(const QRect& patch);
    void setDevice(const QString& device);

Q_SIGNALS:
    void stagesChanged();
    void aChanged();
    void bChanged();
    void spanChanged();
    void imageChanged();
    void patchChanged();
    void deviceChanged();

private:
    friend class ChangeA;
    friend class SwapAB;
    struct StateA {
        Architecture architecture;
        std::int64_t trial = 0;
        bool edited = false;
    };
    void push(const StateA& after, const QString& name, const std::optional<Span>& span, int gesture);
    void setA(const StateA& state);

    std::optional<Stages> m_stages;
    Architecture m_a, m_b;
    std::int64_t m_trial = 0, m_trialB = 0;
    bool m_edited = false;
    std::optional<Span> m_span;
    QString m_image, m_device;
    QRect m_patch;
    QUndoStack m_undo;
};

} // namespace kintsugi
