/// A letter as JSON to a server of the user's own, or of a chat.

#include "notify/builtins.hpp"
#include "notify/errc.hpp"
#include "notify/posting.hpp"

#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace nightjar::notify {

using core::fail;

namespace {

std::string body_of(const Letter& letter) {
    const nlohmann::ordered_json json{{"text", letter.text},
                                      {"session", letter.source},
                                      {"severity", name(letter.severity)},
                                      {"topic", name(letter.topic)},
                                      {"time", core::format_time(letter.at)},
                                      {"count", letter.count},
                                      {"id", letter.id}};
    // Venues may have said what is no UTF-8.
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

/// HMAC-SHA256 (RFC 2104), in hex.
std::string signature(const Secret& key, const std::string& body) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    HMAC(EVP_sha256(), key.reveal().data(), static_cast<int>(key.reveal().size()),
         reinterpret_cast<const unsigned char*>(body.data()), body.size(), bytes.data(), &size);
    std::string hex;
    for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", bytes[i]);
    return hex;
}

class Webhook final : public Notifier {
public:
    Webhook(net::Transport* transport, net::Url server, Secret target, Secret key)
        : transport_{transport},
          server_{std::move(server)},
          target_{std::move(target)},
          key_{std::move(key)} {}

    core::Status send(const Letter& letter, core::Duration patience) override {
        net::WebRequest request{.target = std::string{target_.reveal()}, .body = body_of(letter)};
        if (!key_.empty())
            request.headers.emplace_back("X-Nightjar-Signature",
                                         "sha256=" + signature(key_, request.body));
        NJ_TRY(reply, post_json(*transport_, server_, std::move(request), patience));
        return judge(server_, reply.status, {});
    }

private:
    net::Transport* transport_;
    net::Url server_;
    Secret target_;  // many a chat's address is all that it takes to write there
    Secret key_;
};

/// The address, which may be a secret itself: then nothing of it is told again.
core::Result<net::Url> address(const core::Params& params, const Means& means) {
    const auto& open = params.text("url");
    const bool named = !params.text("url_secret").empty();
    if (open.empty() != named)
        return fail(Errc::BadSetting,
                    "give url, or in url_secret the name of a secret that is one");
    if (!named) return net::Url::parse(open);
    NJ_TRY(secret, secret_of(params, "url_secret", means));
    auto url = net::Url::parse(secret.reveal());
    if (!url)
        return fail(Errc::BadSetting,
                    "the secret {} is no address that can be used: https://..., or http:// to this "
                    "machine, without a login or a fragment",
                    params.text("url_secret"));
    return url;
}

MadeNotifier make(const core::Params& params, const Means& means) {
    NJ_TRY(url, address(params, means));
    if (url.scheme != "http" && url.scheme != "https")
        return fail(Errc::BadSetting, "the address must begin with https:// (http:// to loopback)");
    Secret key;
    if (!params.text("sign_secret").empty()) {
        NJ_TRY(given, secret_of(params, "sign_secret", means));
        key = std::move(given);
    }
    Secret target{std::exchange(url.target, "/")};
    return std::make_unique<Webhook>(means.transport, std::move(url), std::move(target),
                                     std::move(key));
}

}  // namespace

void register_webhook(core::Registry<Notifier>& registry) {
    using enum core::ParamType;
    registry.add(
        "webhook",
        {"a POST of JSON; https, or http to this machine",
         {{"url", Text, "", 0, 0, "", "where to"},
          {"url_secret", Text, "", 0, 0, "", "instead: the name of a secret that is the address"},
          {"sign_secret", Text, "", 0, 0, "",
           "the name of a secret: X-Nightjar-Signature is the body's HMAC-SHA256 under it"}},
         make});
}

}  // namespace nightjar::notify
