/// Balances, positions, fees and settings.

#include "exchange/bybit/account_json.hpp"
#include "exchange/bybit/handlers.hpp"
#include "exchange/decimal_text.hpp"

namespace nightjar::exchange::bybit {

Answer coin_info(Office& office, const Call& call) {
    const auto wanted = call.args.find("coin");
    auto rows = Json::array();
    for (const auto& coin : office.hall.catalog().assets())
        if (!wanted || *wanted == coin)
            rows.push_back(
                {{"name", coin}, {"coin", coin}, {"remainAmount", "0"}, {"chains", Json::array()}});
    return Said{{{"rows", std::move(rows)}}};
}

Answer key_info(Office& office, const Call& call) {
    return Said{{{"id", std::to_string(call.client->account.value + 1)},
                 {"note", "simulated"},
                 {"apiKey", call.client->credentials.key},
                 {"readOnly", 0},
                 {"secret", ""},
                 {"permissions",
                  {{"ContractTrade", Json::array({"Order", "Position"})},
                   {"Spot", Json::array({"SpotTrade"})},
                   {"Wallet", Json::array()},
                   {"Options", Json::array()},
                   {"Derivatives", Json::array({"DerivativesTrade"})},
                   {"Exchange", Json::array()}}},
                 {"ips", Json::array({"*"})},
                 {"type", 1},
                 {"deadlineDay", 90},
                 {"createdAt", core::format_time(office.hall.config().opens)},
                 {"unified", 0},
                 {"uta", 1},
                 {"userID", call.client->account.value + 1},
                 {"vipLevel", "No VIP"},
                 {"isMaster", true},
                 {"readOnlyMode", false}}};
}

Answer account_info(Office& office, const Call& /*call*/) {
    constexpr int unified_2 = 5;
    return Said{{{"unifiedMarginStatus", unified_2},
                 {"marginMode", "REGULAR_MARGIN"},
                 {"dcpStatus", "ON"},
                 {"timeWindow", 10},
                 {"smpGroup", 0},
                 {"isMasterTrader", false},
                 {"spotHedgingStatus", "OFF"},
                 {"updatedTime", ms_text(office.hall.config().opens)}}};
}

Answer wallet_balance(Office& office, const Call& call) {
    if (call.args.get("accountType") != "UNIFIED")
        return core::fail(Errc::BadRequest, "params error: accountType only support UNIFIED.");
    return Said{
        {{"list", Json::array({wallet_json(office.hall, *call.client, call.args.get("coin"))})}}};
}

Answer fee_rate(Office& office, const Call& call) {
    if (const auto known = need_linear(call.args); !known) return std::unexpected{known.error()};
    auto rows = Json::array();
    for (const auto& view : office.hall.views()) {
        const auto& instrument = view.instrument();
        if (!fits(office.hall, instrument, call.args)) continue;
        const auto fees = office.hall.config().fees.rates(instrument.kind);
        rows.push_back({{"symbol", symbol_of(instrument)},
                        {"baseCoin", ""},
                        {"takerFeeRate", rate_text(fees.taker_ppb)},
                        {"makerFeeRate", rate_text(fees.maker_ppb)}});
    }
    return Said{{{"category", call.args.get("category")}, {"list", std::move(rows)}}};
}

Answer positions(Office& office, const Call& call) {
    NJ_TRY(linear, need_linear(call.args));
    const bool named = call.args.find("symbol").has_value();
    if (!linear || (!named && !call.args.find("settleCoin")))
        return core::fail(Errc::BadRequest, "params error: symbol or settleCoin is needed");
    auto rows = Json::array();
    for (const auto& view : office.hall.views()) {
        const bool open = call.client->books.position(view.instrument().id).qty.raw != 0;
        if ((named || open) && fits(office.hall, view.instrument(), call.args))
            rows.push_back(position_json(office.hall, *call.client, view));
    }
    return Said{{{"category", "linear"}, {"list", std::move(rows)}, {"nextPageCursor", ""}}};
}

Answer set_leverage(Office& office, const Call& call) {
    NJ_TRY(view, need_view(office.hall, call.args));
    NJ_TRY(buy, call.args.number("buyLeverage"));
    NJ_TRY(sell, call.args.number("sellLeverage"));
    const auto& instrument = view->instrument();
    if (!is_linear(instrument) || !buy || buy != sell)
        return core::fail(Errc::BadRequest, "params error: buyLeverage must equal sellLeverage");
    if (*buy == office.hall.leverage(*call.client, instrument.id))
        return core::fail(Errc::NotModified, "the same");
    NJ_TRY(office.hall.set_leverage(*call.client, instrument.id, *buy));
    return Said{Json::object()};
}

Answer switch_mode(Office& /*office*/, const Call& call) {
    NJ_TRY(mode, call.args.number("mode"));
    if (mode != 0) return core::fail(Errc::BadRequest, "params error: one-way mode only");
    return Said{Json::object()};
}

}  // namespace nightjar::exchange::bybit
