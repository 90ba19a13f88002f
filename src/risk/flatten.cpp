#include "risk/flatten.hpp"

#include <algorithm>

namespace nightjar::risk {

using core::Price;
using core::Qty;
using core::Side;
using core::Wide;

namespace {

constexpr std::int64_t all_bps = 10'000;

/// The lots that the book offers against us, up to the limit.
Wide shown(const market::Book& book, Side against, Price limit) {
    Wide sum = 0;
    for (const auto& level : book.side(against)) {
        if (against == Side::Buy ? level.price < limit : level.price > limit) break;
        sum += level.qty.raw;
    }
    return sum;
}

}  // namespace

Qty least_lots(const core::Instrument& instrument, Qty lots, Price price) {
    const auto worth = instrument.notional(price, lots).raw;
    if (worth < instrument.min_notional.raw) return std::max(lots, instrument.min_qty);
    const auto of_worth =
        worth == 0 ? Wide{} : (instrument.min_notional.raw * lots.raw + worth - 1) / worth;
    return std::max(Qty{static_cast<std::int64_t>(of_worth)}, instrument.min_qty);
}

std::optional<Slice> flatten_slice(const core::Instrument& instrument, Qty held,
                                   const market::InstrumentState& market) {
    const bool bars_only = !market.book.valid() && !market.trade && market.candle;
    if (!market.reference || (!market.book.valid() && !bars_only)) return std::nullopt;
    const bool sells = held.raw > 0;
    const auto reference = market.reference->price.raw;
    const auto room = reference * flatten_collar_bps / all_bps;
    const Price limit{sells ? std::max<std::int64_t>(reference - room, 1) : reference + room};
    const Wide all = magnitude(held).raw;
    Wide lots = all;
    if (!bars_only) {
        const auto least = least_lots(instrument, magnitude(held), limit).raw;
        const auto part =
            shown(market.book, sells ? Side::Buy : Side::Sell, limit) * flatten_book_pct / 100;
        lots = std::min(all, std::max<Wide>(part, least));
        if (all - lots < least) lots = all;
    }
    return Slice{{static_cast<std::int64_t>(sells ? -lots : lots)}, limit};
}

}  // namespace nightjar::risk
