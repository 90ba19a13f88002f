#pragma once
/// How OKX says no, and yes. Source: "Error code" in the venue's API guide v5.

#include "exchange/errc.hpp"
#include "exchange/market_text.hpp"
#include "exchange/order.hpp"

namespace nightjar::exchange::okx {

struct Refusal {
    std::string_view code;
    std::string text;
    unsigned status{200};
};

enum class Wish : std::uint8_t { Place, Amend, Cancel, Query };
/// A refusal in the venue's words.
[[nodiscard]] Refusal refusal_of(Wish wish, const core::Error& error);
/// sCode and sMsg of one order among many.
void put_verdict(Json& item, Wish wish, const core::Result<const Order*>& order);
[[nodiscard]] Json to_json(const Refusal& refusal);
/// `data` with its code: that of orders depends on how many of them were refused.
[[nodiscard]] Json envelope(Json data);

}  // namespace nightjar::exchange::okx
