#pragma once
/// The words for amounts and names. None converts to another, or to a naked number, by itself.

#include "core/base/decimal.hpp"
#include "core/base/wide.hpp"

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace nightjar::core {

/// A whole number of something of one instrument.
template <class Tag>
struct Count {
    std::int64_t raw{};

    friend constexpr auto operator<=>(const Count&, const Count&) = default;
    friend constexpr Count operator+(Count a, Count b) { return {a.raw + b.raw}; }
    friend constexpr Count operator-(Count a, Count b) { return {a.raw - b.raw}; }
    friend constexpr Count operator-(Count a) { return {-a.raw}; }
    constexpr Count& operator+=(Count b) { return *this = *this + b; }
    constexpr Count& operator-=(Count b) { return *this = *this - b; }
};
using Price = Count<struct PriceTag>;  ///< ticks of one instrument
using Qty = Count<struct QtyTag>;      ///< lots of one instrument; signed where it is a position

constexpr Qty magnitude(Qty q) { return {q.raw < 0 ? -q.raw : q.raw}; }

/// A count of 1e-12 of an asset that the context names.
struct Money {
    static constexpr int digits = 12;
    static constexpr std::int64_t one = power_of_ten(digits);

    Wide raw{};

    friend constexpr auto operator<=>(const Money&, const Money&) = default;
    friend constexpr Money operator+(Money a, Money b) { return {a.raw + b.raw}; }
    friend constexpr Money operator-(Money a, Money b) { return {a.raw - b.raw}; }
    friend constexpr Money operator-(Money a) { return {-a.raw}; }
    constexpr Money& operator+=(Money b) { return *this = *this + b; }
    constexpr Money& operator-=(Money b) { return *this = *this - b; }
};

constexpr Money magnitude(Money m) { return {m.raw < 0 ? -m.raw : m.raw}; }
constexpr Money whole(std::int64_t units) { return {Wide{units} * Money::one}; }

/// For statistics and scores only; what comes of it never turns back into money unseen.
constexpr double approximate(Money m) {
    return static_cast<double>(m.raw) / static_cast<double>(Money::one);
}

/// amount * numerator / denominator, rounded toward zero. Holds for any rate below 2^63.
constexpr Money scaled(Money amount, std::int64_t numerator, std::int64_t denominator) {
    // Whole and remainder apart, so that the product stays within 128 bits.
    const Wide quotient = amount.raw / denominator;
    const Wide remainder = amount.raw % denominator;
    return {quotient * numerator + remainder * numerator / denominator};
}

std::string to_string(Money m);
Result<Money> parse_money(std::string_view text);

/// A name of something, valid within one session.
template <class Tag, class Int = std::uint32_t>
struct Id {
    Int value{};
    friend constexpr auto operator<=>(const Id&, const Id&) = default;
};
using VenueId = Id<struct VenueTag, std::uint16_t>;
using AssetId = Id<struct AssetTag, std::uint16_t>;
using StrategyId = Id<struct StrategyTag, std::uint16_t>;
using InstrumentId = Id<struct InstrumentTag>;
using SignalId = Id<struct SignalTag, std::uint16_t>;
using AccountId = Id<struct AccountTag>;  ///< an account at a simulated exchange
using ParentId = Id<struct ParentTag, std::uint64_t>;
using OrderId =
    Id<struct OrderTag, std::uint64_t>;  ///< ours: epoch in the high 24 bits, sequence below
using TradeId = Id<struct TradeTag, std::uint64_t>;  ///< the venue's, unique per venue

/// The owner of what belongs to no strategy: liquidations, dust, manual trades.
constexpr StrategyId house{0xFFFF};

enum class Side : std::uint8_t { Buy, Sell };
constexpr Side opposite(Side s) { return s == Side::Buy ? Side::Sell : Side::Buy; }
constexpr std::int64_t sign(Side s) { return s == Side::Buy ? 1 : -1; }
constexpr Side side_of(Qty change) { return change.raw < 0 ? Side::Sell : Side::Buy; }
constexpr Qty signed_qty(Side s, Qty q) { return {sign(s) * q.raw}; }
constexpr std::string_view name(Side s) { return s == Side::Buy ? "buy" : "sell"; }

}  // namespace nightjar::core
