/// A5: how much the worst days may cost.

#include "risk/tail.hpp"

#include "risk/sizers/builtins.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::risk {

namespace {

using core::ParamType;

struct TailLimits {
    double level{};     ///< of the days that the shortfall leaves out
    double position{};  ///< lost at most by the position, of the equity
    double book{};      ///< likewise by all positions
    double shock{};     ///< of a move against all positions at once
};

/// A5: the largest N with CVaR(N) <= position E, CVaR(book) <= book E, and shock x the whole book
/// <= book E. A CVaR is N sigma x the shortfall of the side's residuals: filtered historical
/// simulation. The book's is the sum of its positions', which no dependence between them exceeds
/// (CVaR is subadditive: Artzner, Delbaen, Eber, Heath 1999): hedges and diversification count for
/// nothing here, as they may on such days.
class TailCap final : public Sizer {
public:
    explicit TailCap(const TailLimits& limits)
        : limits_{limits}, losses_(DailyHistory::most_days) {}
    std::string_view name() const override { return "cvar"; }
    [[nodiscard]] bool wants_days() const override { return true; }
    bool weighs_book() const override { return true; }

    std::optional<core::Qty> cap(const SizingInput& input) override {
        const auto own = rate(input, input.instrument->id, input.side);
        if (!own) return std::nullopt;
        double expected = 0;  // lost by the others on a bad day
        double shocked = 0;
        for (const auto& other : input.others) {
            if (!other.notional) return std::nullopt;
            const auto side = *other.notional < 0 ? core::Side::Sell : core::Side::Buy;
            const auto theirs = rate(input, other.instrument, side);
            if (!theirs) return std::nullopt;
            expected += std::abs(*other.notional) * *theirs;
            shocked += std::abs(*other.notional) * limits_.shock;
        }
        const double equity = approximate(input.equity);
        double notional = std::min(limits_.position * equity, limits_.book * equity - expected);
        notional /= *own;
        if (limits_.shock > 0)
            notional = std::min(notional, (limits_.book * equity - shocked) / limits_.shock);
        return lots_of(notional, input);
    }

    void learn(core::InstrumentId id, const DailyHistory& history) override {
        if (id.value >= shortfalls_.size()) shortfalls_.resize(id.value + 1);
        auto& [longs, shorts] = shortfalls_[id.value];
        longs = shortfall(history.days(), -1);
        shorts = shortfall(history.days(), 1);
    }

private:
    struct Shortfalls {
        std::optional<double> longs;
        std::optional<double> shorts;
    };

    [[nodiscard]] std::optional<double> shortfall(std::span<const DailyHistory::Day> days,
                                                  double loss_of_rise) {
        std::size_t count = 0;
        for (const auto& day : days)
            if (day.residual) losses_[count++] = loss_of_rise * *day.residual;
        const auto losses = std::span{losses_}.first(count);
        centre(losses);
        const auto risk = tail_risk(losses, limits_.level);
        if (!risk || !(risk->shortfall > 0)) return std::nullopt;
        return risk->shortfall;
    }
    /// Of a notional, what it loses on the mean of the worst days.
    [[nodiscard]] std::optional<double> rate(const SizingInput& input, core::InstrumentId id,
                                             core::Side side) const {
        if (id.value >= shortfalls_.size() || input.days(id).empty()) return std::nullopt;
        const auto& known = shortfalls_[id.value];
        const auto& residual = side == core::Side::Buy ? known.longs : known.shorts;
        const auto sigma = input.histories[id.value].sigma();
        if (!residual || !sigma) return std::nullopt;
        return *residual * *sigma;
    }

    TailLimits limits_;
    std::vector<double> losses_;          // scratch
    std::vector<Shortfalls> shortfalls_;  // by instrument, of residuals
};

}  // namespace

void register_tail_sizers(core::Registry<Sizer>& registry) {
    registry.add(
        "cvar",
        {"A5: so much that the mean of the worst days, or a fall of everything, is bearable",
         {{"level", ParamType::Real, "0.975", 0.91, 0.999, "of days", "that are not the worst"},
          {"position", ParamType::Real, "0.02", 0, 1, "of equity", "lost by this position"},
          {"book", ParamType::Real, "0.04", 0, 1, "of equity", "lost by all positions"},
          {"shock", ParamType::Real, "0.2", 0, 1, "of the price",
           "a move against all positions at once, which may cost `book` too; 0: none"}},
         [](const core::Params& p) -> MadeSizer {
             return std::make_unique<TailCap>(
                 TailLimits{p.real("level"), p.real("position"), p.real("book"), p.real("shock")});
         }});
}

}  // namespace nightjar::risk
