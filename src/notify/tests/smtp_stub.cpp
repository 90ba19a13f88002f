#include "notify/tests/smtp_stub.hpp"

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

namespace nightjar::notify::tests {

namespace {

std::string from_base64(const std::string& text) {
    std::string bytes(text.size(), '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
    const auto padding = static_cast<std::size_t>(std::ranges::count(text, '='));
    bytes.resize(size < 0 ? 0 : static_cast<std::size_t>(size) - padding);
    return bytes;
}

}  // namespace

/// One client.
class SmtpStub::Talk {
public:
    Talk(SmtpStub& owner, int socket)
        : owner_{&owner}, options_{&owner.options_}, socket_{socket} {}
    ~Talk() { SSL_free(tls_); }
    Talk(const Talk&) = delete;
    Talk& operator=(const Talk&) = delete;

    void run() {
        if (options_->silent) {
            (void)line();
            return;
        }
        if (options_->tls_first && !encrypt()) return;
        say("220 stub");
        for (auto asked = line(); asked; asked = line())
            if (!answer(*asked)) return;
    }

private:
    bool encrypt() {
        tls_ = SSL_new(owner_->tls_.get());
        SSL_set_fd(tls_, socket_);
        return SSL_accept(tls_) == 1;
    }
    void say(const std::string& text) {
        const auto out = text + "\r\n";
        if (tls_ != nullptr)
            SSL_write(tls_, out.data(), static_cast<int>(out.size()));
        else
            (void)::send(socket_, out.data(), out.size(), MSG_NOSIGNAL);
    }
    std::optional<std::string> line() {
        std::string text;
        for (char c = 0; !text.ends_with("\r\n"); text += c) {
            const auto got = tls_ != nullptr ? SSL_read(tls_, &c, 1) : ::recv(socket_, &c, 1, 0);
            if (got <= 0) return std::nullopt;
        }
        text.resize(text.size() - 2);
        const std::lock_guard lock{owner_->mutex_};
        if (!in_mail_) owner_->said_ += text + "\n";
        return text;
    }
    bool answer(const std::string& asked) {
        if (asked.starts_with("EHLO")) return greet();
        if (asked == "STARTTLS") {
            say("220 go on");
            return encrypt();
        }
        if (asked.starts_with("AUTH ")) return log_in(asked);
        if (asked.starts_with("MAIL FROM:")) {
            if (!options_->user.empty() && mail_.login.empty())
                say("530 log in first");
            else
                say("250 ok");
            mail_.from = asked;
        } else if (asked.starts_with("RCPT TO:")) {
            mail_.to.push_back(asked);
            say(options_->to_recipient);
        } else if (asked == "DATA") {
            take_mail();
        } else if (asked == "QUIT") {
            say("221 bye");
            return false;
        } else {
            say("502 not known here");
        }
        return true;
    }
    bool greet() {
        say("250-stub");
        if (owner_->tls_ && tls_ == nullptr) say("250-STARTTLS");
        if (!options_->user.empty()) say("250-AUTH " + options_->mechanisms);
        say("250 8BITMIME");
        return true;
    }
    bool log_in(const std::string& asked) {
        std::string login;
        if (asked.starts_with("AUTH PLAIN")) {
            say("334 ");
            login = from_base64(line().value_or(""));
            login.erase(0, 1);  // of nobody else
            std::ranges::replace(login, '\0', ' ');
        } else {
            say("334 VXNlcm5hbWU6");
            login = from_base64(line().value_or(""));
            say("334 UGFzc3dvcmQ6");
            login += " " + from_base64(line().value_or(""));
        }
        if (login != options_->user + " " + options_->password) {
            say("535 not you: " + login);
            return true;
        }
        mail_.login = login;
        say("235 ok");
        return true;
    }
    void take_mail() {
        say("354 go on");
        in_mail_ = true;
        for (auto text = line(); text && *text != "."; text = line()) mail_.text += *text + "\r\n";
        in_mail_ = false;
        mail_.encrypted = tls_ != nullptr;
        owner_->came.put(mail_);
        say("250 taken");
    }

    SmtpStub* owner_;
    const Options* options_;
    int socket_;
    SSL* tls_{};
    bool in_mail_{};
    ReceivedMail mail_;
};

SmtpStub::SmtpStub(Options options) : options_{std::move(options)} {
    if (!options_.certificate.empty()) {
        tls_.reset(SSL_CTX_new(TLS_server_method()));
        SSL_CTX_use_certificate_file(tls_.get(), options_.certificate.c_str(), SSL_FILETYPE_PEM);
        SSL_CTX_use_PrivateKey_file(tls_.get(), options_.key.c_str(), SSL_FILETYPE_PEM);
    }
    door_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(door_, reinterpret_cast<const sockaddr*>(&place), sizeof place);
    ::listen(door_, 8);
    socklen_t size = sizeof place;
    ::getsockname(door_, reinterpret_cast<sockaddr*>(&place), &size);
    port_ = ntohs(place.sin_port);
    thread_ = std::thread{[this] { run(); }};
}

SmtpStub::~SmtpStub() {
    stopping_ = true;
    ::shutdown(door_, SHUT_RDWR);
    if (const int client = client_; client >= 0) ::shutdown(client, SHUT_RDWR);
    thread_.join();
    ::close(door_);
}

std::string SmtpStub::said() {
    const std::lock_guard lock{mutex_};
    return said_;
}

void SmtpStub::run() {
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    while (!stopping_) {
        const int client = ::accept(door_, nullptr, nullptr);
        if (client < 0) return;
        client_ = client;
        if (!stopping_) Talk{*this, client}.run();
        client_ = -1;
        ::close(client);
    }
}

}  // namespace nightjar::notify::tests
