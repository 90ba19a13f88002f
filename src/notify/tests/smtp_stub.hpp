#pragma once

#include "notify/tests/letters.hpp"

#include <openssl/ssl.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace nightjar::notify::tests {

/// What somebody has handed in.
struct ReceivedMail {
    std::string from;
    std::vector<std::string> to;
    std::string login;  ///< "user password"
    std::string text;
    bool encrypted{};
};

/// A mail server on loopback, one client at a time, that keeps what it is given.
class SmtpStub {
public:
    struct Options {
        std::string certificate{};  ///< with its key: STARTTLS is offered
        std::string key{};
        bool tls_first{};    ///< TLS from the first byte on, and no STARTTLS
        std::string user{};  ///< a login is offered, and wanted
        std::string password{};
        std::string mechanisms{"PLAIN LOGIN"};
        std::string to_recipient{"250 ok"};  ///< the answer to RCPT
        bool silent{};                       ///< takes connections and says nothing
    };

    explicit SmtpStub(Options options);
    ~SmtpStub();
    SmtpStub(const SmtpStub&) = delete;
    SmtpStub& operator=(const SmtpStub&) = delete;

    [[nodiscard]] std::string port() const { return std::to_string(port_); }
    /// All lines that clients have said, but for the mails' own.
    [[nodiscard]] std::string said();
    Arrivals<ReceivedMail> came;

private:
    class Talk;
    void run();

    Options options_;
    int door_{-1};
    int port_{};
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> tls_{nullptr, SSL_CTX_free};
    std::mutex mutex_;
    std::string said_;
    std::atomic<int> client_{-1};
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace nightjar::notify::tests
