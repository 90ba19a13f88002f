/// Balances, fees, tokens.

#include "exchange/kraken/handlers.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::exchange::kraken {

namespace {

template <class Add>
void each_asset(const Office& office, const Client& client, Add add) {
    const auto& assets = office.hall.catalog().assets();
    for (std::size_t i = 0; i < assets.size(); ++i) {
        const core::AssetId asset{static_cast<std::uint16_t>(i)};
        add(std::string{long_asset(assets[i])}, office.hall.holding(client, asset));
    }
}

/// In percent, the same at any volume.
Json fee_json(std::int64_t ppb) {
    constexpr int percent_digits = 7;
    const auto percent = core::format_decimal(ppb, percent_digits);
    return {{"fee", percent},     {"minfee", percent},     {"maxfee", percent},
            {"nextfee", nullptr}, {"nextvolume", nullptr}, {"tiervolume", "0.0000"}};
}

}  // namespace

Answer balance(Office& office, const Call& call) {
    auto all = Json::object();
    each_asset(office, *call.client, [&](const std::string& asset, const Holding& holding) {
        all[asset] = to_string(holding.total);
    });
    return all;
}

Answer balance_extended(Office& office, const Call& call) {
    auto all = Json::object();
    each_asset(office, *call.client, [&](const std::string& asset, const Holding& holding) {
        all[asset] = {{"balance", to_string(holding.total)},
                      {"hold_trade", to_string(holding.locked)}};
    });
    return all;
}

Answer trade_balance(Office& office, const Call& call) {
    const auto& hall = office.hall;
    auto worth = hall.holding(*call.client, hall.currency()).total;
    for (const auto& view : hall.views()) {
        const auto& instrument = view.instrument();
        const auto units = hall.holding(*call.client, instrument.base).total;
        if (const auto mark = view.mark()) worth += instrument.value_of_base(units, *mark);
    }
    const auto text = to_string(worth);
    return Json{{"eb", text},    {"tb", text},    {"m", "0.0000"}, {"n", "0.0000"},
                {"c", "0.0000"}, {"v", "0.0000"}, {"e", text},     {"mf", text}};
}

Answer trade_volume(Office& office, const Call& call) {
    const auto& fees = office.hall.config().fees;
    Json answer{{"currency", "ZUSD"}, {"volume", "0.0000"}};
    if (!call.params.find("pair")) return answer;
    auto taker = Json::object();
    auto maker = Json::object();
    for (const auto name : listed(*call.params.find("pair"))) {
        const auto* view = find_pair(office.hall, name);
        if (view == nullptr) return refuse("EQuery:Unknown asset pair");
        const auto key = pair_key(office.hall, view->instrument());
        taker[key] = fee_json(fees.taker_ppb);
        maker[key] = fee_json(fees.maker_ppb);
    }
    answer["fees"] = std::move(taker);
    answer["fees_maker"] = std::move(maker);
    return answer;
}

Answer stream_token(Office& office, const Call& call) {
    return Json{{"token", office.tokens.make(*call.client, office.hall.now())},
                {"expires", Tokens::life.ns / core::seconds(1).ns}};
}

Answer key_info(Office& /*office*/, const Call& call) {
    auto permissions = Json::array({"query-funds", "query-open-trades", "query-closed-trades",
                                    "modify-trades", "close-trades", "create-ws-token"});
    return Json{{"api_key_name", call.client->credentials.key},
                {"api_key", call.client->credentials.key},
                {"permissions", std::move(permissions)},
                {"ip_allowlist", Json::array()}};
}

}  // namespace nightjar::exchange::kraken
