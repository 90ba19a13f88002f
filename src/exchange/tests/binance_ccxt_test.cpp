/// Requests that another client signed are let in, and none that has been touched since. They are
/// not part of the project: where they are missing the test says that it was skipped.

#include "exchange/tests/binance_testing.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

namespace nightjar::exchange::binance {
namespace {

const std::filesystem::path vectors{NIGHTJAR_SHARED_DATA
                                    "/../vectors/ccxt_probe/ccxt_signed_requests.json"};

/// Codes that say: we do not believe you.
bool disbelieved(const net::WebReply& answer) {
    static const std::set<int> codes{-1021, -1022, -2014, -2015, -5000};
    const auto json = Json::parse(answer.body);
    return json.is_object() && codes.contains(json.value("code", 0));
}

void try_all(Market market, const char* venue) {
    std::ifstream file{vectors};
    const auto all = Json::parse(file);
    auto config = plan(market);
    config.opens = core::Time{} + core::milliseconds(1'700'000'000'000);
    config.warm_up = core::seconds(2);
    std::map<std::string, std::unique_ptr<VenueService>> exchanges;  // by the client's secret
    int tried = 0;
    for (const auto& vector : all) {
        if (vector["venue"] != venue || vector["transport"] != "http") continue;
        const auto& credentials = vector["credentials"];
        const auto key = credentials["apiKey"].get<std::string>();
        const auto secret = credentials["secret"].get<std::string>();
        auto& exchange = exchanges[secret];
        if (exchange == nullptr) {
            exchange = make_exchange(market, config, [&] { return config.opens; });
            ASSERT_TRUE(exchange->hall().admit({key, secret, {}, {{"USDT", money("1000000")}}}));
        }
        net::WebRequest request{vector["method"], vector["path"], {}, vector.value("body", "")};
        for (const auto& [name, value] : vector["headers"].items())
            request.headers.emplace_back(name, value.get<std::string>());
        const auto ask = [&] {
            net::WebReply answer;
            exchange->on_request(request, [&](net::WebReply said) { answer = std::move(said); });
            return answer;
        };
        const auto answer = ask();
        EXPECT_FALSE(disbelieved(answer)) << request.method << ' ' << request.target << '\n'
                                          << answer.body;
        auto& text = request.body.empty() ? request.target : request.body;
        const auto at = text.find("timestamp=");
        if (at == std::string::npos) continue;
        ++tried;
        // A millisecond later is still in time, and not what was signed.
        text[at + std::string_view{"timestamp=170000000000"}.size()] = '1';
        EXPECT_TRUE(disbelieved(ask())) << text;
    }
    EXPECT_GT(tried, 10);
}

TEST(BinanceCcxt, ItsSignedRequestsAreBelievedUnlessTouched) {
    if (!std::filesystem::exists(vectors)) GTEST_SKIP() << "no " << vectors;
    try_all(Market::Spot, "binance");
    try_all(Market::UsdFutures, "binanceusdm");
}

}  // namespace
}  // namespace nightjar::exchange::binance
