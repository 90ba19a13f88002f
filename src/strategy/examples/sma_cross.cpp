/// The smallest strategy there is: one signal, long or flat.

#include "strategy/builtins.hpp"

namespace nightjar::strategy {

namespace {

using core::ParamType;

/// Long while the fast average is above the slow one, flat while below, unchanged on an exact tie.
class SmaCross final : public Strategy {
public:
    SmaCross(core::InstrumentId instrument, std::unique_ptr<signal::Signal> crossing)
        : crossing_{std::move(crossing)} {
        target_.instrument = instrument;
    }

    void on_candle(core::InstrumentId, const core::Candle& candle, Context& context) override {
        crossing_->on_candle(candle);
        const auto score = crossing_->score();
        if (!score) return;
        target_.exposure = *score > 0 ? 1.0 : 0.0;
        target_.votes.clear();
        target_.votes.push({{0}, *score, 1.0});
        context.target(target_);
    }
    std::int64_t warmup_bars() const override { return crossing_->warmup_bars(); }
    std::vector<std::string> signals() const override { return {"sma_cross"}; }

private:
    core::Target target_;  // kept: it is stated again at every bar
    std::unique_ptr<signal::Signal> crossing_;
};

}  // namespace

void register_sma_cross(core::Registry<Strategy>& registry) {
    registry.add(
        "sma_cross",
        {"long while a fast simple average is above a slow one, else flat",
         {{"fast", ParamType::Integer, "20", 1, 100'000, "bars", "length of the fast average"},
          {"slow", ParamType::Integer, "50", 2, 100'000, "bars", "length of the slow average"}},
         [](const core::Params& p, const Setup& setup) -> MadeStrategy {
             NJ_TRY(one_instrument(setup));
             const core::ParamTexts lengths{{"fast", std::to_string(p.integer("fast"))},
                                            {"slow", std::to_string(p.integer("slow"))}};
             NJ_TRY(crossing, setup.registries->of<signal::Signal>().make("sma_cross", lengths));
             return std::make_unique<SmaCross>(setup.instruments.front(), std::move(crossing));
         }});
}

}  // namespace nightjar::strategy
