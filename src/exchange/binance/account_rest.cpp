/// Balances and fees.

#include "exchange/binance/handlers.hpp"
#include "exchange/decimal_text.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::exchange::binance {

namespace {

Json rates(const sim::FeeModel& fees) {
    return {{"maker", rate_text(fees.maker_ppb)},
            {"taker", rate_text(fees.taker_ppb)},
            {"buyer", "0"},
            {"seller", "0"}};
}

Json no_rates() { return {{"maker", "0"}, {"taker", "0"}, {"buyer", "0"}, {"seller", "0"}}; }

}  // namespace

Answer spot_account(Office& office, const Call& call) {
    const auto& hall = office.hall;
    const auto& fees = hall.config().fees;
    constexpr std::int64_t ppb_of_bp = 100'000;
    auto balances = Json::array();
    const bool sparse = call.params.flag("omitZeroBalances");
    const auto& assets = hall.catalog().assets();
    for (std::size_t i = 0; i < assets.size(); ++i) {
        const auto holding = hall.holding(*call.client, {static_cast<std::uint16_t>(i)});
        if (sparse && holding.total.raw == 0) continue;
        balances.push_back({{"asset", assets[i]},
                            {"free", to_string(holding.free())},
                            {"locked", to_string(holding.locked)}});
    }
    Json json{{"makerCommission", fees.maker_ppb / ppb_of_bp},
              {"takerCommission", fees.taker_ppb / ppb_of_bp},
              {"buyerCommission", 0},
              {"sellerCommission", 0},
              {"commissionRates", rates(fees)},
              {"canTrade", true},
              {"canWithdraw", false},
              {"canDeposit", false},
              {"brokered", false},
              {"requireSelfTradePrevention", false},
              {"preventSor", false},
              {"updateTime", ms_of(hall.now())},
              {"accountType", "SPOT"},
              {"balances", std::move(balances)}};
    json["permissions"] = Json::array({"SPOT"});
    json["uid"] = call.client->account.value;
    return json;
}

Answer commission(Office& office, const Call& call) {
    NJ_TRY(view, need_view(office, call.params));
    const auto& fees = office.hall.config().fees;
    const auto& symbol = view->instrument().symbol;
    if (office.market == Market::UsdFutures)
        return Json{{"symbol", symbol},
                    {"makerCommissionRate", rate_text(fees.maker_ppb)},
                    {"takerCommissionRate", rate_text(fees.taker_ppb)},
                    {"rpiCommissionRate", "0"}};
    return Json{{"symbol", symbol},
                {"standardCommission", rates(fees)},
                {"specialCommission", no_rates()},
                {"taxCommission", no_rates()},
                {"discount",
                 {{"enabledForAccount", false},
                  {"enabledForSymbol", false},
                  {"discountAsset", "BNB"},
                  {"discount", "0.75"}}}};
}

Answer trade_fees(Office& office, const Call& call) {
    const auto& fees = office.hall.config().fees;
    const auto wanted = call.params.find("symbol");
    auto rows = Json::array();
    for (const auto& view : office.hall.views())
        if (!wanted || *wanted == view.instrument().symbol)
            rows.push_back({{"symbol", view.instrument().symbol},
                            {"makerCommission", rate_text(fees.maker_ppb)},
                            {"takerCommission", rate_text(fees.taker_ppb)}});
    return rows;
}

Answer key_rights(Office&, const Call&) {
    return Json{{"ipRestrict", true},
                {"enableReading", true},
                {"enableSpotAndMarginTrading", true},
                {"enableFutures", false},
                {"enableMargin", false},
                {"enableWithdrawals", false},
                {"enableInternalTransfer", false},
                {"permitsUniversalTransfer", false},
                {"enableVanillaOptions", false}};
}

}  // namespace nightjar::exchange::binance
