#pragma once
/// What Kraken says of orders, fills and balances, in its answers and on its stream, which have not
/// much in common. Private to the venue.

#include "venue/account_fields.hpp"
#include "venue/kraken/names.hpp"

#include <span>

namespace nightjar::venue::kraken {

/// An order of REST; its id is the name of the field that it stands in.
[[nodiscard]] core::Status read_order(std::string_view id, const object& item,
                                      const PairNames& names, AccountEvents& to);
/// A fill of REST; its id is "T.....-.....-......", as on the stream.
[[nodiscard]] core::Status read_trade(std::string_view id, const object& item,
                                      const PairNames& names, AccountEvents& to);
/// One of the channel `executions`: the order, and behind it the fill where it is one.
[[nodiscard]] core::Status read_execution(const object& item, AccountEvents& to);
/// One of the channel `balances`. Other wallets than that of spot trading say nothing.
[[nodiscard]] core::Status read_wallet(const object& item, AccountEvents& to);

/// Errors of answers, and reasons on the stream.
[[nodiscard]] std::span<const ReasonWord> reason_words();

}  // namespace nightjar::venue::kraken
