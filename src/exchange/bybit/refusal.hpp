#pragma once
/// How Bybit says no, and yes. Source: "Error Codes" in the venue's documentation of v5.

#include "exchange/errc.hpp"
#include "exchange/market_text.hpp"

namespace nightjar::exchange::bybit {

struct Refusal {
    int code{};
    std::string text;
};

/// A refusal in the venue's words, which are others for spot than for derivatives.
[[nodiscard]] Refusal refusal_of(bool linear, const core::Error& error);

/// What stands under "result", and beside it.
struct Said {
    Json result;
    Json more = Json::object();
};
[[nodiscard]] Json envelope(const Said& said, core::Time now);
[[nodiscard]] Json envelope(const Refusal& refusal, core::Time now);

}  // namespace nightjar::exchange::bybit
