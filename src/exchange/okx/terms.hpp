#pragma once
/// Orders as the venue's parameters describe them.

#include "exchange/okx/office.hpp"

namespace nightjar::exchange::okx {

[[nodiscard]] core::Result<Terms> read_terms(const Hall& hall, const Args& args);
/// Of a conditional order: a stop loss or a take profit, or a trigger on whichever side of the
/// market.
[[nodiscard]] core::Result<Terms> read_algo_terms(const Hall& hall, const Args& args);
/// By ordId or clOrdId. Error: UnknownOrder.
[[nodiscard]] core::Result<const Order*> need_order(const Hall& hall, const Client& client,
                                                    const Args& args);
/// A limit price on a tick. Error: BadRequest.
[[nodiscard]] core::Result<core::Price> read_price(const core::Instrument& instrument,
                                                   const Args& args, std::string_view name);
/// In contracts of a swap. Error: BadQty.
[[nodiscard]] core::Result<core::Qty> read_qty(const core::Instrument& instrument, const Args& args,
                                               std::string_view name);

}  // namespace nightjar::exchange::okx
