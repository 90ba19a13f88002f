#include "exchange/binance/refusal.hpp"

#include "exchange/errc.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <span>

namespace nightjar::exchange::binance {

namespace {

struct Row {
    Errc errc;
    int code;
    const char* text;
};

constexpr std::array spot{
    Row{Errc::BadPrice, -1013, "Filter failure: PRICE_FILTER"},
    Row{Errc::BadQty, -1013, "Filter failure: LOT_SIZE"},
    Row{Errc::BelowMinNotional, -1013, "Filter failure: NOTIONAL"},
    Row{Errc::TooManyOrders, -1013, "Filter failure: MAX_NUM_ORDERS"},
    Row{Errc::InsufficientFunds, -2010, "Account has insufficient balance for requested action."},
    Row{Errc::PostOnlyWouldTake, -2010, "Order would immediately match and take."},
    Row{Errc::WouldTrigger, -2010, "Stop price would trigger immediately."},
    Row{Errc::DuplicateClientId, -2010, "Duplicate order sent."},
    Row{Errc::NotTraded, -1013, "Market is closed."},
    Row{Errc::NoLiquidity, -2010, "This action is disabled on this account."},
};

constexpr std::array usd_futures{
    Row{Errc::BadPrice, -4014, "Price not increased by tick size."},
    Row{Errc::BadQty, -4004, "Quantity less than or equal to zero."},
    Row{Errc::BelowMinNotional, -4164,
        "Order's notional must be no smaller than the minimum (unless you choose reduce only)."},
    Row{Errc::TooManyOrders, -2025, "Reach max open order limit."},
    Row{Errc::InsufficientFunds, -2019, "Margin is insufficient."},
    Row{Errc::PostOnlyWouldTake, -5022,
        "Due to the order could not be executed as maker, the Post Only order will be rejected. "
        "The order will not be recorded in the order history"},
    Row{Errc::WouldTrigger, -2021, "Order would immediately trigger."},
    Row{Errc::DuplicateClientId, -4116, "ClientOrderId is duplicated."},
    Row{Errc::NotTraded, -4141, "Symbol is closed."},
    Row{Errc::NoLiquidity, -2020, "Unable to fill."},
    Row{Errc::ReduceOnly, -2022, "ReduceOnly Order is rejected."},
};

}  // namespace

std::unexpected<Refusal> refuse(int code, std::string text, unsigned status) {
    return std::unexpected{Refusal{code, std::move(text), status}};
}

Refusal refusal_of(Market market, Wish wish, const core::Error& error) {
    const auto errc = static_cast<Errc>(error.code.value);
    if (errc == Errc::UnknownOrder || errc == Errc::NotOpen) {
        if (wish == Wish::Cancel) return {-2011, "Unknown order sent."};
        return {-2013, "Order does not exist."};
    }
    const std::span<const Row> rows =
        market == Market::Spot ? std::span<const Row>{spot} : std::span<const Row>{usd_futures};
    const auto row = std::ranges::find(rows, errc, &Row::errc);
    if (row != rows.end()) return {row->code, row->text};
    return {market == Market::Spot ? -2010 : -2022, std::string{error.text()}};
}

Json to_json(const Refusal& refusal) {
    Json json{{"code", refusal.code}, {"msg", refusal.text}};
    if (!refusal.data.empty()) json["data"] = Json::parse(refusal.data);
    return json;
}

}  // namespace nightjar::exchange::binance
