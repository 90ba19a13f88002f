#pragma once
/// What the handlers of requests work with. Each is a function; routes.cpp says which path is
/// whose.

#include "exchange/args.hpp"
#include "exchange/hall.hpp"
#include "exchange/okx/refusal.hpp"

namespace nightjar::exchange::okx {

/// One request, by HTTP or by WebSocket.
struct Call {
    const Args& args;
    std::span<const Args> items;  ///< of a list of orders; else `args` alone
    Client* client{};             ///< of whom the key is; there for all that need one
};

/// What stands under "data".
using Answer = core::Result<Json>;
using Handler = Answer (*)(Hall&, const Call&);

[[nodiscard]] inline bool is_swap(const core::Instrument& instrument) {
    return instrument.kind != core::InstrumentKind::Spot;
}
[[nodiscard]] inline std::string_view type_of(const core::Instrument& instrument) {
    return is_swap(instrument) ? "SWAP" : "SPOT";
}
/// "BTC-USDT", of its swap too.
[[nodiscard]] std::string family_of(const Hall& hall, const core::Instrument& instrument);
[[nodiscard]] std::string ms_text(core::Time at);

/// What orders by WebSocket name instruments by.
constexpr std::int64_t first_code = 10'459;
[[nodiscard]] inline std::int64_t code_of(const core::Instrument& instrument) {
    return first_code + instrument.id.value;
}
[[nodiscard]] core::Result<const MarketView*> need_view(const Hall& hall, const Args& args);
/// Those of instType, instFamily (or uly) and instId, as far as these are given.
[[nodiscard]] bool fits(const Hall& hall, const core::Instrument& instrument, const Args& args);

}  // namespace nightjar::exchange::okx
