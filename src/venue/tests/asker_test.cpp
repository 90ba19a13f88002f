#include "venue/asker.hpp"

#include "net/memory_transport.hpp"
#include "net/web_service.hpp"
#include "venue/errc.hpp"
#include "venue/tests/order_testing.hpp"

#include <gtest/gtest.h>

namespace nightjar::venue {
namespace {

constexpr core::Time asker_start{1'767'225'600'000'000'000};

/// Says the same to all, but "too many" to the first.
struct PatientVenue final : net::WebService {
    int refusals{};
    int asked{};
    std::string too_many;
    std::string answer;
    net::Headers headers{};

    void on_request(const net::WebRequest& /*request*/, Reply reply) override {
        reply({.status = 200, .headers = headers, .body = asked++ < refusals ? too_many : answer});
    }
    std::unique_ptr<net::WebSession> on_stream(const net::WebRequest& /*request*/,
                                               net::WebPeer& /*peer*/) override {
        return nullptr;
    }
};

struct AskerAtKraken : testing::Test {
    net::MemoryTransport net{asker_start};
    net::Url server{net::Url::parse("http://127.0.0.1:9000/").value()};
    PatientVenue venue;
    kraken::Nonces nonces;
    std::unique_ptr<OrderCodec> codec{
        kraken::make_order_codec(keys_of(Place::Kraken), nonces, {}).value()};
    RateLimiter limiter{
        {{.name = "calls", .kind = RateRule::Kind::Leak, .most = 2, .span = core::seconds(20)}}, 0};
    core::Duration ahead;
    Asker asker{net, *codec, limiter, {.rest = server}, ahead, {}};
    std::optional<core::Status> done;

    AskerAtKraken() {
        venue.too_many = R"({"error":["EAPI:Rate limit exceeded"]})";
        venue.answer = R"({"error":[],"result":{"open":{}}})";
        net.serve(server, venue);
    }
    void ask(Question::Kind kind = Question::Kind::OpenOrders, Asker::Each each = {}) {
        if (!each) each = [](const AccountEvent&) { return core::Status{}; };
        asker.ask({.kind = kind}, std::move(each),
                  [this](core::Status status) { done = std::move(status); });
    }
};

TEST_F(AskerAtKraken, WhatCameTooOftenIsAskedAgainAfterEverLongerWaits) {
    limiter = RateLimiter{{}, 0};
    venue.refusals = 3;
    ask();
    net.run_until(asker_start + core::milliseconds(999));
    EXPECT_EQ(venue.asked, 1);
    net.run_until(asker_start + core::milliseconds(2'999));
    EXPECT_EQ(venue.asked, 2);  // after 1 s
    net.run_until(asker_start + core::milliseconds(6'999));
    EXPECT_EQ(venue.asked, 3);  // after 2 s more
    EXPECT_FALSE(done);
    net.run_until(asker_start + core::seconds(8));
    EXPECT_EQ(venue.asked, 4);
    ASSERT_TRUE(done);
    EXPECT_TRUE(*done);
}

TEST_F(AskerAtKraken, AVenueThatNeverAnswersEndsTheQuestion) {
    limiter = RateLimiter{{}, 0};
    venue.refusals = 100;
    ask();
    net.run_until(asker_start + core::minutes(5));
    EXPECT_EQ(venue.asked, 6);
    ASSERT_TRUE(done);
    ASSERT_FALSE(*done);
    EXPECT_EQ(done->error().code, Errc::RateLimited);
}

TEST_F(AskerAtKraken, ATimeIsMeasuredFromTheSendingAndNotFromTheWaitBeforeIt) {
    venue.answer = R"({"error":[],"result":{"unixtime":1767225600}})";
    std::vector<core::Time> sent;
    for (int i = 0; i < 3; ++i)
        ask(Question::Kind::ServerTime, [&](const AccountEvent&) {
            sent.push_back(asker.sent_at());
            return core::Status{};
        });
    net.run_until(asker_start + core::seconds(30));
    EXPECT_EQ(sent, (std::vector{asker_start, asker_start, asker_start + core::seconds(10)}));
}

TEST_F(AskerAtKraken, OrdersTakeNothingOfTheCallsWhereTheVenueCountsThemApart) {
    const auto send = [this] {
        return asker.send({.method = "POST", .target = "/", .headers = {}, .body = {}},
                          RateLimiter::Purpose::Usual, [](const core::Result<net::WebReply>&) {});
    };
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(send());
    EXPECT_EQ(limiter.used("calls", net.now()), 0);
    codec = binance::make_order_codec(binance::Market::Spot, keys_of(Place::BinanceSpot)).value();
    Asker elsewhere{net, *codec, limiter, {.rest = server}, ahead, {}};
    const auto send_there = [&] {
        return elsewhere.send({.method = "POST", .target = "/", .headers = {}, .body = {}},
                              RateLimiter::Purpose::Usual,
                              [](const core::Result<net::WebReply>&) {});
    };
    EXPECT_TRUE(send_there());
    EXPECT_TRUE(send_there());
    EXPECT_FALSE(send_there());
}

TEST_F(AskerAtKraken, AQuestionCountsForAsMuchAsTheVenueCounts) {
    limiter = RateLimiter{{{"calls", RateRule::Kind::Window, 100, core::minutes(1)}}, 0};
    codec = binance::make_order_codec(binance::Market::Spot, keys_of(Place::BinanceSpot)).value();
    Asker there{net, *codec, limiter, {.rest = server}, ahead, {}};
    venue.answer = "[]";
    const auto ask_there = [&] {
        there.ask(
            {.kind = Question::Kind::OpenOrders},
            [](const AccountEvent&) { return core::Status{}; }, [](const core::Status&) {});
        net.run_until(net.now() + core::seconds(1));
    };
    ask_there();
    EXPECT_NEAR(limiter.used("calls", net.now()), 0.8, 1e-9);
    ask_there();
    EXPECT_EQ(venue.asked, 1) << "80 more do not fit";
    net.run_until(net.now() + core::minutes(1));
    EXPECT_EQ(venue.asked, 2);
    venue.headers = {{"X-MBX-USED-WEIGHT-1M", "99"}};
    net.run_until(net.now() + core::minutes(1));
    ask_there();
    EXPECT_NEAR(limiter.used("calls", net.now()), 0.99, 1e-9) << "others use the address too";
}

}  // namespace
}  // namespace nightjar::venue
