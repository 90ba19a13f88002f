#pragma once
/// For tests: strategies that take whatever the limits let them have.

#include "core/base/registry.hpp"
#include "strategy/strategy.hpp"

namespace nightjar::backtest::tests {

/// At every bar it wants 1 to 6 hundredths of its equity more on its side, whatever it holds; it
/// asks for so much that what a drawdown takes off a size does not hold it back. Its sizer has to
/// allow `largest` times the equity.
class Greedy final : public strategy::Strategy {
public:
    static constexpr double largest = 4;

    explicit Greedy(core::Side side) : sign_{static_cast<double>(core::sign(side))} {}

    void on_candle(core::InstrumentId id, const core::Candle& candle,
                   strategy::Context& own) override {
        constexpr double drawdown_max = 0.15;
        constexpr double least_left = 0.05;
        const double equity = approximate(own.equity());
        peak_ = std::max(peak_, equity);
        const double left = 1 - (1 - equity / peak_) / drawdown_max;
        const double share = approximate(own.position(id), candle.close, equity);
        const double step = 0.01 * static_cast<double>(1 + bars_++ % 6);
        core::Target target;
        target.instrument = id;
        target.exposure = sign_ * (sign_ * share + step) / largest / std::max(left, least_left);
        own.target(target);
    }

private:
    /// In parts of the equity; a lot is one, a tick a millionth.
    static double approximate(core::Qty held, core::Price price, double equity) {
        return static_cast<double>(held.raw) * static_cast<double>(price.raw) * 1e-6 / equity;
    }
    static double approximate(core::Money money) { return core::approximate(money); }

    double sign_;
    double peak_{};
    std::int64_t bars_{};
};

/// At every bar it wants to add 8 hundredths of its equity by an order that rests some thousandths
/// away from the close.
class Patient final : public strategy::Strategy {
public:
    Patient(core::Side side, std::int64_t thousandths) : side_{side}, away_{thousandths} {}

    void on_candle(core::InstrumentId id, const core::Candle& candle,
                   strategy::Context& own) override {
        constexpr double part = 0.08;
        const auto price = candle.close.raw - core::sign(side_) * candle.close.raw * away_ / 1'000;
        const double lots =
            part * core::approximate(own.equity()) * 1e6 / static_cast<double>(price);
        core::QuoteWish wish;
        wish.instrument = id;
        (side_ == core::Side::Buy ? wish.bid : wish.ask) = {core::Price{price},
                                                            {static_cast<std::int64_t>(lots)}};
        own.quote(wish);
    }

private:
    core::Side side_;
    std::int64_t away_;
};

inline void register_greedy(core::Registry<strategy::Strategy>& registry) {
    using Made = core::Result<std::unique_ptr<strategy::Strategy>>;
    for (const auto side : {core::Side::Buy, core::Side::Sell}) {
        const std::string name{core::name(side)};
        registry.add("greedy_" + name, {"", {}, [side](const auto&, const auto&) -> Made {
                                            return std::make_unique<Greedy>(side);
                                        }});
        registry.add("patient_" + name,
                     {"",
                      {{"away", core::ParamType::Integer, "1", 1, 999, "1/1000", ""}},
                      [side](const core::Params& p, const auto&) -> Made {
                          return std::make_unique<Patient>(side, p.integer("away"));
                      }});
    }
}

}  // namespace nightjar::backtest::tests
