#include "portfolio/margin.hpp"

#include <algorithm>

namespace nightjar::portfolio {

using core::Money;

namespace {

constexpr std::int64_t all_bps = 10'000;

/// What a position is worth after such a move, rounded up.
Money moved(const Secured& position, std::int64_t bps) {
    const bool falls = position.qty.raw > 0;
    const auto price = falls ? all_bps - bps : all_bps + bps;
    if (!position.instrument->inverse()) return scaled_up(position.notional, price, all_bps);
    // Units / price: at a price of 0 there is no such thing.
    return scaled_up(position.notional, all_bps, std::max<std::int64_t>(price, 1));
}

}  // namespace

Money wanted_after(const Secured& position, std::int64_t bps) {
    NJ_CHECK(bps >= 0 && bps <= all_bps, "a move of {} bp", bps);
    const auto worth = moved(position, bps);
    // One unit more: both amounts were rounded.
    const auto lost = bps == 0 ? Money{} : magnitude(worth - position.notional) + Money{1};
    return lost + position.instrument->maintenance_margin(worth, position.qty);
}

std::int64_t liquidation_distance(const Secured& position, Money security) {
    std::int64_t safe = 0;
    std::int64_t gone = all_bps + 1;
    while (gone - safe > 1) {
        const auto middle = safe + (gone - safe) / 2;
        (wanted_after(position, middle) <= security ? safe : gone) = middle;
    }
    return safe;
}

Isolated isolated_of(const core::Instrument& instrument, const Account& account) {
    const auto& position = account.position(instrument.id);
    if (position.qty.raw == 0) return {};
    const auto value = account.value(instrument.id).value_or(position.basis);
    return {instrument.initial_margin(position.basis, position.qty), value - position.basis};
}

Isolated isolated_at(const Secured& worst, const Account& account) {
    const auto& instrument = *worst.instrument;
    const auto held = account.position(instrument.id).qty;
    if (held.raw == 0 || (held.raw < 0) != (worst.qty.raw < 0)) return {worst.initial(), {}};
    auto own = isolated_of(instrument, account);
    const auto value = account.value(instrument.id).value_or(Money{});
    own.set_aside += std::max(Money{}, worst.initial() - instrument.initial_margin(value, held));
    return own;
}

}  // namespace nightjar::portfolio
