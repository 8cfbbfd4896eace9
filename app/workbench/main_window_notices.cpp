// MainWindow: what its banner tells and offers.
#include "main_window.h"

#include "trials/search_request.h"

namespace kintsugi {

void MainWindow::offerResume() {
    if (m_session->isReadOnly())
        return;
    if (const auto teacher = m_session->interruptedTeacher()) {
        showNotice({Banner::Level::Warning,
                    tr("The training of the teacher was interrupted; its iterations up to the last checkpoint "
                       "are kept."),
                    tr("Resume"), [this, plan = *teacher] { m_session->startTeacher(plan); }, true});
        return;
    }
    const auto& searches = m_session->values().searches;
    for (auto it = searches.rbegin(); it != searches.rend(); ++it) {
        const SearchRecord& record = it->record;
        if ((record.state != SearchState::Interrupted && record.state != SearchState::Paused) ||
            !m_session->canResume(record))
            continue;
        m_offersSearch = true;
        showNotice({Banner::Level::Warning,
                    tr("Search %1 (%2) was interrupted after %3 of %4 trials; all of them are kept.")
                        .arg(record.id)
                        .arg(methodShort(QString::fromStdString(record.definition.method)))
                        .arg(record.trials)
                        .arg(record.definition.budget),
                    tr("Resume"), [this, id = record.id] { m_session->resumeSearch(id); }, true});
        return;
    }
    const DistillPlan plan = m_session->interruptedDistill();
    if (plan.edges.empty())
        return;
    const auto resume = [this, plan] {
        if (m_session->values().trainingImages.empty())
            chooseImages(ImageRole::Training);
        if (m_session->isOpen() && !m_session->values().trainingImages.empty())
            m_session->startDistill(plan);
    };
    showNotice({Banner::Level::Warning,
                tr("The distillation of %n surrogate(s) was interrupted; its steps up to the last checkpoint "
                   "are kept.",
                   nullptr, static_cast<int>(plan.edges.size())),
                tr("Resume"), resume, true});
}

void MainWindow::showNotice(const Notice& notice) {
    if (notice.isOffer)
        m_offer = notice;
    m_notice = notice;
    m_banner->showMessage(notice.level, notice.text, notice.remedyText);
}

/// The banner was closed, or its button pressed.
void MainWindow::endNotice() {
    if (m_notice.isOffer)
        return dropOffer();
    m_notice = {};
    if (m_offer)
        showNotice(*m_offer);
}

void MainWindow::dropOffer() {
    m_offersSearch = false;
    m_offer.reset();
    if (!m_notice.isOffer)
        return;
    m_notice = {};
    m_banner->hide();
}

void MainWindow::showProblem(const QString& sentence) {
    showNotice({Banner::Level::Error, sentence, {}, {}});
}

} // namespace kintsugi
