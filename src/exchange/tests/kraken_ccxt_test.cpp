/// Requests that another client signed are let in, and none that has been touched since. They are
/// not part of the project: where they are missing the test says that it was skipped.

#include "exchange/kraken/exchange.hpp"
#include "exchange/tests/exchange_testing.hpp"

#include <filesystem>
#include <fstream>

namespace nightjar::exchange::kraken {
namespace {

const std::filesystem::path vectors{NIGHTJAR_SHARED_DATA
                                    "/../vectors/ccxt_probe/ccxt_signed_requests.json"};

TEST(KrakenCcxt, ItsSignedRequestsAreBelievedUnlessTouched) {
    if (!std::filesystem::exists(vectors)) GTEST_SKIP() << "no " << vectors;
    std::ifstream file{vectors};
    auto config = plan();
    config.opens = core::Time{} + core::milliseconds(1'700'000'000'000);
    config.warm_up = core::seconds(2);
    const auto exchange = make_exchange(config, [&] { return config.opens; });
    int tried = 0;
    for (const auto& vector : Json::parse(file)) {
        if (vector["venue"] != "kraken" || vector["transport"] != "http") continue;
        const auto& credentials = vector["credentials"];
        // All have the same nonce: each is a client of its own.
        const auto key = credentials["apiKey"].get<std::string>() + std::to_string(++tried);
        ASSERT_TRUE(
            exchange->hall().admit({key, credentials["secret"], {}, {{"USD", money("1000000")}}}));
        net::WebRequest request{vector["method"], vector["path"], {}, vector.value("body", "")};
        for (const auto& [name, value] : vector["headers"].items())
            request.headers.emplace_back(name, value.get<std::string>());
        for (auto& [name, value] : request.headers)
            if (value == credentials["apiKey"]) value = key;
        const auto ask = [&](const net::WebRequest& asked) {
            std::string answer;
            exchange->on_request(asked, [&](net::WebReply said) { answer = said.body; });
            return answer;
        };
        auto touched = request;
        touched.body[touched.body.find("nonce=") + 6] = '2';
        EXPECT_NE(ask(touched).find("EAPI:Invalid signature"), std::string::npos) << touched.body;
        const auto answer = ask(request);
        EXPECT_EQ(answer.find("EAPI:"), std::string::npos) << request.body << '\n' << answer;
        EXPECT_EQ(answer.find("EGeneral:"), std::string::npos) << request.body << '\n' << answer;
    }
    EXPECT_GT(tried, 10);
}

}  // namespace
}  // namespace nightjar::exchange::kraken
