/// Requests that another client signed are let in, and none that has been touched since.

#include "exchange/tests/ccxt_testing.hpp"
#include "exchange/tests/okx_testing.hpp"

namespace nightjar::exchange::okx {
namespace {

TEST(OkxCcxt, ItsSignedRequestsAreBelievedUnlessTouched) {
    if (!std::filesystem::exists(ccxt_vectors)) GTEST_SKIP() << "no " << ccxt_vectors;
    expect_believed("okx", plan(), make_exchange, [](const Json& answer) {
        const auto code = answer["code"].get<std::string>();
        return code.starts_with("501") || code == "404";
    });
}

}  // namespace
}  // namespace nightjar::exchange::okx
