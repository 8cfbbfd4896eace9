#include "common/selection.h"

#include "common/wording.h"

#include <QUndoCommand>

namespace kintsugi {

class ChangeA : public QUndoCommand {
public:
    ChangeA(Selection& selection, const Selection::StateA& after, const QString& name, const std::optional<Span>& span,
            int gesture)
        : QUndoCommand(name), m_selection(selection), m_before{selection.m_a, selection.m_trial, selection.m_edited},
          m_after(after), m_span(span), m_gesture(gesture) {}

    void undo() override { m_selection.setA(m_before); }
    void redo() override { m_selection.setA(m_after); }
    int id() const override { return m_gesture == 0 ? -1 : 1; }
    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = static_cast<const ChangeA*>(other);
        if (next->m_gesture != m_gesture || next->m_span != m_span)
            return false;
        m_after = next->m_after;
        setText(next->text());
        if (m_after.architecture == m_before.architecture) {
            setObsolete(true);
            m_selection.setA(m_before); // not edited any more
        }
        return true;
    }

private:
    Selection& m_selection;
    Selection::StateA m_before, m_after;
    std::optional<Span> m_span;
    int m_gesture;
};

/// Both at once, so that undoing a swap brings B back, too.
class SwapAB : public QUndoCommand {
public:
    explicit SwapAB(Selection& selection)
        : QUndoCommand(Selection::tr("Swap A and B")),
          m_selection(selection), m_a{selection.m_a, selection.m_trial, selection.m_edited}, m_b{selection.m_b,
                                                                                                 selection.m_trialB,
                                                                                                 false} {}

    void undo() override {
        m_selection.setB(m_b.architecture, m_b.trial);
        m_selection.setA(m_a);
    }
    void redo() override {
        m_selection.setB(m_a.architecture, m_a.edited ? 0 : m_a.trial);
        m_selection.setA(m_b);
    }

private:
    Selection& m_selection;
    Selection::StateA m_a, m_b;
};

Selection::Selection(QObject* parent) : QObject(parent) {}

void Selection::reset(const Stages& stages) {
    m_undo.clear();
    m_stages = stages;
    m_a = m_b = allTeacher(stages);
    m_trial = m_trialB = 0;
    m_edited = false;
    m_span.reset();
    m_patch = {};
    m_image.clear();
    Q_EMIT stagesChanged();
    Q_EMIT aChanged();
    Q_EMIT bChanged();
    Q_EMIT spanChanged();
    Q_EMIT imageChanged();
    Q_EMIT patchChanged();
}

void Selection::clear() {
    m_undo.clear();
    m_stages.reset();
    m_a = m_b = {};
    m_trial = m_trialB = 0;
    m_edited = false;
    m_span.reset();
    m_patch = {};
    m_image.clear();
    Q_EMIT stagesChanged();
    Q_EMIT spanChanged();
    Q_EMIT imageChanged();
    Q_EMIT patchChanged();
}

void Selection::edit(const Span& span, const Edge& edge, int gesture) {
    Architecture after = m_a;
    QString name;
    if (edge.isTeacher() && span.length() > 1) {
        for (int block = span.begin; block < span.end; ++block)
            after = after.replaced({span.stage, block, block + 1}, edge);
    } else {
        after = after.replaced(span, edge);
    }
    if (after == m_a)
        return;
    name = tr("%1: %2").arg(spanText(span), changeText(m_a, after, span));
    push({after, m_trial, true}, name, span, gesture);
}

void Selection::edit(const Architecture& architecture, const QString& name) {
    if (architecture != m_a)
        push({architecture, 0, true}, name, std::nullopt, 0);
}

void Selection::showTrial(std::int64_t trial, const Architecture& architecture) {
    if (architecture == m_a && trial == m_trial && !m_edited)
        return;
    push({architecture, trial, false}, trial > 0 ? tr("Show trial %1").arg(trial) : tr("Show architecture"),
         std::nullopt, 0);
}

void Selection::push(const StateA& after, const QString& name, const std::optional<Span>& span, int gesture) {
    m_undo.push(new ChangeA(*this, after, name, span, gesture));
}

void Selection::setA(const StateA& state) {
    m_a = state.architecture;
    m_trial = state.trial;
    m_edited = state.edited;
    Q_EMIT aChanged();
}

void Selection::setB(const Architecture& architecture, std::int64_t trial) {
    if (architecture == m_b && trial == m_trialB)
        return;
    m_b = architecture;
    m_trialB = trial;
    Q_EMIT bChanged();
}

void Selection::swap() {
    m_undo.push(new SwapAB(*this));
}

void Selection::setSpan(const std::optional<Span>& span) {
    if (span == m_span)
        return;
    m_span = span;
    Q_EMIT spanChanged();
}

void Selection::setImage(const QString& image) {
    if (image == m_image)
        return;
    m_image = image;
    m_patch = {};
    Q_EMIT imageChanged();
    Q_EMIT patchChanged();
}

void Selection::setPatch(const QRect& patch) {
    if (patch == m_patch)
        return;
    m_patch = patch;
    Q_EMIT patchChanged();
}

void Selection::setDevice(const QString& device) {
    if (device == m_device)
        return;
    m_device = device;
    Q_EMIT deviceChanged();
}

} // namespace kintsugi
