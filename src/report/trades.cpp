#include "report/trades.hpp"

#include "report/costs.hpp"

#include <algorithm>
#include <map>

namespace nightjar::report {

namespace {

/// `part` of `whole` lots' worth of an amount, toward zero.
core::Money share_of(core::Money amount, core::Qty part, core::Qty whole) {
    return core::scaled(amount, part.raw, whole.raw);
}

class Folding {
public:
    Folding(const Story& story, std::span<const PriceLine> lines) : story_{story}, lines_{lines} {}

    void take(const Booking& booking) {
        const Key key{booking.strategy, booking.instrument};
        const auto found = open_.find(key);
        if (booking.qty.raw == 0) {
            if (found != open_.end()) trades_[found->second].funding += booking.funding;
            return;
        }
        if (found == open_.end()) return begin(key, booking);
        const auto held = trades_[found->second].left;
        if (core::side_of(held) == core::side_of(booking.qty))
            return add(trades_[found->second], booking);
        if (magnitude(booking.qty) <= magnitude(held)) return reduce(key, booking);
        const auto [closing, opening] = split(booking, held);
        reduce(key, closing);
        begin(key, opening);
    }

    std::vector<Trade> finish() && {
        for (auto& trade : trades_) {
            if (trade.left.raw == 0) continue;
            if (const auto last = last_price(trade.instrument))
                trade.value = story_.instruments[trade.instrument.value].value(*last, trade.left);
        }
        return std::move(trades_);
    }

private:
    using Key = std::pair<core::StrategyId, core::InstrumentId>;

    static std::pair<Booking, Booking> split(const Booking& booking, core::Qty held) {
        auto closing = booking;
        auto opening = booking;
        closing.qty = -held;
        closing.cash = share_of(booking.cash, closing.qty, booking.qty);
        closing.fee = share_of(booking.fee, closing.qty, booking.qty);
        opening.qty = booking.qty - closing.qty;
        opening.cash = booking.cash - closing.cash;
        opening.fee = booking.fee - closing.fee;
        return {closing, opening};
    }

    void begin(const Key& key, const Booking& booking) {
        open_[key] = trades_.size();
        Trade trade;
        trade.strategy = booking.strategy;
        trade.instrument = booking.instrument;
        trade.side = core::side_of(booking.qty);
        trade.opened = booking.at;
        trade.entry_target = story_.target_of(booking);
        add(trade, booking);
        trades_.push_back(trade);
    }

    void add(Trade& trade, const Booking& booking) {
        trade.left += booking.qty;
        trade.qty = std::max(trade.qty, magnitude(trade.left));
        trade.entered += magnitude(booking.qty);
        trade.entry_cash += magnitude(booking.cash);
        count(trade, booking);
    }

    void reduce(const Key& key, const Booking& booking) {
        auto& trade = trades_[open_[key]];
        trade.left += booking.qty;
        trade.exited += magnitude(booking.qty);
        trade.exit_cash += magnitude(booking.cash);
        trade.exit_target = story_.target_of(booking);
        count(trade, booking);
        if (trade.left.raw != 0) return;
        trade.closed = booking.at;
        open_.erase(key);
    }

    void count(Trade& trade, const Booking& booking) {
        trade.fees += booking.fee;
        if (const auto lost = slippage_of(story_, lines_, booking)) trade.slippage += lost->all;
        ++trade.fills;
    }

    [[nodiscard]] std::optional<core::Price> last_price(core::InstrumentId id) const {
        for (const auto& held : story_.holdings)
            if (held.instrument == id) return held.last;
        const auto& points = lines_[id.value].points();
        if (points.empty()) return std::nullopt;
        return points.back().price;
    }

    const Story& story_;
    std::span<const PriceLine> lines_;
    std::vector<Trade> trades_;
    std::map<Key, std::size_t> open_;
};

}  // namespace

std::vector<Trade> round_trips(const Story& story, std::span<const PriceLine> lines) {
    Folding folding{story, lines};
    for (const auto& booking : story.bookings) folding.take(booking);
    return std::move(folding).finish();
}

std::string average_price(core::Money cash, core::Qty qty, const core::Instrument& instrument) {
    auto above = cash.raw;
    auto below = instrument.units(qty).raw;
    if (instrument.inverse()) std::swap(above, below);
    if (below == 0) return {};
    // Whole units and the rest apart: the amount x 1e12 can pass 128 bits.
    auto price = above / below * core::Money::one + above % below * core::Money::one / below;
    const auto tick = to_string(instrument.tick);
    const auto digits = std::min(core::fraction_digits(tick) + 2, core::Money::digits);
    const auto step = core::power_of_ten(core::Money::digits - digits);
    price -= price % step;
    return to_string(core::Money{price});
}

}  // namespace nightjar::report
