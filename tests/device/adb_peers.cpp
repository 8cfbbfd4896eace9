#include "adb_peers.h"

#include <arpa/inet.h>
#include <array>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace kintsugi {

namespace {

bool waitFor(int fd, const std::atomic<bool>& stop) {
    while (!stop) {
        pollfd one{fd, POLLIN, 0};
        if (::poll(&one, 1, 50) > 0)
            return true;
    }
    return false;
}

bool readAll(int fd, void* target, std::size_t size, const std::atomic<bool>& stop) {
    auto* at = static_cast<char*>(target);
    while (size > 0) {
        if (!waitFor(fd, stop))
            return false;
        const ssize_t got = ::recv(fd, at, size, 0);
        if (got <= 0)
            return false;
        at += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

constexpr std::uint32_t authCommand = 0x48545541;

} // namespace

Peer::Peer(const char* address, int port, Answer answer) {
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, address, &name.sin_addr);
    if (::bind(m_listener, reinterpret_cast<const sockaddr*>(&name), sizeof name) != 0 || ::listen(m_listener, 8) != 0)
        std::abort();
    m_thread = std::jthread([this, answer = std::move(answer)] {
        std::vector<std::jthread> talks;
        while (waitFor(m_listener, m_stop)) {
            const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            ++m_connections;
            talks.emplace_back([this, socket, answer] {
                answer(socket, m_stop);
                ::close(socket);
            });
        }
    });
}

Peer::~Peer() {
    m_stop = true;
    m_thread.join();
    ::close(m_listener);
}

void muteAnswer(int socket, const std::atomic<bool>& stop) {
    char byte;
    while (readAll(socket, &byte, 1, stop)) {
    }
}

void unauthorizedAnswer(int socket, const std::atomic<bool>& stop) {
    std::array<std::uint32_t, 6> header{};
    while (readAll(socket, header.data(), sizeof header, stop)) {
        std::vector<char> payload(header[3]);
        if (!readAll(socket, payload.data(), payload.size(), stop))
            return;
        const bool isPublicKey = header[0] == authCommand && header[1] == 3;
        if (isPublicKey)
            continue;
        std::array<char, 24 + 20> answer{};
        const std::array<std::uint32_t, 6> token{authCommand, 1, 0, 20, 0, ~authCommand};
        std::memcpy(answer.data(), token.data(), sizeof token);
        if (::send(socket, answer.data(), answer.size(), MSG_NOSIGNAL) < 0)
            return;
    }
}

void oldServerAnswer(int socket, const std::atomic<bool>& stop) {
    std::array<char, 16> question{};
    if (readAll(socket, question.data(), question.size(), stop))
        ::send(socket, "OKAY00040020", 12, MSG_NOSIGNAL);
}

} // namespace kintsugi
