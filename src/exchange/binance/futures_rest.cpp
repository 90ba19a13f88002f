/// Accounts, positions and settings of USD-M futures.

#include "exchange/binance/handlers.hpp"
#include "exchange/binance/listen_keys.hpp"
#include "exchange/binance/market_json.hpp"
#include "exchange/decimal_text.hpp"
#include "exchange/margin_tiers.hpp"
#include "exchange/positions.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::exchange::binance {

using core::Money;

namespace {

Json risk_json(const Office& office, const Client& client, const MarketView& market) {
    const auto& instrument = market.instrument();
    const auto view = position_of(office.hall, client, instrument.id);
    return {{"symbol", instrument.symbol},
            {"positionSide", "BOTH"},
            {"positionAmt", format_qty(view.qty, instrument)},
            {"entryPrice", to_string(view.entry)},
            {"breakEvenPrice", to_string(view.entry)},
            {"markPrice", mark_text(market)},
            {"unRealizedProfit", to_string(view.unrealized)},
            {"unrealizedProfit", to_string(view.unrealized)},
            {"liquidationPrice", to_string(view.liquidation)},
            {"isolatedMargin", "0"},
            {"notional", to_string(view.notional)},
            {"marginAsset", office.hall.config().currency},
            {"isolatedWallet", "0"},
            {"initialMargin", to_string(view.initial)},
            {"maintMargin", to_string(view.maintenance)},
            {"positionInitialMargin", to_string(view.initial)},
            {"openOrderInitialMargin", "0"},
            {"adl", 0},
            {"bidNotional", "0"},
            {"askNotional", "0"},
            {"leverage", std::to_string(view.leverage)},
            {"marginType", "cross"},
            {"isolated", false},
            {"isAutoAddMargin", "false"},
            {"maxNotionalValue", "1000000000"},
            {"updateTime", ms_of(office.hall.now())}};
}

std::unexpected<Refusal> not_allowed() {
    return refuse(-4084, "Method is not allowed currently. Upcoming soon.");
}

}  // namespace

Answer futures_account(Office& office, const Call& call) {
    const auto holding = office.hall.holding(*call.client, office.hall.currency());
    const auto equity = to_string(holding.total + holding.unrealized);
    const auto wallet = to_string(holding.total);
    const auto unrealized = to_string(holding.unrealized);
    const auto initial = to_string(holding.margin + holding.locked);
    const auto maintenance = to_string(maintenance_of(office.hall, *call.client));
    const auto free = to_string(std::max(holding.free(), Money{}));
    Json asset{{"asset", office.hall.config().currency},
               {"walletBalance", wallet},
               {"unrealizedProfit", unrealized},
               {"marginBalance", equity},
               {"maintMargin", maintenance},
               {"initialMargin", initial},
               {"positionInitialMargin", to_string(holding.margin)},
               {"openOrderInitialMargin", to_string(holding.locked)},
               {"crossWalletBalance", wallet},
               {"crossUnPnl", unrealized},
               {"availableBalance", free},
               {"maxWithdrawAmount", free},
               {"marginAvailable", true},
               {"updateTime", ms_of(office.hall.now())}};
    auto positions = Json::array();
    for (const auto& view : office.hall.views())
        positions.push_back(risk_json(office, *call.client, view));
    return Json{{"feeTier", 0},
                {"canTrade", true},
                {"canDeposit", false},
                {"canWithdraw", false},
                {"multiAssetsMargin", false},
                {"updateTime", ms_of(office.hall.now())},
                {"totalInitialMargin", initial},
                {"totalMaintMargin", maintenance},
                {"totalWalletBalance", wallet},
                {"totalUnrealizedProfit", unrealized},
                {"totalMarginBalance", equity},
                {"totalPositionInitialMargin", to_string(holding.margin)},
                {"totalOpenOrderInitialMargin", to_string(holding.locked)},
                {"totalCrossWalletBalance", wallet},
                {"totalCrossUnPnl", unrealized},
                {"availableBalance", free},
                {"maxWithdrawAmount", free},
                {"assets", Json::array({std::move(asset)})},
                {"positions", std::move(positions)}};
}

Answer futures_balance(Office& office, const Call& call) {
    const auto holding = office.hall.holding(*call.client, office.hall.currency());
    const auto free = to_string(std::max(holding.free(), Money{}));
    auto rows = Json::array();
    rows.push_back({{"accountAlias", "nj"},
                    {"asset", office.hall.config().currency},
                    {"balance", to_string(holding.total)},
                    {"crossWalletBalance", to_string(holding.total)},
                    {"crossUnPnl", to_string(holding.unrealized)},
                    {"availableBalance", free},
                    {"maxWithdrawAmount", free},
                    {"marginAvailable", true},
                    {"updateTime", ms_of(office.hall.now())}});
    return rows;
}

Answer position_risk(Office& office, const Call& call) {
    const auto wanted = call.params.find("symbol");
    auto rows = Json::array();
    for (const auto& view : office.hall.views())
        if (!wanted || *wanted == view.instrument().symbol)
            rows.push_back(risk_json(office, *call.client, view));
    return rows;
}

/// Of what comes and goes without a trade there is funding only.
Answer income(Office& office, const Call& call) {
    constexpr std::size_t usual = 100;
    constexpr std::size_t most = 1'000;
    const auto symbol = call.params.find("symbol");
    const auto type = call.params.find("incomeType");
    NJ_TRY(from, call.params.time("startTime"));
    NJ_TRY(to, call.params.time("endTime"));
    NJ_TRY(limit, call.params.limit(usual, most));
    NJ_TRY(page, call.params.number("page"));
    auto skip = limit * static_cast<std::size_t>(std::max<std::int64_t>(page.value_or(1), 1) - 1);
    auto rows = Json::array();
    for (const auto& payment : call.client->funding) {
        const auto& name = office.hall.catalog()[payment.instrument].symbol;
        if ((symbol && *symbol != name) || (type && *type != "FUNDING_FEE")) continue;
        if ((from && payment.at < *from) || (to && payment.at > *to)) continue;
        if (skip > 0) {
            --skip;
            continue;
        }
        if (rows.size() == limit) break;
        rows.push_back({{"symbol", name},
                        {"incomeType", "FUNDING_FEE"},
                        {"income", to_string(payment.change)},
                        {"asset", office.hall.config().currency},
                        {"info", "FUNDING_FEE"},
                        {"time", ms_of(payment.at)},
                        {"tranId", payment.id},
                        {"tradeId", ""}});
    }
    return rows;
}

Answer leverage_brackets(Office& office, const Call& call) {
    const auto whole_of = [](Money amount) {
        return static_cast<std::int64_t>(amount.raw / Money::one);
    };
    const auto wanted = call.params.find("symbol");
    auto rows = Json::array();
    for (const auto& view : office.hall.views()) {
        const auto& instrument = view.instrument();
        if (wanted && *wanted != instrument.symbol) continue;
        auto brackets = Json::array();
        for (const auto& tier : margin_tiers_of(office.hall, instrument))
            brackets.push_back({{"bracket", tier.number},
                                {"initialLeverage", tier.leverage},
                                {"notionalCap", whole_of(tier.up_to)},
                                {"notionalFloor", whole_of(tier.from)},
                                {"maintMarginRatio", tier.maintenance},
                                {"cum", to_string(tier.deduction)}});
        rows.push_back({{"symbol", instrument.symbol},
                        {"notionalCoef", 1},
                        {"brackets", std::move(brackets)}});
    }
    return rows;
}

Answer set_leverage(Office& office, const Call& call) {
    NJ_TRY(view, need_view(office, call.params));
    NJ_TRY(times, call.params.number("leverage"));
    const auto id = view->instrument().id;
    const auto set = office.hall.set_leverage(*call.client, id, times.value_or(0));
    if (!set) {
        if (set.error().code == Errc::InsufficientFunds)
            return refused(office.market, Wish::Place, set.error());
        return refuse(-4028, fmt::format("Leverage {} is not valid", times.value_or(0)));
    }
    return Json{{"symbol", view->instrument().symbol},
                {"leverage", *times},
                {"maxNotionalValue", "1000000000"}};
}

Answer set_margin_type(Office& office, const Call& call) {
    if (const auto view = need_view(office, call.params); !view)
        return std::unexpected{view.error()};
    NJ_TRY(type, call.params.need("marginType"));
    if (type == "CROSSED") return refuse(-4046, "No need to change margin type.");
    return not_allowed();
}

Answer position_mode(Office& /*office*/, const Call& /*call*/) {
    return Json{{"dualSidePosition", false}};
}

Answer set_position_mode(Office& /*office*/, const Call& call) {
    if (!call.params.flag("dualSidePosition"))
        return refuse(-4059, "No need to change position side.");
    return not_allowed();
}

Answer symbol_config(Office& office, const Call& call) {
    auto rows = Json::array();
    for (const auto& view : office.hall.views())
        rows.push_back({{"symbol", view.instrument().symbol},
                        {"marginType", "CROSSED"},
                        {"isAutoAddMargin", "false"},
                        {"leverage", office.hall.leverage(*call.client, view.instrument().id)},
                        {"maxNotionalValue", "1000000000"}});
    return rows;
}

Answer account_config(Office& office, const Call& /*call*/) {
    return Json{{"feeTier", 0},
                {"canTrade", true},
                {"canDeposit", false},
                {"canWithdraw", false},
                {"dualSidePosition", false},
                {"updateTime", ms_of(office.hall.now())},
                {"multiAssetsMargin", false},
                {"tradeGroupId", -1}};
}

Answer make_listen_key(Office& office, const Call& call) {
    return Json{{"listenKey", office.listen_keys.make(*call.client, office.hall.now())}};
}

Answer keep_listen_key(Office& office, const Call& call) {
    const auto key = office.listen_keys.keep(*call.client, office.hall.now());
    if (!key) return refuse(-1125, "This listenKey does not exist.");
    return Json{{"listenKey", *key}};
}

Answer close_listen_key(Office& office, const Call& call) {
    office.listen_keys.close(*call.client);
    return Json::object();
}

}  // namespace nightjar::exchange::binance
