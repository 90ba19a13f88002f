/// Balances, positions, fees and settings.

#include "exchange/decimal_text.hpp"
#include "exchange/okx/account_json.hpp"
#include "exchange/okx/handlers.hpp"

namespace nightjar::exchange::okx {

namespace {

/// Below 0 is what is charged.
std::string charged(std::int64_t ppb) { return rate_text(-ppb); }

Json leverage_json(const Hall& hall, const Client& client, const core::Instrument& instrument) {
    return {{"instId", instrument.symbol},
            {"lever", std::to_string(hall.leverage(client, instrument.id))},
            {"mgnMode", "cross"},
            {"posSide", "net"},
            {"ccy", ""}};
}

}  // namespace

Answer currencies(Hall& hall, const Call& call) {
    const auto wanted = call.args.find("ccy");
    auto rows = Json::array();
    for (const auto& asset : hall.catalog().assets())
        if (!wanted || *wanted == asset)
            rows.push_back({{"ccy", asset},
                            {"name", asset},
                            {"chain", asset + "-Simulated"},
                            {"canDep", false},
                            {"canWd", false},
                            {"canInternal", false},
                            {"minDep", "0"},
                            {"minWd", "0"},
                            {"maxWd", "0"},
                            {"wdTickSz", "8"},
                            {"fee", "0"},
                            {"minFee", "0"},
                            {"maxFee", "0"},
                            {"mainNet", true}});
    return rows;
}

Answer account_config(Hall& /*hall*/, const Call& call) {
    const auto id = std::to_string(call.client->account.value + 1);
    return Json::array({{{"uid", id},
                         {"mainUid", id},
                         {"acctLv", "2"},
                         {"acctStpMode", "cancel_maker"},
                         {"posMode", "net_mode"},
                         {"autoLoan", false},
                         {"enableSpotBorrow", false},
                         {"greeksType", "PA"},
                         {"level", "Lv1"},
                         {"levelTmp", ""},
                         {"ctIsoMode", "automatic"},
                         {"mgnIsoMode", "automatic"},
                         {"label", "simulated"},
                         {"ip", ""},
                         {"perm", "read_only,trade"},
                         {"type", "0"}}});
}

Answer balance(Hall& hall, const Call& call) {
    return Json::array({account_json(hall, *call.client, call.args.get("ccy"))});
}

Answer positions(Hall& hall, const Call& call) {
    auto rows = Json::array();
    for (const auto& view : hall.views()) {
        const auto& instrument = view.instrument();
        const bool open = call.client->books.position(instrument.id).qty.raw != 0;
        if (is_swap(instrument) && open && fits(hall, instrument, call.args))
            rows.push_back(position_json(hall, *call.client, view));
    }
    return rows;
}

Answer trade_fee(Hall& hall, const Call& call) {
    NJ_TRY(type, call.args.need("instType"));
    if (type != "SPOT" && type != "SWAP")
        return core::fail(Errc::BadRequest, "Parameter instType error");
    const auto& fees = hall.config().fees;
    const bool swap = type == "SWAP";
    const auto rates =
        fees.rates(swap ? core::InstrumentKind::LinearPerpetual : core::InstrumentKind::Spot);
    const auto maker = charged(rates.maker_ppb);
    const auto taker = charged(rates.taker_ppb);
    return Json::array({{{"instType", type},
                         {"level", "Lv1"},
                         {"category", "1"},
                         {"maker", maker},
                         {"taker", taker},
                         {"makerU", swap ? maker : ""},
                         {"takerU", swap ? taker : ""},
                         {"makerUSDC", maker},
                         {"takerUSDC", taker},
                         {"delivery", ""},
                         {"exercise", ""},
                         {"fiat", Json::array()},
                         {"ts", ms_text(hall.now())}}});
}

Answer leverage_info(Hall& hall, const Call& call) {
    NJ_TRY(view, need_view(hall, call.args));
    return Json::array({leverage_json(hall, *call.client, view->instrument())});
}

Answer set_leverage(Hall& hall, const Call& call) {
    NJ_TRY(view, need_view(hall, call.args));
    NJ_TRY(times, call.args.number("lever"));
    NJ_TRY(mode, call.args.need("mgnMode"));
    if (mode != "cross" || !is_swap(view->instrument()))
        return core::fail(Errc::BadRequest, "Parameter mgnMode error");
    NJ_TRY(hall.set_leverage(*call.client, view->instrument().id, times.value_or(0)));
    return Json::array({leverage_json(hall, *call.client, view->instrument())});
}

Answer set_position_mode(Hall& /*hall*/, const Call& call) {
    NJ_TRY(mode, call.args.need("posMode"));
    if (mode != "net_mode") return core::fail(Errc::BadRequest, "Parameter posMode error");
    return Json::array({{{"posMode", mode}}});
}

}  // namespace nightjar::exchange::okx
