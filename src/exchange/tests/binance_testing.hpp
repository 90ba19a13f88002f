#pragma once
/// Binance in memory, and clients that sign as the venue wants it.

#include "exchange/binance/exchange.hpp"
#include "exchange/binance/plan.hpp"
#include "exchange/binance/ws_api.hpp"
#include "exchange/tests/exchange_testing.hpp"
#include "venue/binance/sign.hpp"

#include <utility>

namespace nightjar::exchange::binance {

inline venue::binance::Signer signer_of(const Client& client) {
    return venue::binance::Signer::make(
               {client.credentials.key,
                venue::Secret{std::string{client.credentials.secret.reveal()}},
                {}})
        .value();
}

struct BinanceBench : Bench {
    explicit BinanceBench(Market market, HallConfig config)
        : Bench{[&](Now now) {
              return make_exchange(market, opened(std::move(config)), std::move(now));
          }} {}
    explicit BinanceBench(Market market) : BinanceBench{market, plan(market)} {}

    net::WebReply signed_call(const Client& client, const std::string& method,
                              const std::string& path, const std::string& params) {
        const bool in_body = method == "POST" || method == "PUT";
        net::WebRequest request{method, path, {}, in_body ? params : std::string{}};
        if (!in_body && !params.empty()) request.target += "?" + params;
        signer_of(client).sign(request, net.now());
        return ask(std::move(request));
    }
    Json call(const Client& client, const std::string& method, const std::string& path,
              const std::string& params = {}) {
        const auto answer = signed_call(client, method, path, params);
        EXPECT_EQ(answer.status, 200U) << method << ' ' << path << ' ' << params << answer.body;
        return Json::parse(answer.body);
    }
    /// The code of an answer that must be a refusal.
    int code(const Client& client, const std::string& method, const std::string& path,
             const std::string& params) {
        const auto answer = signed_call(client, method, path, params);
        EXPECT_NE(answer.status, 200U) << method << ' ' << path << ' ' << params << answer.body;
        return Json::parse(answer.body).value("code", 0);
    }
    /// Parameters of the WebSocket API with everything that they need.
    Json ws_signed(const Client& client, Json params) {
        params["apiKey"] = client.credentials.key;
        params["timestamp"] = net.now().ns / core::milliseconds(1).ns;
        Fields fields;
        for (const auto& [name, value] : params.items())
            fields.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
        params["signature"] = signer_of(client).signature(ws_payload(fields));
        return params;
    }
    [[nodiscard]] const MarketView& view(std::string_view symbol) const {
        return *hall().find(symbol);
    }
    [[nodiscard]] std::string price(std::string_view symbol, core::Side best,
                                    std::int64_t ticks = 0) const {
        const auto& seen = view(symbol);
        return format_price(core::Price{seen.best(best)->raw + ticks}, seen.instrument());
    }
};

}  // namespace nightjar::exchange::binance
