#pragma once
/// Orders as the venue's parameters describe them.

#include "exchange/binance/office.hpp"

namespace nightjar::exchange::binance {

/// Of an iceberg, what is shown at a time and what follows.
inline constexpr int most_iceberg_parts = 10;

[[nodiscard]] Asked<Terms> read_terms(const Office& office, const Params& params);
/// Of a conditional order of futures.
[[nodiscard]] Asked<Terms> read_algo_terms(const Office& office, const Params& params);
/// Of one symbol, or of all.
[[nodiscard]] Asked<std::optional<core::InstrumentId>> symbol_of(const Office& office,
                                                                 const Params& params);
[[nodiscard]] Asked<core::Price> read_price(const Office& office, const core::Instrument& of,
                                            const Params& params, std::string_view name);
[[nodiscard]] Asked<core::Qty> read_qty(const Office& office, const core::Instrument& of,
                                        const Params& params, std::string_view name);
/// By orderId or origClientOrderId. Refused with -2013, or -2011 where it is to be cancelled.
[[nodiscard]] Asked<const Order*> need_order(const Office& office, const Call& call, Wish wish);
/// By algoId or clientAlgoId.
[[nodiscard]] Asked<const Order*> need_algo(const Office& office, const Call& call, Wish wish);
/// What the client named its request, else a name of the venue's making.
[[nodiscard]] Asked<std::string> client_id_or(const Params& params, std::string_view name,
                                              std::string otherwise);

}  // namespace nightjar::exchange::binance
