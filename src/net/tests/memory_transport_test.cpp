#include "net/memory_transport.hpp"

#include "net/errc.hpp"

#include <gtest/gtest.h>

namespace nightjar::net {
namespace {

using core::milliseconds;
using core::seconds;
using core::Time;

struct Echo final : WebService {
    struct Session final : WebSession {
        Session(Echo& service, WebPeer& peer) : echo{&service}, client{&peer} { ++echo->open; }
        ~Session() override { --echo->open; }
        Session(const Session&) = delete;
        Session& operator=(const Session&) = delete;
        void on_text(std::string_view text) override { client->send(std::string{text}); }
        Echo* echo;
        WebPeer* client;
    };
    void on_request(const WebRequest& request, Reply reply) override {
        ++requests;
        if (request.target != "/silent")
            reply({.status = 200, .headers = {}, .body = request.body});
    }
    std::unique_ptr<WebSession> on_stream(const WebRequest&, WebPeer& peer) override {
        return std::make_unique<Session>(*this, peer);
    }
    int requests{};
    int open{};
};

struct InMemory : ::testing::Test, StreamListener {
    using Heard = std::vector<std::string>;

    InMemory() { net.serve(server, echo); }
    void on_open() override { heard.emplace_back("open"); }
    void on_text(std::string_view text) override { heard.emplace_back(text); }
    void on_closed(const core::Error& why) override { heard.emplace_back(why.code.name); }

    void ask(const std::string& target = "/") {
        net.request(
            server, {.target = target, .headers = {}, .body = "body"}, seconds(2),
            [this](const core::Result<WebReply>& reply) {
                heard.emplace_back(reply ? reply->body : std::string{reply.error().code.name});
            });
    }
    void run(core::Duration span) { net.run_until(net.now() + span); }

    Url server = *Url::parse("wss://venue.test");
    Echo echo;
    MemoryTransport net{Time{}};
    Heard heard;
};

TEST_F(InMemory, AnAnswerTakesTheTimeOfBothWays) {
    net.set_fates([](const Passage&) { return Fate{.delay = milliseconds(10)}; });
    ask();
    run(milliseconds(19));
    EXPECT_EQ(heard, Heard{});
    run(milliseconds(1));
    EXPECT_EQ(heard, Heard{"body"});
    run(seconds(10));
    EXPECT_EQ(heard, Heard{"body"}) << "once";
}

TEST_F(InMemory, WhatIsLostOrLeftUnansweredTimesOut) {
    ask("/silent");
    run(seconds(2));
    EXPECT_EQ(heard, Heard{"timed_out"});
    net.set_fates([](const Passage& passage) {
        return Fate{.copies = passage.kind == Passage::Kind::Answer ? 0U : 1U};
    });
    ask();
    run(seconds(2));
    EXPECT_EQ(heard, (Heard{"timed_out", "timed_out"}));
    EXPECT_EQ(echo.requests, 2) << "the server acted on both";
}

TEST_F(InMemory, ACutOnTheWayBackCameAfterTheDeed) {
    net.set_fates(
        [](const Passage& passage) { return Fate{.cut = passage.kind == Passage::Kind::Answer}; });
    ask();
    run(seconds(1));
    EXPECT_EQ(heard, Heard{"closed"});
    EXPECT_EQ(echo.requests, 1);
}

TEST_F(InMemory, MessagesOfAStreamNeverOvertakeEachOther) {
    auto slower = milliseconds(30);
    net.set_fates([&](const Passage&) { return Fate{.delay = slower = {slower.ns / 2}}; });
    const auto stream = net.open(server, {}, *this);
    run(seconds(1));
    for (const auto* text : {"1", "2", "3"}) stream->send(text);
    run(seconds(1));
    EXPECT_EQ(heard, (Heard{"open", "1", "2", "3"}));
}

TEST_F(InMemory, AMessageMayComeTwiceOrNotAtAll) {
    net.set_fates([](const Passage& passage) {
        return Fate{.copies = passage.text == "twice" ? 2U : passage.text == "lost" ? 0U : 1U};
    });
    const auto stream = net.open(server, {}, *this);
    for (const auto* text : {"twice", "lost", "last"}) stream->send(text);
    run(seconds(1));
    EXPECT_EQ(heard, (Heard{"open", "twice", "twice", "twice", "twice", "last"}));
}

TEST_F(InMemory, BothEndsLearnOfACut) {
    const auto stream = net.open(server, {}, *this);
    run(seconds(1));
    EXPECT_EQ(echo.open, 1);
    net.cut(server);
    EXPECT_EQ(echo.open, 0);
    stream->send("into the void");
    run(seconds(1));
    EXPECT_EQ(heard, (Heard{"open", "closed"}));
}

TEST_F(InMemory, AStreamThatIsDroppedHearsNothingMore) {
    auto stream = net.open(server, {}, *this);
    run(seconds(1));
    stream->send("said");
    stream.reset();
    run(seconds(1));
    EXPECT_EQ(heard, Heard{"open"});
    EXPECT_EQ(echo.open, 0);
}

TEST_F(InMemory, WhereNobodyServesNothingConnects) {
    const auto nowhere = *Url::parse("wss://nowhere.test");
    const auto stream = net.open(nowhere, {}, *this);
    run(seconds(1));
    EXPECT_EQ(heard, Heard{"cannot_connect"});
}

TEST_F(InMemory, TimersFireInTheirOrderUnlessDropped) {
    const auto late = net.after(seconds(2), [&] { heard.emplace_back("late"); });
    const auto early = net.after(seconds(1), [&] { heard.emplace_back("early"); });
    auto dropped = net.after(seconds(1), [&] { heard.emplace_back("dropped"); });
    dropped.reset();
    run(seconds(3));
    EXPECT_EQ(heard, (Heard{"early", "late"}));
}

}  // namespace
}  // namespace nightjar::net
