#include "venue/bybit/rest_replies.hpp"

#include "venue/margin_tiers.hpp"
#include "venue/steps.hpp"

#include <charconv>

namespace nightjar::venue::bybit {

namespace {

using core::InstrumentKind;
using core::Result;
using core::Side;
using core::Status;

/// Derivatives number trades by UUIDs: of these the first 64 bits.
Result<std::uint64_t> to_id(std::string_view field, std::string_view text) {
    constexpr std::size_t uuid_size = 36;
    constexpr std::array<std::string_view::size_type, 3> starts{0, 9, 14};
    constexpr std::array<std::string_view::size_type, 3> sizes{8, 4, 4};
    constexpr int hexadecimal = 16;
    constexpr unsigned bits_of_digit = 4;
    if (text.size() != uuid_size) return to_count(field, text);
    std::uint64_t id{};
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const auto part = text.substr(starts[i], sizes[i]);
        const auto* end = part.data() + part.size();
        std::uint64_t value{};
        const auto [stop, error] = std::from_chars(part.data(), end, value, hexadecimal);
        if (error != std::errc{} || stop != end) return bad(field, text, "not a UUID");
        id = id << (bits_of_digit * sizes[i]) | value;
    }
    return id;
}

Status read_depth(const object& result, EventList& to) {
    NJ_TRY(symbol, read_text(result, "s"));
    NJ_TRY(at, read_time(result, "ts"));
    NJ_TRY(id, read_count(result, "u"));
    NJ_TRY(to.levels.add_pairs(result, Side::Buy, "b"));
    NJ_TRY(to.levels.add_pairs(result, Side::Sell, "a"));
    to.add_depth(symbol, DepthSnapshot{at, id, {}, {}});
    return {};
}

/// [start, open, high, low, close, volume, turnover], newest first, of which the first still forms.
Status read_candle(element entry, std::string_view symbol, EventList& to) {
    NJ_TRY(row, as_array("list", entry));
    NJ_TRY(start, text_at("start", row, 0));
    NJ_TRY(count, to_count("start", start));
    Candle candle;
    NJ_TRY(open_time, to_time("start", count));
    NJ_TRY(read_prices(row, 1, candle));
    candle.open_time = open_time;
    to.add(symbol, candle);
    return {};
}

std::optional<InstrumentKind> kind_of(const object& item) {
    if (!has(item, "contractType") && !has(item, "optionsType")) return InstrumentKind::Spot;
    const auto type = text_or_empty(item, "contractType");
    if (type == "LinearPerpetual") return InstrumentKind::LinearPerpetual;
    if (type == "InversePerpetual") return InstrumentKind::InversePerpetual;
    return std::nullopt;
}

TradingStatus status_of(std::string_view status) {
    return status == "Trading" ? TradingStatus::Trading : TradingStatus::Halted;
}

Status read_steps(const object& item, InstrumentRules& rules) {
    const bool spot = rules.kind == InstrumentKind::Spot;
    NJ_TRY(prices, read_object(item, "priceFilter"));
    NJ_TRY(sizes, read_object(item, "lotSizeFilter"));
    NJ_TRY(tick, read_price(prices, "tickSize"));
    NJ_TRY(lot, read_price(sizes, spot ? "basePrecision" : "qtyStep"));
    NJ_TRY(min_qty, read_qty(sizes, "minOrderQty"));
    // Spot renamed it in 2025.
    const bool renamed = filled(sizes, "maxLimitOrderQty");
    NJ_TRY(max_qty, read_qty_if_filled(sizes, renamed ? "maxLimitOrderQty" : "maxOrderQty"));
    NJ_TRY(min_notional, read_qty_if_filled(sizes, spot ? "minOrderAmt" : "minNotionalValue"));
    rules.tick = tick;
    rules.lot = lot;
    rules.min_qty = min_qty;
    rules.max_qty = max_qty;
    rules.min_notional = min_notional;
    return {};
}

Status read_instrument(const object& item, EventList& to) {
    NJ_TRY(symbol, read_text(item, "symbol"));
    NJ_TRY(status, read_text(item, "status"));
    NJ_TRY(base, read_text(item, "baseCoin"));
    NJ_TRY(quote, read_text(item, "quoteCoin"));
    InstrumentRules rules;
    rules.kind = kind_of(item);
    rules.status = status_of(status);
    rules.base = base;
    rules.quote = quote;
    rules.settle = text_or_empty(item, "settleCoin");
    if (rules.kind) NJ_TRY(read_steps(item, rules));
    to.add(symbol, rules);
    return {};
}

/// Rates are parts, "0.01", and in some answers percent, "1": the leverage says which.
Result<core::Decimal> one_of(std::string_view field, core::Decimal rate, bool percent) {
    if (!percent) return rate;
    return product(field, rate, core::Decimal{1, 2});
}

Status read_risk_limit(const object& item, EventList& to) {
    MarginTierSaid said;
    NJ_TRY(symbol, read_text(item, "symbol"));
    NJ_TRY(limit, read_price(item, "riskLimitValue"));
    NJ_TRY(leverage, read_price(item, "maxLeverage"));
    NJ_TRY(least, rate_of_leverage("maxLeverage", leverage));
    NJ_TRY(initial, read_price(item, "initialMargin"));
    NJ_TRY(maintenance, read_price(item, "maintenanceMargin"));
    NJ_TRY(deduction, read_qty_if_filled(item, "mmDeduction"));
    constexpr std::int64_t between = 10;
    const bool percent = money_of(initial).raw > money_of(least).raw * between;
    NJ_TRY(initial_part, one_of("initialMargin", initial, percent));
    NJ_TRY(maintenance_part, one_of("maintenanceMargin", maintenance, percent));
    said.symbol = symbol;
    said.up_to = limit;
    said.initial = initial_part;
    said.maintenance = maintenance_part;
    said.deduction = deduction;
    to.add(symbol, said);
    return {};
}

}  // namespace

Status read_trade(const object& item, const TradeFields& fields, EventList& to) {
    NJ_TRY(symbol, read_text(item, fields.symbol));
    NJ_TRY(at, read_time(item, fields.time));
    NJ_TRY(id_text, read_text(item, fields.id));
    NJ_TRY(id, to_id(fields.id, id_text));
    NJ_TRY(price, read_price(item, fields.price));
    NJ_TRY(qty, read_qty(item, fields.qty));
    NJ_TRY(taker, read_side(item, fields.side, "Buy", "Sell"));
    to.add(symbol, PublicTrade{at, id, price, qty, taker});
    return {};
}

Status read_ticker(const object& item, core::Time at, EventList& to) {
    NJ_TRY(symbol, read_text(item, "symbol"));
    if (filled(item, "bid1Price") && filled(item, "ask1Price") && has(item, "bid1Size") &&
        has(item, "ask1Size")) {
        NJ_TRY(bid, read_price(item, "bid1Price"));
        NJ_TRY(bid_qty, read_qty(item, "bid1Size"));
        NJ_TRY(ask, read_price(item, "ask1Price"));
        NJ_TRY(ask_qty, read_qty(item, "ask1Size"));
        to.add(symbol, TopOfBook{at, 0, {Side::Buy, bid, bid_qty}, {Side::Sell, ask, ask_qty}});
    }
    if (filled(item, "markPrice")) {
        NJ_TRY(mark, read_price(item, "markPrice"));
        to.add(symbol, MarkPrice{at, mark});
    }
    if (filled(item, "fundingRate") && filled(item, "nextFundingTime")) {
        NJ_TRY(rate, read_number(item, "fundingRate"));
        NJ_TRY(next, read_time(item, "nextFundingTime"));
        to.add(symbol, NextFunding{at, rate, next});
    }
    return {};
}

Status read_result(FeedQuery query, const object& result, core::Time at, EventList& to) {
    if (query == FeedQuery::Depth) return read_depth(result, to);
    NJ_TRY(items, read_array(result, "list"));
    for (const auto entry : items) {
        if (query == FeedQuery::Candles) {
            NJ_TRY(read_candle(entry, text_or_empty(result, "symbol"), to));
            continue;
        }
        NJ_TRY(item, as_object("list", entry));
        if (query == FeedQuery::Trades)
            NJ_TRY(read_trade(item, {"symbol", "time", "execId", "price", "size", "side"}, to));
        else if (query == FeedQuery::Instruments)
            NJ_TRY(read_instrument(item, to));
        else if (query == FeedQuery::MarginTiers)
            NJ_TRY(read_risk_limit(item, to));
        else
            NJ_TRY(read_ticker(item, at, to));
    }
    return {};
}

}  // namespace nightjar::venue::bybit
