// expect: use of deleted function|call to deleted constructor
/// One approval sends one order: it moves, it does not copy.

#include "core/model/approved.hpp"
#include "core/model/order.hpp"

using nightjar::core::Approved;
using nightjar::core::OrderRequest;

#ifdef NJ_OK
Approved<OrderRequest> once(Approved<OrderRequest>& order) { return std::move(order); }
#else
Approved<OrderRequest> twice(Approved<OrderRequest>& order) { return order; }
#endif
