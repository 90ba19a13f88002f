/// R20 to R22: after a bad day, or too deep a fall, nothing new.

#include "risk/checks/builtins.hpp"
#include "risk/loss_guard.hpp"

namespace nightjar::risk {

namespace {

using core::OrderRequest;
using core::ParamType;
using core::Refusal;
using core::Rule;

/// Both rules are measured by the same functions that move the kill level.
template <Rule which, auto measure>
class LossCheck final : public Check {
public:
    Rule rule() const override { return which; }
    core::Status adjust(const core::Params& p) override {
        limit_bps_ = p.integer("limit_bps");
        return {};
    }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        if (reduces(order, view)) return std::nullopt;
        return measure(view.books->total(), limit_bps_);
    }

private:
    std::int64_t limit_bps_{};
};

/// R22: each strategy that has a part in the order, unless its part reduces what it holds.
class StrategyLoss final : public Check {
public:
    Rule rule() const override { return Rule::StrategyLoss; }
    core::Status adjust(const core::Params& p) override {
        limit_bps_ = p.integer("limit_bps");
        return {};
    }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        if (reduces(order, view)) return std::nullopt;
        for (const auto& share : view.shares) {
            const auto& strategy = view.books->strategy(share.strategy);
            const auto held = strategy.account.position(order.instrument).qty;
            if (share.strategy == core::house || toward_flat(held, share.qty)) continue;
            const auto loss = strategy_loss(strategy, view.books->total().day_start(), limit_bps_);
            if (loss.value > loss.limit) return loss;
        }
        return std::nullopt;
    }

private:
    static bool toward_flat(core::Qty held, core::Qty change) {
        return (held.raw > 0) == (change.raw < 0) && magnitude(change) <= magnitude(held);
    }

    std::int64_t limit_bps_{};
};

}  // namespace

void register_loss_checks(core::Registry<Check>& registry) {
    const auto limit = [](std::string bps) -> std::vector<core::ParamSpec> {
        return {{"limit_bps", ParamType::Integer, std::move(bps), 1, 10'000, "bp",
                 "lost, with fees and funding, at the marks", core::Loosens::Upward}};
    };
    add<LossCheck<Rule::DailyLoss, day_loss_over>>(
        registry, "daily_loss", "R20: lost since the UTC day began", limit("300"));
    add<LossCheck<Rule::Drawdown, drawdown_over>>(
        registry, "drawdown", "R21: lost since the highest equity", limit("1500"));
    add<StrategyLoss>(registry, "strategy_loss",
                      "R22: lost by one strategy since the UTC day began, of the equity of all",
                      limit("150"));
}

}  // namespace nightjar::risk
