/// A letter as a message of a Telegram bot. Source: https://core.telegram.org/bots/api#sendmessage

#include "notify/builtins.hpp"
#include "notify/errc.hpp"
#include "notify/posting.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nightjar::notify {

using core::fail;
using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t most_words = 120;

class Telegram final : public Notifier {
public:
    Telegram(net::Transport* transport, net::Url server, std::string chat, Secret token)
        : transport_{transport},
          server_{std::move(server)},
          chat_{std::move(chat)},
          token_{std::move(token)} {}

    core::Status send(const Letter& letter, core::Duration patience) override {
        const Json json{{"chat_id", chat_},
                        {"text", letter.text},
                        {"disable_notification", letter.severity == Severity::Info},
                        {"disable_web_page_preview", true}};
        auto body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
        const auto base = server_.target == "/" ? std::string{} : server_.target;
        net::WebRequest request{
            .target = fmt::format("{}/bot{}/sendMessage", base, token_.reveal()),
            .body = std::move(body)};
        NJ_TRY(reply, post_json(*transport_, server_, std::move(request), patience));
        return judge(server_, reply.status, words(reply));
    }

private:
    /// Why not, as the other side says it; never with the token, should it be told again.
    [[nodiscard]] std::string words(const net::WebReply& reply) const {
        const auto json = Json::parse(reply.body, nullptr, false);
        if (!json.is_object() || !json.contains("description") || !json["description"].is_string())
            return {};
        const auto said = json["description"].get<std::string>();
        if (said.contains(token_.reveal())) return {};
        return one_line(said, most_words);
    }

    net::Transport* transport_;
    net::Url server_;
    std::string chat_;
    Secret token_;
};

MadeNotifier make(const core::Params& params, const Means& means) {
    NJ_TRY(server, net::Url::parse(params.text("address")));
    if (server.scheme != "http" && server.scheme != "https")
        return fail(Errc::BadSetting, "address must begin with https:// (http:// to loopback)");
    if (params.text("chat").empty())
        return fail(Errc::BadSetting, "chat is missing: the chat's number, or @channel");
    NJ_TRY(token, secret_of(params, "token", means));
    // It becomes part of a path; what the bot's father gives has no other letters.
    const auto plain = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == ':' || c == '_' || c == '-';
    };
    if (token.empty() || !std::ranges::all_of(token.reveal(), plain))
        return fail(Errc::BadSetting,
                    "the secret {} is no token of a bot: digits, a colon, and letters",
                    params.text("token"));
    return std::make_unique<Telegram>(means.transport, std::move(server), params.text("chat"),
                                      std::move(token));
}

}  // namespace

void register_telegram(core::Registry<Notifier>& registry) {
    using enum core::ParamType;
    registry.add("telegram",
                 {"a message of a Telegram bot to a chat",
                  {{"token", Text, "", 0, 0, "", "the name of a secret: the bot's token"},
                   {"chat", Text, "", 0, 0, "", "the chat's number, or @channel"},
                   {"address", Text, "https://api.telegram.org", 0, 0, "",
                    "of the Bot API; another one for a server of your own"}},
                  make});
}

}  // namespace nightjar::notify
