#pragma once
/// OKX in memory, and our own clients of it.

#include "exchange/okx/exchange.hpp"
#include "exchange/okx/plan.hpp"
#include "exchange/tests/account_testing.hpp"
#include "venue/okx/order_codec.hpp"
#include "venue/okx/sign.hpp"
#include "venue/okx/user_stream.hpp"

namespace nightjar::exchange::okx {

using venue::okx::Market;

struct OkxBench : Bench {
    OkxBench() : Bench{[](Now now) { return make_exchange(opened(plan()), std::move(now)); }} {}

    Client& enter(const std::string& key, std::vector<Deposit> deposits) const {
        return *hall().admit({key, "secret of " + key, "open", std::move(deposits)}).value();
    }
    static venue::Credentials credentials(const Client& client) {
        return {client.credentials.key,
                venue::Secret{std::string{client.credentials.secret.reveal()}},
                venue::Secret{std::string{client.credentials.passphrase.reveal()}}};
    }
    Trader trader(Client& client, const char* symbol) {
        const auto& instrument = hall().find(symbol)->instrument();
        const auto market =
            instrument.kind == core::InstrumentKind::Spot ? Market::Spot : Market::Swap;
        return {*this, client, venue::okx::make_order_codec(market, credentials(client), {}),
                venue::okx::make_user_stream(market, credentials(client)), instrument};
    }
    net::WebReply signed_call(const Client& client, const std::string& method,
                              const std::string& target, const std::string& body = {}) {
        net::WebRequest request{method, target, {}, body};
        venue::okx::Signer{credentials(client)}.sign(request, net.now());
        return ask(std::move(request));
    }
    Json call(const Client& client, const std::string& method, const std::string& target,
              const std::string& body = {}) {
        const auto answer = signed_call(client, method, target, body);
        return Json::parse(answer.body);
    }
    /// The code of an order's refusal, or of the whole.
    std::string code(const Client& client, const std::string& path, const std::string& body) {
        const auto answer = call(client, "POST", path, body);
        if (!answer["data"].empty() && answer["data"][0].contains("sCode"))
            return answer["data"][0]["sCode"];
        return answer["code"];
    }
};

}  // namespace nightjar::exchange::okx
