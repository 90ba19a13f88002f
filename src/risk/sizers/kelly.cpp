/// A3 and A3b: a part of the size at which the equity would grow fastest.

#include "risk/kelly.hpp"

#include "risk/sizers/builtins.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::risk {

namespace {

using core::ParamType;

/// A3: N = E min(f, most), f of the yearly edge that a full position is taken to have, and of the
/// deviation that the market has now.
class KellyContinuous final : public Sizer {
public:
    KellyContinuous(double edge, double error, double part, double most)
        : edge_{edge}, error_{error}, part_{part}, most_{most} {}
    std::string_view name() const override { return "kelly"; }
    std::optional<core::Qty> cap(const SizingInput& input) override {
        constexpr double days_a_year = 365;
        const auto sigma = input.market->volatility.daily_sigma();
        if (!sigma || !(*sigma > 0)) return std::nullopt;
        const double fraction =
            kelly_continuous(edge_, error_, *sigma * std::sqrt(days_a_year), part_);
        return lots_of(approximate(input.equity) * std::min(fraction, most_), input);
    }

private:
    double edge_;
    double error_;
    double part_;
    double most_;
};

/// A3b: N = E min(f, most), f of the wins and losses so far; the whole notional counts as staked.
class KellyBinary final : public Sizer {
public:
    KellyBinary(double fraction, double most) : fraction_{std::min(fraction, most)} {}
    std::string_view name() const override { return "kelly_binary"; }
    std::optional<core::Qty> cap(const SizingInput& input) override {
        return lots_of(approximate(input.equity) * fraction_, input);
    }

private:
    double fraction_;
};

const core::ParamSpec part{
    "part", ParamType::Real, "0.25", 0, 1, "of full Kelly", "how much of the growth-optimal size"};
const core::ParamSpec most{"most", ParamType::Real, "0.2", 0, 20, "of equity", "at most"};

}  // namespace

void register_kelly_sizers(core::Registry<Sizer>& registry) {
    registry.add(
        "kelly",
        {"A3: a part of the growth-optimal size for an edge that is not known for sure",
         {{"edge", ParamType::Real, "0", -10, 10, "a year", "return of a full position, unlevered"},
          {"error", ParamType::Real, "0", 0, 10, "a year", "standard error of the edge"},
          part,
          most},
         [](const core::Params& p) -> MadeSizer {
             return std::make_unique<KellyContinuous>(p.real("edge"), p.real("error"),
                                                      p.real("part"), p.real("most"));
         }});
    registry.add("kelly_binary",
                 {"A3b: a part of the growth-optimal stake for bets that are won or lost",
                  {{"wins", ParamType::Integer, "0", 0, 1e9, "trades", "won so far"},
                   {"losses", ParamType::Integer, "0", 0, 1e9, "trades", "lost so far"},
                   {"payoff", ParamType::Real, "1", 0, 1'000, "x", "mean win over mean loss"},
                   part,
                   most},
                  [](const core::Params& p) -> MadeSizer {
                      const double fraction = kelly_binary(p.integer("wins"), p.integer("losses"),
                                                           p.real("payoff"), p.real("part"));
                      return std::make_unique<KellyBinary>(fraction, p.real("most"));
                  }});
}

}  // namespace nightjar::risk
