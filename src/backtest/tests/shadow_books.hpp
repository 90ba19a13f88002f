#pragma once
/// For tests: books kept a second time, from a ledger's records alone. Nothing of the rooms risk
/// and portfolio is used, so that an error there is not made twice. Money is a count of 1e-12.

#include "backtest/tests/shadow_swing.hpp"
#include "core/model/record.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace nightjar::backtest::tests {

constexpr core::Wide size(core::Wide amount) { return amount < 0 ? -amount : amount; }
constexpr double percent(core::Wide part, core::Wide whole) {
    return 100 * static_cast<double>(part) / static_cast<double>(whole);
}
/// UTC days since 1970.
constexpr std::int64_t day_of(core::Time time) { return time.ns / core::days(1).ns; }

/// One equity curve: its peak, and where the UTC day began.
class ShadowCurve {
public:
    explicit ShadowCurve(core::Wide start) : last_{start}, peak_{start}, day_start_{start} {}

    void mark(core::Wide equity, core::Time now) {
        if (const auto today = day_of(now); today != day_) {
            day_ = today;
            day_start_ = last_;
        }
        last_ = equity;
        peak_ = std::max(peak_, equity);
    }
    [[nodiscard]] core::Wide last() const { return last_; }
    [[nodiscard]] core::Wide peak() const { return peak_; }
    [[nodiscard]] core::Wide day_start() const { return day_start_; }
    [[nodiscard]] core::Wide day_loss() const { return day_start_ - last_; }
    [[nodiscard]] core::Wide fall() const { return peak_ - last_; }

private:
    core::Wide last_;
    core::Wide peak_;
    core::Wide day_start_;
    std::int64_t day_{-1};
};

/// Perpetuals of one currency that are settled in it; instruments and strategies by number.
class ShadowBooks {
public:
    struct Line {
        core::Instrument instrument;
        core::Wide lot_value;  ///< of one lot at a price of one tick
        std::int64_t price{};  ///< ticks; 0 while there is none
        std::int64_t held{};   ///< lots, signed
        std::int64_t buys{};   ///< that open orders may still buy
        std::int64_t sells{};  ///< likewise
        ShadowSwing swing{};
    };
    struct Owner {
        core::Wide cash;
        std::vector<std::int64_t> held;  ///< by instrument
        ShadowCurve curve;
    };

    explicit ShadowBooks(std::vector<core::Wide> venue_cash)
        : venue_cash_{std::move(venue_cash)}, total_{sum(venue_cash_)} {}

    void add(const core::Instrument& instrument) {
        lines_.push_back({instrument, instrument.tick.raw * instrument.lot.raw / core::Money::one});
    }
    void add(const core::StrategyDefined& strategy) {
        owners_.emplace(strategy.strategy.value,
                        Owner{strategy.cash.raw, std::vector<std::int64_t>(lines_.size()),
                              ShadowCurve{strategy.cash.raw}});
    }

    [[nodiscard]] std::vector<Line>& lines() { return lines_; }
    [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
    [[nodiscard]] const Line& line(core::InstrumentId id) const { return lines_[id.value]; }
    [[nodiscard]] const ShadowCurve& total() const { return total_; }
    /// A strategy; none where there is no such, as the house.
    [[nodiscard]] const Owner* owner(core::StrategyId id) const {
        const auto found = owners_.find(id.value);
        return found == owners_.end() ? nullptr : &found->second;
    }

    [[nodiscard]] static core::Wide value(const Line& line, std::int64_t lots) {
        return line.lot_value * line.price * lots;
    }
    [[nodiscard]] core::Wide venue_equity(core::VenueId venue) const {
        auto equity = venue_cash_[venue.value];
        for (const auto& line : lines_)
            if (line.instrument.venue == venue) equity += value(line, line.held);
        return equity;
    }
    [[nodiscard]] core::Wide equity() const {
        auto equity = sum(venue_cash_);
        for (const auto& line : lines_) equity += value(line, line.held);
        return equity;
    }

    void price(core::InstrumentId id, std::int64_t ticks, core::Time now) {
        lines_[id.value].price = ticks;
        lines_[id.value].swing.price(now, ticks);
        mark(now);
    }
    /// False where the shares do not make up the fill, or their cash not its price.
    [[nodiscard]] bool book(const core::FillBooked& booked, core::Time now) {
        auto& line = lines_[booked.instrument.value];
        const auto& fill = booked.fill;
        const auto lots = core::sign(fill.side) * fill.qty.raw;
        const auto paid = line.lot_value * fill.price.raw * lots;
        line.held += lots;
        venue_cash_[booked.venue.value] -= paid + fill.fee.raw;
        std::int64_t shared = 0;
        core::Wide cash = 0;
        core::Wide fee = 0;
        for (const auto& share : booked.shares) {
            shared += share.qty.raw;
            cash += share.cash.raw;
            fee += share.fee.raw;
            const auto owner = owners_.find(share.strategy.value);
            if (owner == owners_.end()) continue;
            owner->second.held[booked.instrument.value] += share.qty.raw;
            owner->second.cash += share.cash.raw - share.fee.raw;
        }
        mark(now);
        return shared == lots && cash == -paid && fee == fill.fee.raw;
    }
    void book(const core::BalanceBooked& booked, core::Time now) {
        venue_cash_[booked.venue.value] += booked.balance.change.raw;
        const auto owner = owners_.find(booked.strategy.value);
        if (owner != owners_.end()) owner->second.cash += booked.balance.change.raw;
        mark(now);
    }

private:
    static core::Wide sum(const std::vector<core::Wide>& amounts) {
        core::Wide total = 0;
        for (const auto amount : amounts) total += amount;
        return total;
    }
    void mark(core::Time now) {
        total_.mark(equity(), now);
        for (auto& [id, owner] : owners_) {
            auto equity = owner.cash;
            for (std::size_t i = 0; i < lines_.size(); ++i)
                equity += value(lines_[i], owner.held[i]);
            owner.curve.mark(equity, now);
        }
    }

    std::vector<Line> lines_;
    std::map<std::uint16_t, Owner> owners_;
    std::vector<core::Wide> venue_cash_;
    ShadowCurve total_;
};

}  // namespace nightjar::backtest::tests
