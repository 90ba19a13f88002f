#pragma once
/// What venues say to everybody, as their codecs give it: prices and quantities with the decimals
/// that the venue wrote, not yet ticks and lots of an instrument.

#include "core/base/decimal.hpp"
#include "core/base/time.hpp"
#include "core/model/types.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

namespace nightjar::venue {

/// One price of a book, as it is now; quantity 0 deletes it.
struct PublicLevel {
    core::Side side{};
    core::Decimal price;
    core::Decimal qty;

    friend bool operator==(const PublicLevel&, const PublicLevel&) = default;
};

struct PublicTrade {
    core::Time at;       ///< when it was executed
    std::uint64_t id{};  ///< of the trade, or of the aggregate; 0 where the venue has none
    core::Decimal price;
    core::Decimal qty;
    core::Side taker{};
    bool earlier{};  ///< told with a subscription, of the time before it
};

/// One price of a book in the venue's own characters, which some checksums are made of.
struct LevelText {
    std::string_view price;
    std::string_view qty;
};

/// What a venue sends so that a book can be compared with its own.
struct BookProof {
    std::uint32_t checksum{};
    std::span<const LevelText> texts;  ///< of `levels`, in the same order
};

/// Changes of a book. Its updates are numbered; a message covers those from `first_id` to
/// `last_id`.
struct DepthUpdate {
    core::Time at;
    std::uint64_t first_id{};
    std::uint64_t last_id{};
    std::optional<std::uint64_t> previous_id;  ///< `last_id` of the message before, if it is said
    std::span<const PublicLevel> levels;
    std::optional<BookProof> proof{};
};

/// A whole book, or its best levels, after the update `last_id`.
struct DepthSnapshot {
    std::optional<core::Time> at;
    std::uint64_t last_id{};
    std::span<const PublicLevel> levels;
    std::optional<BookProof> proof{};
};

/// The best price of both sides after the update `id`. A side without orders has price and quantity
/// 0.
struct TopOfBook {
    std::optional<core::Time> at;
    std::uint64_t id{};
    PublicLevel bid{.side = core::Side::Buy, .price = {}, .qty = {}};
    PublicLevel ask{.side = core::Side::Sell, .price = {}, .qty = {}};
};

struct MarkPrice {
    core::Time at;
    core::Decimal price;
};

/// What a settlement used; above 0 longs paid.
struct FundingRate {
    core::Time at;
    core::Decimal rate;
    std::optional<core::Decimal> mark;
};

/// A good message that is none of these: an answer to a subscription, a candle, a pong.
struct OtherMessage {};

using PublicBody = std::variant<OtherMessage, PublicTrade, DepthUpdate, DepthSnapshot, TopOfBook,
                                MarkPrice, FundingRate>;

struct PublicMessage {
    std::string_view symbol;  ///< empty where the message does not name it
    PublicBody body;
};

}  // namespace nightjar::venue
