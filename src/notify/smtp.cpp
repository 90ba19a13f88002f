#include "notify/smtp.hpp"

#include "notify/errc.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <memory>
#include <string_view>

namespace nightjar::notify {

using core::fail;

namespace {

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

std::size_t read_rest(char* to, std::size_t size, std::size_t count, void* from) {
    auto& rest = *static_cast<std::string_view*>(from);
    const auto taken = std::min(size * count, rest.size());
    std::memcpy(to, rest.data(), taken);
    rest.remove_prefix(taken);
    return taken;
}

std::size_t forget(char* /*from*/, std::size_t size, std::size_t count, void* /*to*/) {
    return size * count;
}

/// A server that closes in the middle must not end the process: libcurl writes to TLS without
/// asking for no signal, and told to use none it does not look after this one either.
class NoBrokenPipe {
public:
    NoBrokenPipe() {
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    ~NoBrokenPipe() {
        sigset_t waiting;
        sigpending(&waiting);
        int taken = 0;
        if (sigismember(&waiting, SIGPIPE) == 1) sigwait(&pipe_, &taken);
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    NoBrokenPipe(const NoBrokenPipe&) = delete;
    NoBrokenPipe& operator=(const NoBrokenPipe&) = delete;

private:
    sigset_t pipe_{};
    sigset_t before_{};
};

void set_server(CURL* curl, const MailServer& server) {
    const bool tls = server.security == MailServer::Security::Tls;
    const auto url = fmt::format("{}://{}:{}", tls ? "smtps" : "smtp", server.host, server.port);
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    // No proxy of the environment: those are for HTTP.
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    const bool open = server.security == MailServer::Security::None;
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     static_cast<long>(open ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!server.certificates.empty())
        curl_easy_setopt(curl, CURLOPT_CAINFO, server.certificates.c_str());
    if (server.user.empty()) return;
    curl_easy_setopt(curl, CURLOPT_USERNAME, server.user.c_str());
    const net::Secret password{std::string{server.password.reveal()}};  // ends in a zero
    curl_easy_setopt(curl, CURLOPT_PASSWORD, password.reveal().data());
    curl_easy_setopt(curl, CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
}

/// What the server has said stands in its number; its words may hold what it was told.
core::Status judge(CURL* curl, CURLcode code, const MailServer& server) {
    if (code == CURLE_OK) return {};
    constexpr long kind = 100;
    long number = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &number);
    const bool refused = number / kind == 5 || code == CURLE_LOGIN_DENIED ||
                         code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_USE_SSL_FAILED;
    const auto said = number / kind >= 4 ? fmt::format(" (the server says {})", number) : "";
    return fail(refused ? Errc::Refused : Errc::Unreachable, "{}:{}: {}{}", server.host,
                server.port, curl_easy_strerror(code), said);
}

}  // namespace

core::Status submit(const MailServer& server, const Mail& mail, core::Duration patience) {
    static const auto ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    const Handle curl{ready == CURLE_OK ? curl_easy_init() : nullptr, curl_easy_cleanup};
    if (!curl) return fail(Errc::Unreachable, "libcurl cannot be used here");
    set_server(curl.get(), server);
    const auto patience_ms = static_cast<long>(std::max<std::int64_t>(1, patience.ns / 1'000'000));
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, patience_ms);
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);  // threads
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, fmt::format("<{}>", mail.from).c_str());
    curl_slist* recipients = nullptr;
    for (const auto& to : mail.to)
        recipients = curl_slist_append(recipients, fmt::format("<{}>", to).c_str());
    const List kept{recipients, curl_slist_free_all};
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, kept.get());
    std::string_view rest = mail.text;
    curl_easy_setopt(curl.get(), CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_READFUNCTION, &read_rest);
    curl_easy_setopt(curl.get(), CURLOPT_READDATA, &rest);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &forget);
    const NoBrokenPipe calm;
    return judge(curl.get(), curl_easy_perform(curl.get()), server);
}

}  // namespace nightjar::notify
