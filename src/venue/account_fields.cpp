#include "venue/account_fields.hpp"

#include "venue/signing_key.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace nightjar::venue {

namespace {

using core::Decimal;

constexpr int base = 10;
constexpr int most_decimals = core::Money::digits;
constexpr auto most = std::numeric_limits<std::int64_t>::max();

/// The digits of a number, their sign, and by how many places the point is moved.
struct Digits {
    std::string_view whole;
    std::string_view fraction;
    int exponent{};
    bool below_zero{};
};

std::optional<Digits> split(std::string_view text) {
    Digits parts;
    parts.below_zero = text.starts_with('-');
    if (parts.below_zero) text.remove_prefix(1);
    if (const auto e = text.find_first_of("eE"); e != std::string_view::npos) {
        auto exponent = text.substr(e + 1);
        if (exponent.starts_with('+')) exponent.remove_prefix(1);
        const auto* end = exponent.data() + exponent.size();
        const auto [stop, error] = std::from_chars(exponent.data(), end, parts.exponent);
        constexpr int far = 30;
        if (error != std::errc{} || stop != end || parts.exponent > far || parts.exponent < -far)
            return std::nullopt;
        text = text.substr(0, e);
    }
    const auto point = text.find('.');
    parts.whole = text.substr(0, point);
    if (point != std::string_view::npos) parts.fraction = text.substr(point + 1);
    const auto digits = [](std::string_view part) {
        return std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
    };
    if (parts.whole.empty() || !digits(parts.whole) || !digits(parts.fraction)) return std::nullopt;
    return parts;
}

/// As many digits as 12 decimals and 63 bits hold.
std::optional<Decimal> cut(const Digits& parts) {
    Decimal number;
    const auto places = static_cast<int>(parts.whole.size()) + parts.exponent;
    int place = 0;
    const auto digit_at = [&](int index) {
        const auto at = static_cast<std::size_t>(index);
        if (at < parts.whole.size()) return parts.whole[at] - '0';
        const auto behind = at - parts.whole.size();
        return behind < parts.fraction.size() ? parts.fraction[behind] - '0' : 0;
    };
    const auto all = static_cast<int>(parts.whole.size() + parts.fraction.size());
    for (; place < places || place < all; ++place) {
        const bool behind_point = place >= places;
        if (behind_point && place - places >= most_decimals) break;
        const auto digit = digit_at(place);
        if (number.mantissa > (most - digit) / base) {
            if (!behind_point) return std::nullopt;
            break;
        }
        number.mantissa = number.mantissa * base + digit;
        if (behind_point) ++number.decimals;
    }
    // A point that was moved to the left of all digits: 1e-05.
    if (places < 0) number.decimals = std::min(all, place) - places;
    if (number.decimals > most_decimals) {
        for (; number.decimals > most_decimals; --number.decimals) number.mantissa /= base;
    }
    for (; number.decimals > 0 && number.mantissa % base == 0; --number.decimals)
        number.mantissa /= base;
    if (parts.below_zero) number.mantissa = -number.mantissa;
    return number;
}

}  // namespace

core::TradeId trade_id_of(std::string_view text) {
    constexpr int byte = 8;
    const auto hash = sha256(text);
    std::uint64_t id = 0;
    for (std::size_t i = 0; i < sizeof id; ++i)
        id = (id << byte) | static_cast<unsigned char>(hash[i]);
    return {id};
}

Result<Decimal> to_amount(std::string_view field, std::string_view text) {
    if (const auto number = core::read_decimal(text); number && number->decimals <= most_decimals)
        return *number;
    const auto parts = split(text);
    const auto number = parts ? cut(*parts) : std::nullopt;
    if (!number) return bad(field, text, "not a decimal number, or one too large");
    return *number;
}

Result<Decimal> read_amount(const object& message, std::string_view field) {
    NJ_TRY(text, read_text(message, field));
    return to_amount(field, text);
}

Result<Decimal> read_amount_or_zero(const object& message, std::string_view field) {
    if (!filled(message, field)) return Decimal{};
    return read_amount(message, field);
}

Result<std::optional<Decimal>> read_amount_if_filled(const object& message,
                                                     std::string_view field) {
    if (!filled(message, field)) return std::nullopt;
    NJ_TRY(amount, read_amount(message, field));
    return amount;
}

Result<std::optional<Decimal>> read_price_if_above_zero(const object& message,
                                                        std::string_view field) {
    if (!filled(message, field)) return std::nullopt;
    NJ_TRY(price, read_qty(message, field));
    if (price.mantissa == 0) return std::nullopt;
    return price;
}

Result<std::optional<Decimal>> read_average(const object& message, std::string_view field) {
    NJ_TRY(average, read_amount_if_filled(message, field));
    if (average && average->mantissa < 0) return bad(field, "?", "an average price below 0");
    if (average && average->mantissa == 0) return std::nullopt;
    return average;
}

Result<Decimal> sum(std::string_view field, Decimal a, Decimal b) {
    const int decimals = std::max(a.decimals, b.decimals);
    const auto at = [decimals](Decimal number) {
        auto wide = core::Wide{number.mantissa};
        for (int i = number.decimals; i < decimals; ++i) wide *= base;
        return wide;
    };
    auto total = at(a) + at(b);
    int left = decimals;
    for (; left > 0 && total % base == 0; --left) total /= base;
    if (total > most || total < -core::Wide{most}) return bad(field, "?", "too large a sum");
    return Decimal{static_cast<std::int64_t>(total), left};
}

Decimal negative(Decimal a) { return {-a.mantissa, a.decimals}; }

Decimal not_below_zero(Decimal a) { return a.mantissa < 0 ? Decimal{} : a; }

bool above_zero(const std::optional<Decimal>& a) { return a && a->mantissa > 0; }

Result<core::TradeId> read_trade_number(const object& message, std::string_view field) {
    NJ_TRY(id, read_count(message, field));
    return core::TradeId{id};
}

Result<core::TradeId> read_trade_text(const object& message, std::string_view field) {
    NJ_TRY(text, read_text(message, field));
    if (text.empty()) return bad(field, text, "a trade without an id");
    return trade_id_of(text);
}

core::Status read_funding(const object& message, const FundingFields& fields, AccountEvents& to) {
    NJ_TRY(symbol, read_text(message, fields.symbol));
    NJ_TRY(asset, read_text(message, fields.asset));
    NJ_TRY(change, read_amount(message, fields.change));
    NJ_TRY(at, read_time(message, fields.at));
    to.emplace_back(FundingSaid{symbol, asset, change, at});
    return {};
}

core::OrderReason find_reason(std::span<const ReasonWord> rows, std::string_view code,
                              std::string_view words) {
    if (const auto* row = find_word(rows, code)) return row->means;
    if (const auto* row = find_word(rows, words)) return row->means;
    return core::OrderReason::BadRequest;
}

void settle_state(OrderSaid& order) {
    if (order.state == core::OrderState::Rejected && above_zero(order.filled))
        order.state = core::OrderState::Cancelled;
}

}  // namespace nightjar::venue
