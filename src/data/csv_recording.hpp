#pragma once
/// Recordings that are tables. Private to the room.
///
/// - Trades: with a header of usual names, or as Binance's archive writes them without one.
/// - The best price of both sides: with a header; price and size in columns of their own, or
///   joined as "price_size".
/// - Funding: with a header; time of the settlement, its rate, perhaps its mark price. So Binance's
///   archive (calc_time, funding_interval_hours, last_funding_rate).
/// - Klines of Binance's mark price, with or without a header: they have no volume, but a count of
///   prices. The close counts, at its time.
/// - Events: local_ts_ns, exch_ts_ms, ev, first_id, last_id, side, price, qty; ev is S (snapshot),
/// D
///   (change), B (best price) or T (trade); side is b or a, of a trade's taker b or s; rows with
///   the same first five are one message.
///
/// Times are in s, ms, us or ns; each value says which by its size.

#include "data/recording.hpp"

namespace nightjar::data {

bool is_trade_csv(std::string_view text);
bool is_top_csv(std::string_view text);
bool is_funding_csv(std::string_view text);
bool is_mark_csv(std::string_view text);
bool is_event_csv(std::string_view text);

std::unique_ptr<MessageReader> read_trade_csv(std::string_view text);
std::unique_ptr<MessageReader> read_top_csv(std::string_view text);
std::unique_ptr<MessageReader> read_funding_csv(std::string_view text);
std::unique_ptr<MessageReader> read_mark_csv(std::string_view text);
std::unique_ptr<MessageReader> read_event_csv(std::string_view text);

}  // namespace nightjar::data
