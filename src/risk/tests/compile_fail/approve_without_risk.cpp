// expect: is private within this context|is a private member
/// Only risk can say yes: nothing outside it makes an Approved.

#include "core/model/approved.hpp"
#include "core/model/order.hpp"
#include "risk/seal.hpp"

using nightjar::core::Approved;
using nightjar::core::OrderRequest;

// Passing one on is open to all.
void pass_on(Approved<OrderRequest>&&);
void relay(Approved<OrderRequest>&& order) { pass_on(std::move(order)); }

#ifndef NJ_OK
Approved<OrderRequest> forge() { return nightjar::risk::Seal::approve(OrderRequest{}, {}); }
#endif
