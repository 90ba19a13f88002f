#include "exchange/kraken/names.hpp"

#include "exchange/exact_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace nightjar::exchange::kraken {

namespace {

struct Names {
    std::string_view common;
    std::string_view in_pairs;
    std::string_view in_lists;
};
constexpr std::array known{Names{"BTC", "XBT", "XXBT"}, Names{"ETH", "ETH", "XETH"},
                           Names{"USD", "USD", "ZUSD"}};

Names names_of(std::string_view asset) {
    const auto found = std::ranges::find(known, asset, &Names::common);
    return found == known.end() ? Names{asset, asset, asset} : *found;
}

constexpr std::size_t name_digits = 16;
constexpr std::uint64_t name_base = 36;

/// A letter and 16 digits in three groups.
std::string grouped(char letter, std::string digits) {
    constexpr std::size_t first_group = 5;
    constexpr std::size_t second_group = 11;
    digits.insert(digits.begin(), name_digits - std::min(name_digits, digits.size()), '0');
    digits.insert(first_group, 1, '-').insert(second_group, 1, '-');
    return letter + digits;
}

std::string digits_of(std::uint64_t number) {
    constexpr std::string_view symbols{"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"};
    std::string text;
    for (; number > 0; number /= name_base) text.insert(text.begin(), symbols[number % name_base]);
    return text;
}

std::string padded(std::string text, int digits) {
    const auto has = core::fraction_digits(text);
    if (digits == 0) return text;
    if (has == 0 && text.find('.') == std::string::npos) text += '.';
    return text.append(static_cast<std::size_t>(std::max(0, digits - has)), '0');
}

}  // namespace

std::string_view short_asset(std::string_view asset) { return names_of(asset).in_pairs; }
std::string_view long_asset(std::string_view asset) { return names_of(asset).in_lists; }

std::string pair_key(const Hall& hall, const core::Instrument& instrument) {
    const auto& listing = hall.listing(instrument.id);
    return std::string{long_asset(listing.base)}.append(long_asset(listing.quote));
}

std::string pair_name(const Hall& hall, const core::Instrument& instrument) {
    const auto& listing = hall.listing(instrument.id);
    return std::string{short_asset(listing.base)}.append(short_asset(listing.quote));
}

std::string old_symbol(const Hall& hall, const core::Instrument& instrument) {
    const auto& listing = hall.listing(instrument.id);
    return std::string{short_asset(listing.base)}.append("/").append(short_asset(listing.quote));
}

const MarketView* find_pair(const Hall& hall, std::string_view name) {
    for (const auto& view : hall.views()) {
        const auto& instrument = view.instrument();
        const auto& listing = hall.listing(instrument.id);
        if (name == instrument.symbol || name == listing.base + listing.quote ||
            name == pair_key(hall, instrument) || name == pair_name(hall, instrument) ||
            name == old_symbol(hall, instrument))
            return &view;
    }
    return nullptr;
}

std::string order_name(core::OrderId id) { return grouped('O', digits_of(id.value)); }

std::optional<core::OrderId> read_order_name(std::string_view name) {
    constexpr std::uint64_t most = std::uint64_t{1} << 58;
    constexpr int ten = 10;
    if (!name.starts_with('O')) return std::nullopt;
    std::uint64_t number = 0;
    for (const char c : name.substr(1)) {
        if (c == '-') continue;
        const bool digit = c >= '0' && c <= '9';
        if ((!digit && (c < 'A' || c > 'Z')) || number > most) return std::nullopt;
        number = number * name_base + static_cast<std::uint64_t>(digit ? c - '0' : c - 'A' + ten);
    }
    const core::OrderId id{number};
    return order_name(id) == name ? std::optional{id} : std::nullopt;
}

std::string trade_name(const Execution& execution) {
    // Trades are numbered by instrument.
    constexpr std::size_t digits_of_trade = 12;
    auto number = digits_of(execution.id.value);
    number.insert(number.begin(), digits_of_trade - std::min(digits_of_trade, number.size()), '0');
    return grouped('T', digits_of(execution.instrument.value + 1U) + number);
}

int price_digits(const core::Instrument& instrument) {
    return core::fraction_digits(format_price(core::Price{1}, instrument));
}

int qty_digits(const core::Instrument& instrument) {
    return core::fraction_digits(format_qty(core::Qty{1}, instrument));
}

std::string price_text(core::Price price, const core::Instrument& instrument) {
    return padded(format_price(price, instrument), price_digits(instrument));
}

std::string qty_text(core::Qty qty, const core::Instrument& instrument) {
    return padded(format_qty(qty, instrument), qty_digits(instrument));
}

Json seconds_number(core::Time at) {
    constexpr auto step = core::nanoseconds(100);
    constexpr int digits = 7;
    return exact_number(core::format_decimal(core::count_of(at, step), digits));
}

std::string date_text(core::Time at) {
    constexpr auto us = core::microseconds(1);
    constexpr int us_digits = 6;
    const core::Time cut{core::count_of(at, us) * us.ns};
    auto text = core::format_time(cut);
    text.pop_back();
    const auto point = text.find('.');
    const auto has = point == std::string::npos ? 0 : text.size() - point - 1;
    if (has == 0) text += '.';
    return text.append(us_digits - has, '0') + 'Z';
}

std::string_view reason_text(const Order& order) {
    if (order.status == OrderStatus::Cancelled) return "User requested";
    switch (order.reason) {
        case core::OrderReason::SelfTrade: return "Self trade prevention";
        case core::OrderReason::NoLiquidity: return "Not enough liquidity";
        case core::OrderReason::PostOnlyWouldTake: return "Post only order";
        case core::OrderReason::InsufficientFunds: return "Insufficient funds";
        default: return "IOC order cancelled";
    }
}

}  // namespace nightjar::exchange::kraken
