#pragma once
/// Stop orders of USD-M futures. A service of its own keeps each until its price is reached, and
/// then places an order: with a number of its own, and perhaps a client id of its own. The service
/// goes on knowing it by ours, and by which order it became. Source: the venue's documentation of
/// algo orders.

#include "core/model/instrument.hpp"
#include "net/web.hpp"
#include "venue/account_fields.hpp"

namespace nightjar::venue::binance {

/// The rest of the question about open orders, which the service answers.
inline constexpr std::string_view among_stops = "stops";

/// `qty` is in the venue's words.
[[nodiscard]] net::WebRequest place_stop(const core::OrderRequest& order,
                                         const core::Instrument& instrument, std::string_view qty,
                                         std::string_view client_id);
[[nodiscard]] net::WebRequest cancel_stop(std::string_view client_id);
[[nodiscard]] net::WebRequest ask_for_stop(std::string_view client_id);
[[nodiscard]] net::WebRequest ask_for_stops();

/// One that waits, or has ended while it did. Gives the number of the order that it became, and
/// tells nothing of that one; else an empty text.
[[nodiscard]] Result<std::string_view> read_stop(const object& item, AccountEvents& to);
/// What the stream says of one. By the number that is learned here the messages of the order that
/// it became are known; where some came before, they are asked for at the end.
[[nodiscard]] core::Status read_stop_event(const object& item, AccountEvents& to);

}  // namespace nightjar::venue::binance
