/// Fixed quantity, and the sizers A1, A2 and A4. Each gives a notional N in the settlement asset;
/// formulas: E equity, P price.

#include "risk/sizers/builtins.hpp"

#include <algorithm>
#include <cmath>

namespace nightjar::risk {

namespace {

using core::ParamType;

/// The same quantity always.
class Fixed final : public Sizer {
public:
    explicit Fixed(core::Money qty) : qty_{qty} {}
    std::string_view name() const override { return "fixed"; }
    std::optional<core::Qty> cap(const SizingInput& input) override {
        const core::Wide lots = qty_.raw / input.instrument->lot.raw;
        return core::Qty{
            static_cast<std::int64_t>(std::min(lots, core::Wide{input.instrument->max_qty.raw}))};
    }

private:
    core::Money qty_;
};

/// A1: N = f E.
class FixedFraction final : public Sizer {
public:
    explicit FixedFraction(double fraction) : fraction_{fraction} {}
    std::string_view name() const override { return "fixed_fraction"; }
    std::optional<core::Qty> cap(const SizingInput& input) override {
        return lots_of(fraction_ * approximate(input.equity), input);
    }

private:
    double fraction_;
};

/// A2: N = r E P / (d + P (2 fee + slip)), with the stop distance d = k ATR14: a stop at d loses r
/// E.
class StopRisk final : public Sizer {
public:
    StopRisk(double risk, double atrs, double round_trip_bps)
        : risk_{risk}, atrs_{atrs}, round_trip_{round_trip_bps / 10'000} {}
    std::string_view name() const override { return "stop_risk"; }
    std::optional<core::Qty> cap(const SizingInput& input) override {
        const auto atr = input.market->volatility.atr14();
        if (!atr || !(*atr > 0)) return std::nullopt;
        const double price = approximate(input.price, *input.instrument);
        const double distance = atrs_ * *atr * approximate(input.instrument->tick);
        return lots_of(risk_ * approximate(input.equity) * price / (distance + price * round_trip_),
                       input);
    }

private:
    double risk_;
    double atrs_;
    double round_trip_;
};

/// A4: N = E target / sigma, with the yearly deviation of daily returns; leverage capped.
class VolatilityTarget final : public Sizer {
public:
    VolatilityTarget(double target, double max_leverage)
        : target_{target}, max_leverage_{max_leverage} {}
    std::string_view name() const override { return "volatility_target"; }
    std::optional<core::Qty> cap(const SizingInput& input) override {
        constexpr double days_a_year = 365;
        const auto sigma = input.market->volatility.daily_sigma();
        if (!sigma || !(*sigma > 0)) return std::nullopt;
        const double leverage = target_ / (*sigma * std::sqrt(days_a_year));
        return lots_of(approximate(input.equity) * std::min(leverage, max_leverage_), input);
    }

private:
    double target_;
    double max_leverage_;
};

}  // namespace

void register_plain_sizers(core::Registry<Sizer>& registry) {
    registry.add("fixed", {"the same quantity always",
                           {{"qty", ParamType::Text, "1", 0, 0, "units", "quantity"}},
                           [](const core::Params& p) -> MadeSizer {
                               NJ_TRY(qty, core::parse_money(p.text("qty")));
                               if (qty.raw <= 0)
                                   return core::fail(core::Errc::OutOfRange,
                                                     "qty = {} must be above 0", p.text("qty"));
                               return std::make_unique<Fixed>(qty);
                           }});
    registry.add("fixed_fraction",
                 {"A1: a part of the strategy's equity",
                  {{"fraction", ParamType::Real, "0.02", 0, 10, "of equity", "size of a position"}},
                  [](const core::Params& p) -> MadeSizer {
                      return std::make_unique<FixedFraction>(p.real("fraction"));
                  }});
    registry.add(
        "stop_risk",
        {"A2: so much that a stop some ATR away loses a fixed part of the equity",
         {{"risk", ParamType::Real, "0.005", 0, 1, "of equity", "lost at the stop"},
          {"atrs", ParamType::Real, "2.5", 0.1, 100, "ATR14", "distance of the stop"},
          {"round_trip_bps", ParamType::Real, "25", 0, 1'000, "bp", "two fees and the slippage"}},
         [](const core::Params& p) -> MadeSizer {
             return std::make_unique<StopRisk>(p.real("risk"), p.real("atrs"),
                                               p.real("round_trip_bps"));
         }});
    registry.add("volatility_target",
                 {"A4: so much that the position moves as much as wanted over a year",
                  {{"target", ParamType::Real, "0.2", 0, 5, "a year", "wanted deviation"},
                   {"max_leverage", ParamType::Real, "2", 0, 20, "x equity", "at most"}},
                  [](const core::Params& p) -> MadeSizer {
                      return std::make_unique<VolatilityTarget>(p.real("target"),
                                                                p.real("max_leverage"));
                  }});
}

}  // namespace nightjar::risk
