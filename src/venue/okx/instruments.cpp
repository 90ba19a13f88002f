#include "venue/okx/instruments.hpp"

namespace nightjar::venue::okx {

namespace {

using core::InstrumentKind;
using core::Result;

std::optional<InstrumentKind> kind_of(const object& item) {
    const auto type = text_or_empty(item, "instType");
    if (type == "SPOT") return InstrumentKind::Spot;
    if (type != "SWAP") return std::nullopt;
    const bool inverse = text_or_empty(item, "ctType") == "inverse";
    return inverse ? InstrumentKind::InversePerpetual : InstrumentKind::LinearPerpetual;
}

TradingStatus status_of(std::string_view state) {
    if (state == "live") return TradingStatus::Trading;
    if (state == "post_only") return TradingStatus::PostOnly;
    return TradingStatus::Halted;  // suspend, preopen, test, rebase, settling
}

/// Swaps name no base and quote but their family, "BTC-USDT".
void read_assets(const object& item, InstrumentRules& rules) {
    rules.base = text_or_empty(item, "baseCcy");
    rules.quote = text_or_empty(item, "quoteCcy");
    rules.settle = text_or_empty(item, "settleCcy");
    const auto family = text_or_empty(item, "instFamily");
    const auto dash = family.find('-');
    if (!rules.base.empty() || dash == std::string_view::npos) return;
    rules.base = family.substr(0, dash);
    rules.quote = family.substr(dash + 1);
}

/// ctVal times ctMult units; of base, or of quote where inverse.
Result<core::Decimal> read_contract(const object& item) {
    NJ_TRY(value, read_price(item, "ctVal"));
    if (!filled(item, "ctMult")) return value;
    NJ_TRY(multiplier, read_price(item, "ctMult"));
    return product("ctMult", value, multiplier);
}

}  // namespace

core::Status read_instrument(const object& item, EventList& to) {
    NJ_TRY(symbol, read_text(item, "instId"));
    NJ_TRY(state, read_text(item, "state"));
    InstrumentRules rules;
    rules.kind = kind_of(item);
    rules.status = status_of(state);
    read_assets(item, rules);
    if (rules.kind) {
        NJ_TRY(tick, read_price(item, "tickSz"));
        NJ_TRY(lot, read_price(item, "lotSz"));
        NJ_TRY(min_qty, read_qty(item, "minSz"));
        NJ_TRY(max_qty, read_qty_if_filled(item, "maxLmtSz"));
        rules.tick = tick;
        rules.lot = lot;
        rules.min_qty = min_qty;
        rules.max_qty = max_qty;
        if (rules.kind != InstrumentKind::Spot) {
            NJ_TRY(contract, read_contract(item));
            rules.contract = contract;
        }
    }
    to.add(symbol, rules);
    return {};
}

core::Status read_margin_tier(const object& item, EventList& to) {
    MarginTierSaid said;
    NJ_TRY(family, read_text(item, "instFamily"));
    NJ_TRY(most, read_price(item, "maxSz"));
    NJ_TRY(initial, read_price(item, "imr"));
    NJ_TRY(maintenance, read_price(item, "mmr"));
    const auto symbol = to.keep(std::string{family} + "-SWAP");
    said.symbol = symbol;
    said.by = core::MarginTiers::By::Units;
    said.up_to = most;
    said.initial = initial;
    said.maintenance = maintenance;
    to.add(symbol, said);
    return {};
}

}  // namespace nightjar::venue::okx
