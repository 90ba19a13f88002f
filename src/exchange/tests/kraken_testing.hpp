#pragma once
/// Kraken in memory, and clients that sign as the venue wants it.

#include "exchange/kraken/exchange.hpp"
#include "exchange/tests/bot.hpp"
#include "venue/encoding.hpp"
#include "venue/kraken/order_codec.hpp"
#include "venue/kraken/sign.hpp"
#include "venue/kraken/user_stream.hpp"

#include <array>

namespace nightjar::exchange::kraken {

using venue::kraken::Nonces;

inline venue::Credentials credentials_of(const Client& client) {
    return {
        client.credentials.key, venue::Secret{std::string{client.credentials.secret.reveal()}}, {}};
}

struct KrakenBench : Bench {
    std::map<std::string, Nonces> nonces;  // by key

    explicit KrakenBench(HallConfig config = plan())
        : Bench{[&](Now now) { return make_exchange(opened(std::move(config)), std::move(now)); }} {
    }

    Client& admit(const std::string& key, std::vector<Deposit> deposits) const {
        return *hall()
                    .admit({key, venue::to_base64("secret of " + key), {}, std::move(deposits)})
                    .value();
    }
    std::unique_ptr<Bot> trader(const Client& client) {
        static const std::array<std::string, 2> symbols{"BTC/USD", "ETH/USD"};
        auto& numbers = nonces[client.credentials.key];
        return std::make_unique<Bot>(
            *this,
            venue::kraken::make_order_codec(credentials_of(client), numbers, symbols).value(),
            venue::kraken::make_user_stream(credentials_of(client), numbers).value());
    }
    Json signed_call(const Client& client, const std::string& name, const std::string& form = {}) {
        net::WebRequest request{"POST", "/0/private/" + name, {}, form};
        venue::kraken::Signer::make(credentials_of(client))
            .value()
            .sign(request, nonces[client.credentials.key].next(net.now()));
        return Json::parse(ask(std::move(request)).body);
    }
    /// Its result; it must be good.
    Json call(const Client& client, const std::string& name, const std::string& form = {}) {
        auto answer = signed_call(client, name, form);
        EXPECT_TRUE(answer["error"].empty()) << name << ' ' << form << answer.dump();
        return answer["result"];
    }
    /// The error; it must be refused.
    std::string error(const Client& client, const std::string& name, const std::string& form = {}) {
        const auto answer = signed_call(client, name, form);
        EXPECT_FALSE(answer["error"].empty()) << name << ' ' << form << answer.dump();
        return answer["error"].empty() ? std::string{} : answer["error"][0].get<std::string>();
    }
    [[nodiscard]] const MarketView& btc() const { return hall().views()[0]; }
    [[nodiscard]] core::Price best(core::Side side, std::int64_t ticks = 0) const {
        return {btc().best(side)->raw + ticks};
    }
};

}  // namespace nightjar::exchange::kraken
