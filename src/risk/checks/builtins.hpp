#pragma once
/// The parts of risk::register_builtins, and what the checks share.

#include "risk/check.hpp"

namespace nightjar::risk {

constexpr core::Scope of_order(const core::OrderRequest& order) {
    return {core::Scope::Kind::Order, static_cast<std::uint32_t>(order.id.value)};
}
constexpr core::Scope of_instrument(const core::OrderRequest& order) {
    return {core::Scope::Kind::Instrument, order.instrument.value};
}
constexpr core::Scope of_account() { return {core::Scope::Kind::Account, 0}; }

constexpr std::int64_t all_bps = 10'000;

/// The positions that an instrument could come to: every open buy filled, or every open sell.
struct Reach {
    core::Qty up;
    core::Qty down;
};
Reach reach(core::InstrumentId id, const core::OrderRequest* order, const View& view);
/// What the larger one is worth, in quote; without `order` what is there already.
core::Money worst_value(core::InstrumentId id, const core::OrderRequest* order, const View& view);

void register_instrument_rules(core::Registry<Check>& registry);
void register_price_checks(core::Registry<Check>& registry);
void register_pace_checks(core::Registry<Check>& registry);
void register_exposure_checks(core::Registry<Check>& registry);
void register_margin_checks(core::Registry<Check>& registry);
void register_book_risk(core::Registry<Check>& registry);
void register_loss_checks(core::Registry<Check>& registry);
void register_breakers(core::Registry<Check>& registry);
void register_execution_checks(core::Registry<Check>& registry);
void register_self_trade(core::Registry<Check>& registry);
void register_parent_checks(core::Registry<Check>& registry);
void register_funding(core::Registry<Check>& registry);
void register_state_checks(core::Registry<Check>& registry);

}  // namespace nightjar::risk
