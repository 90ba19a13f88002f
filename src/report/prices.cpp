#include "report/prices.hpp"

#include <algorithm>

namespace nightjar::report {

core::Price in_ticks(std::int64_t raw, int decimals, const core::Instrument& instrument) {
    const auto money =
        core::Wide{raw} * core::power_of_ten(core::Money::digits) / core::power_of_ten(decimals);
    return {static_cast<std::int64_t>((money + instrument.tick.raw / 2) / instrument.tick.raw)};
}

PriceLine PriceLine::of_bars(const core::Instrument& instrument, const core::BarView& bars) {
    PriceLine line;
    line.from_bars_ = true;
    line.points_.reserve(bars.size());
    for (std::size_t i = 0; i < bars.size(); ++i)
        line.points_.push_back({core::Time{bars.open_time_ns[i]} + bars.timeframe,
                                in_ticks(bars.close[i], bars.price_decimals, instrument)});
    return line;
}

PriceLine PriceLine::of_ledger(const Story& story, core::InstrumentId id) {
    PriceLine line;
    // Fills are booked in the order in which they were heard of: nearly, but not quite, by time.
    for (const auto& booking : story.bookings) {
        if (booking.instrument != id || booking.qty.raw == 0) continue;
        const auto place = std::ranges::upper_bound(line.points_, booking.at, {}, &PricePoint::at);
        line.points_.insert(place, {booking.at, booking.price});
    }
    const auto& curve = story.total().points;
    for (const auto& held : story.holdings) {
        if (held.instrument != id || curve.empty()) continue;
        if (line.points_.empty() || curve.front().at < line.points_.front().at)
            line.points_.insert(line.points_.begin(), {curve.front().at, held.first});
        if (line.points_.back().at <= curve.back().at)
            line.points_.push_back({curve.back().at, held.last});
    }
    return line;
}

std::optional<core::Price> PriceLine::at(core::Time t) const {
    const auto after = std::ranges::upper_bound(points_, t, {}, &PricePoint::at);
    if (after == points_.begin()) return std::nullopt;
    return std::prev(after)->price;
}

std::optional<Touch> PriceLine::seen_by(core::OrderId order, core::Time decided) const {
    if (const auto touch = touches_.find(order); touch != touches_.end()) return touch->second;
    const auto close = from_bars_ ? at(decided) : std::nullopt;
    return close ? std::optional{Touch{*close, *close}} : std::nullopt;
}

std::vector<PriceLine> price_lines(const Story& story, const Histories& histories) {
    std::vector<PriceLine> lines;
    for (std::size_t i = 0; i < story.instruments.size(); ++i) {
        const auto& instrument = story.instruments[i];
        const auto history = i < histories.size() ? histories[i] : History{};
        if (history.bars.size() > 0) {
            lines.push_back(PriceLine::of_bars(instrument, history.bars));
            continue;
        }
        if (history.tape != nullptr)
            if (auto line = PriceLine::of_tape(story, instrument.id, *history.tape)) {
                lines.push_back(std::move(*line));
                continue;
            }
        lines.push_back(PriceLine::of_ledger(story, instrument.id));
    }
    return lines;
}

}  // namespace nightjar::report
