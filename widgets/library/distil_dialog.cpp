#include "library/distil_dialog.h"

#include "common/theme.h"
#include "common/wording.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <set>

namespace kintsugi {

DistilDialog::DistilDialog(const Stages& stages, const std::vector<EdgeChoice>& choices, QWidget* parent)
    : QDialog(parent), m_stages(stages), m_choices(choices), m_iterations(new QSpinBox), m_count(new QLabel) {
    setWindowTitle(tr("Distil missing surrogates"));
    const std::vector<BlockKind> every(surrogateKinds.begin(), surrogateKinds.end());
    std::set<BlockKind> kinds;
    for (const PlacedEdge& placed : missingEdges(choices, stages, every, SpanSet::All))
        kinds.insert(placed.edge.kind);

    auto* kindBox = new QVBoxLayout;
    for (BlockKind kind : kinds) {
        auto* box = new QCheckBox(tr("%1, %2", "letter, kind").arg(kindLetter(kind), kindText(kind)));
        box->setObjectName(QStringLiteral("kind.%1").arg(QString::fromStdString(std::string(kindName(kind)))));
        box->setChecked(true);
        connect(box, &QCheckBox::toggled, this, &DistilDialog::recount);
        kindBox->addWidget(box);
        m_kinds[kind] = box;
    }
    auto* spanBox = new QVBoxLayout;
    const auto addSpans = [&](SpanSet set, const char* name, const QString& text) {
        auto* radio = new QRadioButton(text);
        radio->setObjectName(QString::fromLatin1(name));
        connect(radio, &QRadioButton::toggled, this, &DistilDialog::recount);
        spanBox->addWidget(radio);
        m_spans[set] = radio;
    };
    addSpans(SpanSet::All, "spans.all", tr("All"));
    addSpans(SpanSet::WholeStages, "spans.stages", tr("Whole stages"));
    addSpans(SpanSet::SingleBlocks, "spans.blocks", tr("Single blocks"));

    m_iterations->setObjectName(QStringLiteral("iterations"));
    m_iterations->setRange(1, 1'000'000);
    m_iterations->setSingleStep(500);
    m_iterations->setValue(DistilRequest{}.iterations);
    m_iterations->setGroupSeparatorShown(true);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_start = buttons->addButton(tr("Distil"), QDialogButtonBox::AcceptRole);
    m_start->setObjectName(QStringLiteral("start"));
    m_start->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto* form = new QFormLayout;
    form->setSpacing(metric::medium);
    form->addRow(tr("Kinds"), kindBox);
    form->addRow(tr("Spans"), spanBox);
    form->addRow(tr("&Iterations"), m_iterations);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metric::large, metric::large, metric::large, metric::large);
    layout->setSpacing(metric::large);
    layout->addLayout(form);
    layout->addWidget(m_count);
    layout->addWidget(buttons);
    m_spans[SpanSet::All]->setChecked(true);
    recount();
}

std::vector<BlockKind> DistilDialog::chosenKinds() const {
    std::vector<BlockKind> kinds;
    for (const auto& [kind, box] : m_kinds)
        if (box->isChecked())
            kinds.push_back(kind);
    return kinds;
}

SpanSet DistilDialog::chosenSpans() const {
    for (const auto& [set, radio] : m_spans)
        if (radio->isChecked())
            return set;
    return SpanSet::All;
}

void DistilDialog::recount() {
    const auto edges = request().edges;
    m_count->setText(edges.empty() ? tr("Nothing of that is missing.")
                                   : tr("Surrogates to be distilled: %1").arg(edges.size()));
    m_start->setEnabled(!edges.empty());
}

DistilRequest DistilDialog::request() const {
    return {missingEdges(m_choices, m_stages, chosenKinds(), chosenSpans()), m_iterations->value()};
}

} // namespace kintsugi
