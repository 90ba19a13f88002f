#pragma once
/// What the handlers of requests work with. Each is a function; routes.cpp says which path is
/// whose.

#include "exchange/args.hpp"
#include "exchange/bybit/refusal.hpp"
#include "exchange/hall.hpp"

#include <map>

namespace nightjar::exchange::bybit {

/// Whose orders are cancelled when he is gone for so long, product by product.
struct Guards {
    std::map<core::AccountId, core::Duration> spot;
    std::map<core::AccountId, core::Duration> linear;
};

struct Office {
    Hall& hall;
    Guards& guards;
};

/// One request, by HTTP or by WebSocket.
struct Call {
    const Args& args;
    std::span<const Args> items;  ///< the list under "request", where there is one
    Client* client{};             ///< of whom the key is; there for all that need one
};

using Answer = core::Result<Said>;
using Handler = Answer (*)(Office&, const Call&);

[[nodiscard]] inline bool is_linear(const core::Instrument& instrument) {
    return instrument.kind != core::InstrumentKind::Spot;
}
[[nodiscard]] inline std::string_view category_of(const core::Instrument& instrument) {
    return is_linear(instrument) ? "linear" : "spot";
}
/// What the venue calls it: the same in each category.
[[nodiscard]] std::string symbol_of(const core::Instrument& instrument);
[[nodiscard]] constexpr std::string_view side_text(core::Side side) {
    return side == core::Side::Buy ? "Buy" : "Sell";
}
[[nodiscard]] std::string ms_text(core::Time at);

[[nodiscard]] const MarketView* find_view(const Hall& hall, bool linear, std::string_view symbol);
/// "spot" or "linear". Error: BadRequest, for others.
[[nodiscard]] core::Result<bool> need_linear(const Args& args);
[[nodiscard]] core::Result<const MarketView*> need_view(const Hall& hall, const Args& args);
/// Those of category, symbol, baseCoin and settleCoin, as far as these are given.
[[nodiscard]] bool fits(const Hall& hall, const core::Instrument& instrument, const Args& args);

}  // namespace nightjar::exchange::bybit
