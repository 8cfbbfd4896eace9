#pragma once

#include "devices/device_values.h"

#include <QList>
#include <QWidget>

class QAction;
class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace kintsugi {

class CheckCombo;
class RunSteps;

/// What a run shall measure, Run and Cancel, and how far it is. Only asks; who times answers with showProgress.
class RunForm : public QWidget {
    Q_OBJECT

public:
    explicit RunForm(QWidget* parent = nullptr);

    /// The chosen device; nothing when there is none. Choosing another device takes its suggested cores.
    void setDevice(const DeviceCard* device);
    void setCores(const DeviceCores& cores);
    /// A and B are checked at first; others as the user left them.
    void setArchitectures(const std::vector<TimedChoice>& choices);
    void showProgress(const RunProgress& progress);

    RunRequest request() const;
    void setRequest(const RunRequest& request);
    /// Why Run is not possible, one sentence; empty when it is.
    QString problem() const;
    QAction* runAction() const { return m_run; }
    QAction* cancelAction() const { return m_cancel; }
    QList<QAction*> commands() const { return m_commands; }

Q_SIGNALS:
    void runRequested(const kintsugi::RunRequest& request);
    void cancelRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    QAction* addCommand(const QString& text, const QString& tip, const QKeySequence& keys = {});
    void makeFields();
    void makeActions();
    void makeLayout();
    void chooseCores(const std::vector<int>& cores);
    std::vector<int> chosenCores() const;
    std::vector<TimedChoice> chosenArchitectures() const;
    bool readSize(int& height, int& width) const;
    void update();
    void updateTexts();

    std::vector<TimedChoice> m_choices;
    DeviceCores m_cores;
    std::string m_device;
    QString m_deviceName;
    bool m_isReady = false, m_isLocal = false, m_isSetting = false;
    RunProgress m_progress;
    CheckCombo *m_architectures, *m_coreList;
    QComboBox *m_size, *m_unit;
    QSpinBox *m_threads, *m_warmup, *m_runs, *m_cool;
    QDoubleSpinBox* m_seconds;
    QCheckBox *m_perStage, *m_parity;
    QPushButton *m_runButton, *m_cancelButton;
    QLabel *m_order, *m_problem, *m_caveat;
    RunSteps* m_steps;
    QList<QWidget*> m_fields;
    QAction *m_run, *m_cancel, *m_bigCores, *m_allCores;
    QList<QAction*> m_commands;
};

} // namespace kintsugi
