// expect: no match for .operator\+.|invalid operands
/// Ticks and lots are different things.

#include "core/model/types.hpp"

using nightjar::core::Price;
using nightjar::core::Qty;

#ifdef NJ_OK
Price sum(Price a, Price b) { return a + b; }
#else
Price sum(Price a, Qty b) { return a + b; }
#endif
