/// Requests that another client signed are let in, and none that has been touched since.

#include "exchange/tests/bybit_testing.hpp"
#include "exchange/tests/ccxt_testing.hpp"

#include <set>

namespace nightjar::exchange::bybit {
namespace {

TEST(BybitCcxt, ItsSignedRequestsAreBelievedUnlessTouched) {
    if (!std::filesystem::exists(ccxt_vectors)) GTEST_SKIP() << "no " << ccxt_vectors;
    expect_believed("bybit", plan(), make_exchange, [](const Json& answer) {
        static const std::set<int> codes{404, 10'002, 10'003, 10'004};
        return codes.contains(answer["retCode"].get<int>());
    });
}

}  // namespace
}  // namespace nightjar::exchange::bybit
