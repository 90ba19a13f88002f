#pragma once
/// Coinbase in memory, and clients that sign as the venue wants it.

#include "exchange/coinbase/exchange.hpp"
#include "exchange/made_up.hpp"
#include "exchange/tests/bot.hpp"
#include "venue/coinbase/order_codec.hpp"
#include "venue/coinbase/sign.hpp"
#include "venue/coinbase/user_stream.hpp"

namespace nightjar::exchange::coinbase {

inline venue::Credentials credentials_of(const Client& client) {
    return {
        client.credentials.key, venue::Secret{std::string{client.credentials.secret.reveal()}}, {}};
}

struct CoinbaseBench : Bench {
    explicit CoinbaseBench(HallConfig config = plan())
        : Bench{[&](Now now) { return make_exchange(opened(std::move(config)), std::move(now)); }} {
    }

    Client& admit(const std::string& key, std::vector<Deposit> deposits) const {
        return *hall()
                    .admit({key, p256_pem(std::string(32, key.front())), {}, std::move(deposits)})
                    .value();
    }
    std::unique_ptr<Bot> trader(const Client& client) {
        return std::make_unique<Bot>(
            *this, venue::coinbase::make_order_codec(credentials_of(client)).value(),
            venue::coinbase::make_user_stream(credentials_of(client), {}).value());
    }
    net::WebReply signed_call(const Client& client, const std::string& method,
                              const std::string& target, const std::string& body = {}) {
        net::WebRequest request{method, target, {}, body};
        venue::coinbase::Signer::make(credentials_of(client))
            .value()
            .sign(request, "127.0.0.1:9000", net.now(), "00");
        return ask(std::move(request));
    }
    Json call(const Client& client, const std::string& method, const std::string& path,
              const Json& body = {}) {
        const auto answer = signed_call(client, method, "/api/v3/brokerage/" + path,
                                        body.is_null() ? std::string{} : body.dump());
        EXPECT_EQ(answer.status, 200U) << method << ' ' << path << answer.body;
        return Json::parse(answer.body);
    }
    [[nodiscard]] const MarketView& btc() const { return hall().views()[0]; }
    [[nodiscard]] core::Price best(core::Side side, std::int64_t ticks = 0) const {
        return {btc().best(side)->raw + ticks};
    }
};

}  // namespace nightjar::exchange::coinbase
