#include "compare/comparison.h"

namespace kintsugi {

Comparison::Comparison(Selection& selection, QObject* parent)
    : QObject(parent), m_selection(selection), m_analysis(m_images) {
    m_nextPatch.setText(tr("Next patch"));
    m_nextPatch.setToolTip(tr("Go to the next worst patch (N)"));
    m_nextPatch.setShortcut(Qt::Key_N);
    m_previousPatch.setText(tr("Previous patch"));
    m_previousPatch.setToolTip(tr("Go to the previous worst patch (Shift+N)"));
    m_previousPatch.setShortcut(Qt::SHIFT | Qt::Key_N);
    for (QAction* action : {&m_nextPatch, &m_previousPatch}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        action->setEnabled(false);
    }
    connect(&m_nextPatch, &QAction::triggered, this, [this] { stepPatch(1); });
    connect(&m_previousPatch, &QAction::triggered, this, [this] { stepPatch(-1); });
    connect(&m_analysis, &ErrorAnalysis::patchesChanged, this, [this] {
        for (QAction* action : {&m_nextPatch, &m_previousPatch})
            action->setEnabled(!m_analysis.patches().empty());
    });
    connect(&m_images, &ComparedImages::pictureChanged, this, [this] { m_transform.setImageSize(m_images.size()); });
    connect(&m_selection, &Selection::patchChanged, this, [this] { m_transform.reveal(m_selection.patch()); });
}

int Comparison::patchIndex() const {
    const auto& patches = m_analysis.patches();
    for (std::size_t i = 0; i < patches.size(); ++i)
        if (rectOf(patches[i]) == m_selection.patch())
            return static_cast<int>(i);
    return -1;
}

void Comparison::stepPatch(int step) {
    const int count = static_cast<int>(m_analysis.patches().size());
    if (count == 0)
        return;
    const int index = patchIndex();
    const int next = index < 0 ? (step > 0 ? 0 : count - 1) : (index + step + count) % count;
    m_selection.setPatch(rectOf(m_analysis.patches()[static_cast<std::size_t>(next)]));
}

} // namespace kintsugi
