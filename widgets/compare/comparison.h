#pragma once

#include "common/selection.h"
#include "compare/compared_images.h"
#include "compare/error_analysis.h"
#include "compare/view_transform.h"

#include <QAction>

namespace kintsugi {

/// All that the views of one comparison share: the images, what is measured of them, where they are looked at, and the
/// one selection, which must outlive this.
class Comparison : public QObject {
    Q_OBJECT

public:
    explicit Comparison(Selection& selection, QObject* parent = nullptr);

    Selection& selection() { return m_selection; }
    ComparedImages& images() { return m_images; }
    const ComparedImages& images() const { return m_images; }
    ErrorAnalysis& analysis() { return m_analysis; }
    ViewTransform& transform() { return m_transform; }

    /// Place of the selected patch among the worst ones, from 0; -1: it is none of them.
    int patchIndex() const;
    static QRect rectOf(const WorstPatch& patch) { return {patch.x, patch.y, patch.width, patch.height}; }

    /// N and Shift+N, for all views that want the keys.
    QAction* nextPatchAction() { return &m_nextPatch; }
    QAction* previousPatchAction() { return &m_previousPatch; }

private:
    void stepPatch(int step);

    Selection& m_selection;
    ComparedImages m_images;
    ErrorAnalysis m_analysis;
    ViewTransform m_transform;
    QAction m_nextPatch, m_previousPatch;
};

} // namespace kintsugi
