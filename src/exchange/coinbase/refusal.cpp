#include "exchange/coinbase/refusal.hpp"

#include "exchange/errc.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::exchange::coinbase {

namespace {

constexpr unsigned bad_request = 400;
constexpr unsigned unauthorized_status = 401;
constexpr unsigned missing = 404;
constexpr unsigned too_many_requests = 429;
constexpr const char* no_preview = "UNKNOWN_PREVIEW_FAILURE_REASON";
constexpr const char* no_edit = "UNKNOWN_EDIT_ORDER_FAILURE_REASON";

}  // namespace

std::unexpected<Refusal> invalid(std::string text) {
    return std::unexpected{Refusal{bad_request, "INVALID_ARGUMENT", std::move(text)}};
}

std::unexpected<Refusal> not_found(std::string text) {
    return std::unexpected{Refusal{missing, "NOT_FOUND", std::move(text)}};
}

std::unexpected<Refusal> unauthorized() {
    return std::unexpected{Refusal{unauthorized_status, "unauthorized", "Unauthorized"}};
}

std::unexpected<Refusal> too_many() {
    return std::unexpected{Refusal{too_many_requests, "rate_limit_exceeded", "Too many requests"}};
}

nlohmann::ordered_json to_json(const Refusal& refusal) {
    using Json = nlohmann::ordered_json;
    if (refusal.status == too_many_requests)
        return {{"errors", Json::array({{{"id", refusal.error}, {"message", refusal.text}}})}};
    return {{"error", refusal.error}, {"error_details", refusal.text}, {"message", refusal.text}};
}

std::unexpected<Failure> failed(std::string error, std::string preview, std::string text) {
    return std::unexpected{Failure{std::move(error), std::move(preview), std::move(text)}};
}

Failure failure_of(const core::Error& error) {
    switch (static_cast<Errc>(error.code.value)) {
        case Errc::BadPrice:
            return {"INVALID_LIMIT_PRICE", "PREVIEW_INVALID_LIMIT_PRICE", "Invalid limit price"};
        case Errc::BadQty:
            return {"UNKNOWN_FAILURE_REASON", "PREVIEW_INVALID_BASE_SIZE_TOO_SMALL",
                    "Invalid size"};
        case Errc::BelowMinNotional:
            return {"UNKNOWN_FAILURE_REASON", "PREVIEW_INVALID_QUOTE_SIZE_TOO_SMALL",
                    "Order is worth too little"};
        case Errc::InsufficientFunds:
            return {"INSUFFICIENT_FUND", "PREVIEW_INSUFFICIENT_FUND",
                    "Insufficient balance in source account"};
        case Errc::PostOnlyWouldTake:
            return {"INVALID_LIMIT_PRICE_POST_ONLY", "PREVIEW_INVALID_LIMIT_PRICE_POST_ONLY",
                    "Post only price would match at once"};
        case Errc::NotTraded: return {"ORDER_ENTRY_DISABLED", no_preview, "Product is not traded"};
        case Errc::NoLiquidity:
            return {"UNKNOWN_FAILURE_REASON", "PREVIEW_INSUFFICIENT_LIQUIDITY_IN_ORDER_BOOK",
                    "Nothing to match with"};
        case Errc::WouldTrigger:
            return {"UNKNOWN_FAILURE_REASON", "PREVIEW_STOP_PRICE_ABOVE_LAST_TRADE_PRICE",
                    "The market is beyond the stop price"};
        case Errc::TooManyOrders:
            return {"TOO_MANY_OPEN_ORDERS", "PREVIEW_TOO_MANY_OPEN_ORDERS", "Too many orders"};
        default: return {"UNKNOWN_FAILURE_REASON", no_preview, std::string{error.text()}};
    }
}

Failure edit_failure_of(const core::Error& error) {
    switch (static_cast<Errc>(error.code.value)) {
        case Errc::UnknownOrder: return {"ORDER_NOT_FOUND", "", "order not found"};
        case Errc::NotOpen: return {"CANNOT_EDIT_CLOSED_ORDER", "", "order is not open"};
        case Errc::BadQty: return {"INVALID_EDITED_SIZE", "", "invalid size"};
        case Errc::BadPrice:
        case Errc::NotBetter:
        case Errc::PostOnlyWouldTake: return {"INVALID_EDITED_PRICE", "", "invalid price"};
        default: return {no_edit, failure_of(error).preview, std::string{error.text()}};
    }
}

}  // namespace nightjar::exchange::coinbase
