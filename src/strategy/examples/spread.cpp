/// Trades the difference of two prices that belong together: one market on two venues, or a
/// perpetual against its spot.

#include "strategy/builtins.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace nightjar::strategy {

namespace {

using core::ParamType;

struct SpreadRules {
    std::int64_t length{};  ///< bars of memory
    double enter{};         ///< deviations from the usual to open at
    double exit{};          ///< and to close at
    bool both_ways{};
};

/// z is the distance of log(first / second) from its exponential mean, in exponential deviations
/// (RiskMetrics 1996). Above `enter` the first is rich: it is sold and the second bought; below it
/// is the other way round. Looks only where both have a bar of the same time.
class Spread final : public Strategy {
public:
    Spread(const std::vector<core::InstrumentId>& instruments, const SpreadRules& rules)
        : rules_{rules}, keep_{1 - 2.0 / static_cast<double>(rules.length + 1)} {
        for (std::size_t i = 0; i < legs_.size(); ++i) legs_[i].target.instrument = instruments[i];
    }

    void on_candle(core::InstrumentId id, const core::Candle& candle, Context& context) override {
        auto& leg = legs_[legs_[0].target.instrument == id ? 0 : 1];
        leg.time = candle.open_time;
        leg.close = static_cast<double>(candle.close.raw);
        const bool priced = legs_[0].close > 0 && legs_[1].close > 0;
        if (!priced || legs_[0].time != legs_[1].time) return;
        const double now = std::log(legs_[0].close / legs_[1].close);
        const double away = now - mean_;
        const double z = bars_ > 1 && variance_ > 0 ? away / std::sqrt(variance_) : 0;
        ++bars_;
        if (bars_ > rules_.length) decide(z, context);
        // The bar counts for the mean only after it has been judged by it.
        variance_ = bars_ == 1 ? 0 : keep_ * (variance_ + (1 - keep_) * away * away);
        mean_ = bars_ == 1 ? now : mean_ + (1 - keep_) * away;
    }
    std::int64_t warmup_bars() const override { return 2 * rules_.length; }
    std::vector<std::string> signals() const override { return {"spread"}; }

private:
    struct Leg {
        core::Target target;
        core::Time time;
        double close{};
    };

    void decide(double z, Context& context) {
        const bool opens = std::abs(z) > rules_.enter && (z > 0 || rules_.both_ways);
        if (opens)
            held_ = z > 0 ? -1 : 1;
        else if (std::abs(z) < rules_.exit || z * held_ > 0)
            held_ = 0;
        const core::Vote vote{{0}, std::clamp(-z / rules_.enter, -1.0, 1.0), 1};
        for (std::size_t i = 0; i < legs_.size(); ++i) {
            auto& target = legs_[i].target;
            target.exposure = i == 0 ? held_ : -held_;
            target.votes.clear();
            target.votes.push(vote);
            context.target(target);
        }
    }

    SpreadRules rules_;
    double keep_;
    std::array<Leg, 2> legs_;
    std::int64_t bars_{};
    double mean_{};
    double variance_{};
    double held_{};  // of the first
};

MadeStrategy make(const core::Params& p, const Setup& setup) {
    if (setup.instruments.size() != 2)
        return core::fail(core::Errc::OutOfRange, "it trades two instruments, {} were given",
                          setup.instruments.size());
    return std::make_unique<Spread>(
        setup.instruments,
        SpreadRules{p.integer("length"), p.real("enter"), p.real("exit"), p.flag("both_ways")});
}

}  // namespace

void register_spread(core::Registry<Strategy>& registry) {
    registry.add(
        "spread",
        {"the difference of two instruments' prices, back to its mean",
         {{"length", ParamType::Integer, "96", 2, 100'000, "bars",
           "of memory for mean and deviation"},
          {"enter", ParamType::Real, "2", 0, 100, "deviations", "from the mean to open at"},
          {"exit", ParamType::Real, "0.5", 0, 100, "deviations", "from the mean to close at"},
          {"both_ways", ParamType::Flag, "true", 0, 0, "",
           "false: only sells the first instrument and buys the second"}},
         make});
}

}  // namespace nightjar::strategy
