/// R20 and R21: after a bad day, or too deep a fall, nothing new.

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
    explicit LossCheck(std::int64_t limit_bps) : limit_bps_{limit_bps} {}
    Rule rule() const override { return which; }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        if (reduces(order, view)) return std::nullopt;
        return measure(view.books->total(), limit_bps_);
    }

private:
    std::int64_t limit_bps_;
};

}  // namespace

void register_loss_checks(core::Registry<Check>& registry) {
    const auto add = [&registry]<class C>(std::type_identity<C>, std::string name, std::string doc,
                                          std::string bps) {
        registry.add(std::move(name), {std::move(doc),
                                       {{"limit_bps", ParamType::Integer, std::move(bps), 1, 10'000,
                                         "bp", "lost, with fees and funding, at the marks"}},
                                       [](const core::Params& p) -> MadeCheck {
                                           return std::make_unique<C>(p.integer("limit_bps"));
                                       }});
    };
    add(std::type_identity<LossCheck<Rule::DailyLoss, day_loss_over>>{}, "daily_loss",
        "R20: lost since the UTC day began", "300");
    add(std::type_identity<LossCheck<Rule::Drawdown, drawdown_over>>{}, "drawdown",
        "R21: lost since the highest equity", "1500");
}

}  // namespace nightjar::risk
