#pragma once

#include <QByteArray>
#include <atomic>
#include <functional>
#include <thread>

namespace kintsugi {

/// A listener on a loopback address that answers in a thread: what adbd itself cannot be brought to do.
class Peer {
public:
    using Answer = std::function<void(int socket, const std::atomic<bool>& stop)>;
    Peer(const char* address, int port, Answer answer);
    ~Peer();

    int connections() const { return m_connections; }

private:
    std::atomic<bool> m_stop = false;
    std::atomic<int> m_connections = 0;
    int m_listener = -1;
    std::jthread m_thread;
};

/// Takes the connection and never says a word.
void muteAnswer(int socket, const std::atomic<bool>& stop);
/// A phone whose owner has not accepted the key: asks for signatures, and stays silent after the public key.
void unauthorizedAnswer(int socket, const std::atomic<bool>& stop);
/// An adb server of another version.
void oldServerAnswer(int socket, const std::atomic<bool>& stop);

} // namespace kintsugi
