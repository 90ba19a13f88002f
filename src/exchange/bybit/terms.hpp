#pragma once
/// Orders as the venue's parameters describe them.

#include "exchange/bybit/office.hpp"

namespace nightjar::exchange::bybit {

[[nodiscard]] core::Result<Terms> read_terms(const Hall& hall, const Args& args);
/// By orderId or orderLinkId. Error: UnknownOrder.
[[nodiscard]] core::Result<const Order*> need_order(const Hall& hall, const Client& client,
                                                    const Args& args);

}  // namespace nightjar::exchange::bybit
