#pragma once
/// What a venue says to us alone: of our orders, fills, balances and positions, and of the stream
/// that tells it. One shape for the answers to questions (order_codec.hpp) and for what comes by
/// itself (user_stream.hpp).
///
/// Symbols, assets and ids are in the venue's words; prices and quantities have the decimals that
/// the venue wrote, and quantities are in what the venue counts them in (contracts of a swap of
/// OKX). Texts are good until the next call of who gave them.

#include "core/base/decimal.hpp"
#include "core/base/time.hpp"
#include "core/model/order.hpp"
#include "venue/margin_said.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <variant>

namespace nightjar::venue {

/// An order as it stands. A message may say a part of it only: what it leaves out has not changed,
/// or is not known. A report of an amended order has its new price and quantity.
struct OrderSaid {
    std::string_view symbol{};     ///< empty where the message does not name it
    std::string_view client_id{};  ///< empty where there is none, or it is not said
    /// Empty, too, of a stop order that waits where orders have numbers of their own.
    std::string_view venue_id{};
    std::optional<core::Side> side{};
    core::OrderState state{core::OrderState::Unknown};
    core::OrderReason reason{core::OrderReason::None};
    std::string_view words{};                  ///< the venue's, for the reason
    std::optional<core::Decimal> price{};      ///< of a limit order
    std::optional<core::Decimal> qty{};        ///< in all; not said of orders counted in quote
    std::optional<core::Decimal> filled{};     ///< so far
    std::optional<core::Decimal> avg_price{};  ///< of what is filled
    std::optional<core::Decimal> fee{};        ///< so far, in whatever asset; below 0 a rebate
    std::optional<core::Time> at{};            ///< of the last change
};

/// What a fee is paid in, where the venue says it by a rule and not by a name.
enum class FeeIn : std::uint8_t { Named, Base, Quote, Settle };

struct FillSaid {
    std::string_view symbol{};
    std::string_view client_id{};  ///< empty where the message has the venue's id only
    std::string_view venue_id{};   ///< of the order
    /// The venue's number, or where it has a text, trade_id_of it: the same in stream and answer.
    core::TradeId trade{};
    core::Side side{};
    core::Decimal price{};
    core::Decimal qty{};
    std::optional<core::Decimal> fee{};  ///< below 0 a rebate; nothing where it must be asked for
    FeeIn fee_in{FeeIn::Named};
    std::string_view fee_asset{};  ///< of Named
    core::Liquidity liquidity{core::Liquidity::Taker};
    core::Time at{};
};

/// What there is of an asset, not by how much it changed. Never with more decimals than Money has.
struct BalanceSaid {
    std::string_view asset{};
    core::Decimal total{};                ///< without profits that are not realised
    std::optional<core::Decimal> free{};  ///< not held for orders and positions
    std::optional<core::Time> at{};
};

struct PositionSaid {
    std::string_view symbol{};
    core::Decimal qty{};                         ///< below 0 is short
    std::optional<core::Decimal> entry_price{};  ///< nothing where there is no position
    std::optional<core::Time> at{};
};

/// Cash that a settlement of funding gave or took. A symbol has one at a time, and its time is the
/// same wherever the venue says it.
struct FundingSaid {
    std::string_view symbol{};
    std::string_view asset{};  ///< empty: what the instrument is settled in
    core::Decimal change{};    ///< below 0 was paid
    core::Time at{};
};

/// Of the notional: 0.001 is 10 basis points; below 0 a rebate.
struct FeesSaid {
    std::string_view symbol{};  ///< empty where they hold for all
    core::Decimal maker{};
    core::Decimal taker{};
};

struct TimeSaid {
    core::Time at{};
};

/// What a key may do, for who wants to know before it is used.
struct KeySaid {
    std::optional<bool> trade{};
    std::optional<bool> withdraw{};
    std::optional<bool> any_address{};  ///< calls may come from any address of the network
};

/// Fills happened that the stream does not tell one by one: ask for those of this order.
struct FillsDue {
    std::string_view symbol{};
    std::string_view venue_id{};
};

/// Funding was settled, of an instrument that the stream does not name: ask for it.
struct FundingDue {};

/// All that was subscribed to is confirmed: from here on nothing is missed.
struct Ready {};
struct Pong {};
struct Refused {
    std::string_view code{};
    std::string_view words{};
};
/// The venue is about to end the stream, or it says nothing more: open a new one, then reconcile.
struct Reconnect {
    std::string_view why{};
};
/// Messages were lost: reconcile.
struct Lost {
    std::uint64_t expected{};
    std::uint64_t found{};
};

using AccountEvent = std::variant<OrderSaid, FillSaid, BalanceSaid, PositionSaid, FundingSaid,
                                  FeesSaid, TimeSaid, KeySaid, FillsDue, FundingDue, Ready, Pong,
                                  Refused, Reconnect, Lost, MarginTierSaid>;

/// The first 8 bytes of the SHA-256 of the venue's text, the highest first.
[[nodiscard]] core::TradeId trade_id_of(std::string_view text);

}  // namespace nightjar::venue
