/// What is listed, and how it may be traded.

#include "exchange/exact_json.hpp"
#include "exchange/kraken/handlers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace nightjar::exchange::kraken {

namespace {

constexpr int money_digits = 12;

/// "Thu, 01 Jan 26 00:00:00 +0000"
std::string rfc1123(core::Time at) {
    constexpr std::array days{"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};  // 1970 began so
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    constexpr std::int64_t week = 7;
    constexpr int ten = 10;
    const auto text = date_text(at);  // 2026-01-01T00:00:00
    const auto month = static_cast<std::size_t>((text[5] - '0') * ten + (text[6] - '0'));
    const auto day = static_cast<std::size_t>(core::count_of(at, core::days(1)) % week);
    return fmt::format("{}, {} {} {} {} +0000", days.at(day), text.substr(8, 2),
                       months.at(month - 1), text.substr(2, 2), text.substr(11, 8));
}

/// [[0, 0.25]]: in percent from a volume on.
Json fee_steps(std::int64_t ppb) {
    constexpr int percent_digits = 7;
    auto step = Json::array({0, exact_number(core::format_decimal(ppb, percent_digits))});
    return Json::array({std::move(step)});
}

Json pair_json(const Hall& hall, const core::Instrument& instrument) {
    const auto& listing = hall.listing(instrument.id);
    const auto& fees = hall.config().fees;
    constexpr int cost_digits = 5;
    return {{"altname", pair_name(hall, instrument)},
            {"wsname", old_symbol(hall, instrument)},
            {"aclass_base", "currency"},
            {"base", long_asset(listing.base)},
            {"aclass_quote", "currency"},
            {"quote", long_asset(listing.quote)},
            {"lot", "unit"},
            {"cost_decimals", cost_digits},
            {"pair_decimals", price_digits(instrument)},
            {"lot_decimals", qty_digits(instrument)},
            {"lot_multiplier", 1},
            {"leverage_buy", Json::array()},
            {"leverage_sell", Json::array()},
            {"fees", fee_steps(fees.taker_ppb)},
            {"fees_maker", fee_steps(fees.maker_ppb)},
            {"fee_volume_currency", "ZUSD"},
            {"margin_call", 80},
            {"margin_stop", 40},
            {"ordermin", format_qty(instrument.min_qty, instrument)},
            {"costmin", to_string(instrument.min_notional)},
            {"tick_size", core::format_decimal(instrument.tick.raw, money_digits)},
            {"status", hall.delisted(instrument.id) ? "cancel_only" : "online"}};
}

}  // namespace

Answer server_time(Office& office, const Call& /*call*/) {
    const auto now = office.hall.now();
    return Json{{"unixtime", core::count_of(now, core::seconds(1))}, {"rfc1123", rfc1123(now)}};
}

Answer system_status(Office& office, const Call& /*call*/) {
    return Json{{"status", "online"}, {"timestamp", date_text(office.hall.now())}};
}

Answer assets(Office& office, const Call& call) {
    constexpr int decimals = 10;
    constexpr int display_decimals = 5;
    const auto wanted = listed(call.params.find("asset").value_or(std::string_view{}));
    auto all = Json::object();
    for (const auto& asset : office.hall.catalog().assets()) {
        const auto name = long_asset(asset);
        const bool named = std::ranges::any_of(wanted, [&](std::string_view one) {
            return one == name || one == asset || one == short_asset(asset);
        });
        if (!wanted.empty() && !named) continue;
        all[std::string{name}] = {{"aclass", "currency"},
                                  {"altname", short_asset(asset)},
                                  {"decimals", decimals},
                                  {"display_decimals", display_decimals},
                                  {"status", "enabled"}};
    }
    if (all.empty()) return refuse("EQuery:Unknown asset");
    return all;
}

Answer asset_pairs(Office& office, const Call& call) {
    auto all = Json::object();
    const auto add = [&](const MarketView& view) {
        all[pair_key(office.hall, view.instrument())] = pair_json(office.hall, view.instrument());
    };
    if (const auto names = call.params.find("pair")) {
        for (const auto name : listed(*names)) {
            const auto* view = find_pair(office.hall, name);
            if (view == nullptr) return refuse("EQuery:Unknown asset pair");
            add(*view);
        }
        return all;
    }
    for (const auto& view : office.hall.views()) add(view);
    return all;
}

}  // namespace nightjar::exchange::kraken
