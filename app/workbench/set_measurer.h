#pragma once

#include "compare/latest_work.h"
#include "image_shelf.h"
#include "space/architecture.h"

#include <QObject>
#include <QStringList>
#include <cstdint>
#include <memory>

namespace kintsugi {

class Session;
struct RestoredImage;

/// Restores one image after another by A and by B and measures both against the truth, so that the networks can be
/// compared over a whole set. Images whose truth is not known are left out. The image that somebody looks at overtakes.
class SetMeasurer : public QObject {
    Q_OBJECT

public:
    explicit SetMeasurer(Session& session, QObject* parent = nullptr);

    void start(const QStringList& images, const Architecture& a, const Architecture& b);
    void stop();
    bool isRunning() const { return m_isRunning; }
    /// What was asked of the engine may have been dropped with the requests of others: it is asked for anew.
    void askAgain();

Q_SIGNALS:
    void measured(const QString& image, double psnrA, double psnrB); ///< dB, RGB, 8 bits
    void progress(int done, int total);
    void finished(); ///< also after stop()
    void problem(const QString& sentence);

private:
    void next();
    void ask();
    void compare();
    void end();

    Session& m_session;
    LatestWork m_work;
    QStringList m_waiting;
    int m_total = 0;
    bool m_isRunning = false;
    Architecture m_a, m_b;
    std::shared_ptr<const ShelfImage> m_image;
    std::uint64_t m_requestA = 0, m_requestB = 0;
    std::shared_ptr<const RestoredImage> m_restoredA, m_restoredB;
};

} // namespace kintsugi
