/// Requests that another client signed are let in, and none that has been touched since. They are
/// not part of the project: where they are missing the test says that it was skipped.

#include "exchange/coinbase/exchange.hpp"
#include "exchange/tests/exchange_testing.hpp"

#include <filesystem>
#include <fstream>

namespace nightjar::exchange::coinbase {
namespace {

const std::filesystem::path vectors{NIGHTJAR_SHARED_DATA
                                    "/../vectors/ccxt_probe/ccxt_signed_requests.json"};

TEST(CoinbaseCcxt, ItsSignedRequestsAreBelievedUnlessTouched) {
    if (!std::filesystem::exists(vectors)) GTEST_SKIP() << "no " << vectors;
    std::ifstream file{vectors};
    auto config = plan();
    config.opens = core::Time{} + core::milliseconds(1'700'000'000'000);
    config.warm_up = core::seconds(2);
    const auto exchange = make_exchange(config, [&] { return config.opens; });
    int tried = 0;
    for (const auto& vector : Json::parse(file)) {
        if (vector["venue"] != "coinbase" || vector["transport"] != "http") continue;
        ++tried;
        const auto& credentials = vector["credentials"];
        const auto key = credentials["apiKey"].get<std::string>();
        if (exchange->hall().client(key) == nullptr) {
            ASSERT_TRUE(exchange->hall().admit(
                {key, credentials["secret"], {}, {{"USD", money("1000000")}}}));
        }
        net::WebRequest request{vector["method"], vector["path"], {}, vector.value("body", "")};
        for (const auto& [name, value] : vector["headers"].items())
            request.headers.emplace_back(name, value.get<std::string>());
        const auto status = [&](const net::WebRequest& asked) {
            unsigned answer = 0;
            exchange->on_request(asked, [&](const net::WebReply& said) { answer = said.status; });
            return answer;
        };
        EXPECT_NE(status(request), 401U) << request.method << ' ' << request.target;
        auto touched = request;
        for (auto& [name, value] : touched.headers)
            if (value.starts_with("Bearer ")) {
                auto& digit = value[value.rfind('.') + 5];
                digit = digit == 'A' ? 'B' : 'A';
            }
        EXPECT_EQ(status(touched), 401U) << request.method << ' ' << request.target;
    }
    EXPECT_GT(tried, 10);
}

}  // namespace
}  // namespace nightjar::exchange::coinbase
