#pragma once
/// Bybit in memory, and our own clients of it.

#include "exchange/bybit/exchange.hpp"
#include "exchange/bybit/plan.hpp"
#include "exchange/tests/account_testing.hpp"
#include "venue/bybit/order_codec.hpp"
#include "venue/bybit/sign.hpp"
#include "venue/bybit/user_stream.hpp"

namespace nightjar::exchange::bybit {

using venue::bybit::Category;

struct BybitBench : Bench {
    BybitBench() : Bench{[](Now now) { return make_exchange(opened(plan()), std::move(now)); }} {}

    static venue::Credentials credentials(const Client& client) {
        return {client.credentials.key,
                venue::Secret{std::string{client.credentials.secret.reveal()}},
                {}};
    }
    static venue::bybit::Signer signer(const Client& client) {
        return venue::bybit::Signer::make(credentials(client)).value();
    }
    /// By the catalog's name.
    Trader trader(Client& client, const char* symbol) {
        auto instrument = hall().find(symbol)->instrument();
        instrument.symbol = instrument.symbol.substr(0, instrument.symbol.find('.'));
        const auto category =
            instrument.kind == core::InstrumentKind::Spot ? Category::Spot : Category::Linear;
        return {*this, client,
                venue::bybit::make_order_codec(category, credentials(client)).value(),
                venue::bybit::make_user_stream(category, credentials(client)).value(), instrument};
    }
    net::WebReply signed_call(const Client& client, const std::string& method,
                              const std::string& target, const std::string& body = {}) {
        net::WebRequest request{method, target, {}, body};
        signer(client).sign(request, net.now());
        return ask(std::move(request));
    }
    Json call(const Client& client, const std::string& method, const std::string& target,
              const std::string& body = {}) {
        const auto answer = signed_call(client, method, target, body);
        EXPECT_EQ(answer.status, 200U) << target << answer.body;
        return Json::parse(answer.body);
    }
    int code(const Client& client, const std::string& path, const std::string& body) {
        return call(client, "POST", path, body)["retCode"];
    }
};

}  // namespace nightjar::exchange::bybit
