#pragma once

#include "common/state_chip.h"
#include "devices/fact_list.h"
#include "devices/report_view.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace kintsugi {

/// What a device is, from its card.
std::vector<Fact> deviceFacts(const DeviceCard* card);

/// What the times of a report hold for, and temperatures and clocks before and after. What could not be read is
/// "not available".
std::vector<Fact> conditionFacts(const TimingReport& report);

/// Whether the device computes what this computer does, model by model.
class ParityPanel : public QWidget {
    Q_OBJECT

public:
    explicit ParityPanel(QWidget* parent = nullptr);
    void show(const ReportViewPointer& view);
    QString state() const { return m_chip->chip().text; }
    FactList& facts() { return *m_facts; }

private:
    StateChip* m_chip;
    FactList* m_facts;
};

/// How much faster A is than B, with its interval; what that saves and costs.
class GainView : public QWidget {
    Q_OBJECT

public:
    explicit GainView(QWidget* parent = nullptr);
    void show(const ReportViewPointer& view, bool isUsed);
    QString headline() const;
    QString sentence() const;
    FactList& facts() { return *m_facts; }

Q_SIGNALS:
    /// The medians shall count as the measured times of their architectures.
    void useRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void updateColors();

    QLabel *m_headline, *m_sentence;
    FactList* m_facts;
    QPushButton* m_use;
};

} // namespace kintsugi
