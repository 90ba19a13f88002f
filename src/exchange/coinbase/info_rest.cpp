/// What is listed, and how it may be traded.

#include "exchange/coinbase/office.hpp"
#include "exchange/decimal_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nightjar::exchange::coinbase {

namespace {

Json product_json(const Hall& hall, const MarketView& view) {
    const auto& instrument = view.instrument();
    const auto& listing = hall.listing(instrument.id);
    const auto day = view.bars().day(hall.now()).value_or(Bar{});
    const auto tick = format_price(core::Price{1}, instrument);
    constexpr std::int64_t ten_thousandths_of_percent = 1'000'000;
    constexpr int digits = 4;
    const auto change = day.open.raw == 0 ? core::Wide{}
                                          : core::Wide{(day.close - day.open).raw} *
                                                ten_thousandths_of_percent / day.open.raw;
    return {
        {"product_id", instrument.symbol},
        {"price", format_price(view.last().value_or(core::Price{}), instrument)},
        {"price_percentage_change_24h", core::format_decimal(change, digits)},
        {"volume_24h", format_qty(day.volume, instrument)},
        {"volume_percentage_change_24h", "0"},
        {"base_increment", format_qty(core::Qty{1}, instrument)},
        {"quote_increment", tick},
        {"quote_min_size", to_string(instrument.min_notional)},
        {"quote_max_size", "150000000"},
        {"base_min_size", format_qty(instrument.min_qty, instrument)},
        {"base_max_size", format_qty(instrument.max_qty, instrument)},
        {"base_name", listing.base},
        {"quote_name", listing.quote},
        {"watched", false},
        {"is_disabled", false},
        {"new", false},
        {"status", view.closed() ? "delisted" : "online"},
        {"cancel_only", false},
        {"limit_only", false},
        {"post_only", false},
        {"trading_disabled", view.closed()},
        {"auction_mode", false},
        {"product_type", "SPOT"},
        {"quote_currency_id", listing.quote},
        {"base_currency_id", listing.base},
        {"fcm_trading_session_details", nullptr},
        {"mid_market_price", view.mark() ? format_price(*view.mark(), instrument) : std::string{}},
        {"alias", ""},
        {"alias_to", Json::array()},
        {"base_display_symbol", listing.base},
        {"quote_display_symbol", listing.quote},
        {"view_only", false},
        {"price_increment", tick},
        {"display_name", instrument.symbol},
        {"product_venue", "CBE"},
        {"approximate_quote_24h_volume", to_string(day.quote)}};
}

}  // namespace

Answer server_time(Hall& hall, const Call& /*call*/) {
    return Json{{"iso", core::format_time(hall.now())},
                {"epochSeconds", std::to_string(core::count_of(hall.now(), core::seconds(1)))},
                {"epochMillis", std::to_string(ms_of(hall.now()))}};
}

Answer old_server_time(Hall& hall, const Call& /*call*/) {
    return Json{{"data",
                 {{"iso", core::format_time(hall.now())},
                  {"epoch", core::count_of(hall.now(), core::seconds(1))}}}};
}

Answer fiat_currencies(Hall& hall, const Call& /*call*/) {
    const auto& currency = hall.config().currency;
    auto rows = Json::array();
    rows.push_back({{"id", currency}, {"name", currency}, {"min_size", "0.01"}});
    return Json{{"data", std::move(rows)}};
}

Answer crypto_currencies(Hall& hall, const Call& /*call*/) {
    constexpr int exponent = 8;
    auto rows = Json::array();
    for (const auto& listing : hall.config().listings)
        rows.push_back({{"asset_id", listing.base},
                        {"code", listing.base},
                        {"name", listing.base},
                        {"color", "#000000"},
                        {"sort_index", 100 + rows.size()},
                        {"exponent", exponent},
                        {"type", "crypto"},
                        {"address_regex", ""}});
    return Json{{"data", std::move(rows)}};
}

Answer exchange_rates(Hall& hall, const Call& /*call*/) {
    Json rates{{hall.config().currency, "1.0"}};
    for (const auto& view : hall.views())
        if (const auto mark = view.mark())
            rates[hall.listing(view.instrument().id).base] =
                to_string(average(core::whole(1), price_money(*mark, view.instrument())));
    return Json{{"data", {{"currency", hall.config().currency}, {"rates", std::move(rates)}}}};
}

Answer products(Hall& hall, const Call& call) {
    const auto type = call.params.find("product_type").value_or("SPOT");
    const auto wanted = call.params.all("product_ids");
    auto rows = Json::array();
    for (const auto& view : hall.views()) {
        const auto& symbol = view.instrument().symbol;
        const bool named = std::ranges::find(wanted, symbol) != wanted.end();
        if (type == "SPOT" && (wanted.empty() || named)) rows.push_back(product_json(hall, view));
    }
    const auto count = rows.size();
    return Json{{"products", std::move(rows)}, {"num_products", count}};
}

Answer product(Hall& hall, const Call& call) {
    NJ_TRY(view, need_product(hall, call.name));
    return product_json(hall, *view);
}

}  // namespace nightjar::exchange::coinbase
