#include "venue/binance/instruments.hpp"

namespace nightjar::venue::binance {

namespace {

using core::InstrumentKind;
using core::Result;
using core::Status;

std::optional<InstrumentKind> kind_of(const object& item) {
    if (!has(item, "contractType")) return InstrumentKind::Spot;
    if (text_or_empty(item, "contractType") != "PERPETUAL") return std::nullopt;
    const bool inverse = text_or_empty(item, "marginAsset") == text_or_empty(item, "baseAsset");
    return inverse ? InstrumentKind::InversePerpetual : InstrumentKind::LinearPerpetual;
}

TradingStatus status_of(std::string_view status) {
    if (status == "TRADING") return TradingStatus::Trading;
    if (status == "CANCEL_ONLY") return TradingStatus::CancelOnly;
    return TradingStatus::Halted;  // HALT, BREAK, PENDING_TRADING, SETTLING, ...
}

/// Nothing where there is none of that name.
Result<std::optional<object>> find_filter(const array& filters, std::string_view name) {
    for (const auto entry : filters) {
        NJ_TRY(filter, as_object("filters", entry));
        if (text_or_empty(filter, "filterType") == name) return filter;
    }
    return std::nullopt;
}

/// Precisions are not the steps: the filters have them.
Status read_filters(const object& item, InstrumentRules& rules) {
    NJ_TRY(filters, read_array(item, "filters"));
    NJ_TRY(prices, find_filter(filters, "PRICE_FILTER"));
    NJ_TRY(lots, find_filter(filters, "LOT_SIZE"));
    if (!prices) return missing("PRICE_FILTER");
    if (!lots) return missing("LOT_SIZE");
    NJ_TRY(tick, read_price(*prices, "tickSize"));
    NJ_TRY(lot, read_price(*lots, "stepSize"));
    NJ_TRY(min_qty, read_qty(*lots, "minQty"));
    NJ_TRY(max_qty, read_qty_if_filled(*lots, "maxQty"));
    rules.tick = tick;
    rules.lot = lot;
    rules.min_qty = min_qty;
    rules.max_qty = max_qty;
    NJ_TRY(parts, find_filter(filters, "ICEBERG_PARTS"));
    if (parts && has(item, "icebergAllowed")) {
        NJ_TRY(allowed, read_flag(item, "icebergAllowed"));
        NJ_TRY(most, read_count(*parts, "limit"));
        constexpr std::uint64_t plenty = 1'000;
        if (allowed) rules.iceberg_parts = static_cast<std::int32_t>(std::min(most, plenty));
    }
    for (const std::string_view name : {"NOTIONAL", "MIN_NOTIONAL"}) {
        NJ_TRY(filter, find_filter(filters, name));
        if (!filter) continue;
        // Spot's name, then that of futures.
        for (const std::string_view field : {"minNotional", "notional"}) {
            NJ_TRY(least, read_qty_if_filled(*filter, field));
            if (least) rules.min_notional = least;
        }
    }
    return {};
}

}  // namespace

Status read_instrument(element entry, EventList& to) {
    NJ_TRY(item, as_object("symbols", entry));
    NJ_TRY(symbol, read_text(item, "symbol"));
    NJ_TRY(base, read_text(item, "baseAsset"));
    NJ_TRY(quote, read_text(item, "quoteAsset"));
    NJ_TRY(status, read_text(item, has(item, "contractStatus") ? "contractStatus" : "status"));
    InstrumentRules rules;
    rules.kind = kind_of(item);
    rules.status = status_of(status);
    rules.base = base;
    rules.quote = quote;
    rules.settle = text_or_empty(item, "marginAsset");
    if (rules.kind) NJ_TRY(read_filters(item, rules));
    if (has(item, "contractSize")) {  // COIN-M: of quote
        NJ_TRY(size, read_count(item, "contractSize"));
        constexpr std::uint64_t most = 1'000'000'000;
        if (size == 0 || size > most) return bad("contractSize", "?", "no size of a contract");
        rules.contract = {static_cast<std::int64_t>(size), 0};
    }
    to.add(symbol, rules);
    return {};
}

}  // namespace nightjar::venue::binance
