/// A letter as a mail.

#include "net/url.hpp"
#include "notify/builtins.hpp"
#include "notify/errc.hpp"
#include "notify/mail_text.hpp"
#include "notify/smtp.hpp"

#include <algorithm>
#include <array>

namespace nightjar::notify {

using core::fail;

namespace {

using Security = MailServer::Security;

class Email final : public Notifier {
public:
    Email(MailServer server, std::string from, std::vector<std::string> to)
        : server_{std::move(server)}, from_{std::move(from)}, to_{std::move(to)} {}

    core::Status send(const Letter& letter, core::Duration patience) override {
        return submit(server_, {from_, to_, mail_text(letter, from_, to_)}, patience);
    }

private:
    MailServer server_;
    std::string from_;
    std::vector<std::string> to_;
};

struct Way {
    std::string_view name;
    Security security;
    std::uint16_t port;
};
constexpr std::array ways{Way{"starttls", Security::StartTls, 587}, Way{"tls", Security::Tls, 465},
                          Way{"none", Security::None, 25}};

core::Result<MailServer> server_of(const core::Params& params) {
    MailServer server;
    server.host = params.text("host");
    const auto* way = std::ranges::find(ways, params.text("security"), &Way::name);
    if (way == ways.end())
        return fail(Errc::BadSetting, "security must be \"starttls\", \"tls\" or \"none\"");
    server.security = way->security;
    server.port = static_cast<std::uint16_t>(params.integer("port"));
    if (server.port == 0) server.port = way->port;
    auto place = net::Url::parse(fmt::format("https://{}:{}", server.host, server.port));
    if (!place || place->target != "/" || place->port != server.port)
        return fail(Errc::BadSetting, "host must be the mail server's name or address, no more");
    if (way->security == Security::None && !place->loopback())
        return fail(Errc::BadSetting,
                    "what is not encrypted goes to this machine only: take security = \"starttls\" "
                    "or \"tls\"");
    server.user = params.text("user");
    if (std::ranges::any_of(server.user, [](char c) { return c < ' ' || c == '\x7f'; }))
        return fail(Errc::BadSetting, "user must be one line");
    server.certificates = params.text("certificates");
    return server;
}

core::Result<std::vector<std::string>> recipients(const std::string& text) {
    std::vector<std::string> found;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(',', at), text.size());
        auto one = text.substr(at, end - at);
        std::erase(one, ' ');
        if (!is_mail_address(one))
            return fail(Errc::BadSetting,
                        "to must be one name@host, or more of them with commas between");
        found.push_back(std::move(one));
        at = end + 1;
    }
    return found;
}

MadeNotifier make(const core::Params& params, const Means& means) {
    NJ_TRY(server, server_of(params));
    const auto& from = params.text("from");
    if (!is_mail_address(from)) return fail(Errc::BadSetting, "from must be a name@host");
    NJ_TRY(to, recipients(params.text("to")));
    if (server.user.empty() && !params.text("password").empty())
        return fail(Errc::BadSetting, "a password belongs to a user, which is missing");
    if (!server.user.empty()) {
        NJ_TRY(password, secret_of(params, "password", means));
        server.password = std::move(password);
    }
    return std::make_unique<Email>(std::move(server), from, std::move(to));
}

}  // namespace

void register_email(core::Registry<Notifier>& registry) {
    using enum core::ParamType;
    constexpr double most_ports = 65'535;
    registry.add("email",
                 {"a mail, by SMTP with STARTTLS or TLS",
                  {{"host", Text, "", 0, 0, "", "the mail server"},
                   {"port", Integer, "0", 0, most_ports, "", "0: 587, with tls 465"},
                   {"security", Text, "starttls", 0, 0, "",
                    "\"starttls\", \"tls\", or to this machine \"none\""},
                   {"user", Text, "", 0, 0, "", "empty: without a login"},
                   {"password", Text, "", 0, 0, "", "the name of a secret: the user's password"},
                   {"from", Text, "", 0, 0, "", "the sender's address"},
                   {"to", Text, "", 0, 0, "", "the recipients' addresses, with commas between"},
                   {"certificates", Text, "", 0, 0, "",
                    "trusted ones, a file in PEM; empty: the machine's own"}},
                  make});
}

}  // namespace nightjar::notify
