#include "exchange/bybit/refusal.hpp"

#include "exchange/decimal_text.hpp"

#include <algorithm>
#include <array>

namespace nightjar::exchange::bybit {

namespace {

struct Row {
    Errc errc;
    int spot;
    int linear;
    std::string_view text{};  ///< empty: the error's own
};

constexpr std::array rows{
    Row{Errc::BadRequest, 10001, 10001},
    Row{Errc::UnknownInstrument, 170121, 10001, "params error: symbol invalid"},
    Row{Errc::NotTraded, 170157, 110074, "This contract is not live"},
    Row{Errc::BadPrice, 170134, 110003, "Order price has too many decimals or is out of range."},
    Row{Errc::BadQty, 170137, 10001, "Order quantity has too many decimals or is out of range."},
    Row{Errc::BelowMinNotional, 170140, 110094, "Order value exceeded lower limit."},
    Row{Errc::InsufficientFunds, 170131, 110007, "Insufficient balance."},
    Row{Errc::NoLiquidity, 170210, 110092, "New order rejected."},
    Row{Errc::ReduceOnly, 110017, 110017, "Reduce-only rule not satisfied"},
    Row{Errc::WouldTrigger, 170210, 110093,
        "expect Falling, but trigger_price is beyond the last price"},
    Row{Errc::DuplicateClientId, 170141, 110072, "Duplicate clientOrderId"},
    Row{Errc::TooManyOrders, 170218, 110020, "Reach max open order limit."},
    Row{Errc::UnknownOrder, 170213, 110001, "Order does not exist."},
    Row{Errc::NotOpen, 170213, 110001, "order not exists or too late to cancel or replace"},
    Row{Errc::NotBetter, 170210, 110010, "New order rejected."},
    Row{Errc::BadKey, 10003, 10003, "API key is invalid."},
    Row{Errc::BadSignature, 10004, 10004, "error sign! please check your signature"},
    Row{Errc::BadTime, 10002, 10002,
        "invalid request, please check your server timestamp or recv_window param"},
    Row{Errc::TooManyRequests, 10006, 10006, "Too many visits. Exceeded the API Rate Limit."},
    Row{Errc::NotModified, 110043, 110043, "Set leverage has not been modified."},
};

}  // namespace

Refusal refusal_of(bool linear, const core::Error& error) {
    const auto errc = static_cast<Errc>(error.code.value);
    const auto row = std::ranges::find(rows, errc, &Row::errc);
    if (row == rows.end()) return {10001, std::string{error.text()}};
    return {linear ? row->linear : row->spot,
            std::string{row->text.empty() ? error.text() : row->text}};
}

Json envelope(const Said& said, core::Time now) {
    return {{"retCode", 0},
            {"retMsg", "OK"},
            {"result", said.result},
            {"retExtInfo", said.more},
            {"time", ms_of(now)}};
}

Json envelope(const Refusal& refusal, core::Time now) {
    return {{"retCode", refusal.code},
            {"retMsg", refusal.text},
            {"result", Json::object()},
            {"retExtInfo", Json::object()},
            {"time", ms_of(now)}};
}

}  // namespace nightjar::exchange::bybit
