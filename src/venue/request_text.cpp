#include "venue/request_text.hpp"

#include "venue/encoding.hpp"
#include "venue/errc.hpp"

#include <algorithm>
#include <charconv>

namespace nightjar::venue {

namespace {

using core::fail;
using core::OrderType;
using core::Status;
using core::TimeInForce;

Status check_terms(const core::OrderRequest& order, const OrderAbilities& abilities) {
    if (order.type == OrderType::StopMarket && !abilities.stop_market)
        return fail(Errc::Unsupported, "the venue has no stop-market order of this kind");
    if (order.tif == TimeInForce::Fok && !abilities.fill_or_kill)
        return fail(Errc::Unsupported, "the venue has no fill-or-kill order");
    if (order.tif == TimeInForce::Fok && order.type != OrderType::Limit)
        return fail(Errc::Unsupported, "fill-or-kill is of limit orders");
    if (order.reduce_only && !abilities.reduce_only)
        return fail(Errc::Unsupported, "the venue has no reduce-only order here");
    if (order.shown.raw != 0 && !abilities.iceberg)
        return fail(Errc::Unsupported, "the venue has no iceberg order here");
    if (order.post_only && (order.type != OrderType::Limit || order.tif != TimeInForce::Gtc))
        return fail(Errc::Unsupported, "post-only is of limit orders that rest");
    return {};
}

}  // namespace

std::unexpected<core::Error> not_traded(const core::Instrument& instrument) {
    return fail(Errc::Unsupported, "{}: {} is not traded here", instrument.symbol,
                core::name(instrument.kind));
}

std::string_view tif_word(TimeInForce tif) {
    switch (tif) {
        case TimeInForce::Gtc: return "GTC";
        case TimeInForce::Ioc: return "IOC";
        case TimeInForce::Fok: break;
    }
    return "FOK";
}

Status check_name(std::string_view field, std::string_view text) {
    const bool plain = std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view{"/_.:-"}.contains(c);
    });
    if (!text.empty() && plain) return {};
    return fail(Errc::BadField, "{}: {:.40}: no name of one", field, text);
}

Status check_order(const core::OrderRequest& order, const core::Instrument& instrument,
                   std::string_view client_id, const OrderAbilities& abilities) {
    NJ_TRY(check_name("symbol", instrument.symbol));
    NJ_TRY(check_name("client id", client_id));
    NJ_TRY(check_terms(order, abilities));
    if (order.qty.raw <= 0)
        return fail(Errc::BadField, "qty: {}: an order is for more than 0", order.qty.raw);
    if (order.type == OrderType::Limit && order.price.raw <= 0)
        return fail(Errc::BadField, "price: {}: a price is above 0", order.price.raw);
    if (order.type == OrderType::StopMarket && order.stop.raw <= 0)
        return fail(Errc::BadField, "stop: {}: a price is above 0", order.stop.raw);
    return {};
}

Status check_amend(const PlacedOrder& order, const core::AmendRequest& wanted,
                   const OrderAbilities& abilities) {
    if (abilities.amend == OrderAbilities::Amend::None)
        return fail(Errc::Unsupported, "the venue cannot amend: cancel, then place anew");
    if (order.stop)
        return fail(Errc::Unsupported, "a stop order is not amended: cancel, then place anew");
    if (wanted.qty.raw <= 0 || wanted.price.raw <= 0)
        return fail(Errc::BadField, "price {} and qty {} must be above 0", wanted.price.raw,
                    wanted.qty.raw);
    const bool less = wanted.price == order.price && wanted.qty < order.qty;
    if (abilities.amend == OrderAbilities::Amend::LessQty && !less)
        return fail(Errc::Unsupported,
                    "the venue can only make an order smaller: cancel, then place anew");
    return {};
}

Status check_cancel_all(const core::Instrument* instrument, const OrderAbilities& abilities) {
    using All = OrderAbilities::CancelAll;
    if (abilities.cancel_all == All::None)
        return fail(Errc::Unsupported,
                    "the venue cannot cancel all orders: cancel them one by one");
    if (abilities.cancel_all == All::OneInstrument && instrument == nullptr)
        return fail(Errc::Unsupported, "the venue cancels all orders of one instrument only");
    if (abilities.cancel_all == All::Everything && instrument != nullptr)
        return fail(Errc::Unsupported, "the venue cancels the orders of all instruments only");
    return instrument != nullptr ? check_name("symbol", instrument->symbol) : Status{};
}

core::Result<std::int64_t> dead_man_seconds(core::Duration after, const OrderAbilities& abilities) {
    constexpr std::int64_t second = 1'000'000'000;
    if (abilities.dead_man == OrderAbilities::DeadMan::None)
        return fail(Errc::Unsupported, "the venue has no dead-man timer");
    const bool ends = after.ns == 0 && abilities.dead_man != OrderAbilities::DeadMan::OnDisconnect;
    if (ends) return 0;
    if (after < abilities.dead_man_min || after > abilities.dead_man_max)
        return fail(Errc::BadField, "dead man: {}: the venue takes from {} to {}",
                    core::format_duration(after), core::format_duration(abilities.dead_man_min),
                    core::format_duration(abilities.dead_man_max));
    return (after.ns + second - 1) / second;
}

Status need_one(const Question& question) {
    if (question.instrument == nullptr)
        return fail(Errc::MissingField, "instrument: the venue answers for one only");
    return check_name("symbol", question.instrument->symbol);
}

core::Result<std::string> venue_qty(core::Qty qty, const core::Instrument& instrument) {
    constexpr auto most = (core::Wide{1} << 126) / core::Money::one;
    if (instrument.contract == core::whole(1)) return format_qty(qty, instrument);
    const auto units = instrument.units(qty).raw;
    const auto scaled = units > most ? core::Wide{} : units * core::Money::one;
    if (units > most || scaled % instrument.contract.raw != 0)
        return fail(Errc::BadField, "qty: {} lots of {} are no amount of contracts of {}", qty.raw,
                    core::to_string(instrument.lot), core::to_string(instrument.contract));
    return core::format_decimal(scaled / instrument.contract.raw, core::Money::digits);
}

std::int64_t ms_of(core::Time time) {
    constexpr std::int64_t ms = 1'000'000;
    return time.ns / ms;
}

core::Result<Window> window_of(const Question& question, core::Duration longest) {
    constexpr std::int64_t last_ms = 9'223'372'036'854;  // no count of ns goes further
    if (question.until < question.since)
        return fail(Errc::BadField, "until: {} is before {}", core::format_time(question.until),
                    core::format_time(question.since));
    Window window{.from = question.since, .until = question.until, .rest = {}};
    if (!question.cursor.empty()) {
        std::int64_t ms{};
        const auto slash = question.cursor.find('/');
        const auto digits = question.cursor.substr(0, slash);
        const auto* end = digits.data() + digits.size();
        const auto [stop, error] = std::from_chars(digits.data(), end, ms);
        const bool whole = slash != std::string_view::npos && error == std::errc{} && stop == end;
        if (!whole || ms < 0 || ms > last_ms)
            return fail(Errc::BadField, "cursor: {:.40}: not one of this venue", question.cursor);
        window.from = core::Time{} + core::milliseconds(ms);
        window.rest = question.cursor.substr(slash + 1);
    }
    if (window.until - window.from > longest) window.until = window.from + longest;
    return window;
}

std::string next_cursor(const Question& question, const Window& window, std::string_view rest) {
    if (!rest.empty()) return fmt::format("{}/{}", ms_of(window.from), rest);
    return window.until < question.until ? fmt::format("{}/", ms_of(window.until)) : std::string{};
}

Form& Form::add(std::string_view name, std::string_view value) {
    if (!text_.empty()) text_ += '&';
    text_ += name;
    text_ += '=';
    text_ += percent_encoded(value);
    return *this;
}

Form& Form::add(std::string_view name, std::int64_t value) {
    return add(name, std::to_string(value));
}

Form& Form::add_if(std::string_view name, std::string_view value) {
    return value.empty() ? *this : add(name, value);
}

net::WebRequest Form::get(std::string_view path) const {
    std::string target{path};
    if (!text_.empty()) target += '?' + text_;
    return {.method = "GET", .target = std::move(target), .headers = {}, .body = {}};
}

void JsonText::name(std::string_view name) {
    if (text_.size() > 1) text_ += ',';
    text_ += '"';
    text_ += name;
    text_ += "\":";
}

JsonText& JsonText::add(std::string_view name, std::string_view text) {
    this->name(name);
    text_ += '"';
    text_ += text;
    text_ += '"';
    return *this;
}

JsonText& JsonText::add_raw(std::string_view name, std::string_view json) {
    this->name(name);
    text_ += json;
    return *this;
}

net::WebRequest JsonText::post(std::string_view path) const {
    return {.method = "POST", .target = std::string{path}, .headers = {}, .body = text()};
}

}  // namespace nightjar::venue
