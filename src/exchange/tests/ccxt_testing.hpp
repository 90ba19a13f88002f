#pragma once
/// Requests that another client signed. They are not part of the project: where they are missing
/// the tests say that they were skipped.

#include "exchange/tests/exchange_testing.hpp"

#include <filesystem>
#include <fstream>
#include <map>

namespace nightjar::exchange {

inline const std::filesystem::path ccxt_vectors{NIGHTJAR_SHARED_DATA
                                                "/../vectors/ccxt_probe/ccxt_signed_requests.json"};

/// All of a venue's: each must be believed, and none that has been touched since. `disbelieved`
/// says whether that is what an answer means.
template <class Make, class Disbelieved>
void expect_believed(const char* venue, HallConfig config, Make make, Disbelieved disbelieved) {
    std::ifstream file{ccxt_vectors};
    const auto all = Json::parse(file);
    config.opens = core::Time{} + core::milliseconds(1'700'000'000'000);
    config.warm_up = core::seconds(2);
    std::map<std::string, std::unique_ptr<VenueService>> exchanges;  // by the client's secret
    int tried = 0;
    for (const auto& vector : all) {
        if (vector["venue"] != venue || vector["transport"] != "http") continue;
        const auto& credentials = vector["credentials"];
        const auto secret = credentials["secret"].get<std::string>();
        if (secret.starts_with("-----BEGIN")) continue;
        auto& exchange = exchanges[secret];
        if (exchange == nullptr) {
            exchange = make(config, [&config] { return config.opens; });
            ASSERT_TRUE(exchange->hall().admit({credentials["apiKey"],
                                                secret,
                                                credentials.value("password", ""),
                                                {{"USDT", money("1000000")}}}));
        }
        net::WebRequest request{vector["method"], vector["path"], {}, vector.value("body", "")};
        for (const auto& [name, value] : vector["headers"].items())
            request.headers.emplace_back(name, value.template get<std::string>());
        const auto ask = [&] {
            net::WebReply answer;
            exchange->on_request(request, [&](net::WebReply said) { answer = std::move(said); });
            return Json::parse(answer.body);
        };
        const auto answer = ask();
        EXPECT_FALSE(disbelieved(answer)) << request.target << '\n' << answer;
        const bool signed_too = !net::header(request.headers, "OK-ACCESS-SIGN").empty() ||
                                !net::header(request.headers, "X-BAPI-SIGN").empty();
        if (!signed_too) continue;
        ++tried;
        if (request.body.empty())
            request.target += request.target.contains('?') ? "&touched=1" : "?touched=1";
        else
            request.body += ' ';
        EXPECT_TRUE(disbelieved(ask())) << request.target;
    }
    EXPECT_GT(tried, 10);
}

}  // namespace nightjar::exchange
