#pragma once

#include "devices/device_values.h"

#include <QWidget>

class QPushButton;

namespace kintsugi {

/// The buttons of a device's card: what can be done with it in its state.
class CardButtons : public QWidget {
    Q_OBJECT

public:
    explicit CardButtons(QWidget* parent = nullptr);
    /// @p isBusy: some device is timed now.
    void setCard(const DeviceCard& card, bool isBusy);
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    /// No button for this state.
    bool isBare() const { return m_isBare; }

Q_SIGNALS:
    void runClicked();
    void identifyClicked();
    void removeClicked();
    void copyClicked(const QString& command);

private:
    QPushButton* add(const char* name, const QString& text);

    QPushButton *m_run, *m_identify, *m_remove, *m_copy;
    QString m_command;
    bool m_isBare = false;
};

} // namespace kintsugi
