#include "exchange/okx/refusal.hpp"

#include <algorithm>
#include <array>

namespace nightjar::exchange::okx {

namespace {

struct Row {
    Errc errc;
    std::string_view code;
    std::string_view text{};  ///< empty: the error's own
    unsigned status{200};
};

constexpr unsigned unauthorized = 401;
constexpr unsigned not_found = 404;
constexpr unsigned too_many = 429;

constexpr std::array rows{
    Row{Errc::BadRequest, "51000"},
    Row{Errc::UnknownInstrument, "51001",
        "Instrument ID, Instrument ID code, or Spread ID doesn't exist."},
    Row{Errc::NotTraded, "51022", "Contract suspended."},
    Row{Errc::BadPrice, "51006", "Order price is not within the price limit."},
    Row{Errc::BadQty, "51121", "Order quantity must be a multiple of the lot size."},
    Row{Errc::BelowMinNotional, "51020",
        "Your order should meet or exceed the minimum order amount."},
    Row{Errc::InsufficientFunds, "51008", "Order failed. Insufficient balance in account."},
    Row{Errc::NoLiquidity, "51109", "There are no valid quotes."},
    Row{Errc::ReduceOnly, "51169",
        "Order failed because you don't have any positions to reduce in this direction."},
    Row{Errc::DuplicateClientId, "51016", "Client order ID already exists."},
    Row{Errc::TooManyOrders, "51103", "The number of pending orders has reached its limit."},
    Row{Errc::NotBetter, "51511",
        "Operation failed as the order price doesn't meet the requirement for Post Only."},
    Row{Errc::WouldTrigger, "51280",
        "SL trigger price must be on the other side of the last price"},
    Row{Errc::UnknownOrder, "51603", "Order does not exist."},
    Row{Errc::NotOpen, "51503", "Your order has already been filled or canceled."},
    Row{Errc::UnknownPath, "404", "Not Found", not_found},
    Row{Errc::BadKey, "50111", "Invalid OK-ACCESS-KEY", unauthorized},
    Row{Errc::BadPassphrase, "50105", "Request header OK-ACCESS-PASSPHRASE incorrect.",
        unauthorized},
    Row{Errc::BadSignature, "50113", "Invalid Sign", unauthorized},
    Row{Errc::BadTime, "50102", "Timestamp request expired", unauthorized},
    Row{Errc::TooManyRequests, "50011", "Too Many Requests", too_many},
    Row{Errc::NotModified, "59000", "Your settings failed: they are so already."},
};

}  // namespace

Refusal refusal_of(Wish wish, const core::Error& error) {
    const auto errc = static_cast<Errc>(error.code.value);
    if (wish == Wish::Cancel && (errc == Errc::UnknownOrder || errc == Errc::NotOpen))
        return {"51400",
                "Cancellation failed as the order has been filled, canceled or does not exist."};
    const auto row = std::ranges::find(rows, errc, &Row::errc);
    if (row == rows.end()) return {"51000", std::string{error.text()}};
    return {row->code, std::string{row->text.empty() ? error.text() : row->text}, row->status};
}

void put_verdict(Json& item, Wish wish, const core::Result<const Order*>& order) {
    const auto refusal = order ? Refusal{"0", {}} : refusal_of(wish, order.error());
    item["sCode"] = refusal.code;
    item["sMsg"] = refusal.text;
}

Json to_json(const Refusal& refusal) {
    return {{"code", refusal.code}, {"msg", refusal.text}, {"data", Json::array()}};
}

Json envelope(Json data) {
    std::size_t refused = 0;
    for (const auto& item : data)
        if (item.is_object() && item.value("sCode", "0") != "0") ++refused;
    const auto* code = refused == 0 ? "0" : refused == data.size() ? "1" : "2";
    const auto* text = refused == 0             ? ""
                       : refused == data.size() ? "All operations failed"
                                                : "Bulk operation partially succeeded.";
    return {{"code", code}, {"msg", text}, {"data", std::move(data)}};
}

}  // namespace nightjar::exchange::okx
