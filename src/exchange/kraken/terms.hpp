#pragma once
/// Orders as the venue's parameters describe them.

#include "exchange/kraken/office.hpp"

namespace nightjar::exchange::kraken {

[[nodiscard]] Asked<Terms> read_terms(const Office& office, const Params& params);
[[nodiscard]] Asked<core::Price> read_price(const core::Instrument& of, const Params& params,
                                            std::string_view name);
[[nodiscard]] Asked<core::Qty> read_qty(const core::Instrument& of, const Params& params,
                                        std::string_view name);
/// By txid (or order_id) or cl_ord_id.
[[nodiscard]] Asked<const Order*> need_order(const Call& call);

/// What the client named the order; empty where the name is of the hall's making.
[[nodiscard]] std::string_view client_name(const Order& order);

}  // namespace nightjar::exchange::kraken
