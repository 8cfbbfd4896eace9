#include "set_measurer.h"

#include "imaging/metrics.h"
#include "session.h"

#include <utility>

namespace kintsugi {

SetMeasurer::SetMeasurer(Session& session, QObject* parent) : QObject(parent), m_session(session) {
    EngineBridge& engine = session.engine();
    connect(&engine, &EngineBridge::restored, this,
            [this](std::uint64_t request, const std::shared_ptr<const RestoredImage>& result) {
                if (request == 0 || (request != m_requestA && request != m_requestB))
                    return;
                if (request == m_requestA) {
                    m_requestA = 0;
                    m_restoredA = result;
                    if (m_a == m_b)
                        m_restoredB = result;
                } else {
                    m_requestB = 0;
                    m_restoredB = result;
                }
                if (m_restoredA && m_restoredB)
                    compare();
            });
    connect(&engine, &EngineBridge::restoreFailed, this, [this](std::uint64_t request, const QString& sentence) {
        if (request == 0 || (request != m_requestA && request != m_requestB))
            return;
        Q_EMIT problem(sentence);
        end();
    });
    connect(&m_work, &LatestWork::failed, this, [this](const QString& sentence) {
        Q_EMIT problem(sentence);
        end();
    });
}

void SetMeasurer::start(const QStringList& images, const Architecture& a, const Architecture& b) {
    stop();
    m_waiting = images;
    m_total = static_cast<int>(images.size());
    m_a = a;
    m_b = b;
    m_isRunning = true;
    next();
}

void SetMeasurer::stop() {
    if (m_isRunning)
        end();
}

void SetMeasurer::end() {
    m_work.cancel();
    m_waiting.clear();
    m_image.reset();
    m_requestA = m_requestB = 0;
    m_restoredA.reset();
    m_restoredB.reset();
    m_isRunning = false;
    Q_EMIT finished();
}

void SetMeasurer::next() {
    m_image.reset();
    m_restoredA.reset();
    m_restoredB.reset();
    Q_EMIT progress(m_total - static_cast<int>(m_waiting.size()), m_total);
    if (m_waiting.isEmpty() || !m_session.isOpen()) {
        end();
        return;
    }
    m_work.start([name = m_waiting.takeFirst(), shelf = m_session.shelf(), task = m_session.task()](
                     const std::stop_token&) { return std::make_shared<const ShelfImage>(shelf.load(name, task)); },
                 [this](const std::shared_ptr<const ShelfImage>& image) {
                     m_image = image;
                     if (m_image->truth)
                         ask();
                     else
                         next();
                 });
}

void SetMeasurer::ask() {
    if (!m_restoredA)
        m_requestA = m_session.engine().requestRestore(m_image->degraded, m_a);
    if (!m_restoredB && m_a != m_b)
        m_requestB = m_session.engine().requestRestore(m_image->degraded, m_b);
}

void SetMeasurer::askAgain() {
    if (m_image && (m_requestA || m_requestB))
        ask();
}

void SetMeasurer::compare() {
    struct Numbers {
        QString name;
        double a, b;
    };
    m_work.start(
        [image = m_image, a = m_restoredA, b = m_restoredB](const std::stop_token&) {
            const ByteImage truth = toBytes(*image->truth);
            return Numbers{image->name, psnr(toBytes(a->image), truth), psnr(toBytes(b->image), truth)};
        },
        [this](const Numbers& numbers) {
            Q_EMIT measured(numbers.name, numbers.a, numbers.b);
            next();
        });
}

} // namespace kintsugi
