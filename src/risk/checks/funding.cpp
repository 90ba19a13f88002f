/// R30: nothing new on the side that pays too much funding.

#include "risk/checks/builtins.hpp"

namespace nightjar::risk {

namespace {

using core::OrderRequest;
using core::Refusal;
using core::Rule;

/// By the rate of the instrument's last settlement; without one there is no objection.
class FundingBlock final : public Check {
public:
    Rule rule() const override { return Rule::Funding; }
    core::Status adjust(const core::Params& p) override {
        most_bps_ = p.integer("most_bps");
        return {};
    }
    std::optional<Refusal> review(const OrderRequest& order, const View& view) override {
        const auto rate = (*view.market)[order.instrument].funding;
        if (!rate || reduces(order, view)) return std::nullopt;
        const auto paid = order.side == core::Side::Buy ? *rate : -*rate;
        const auto most = scaled(core::whole(1), most_bps_, all_bps);
        if (paid <= most) return std::nullopt;
        const auto bps = scaled(paid, all_bps, 1).raw / core::Money::one;
        return Refusal{rule(), core::Unit::BasisPoints, most_bps_, bps, of_instrument(order)};
    }

private:
    std::int64_t most_bps_{};
};

}  // namespace

void register_funding(core::Registry<Check>& registry) {
    add<FundingBlock>(registry, "funding",
                      "R30: what the side paid at the last settlement of funding",
                      {{"most_bps", core::ParamType::Integer, "30", 0, 10'000, "bp",
                        "of the notional, at one settlement", core::Loosens::Upward}});
}

}  // namespace nightjar::risk
