/// Client and server over loopback, with and without TLS.

#include "net/errc.hpp"
#include "net/socket_transport.hpp"
#include "net/tests/certificate.hpp"
#include "net/web_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

namespace nightjar::net {
namespace {

using core::milliseconds;
using core::seconds;
using namespace std::chrono_literals;

class TestClock final : public core::Clock {
public:
    [[nodiscard]] core::Time now() const override {
        return {
            std::chrono::nanoseconds{std::chrono::steady_clock::now().time_since_epoch()}.count()};
    }
};

/// Answers with what it was asked; /slow never, /cut by cutting, /late after a while.
class Echo final : public WebService {
public:
    struct Session final : WebSession {
        explicit Session(WebPeer& client) : peer{&client} {}
        void on_text(std::string_view text) override {
            if (!text.starts_with("close")) return peer->send("echo " + std::string{text});
            peer->close();
            if (text == "close twice") peer->close();
        }
        WebPeer* peer;
    };
    void on_request(const WebRequest& request, Reply reply) override {
        if (request.target == "/slow") return kept_.push_back(std::move(reply));
        if (request.target == "/cut") return reply({.status = 0, .headers = {}, .body = {}});
        reply({.status = 201,
               .headers = {{"X-Said", std::string{header(request.headers, "x-say")}}},
               .body = request.method + " " + request.target + " " + request.body});
    }
    std::unique_ptr<WebSession> on_stream(const WebRequest& request, WebPeer& peer) override {
        if (request.target != "/stream") return nullptr;
        peer.send("hello " + std::string{header(request.headers, "x-say")});
        return std::make_unique<Session>(peer);
    }

private:
    std::vector<Reply> kept_;
};

/// Waits for what a stream says.
class Listener final : public StreamListener {
public:
    std::function<void()> at_open;  ///< on the transport's thread

    void on_open() override {
        put("open");
        if (at_open) at_open();
    }
    void on_text(std::string_view text) override { put(std::string{text}); }
    void on_closed(const core::Error& why) override {
        put(fmt::format("closed {}", why.code.name));
    }

    std::string next() {
        std::unique_lock lock{mutex_};
        if (!came_.wait_for(lock, 10s, [this] { return !said_.empty(); })) return "nothing came";
        auto first = said_.front();
        said_.pop_front();
        return first;
    }

private:
    void put(std::string text) {
        const std::lock_guard lock{mutex_};
        said_.push_back(std::move(text));
        came_.notify_all();
    }
    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<std::string> said_;
};

struct Web : ::testing::TestWithParam<bool> {
    Web() {
        WebServerOptions options;
        if (GetParam()) {
            options.certificate = certificate.certificate;
            options.key = certificate.key;
        }
        server = *WebServer::start({{0, &echo}, {0, &echo}}, options);
        transport = *SocketTransport::start(clock, trusting(certificate.certificate));
    }
    Web(const Web&) = delete;
    Web& operator=(const Web&) = delete;
    ~Web() override { transport.reset(); }  // first: what it calls back may use what follows

    static SocketOptions trusting(const std::string& file) {
        SocketOptions options;
        options.trusted = file;
        options.connect_patience = seconds(5);
        return options;
    }
    [[nodiscard]] Url url(const std::string& target, bool stream = false, int door = 0) const {
        const auto scheme = std::string{stream ? "ws" : "http"} + (GetParam() ? "s" : "");
        return *Url::parse(fmt::format("{}://localhost:{}{}", scheme,
                                       server->ports()[static_cast<std::size_t>(door)], target));
    }
    core::Result<WebReply> ask(Transport& by, const WebRequest& request,
                               core::Duration patience = seconds(10)) const {
        return ask_of(by, url("/"), request, patience);
    }
    static core::Result<WebReply> ask_of(Transport& by, const Url& at, const WebRequest& request,
                                         core::Duration patience) {
        std::promise<core::Result<WebReply>> said;
        by.post([&] {
            by.request(at, request, patience,
                       [&](core::Result<WebReply> reply) { said.set_value(std::move(reply)); });
        });
        return said.get_future().get();
    }
    /// On the transport's thread, as all that concerns a stream.
    std::unique_ptr<Stream> open(const Url& at, const Headers& headers,
                                 StreamListener& listener) const {
        std::promise<std::unique_ptr<Stream>> made;
        transport->post([&] { made.set_value(transport->open(at, headers, listener)); });
        return made.get_future().get();
    }
    void drop(std::unique_ptr<Stream> stream) const {
        std::promise<void> gone;
        transport->post([&] { stream.reset(), gone.set_value(); });
        gone.get_future().get();
    }

    TestClock clock;
    tests::Certificate certificate{"localhost"};
    Echo echo;
    std::unique_ptr<WebServer> server;
    std::unique_ptr<SocketTransport> transport;
};

TEST_P(Web, ARequestIsAnsweredAndItsConnectionUsedAgain) {
    for (int i = 0; i < 3; ++i) {
        const auto reply = ask(*transport, {.method = "POST",
                                            .target = fmt::format("/a?n={}", i),
                                            .headers = {{"X-Say", "this"}},
                                            .body = "body"});
        ASSERT_TRUE(reply) << reply.error().text();
        EXPECT_EQ(reply->status, 201U);
        EXPECT_EQ(reply->body, fmt::format("POST /a?n={} body", i));
        EXPECT_EQ(header(reply->headers, "x-said"), "this");
    }
}

TEST_P(Web, RequestsDoNotWaitForEachOther) {
    std::promise<void> slow;
    transport->post([&] {
        transport->request(url("/"), {.target = "/slow"}, milliseconds(500),
                           [&](const core::Result<WebReply>& reply) {
                               EXPECT_EQ(reply.error().code, Errc::TimedOut);
                               slow.set_value();
                           });
    });
    EXPECT_TRUE(ask(*transport, {.target = "/quick"}, seconds(10)));
    slow.get_future().get();
}

TEST_P(Web, ADownloadIsHandedOnAsItComesBeyondWhatAnAnswerMayHold) {
    auto options = trusting(certificate.certificate);
    options.most_bytes = 1'000;
    auto narrow = *SocketTransport::start(clock, options);
    const WebRequest large{.method = "POST", .body = std::string(300'000, 'b')};
    EXPECT_EQ(ask(*narrow, large).error().code, Errc::TooLarge);
    for (const std::size_t most : {std::size_t{1} << 30, std::size_t{100'000}}) {
        std::string came;
        std::size_t pieces = 0;
        std::promise<core::Result<WebReply>> said;
        narrow->post([&] {
            narrow->download(
                url("/"), large, seconds(10),
                [&](const WebReply& head, std::string_view bytes) {
                    EXPECT_EQ(head.status, 201U);
                    EXPECT_EQ(header(head.headers, "Content-Length"), "300007");
                    came += bytes;
                    ++pieces;
                    return came.size() < most;
                },
                [&](core::Result<WebReply> reply) { said.set_value(std::move(reply)); });
        });
        const auto reply = said.get_future().get();
        if (most < large.body.size()) {
            EXPECT_EQ(reply.error().code, Errc::Closed) << "no more of it was wanted";
            EXPECT_LT(came.size(), most + 100'000);
            continue;
        }
        ASSERT_TRUE(reply) << reply.error().text();
        EXPECT_EQ(reply->status, 201U);
        EXPECT_TRUE(reply->body.empty());
        EXPECT_EQ(came, "POST / " + large.body);
        EXPECT_GT(pieces, 1U);
    }
}

TEST_P(Web, ARequestThatIsUnderWayGoesWithItsTransport) {
    const auto kept = std::make_shared<std::promise<void>>();
    const std::weak_ptr<std::promise<void>> left{kept};
    const auto asked = ask(*transport, {.target = "/before"});
    ASSERT_TRUE(asked) << "so that a connection is there to be used";
    std::promise<void> sent;
    transport->post([&, mine = kept]() mutable {
        transport->request(url("/"), {.target = "/slow"}, seconds(60),
                           [mine = std::move(mine)](const core::Result<WebReply>&) {
                               ADD_FAILURE() << "nothing is called from then on";
                           });
        sent.set_value();
    });
    sent.get_future().get();
    transport.reset();
    EXPECT_EQ(left.use_count(), 1) << "ours";
}

TEST_P(Web, AConnectionThatIsCutMayHaveActed) {
    EXPECT_EQ(ask(*transport, {.target = "/cut"}).error().code, Errc::Closed);
    EXPECT_TRUE(ask(*transport, {.target = "/after"}));
}

TEST_P(Web, WhereNobodyListensNothingWasSent) {
    auto nobody = url("/");
    nobody.port = 1;
    EXPECT_EQ(ask_of(*transport, nobody, {}, seconds(5)).error().code, Errc::CannotConnect);
}

TEST_P(Web, AStreamSaysWhatIsSentInItsOrder) {
    Listener listener;
    auto stream = open(url("/stream", true, 1), {{"X-Say", "you"}}, listener);
    EXPECT_EQ(listener.next(), "open");
    EXPECT_EQ(listener.next(), "hello you");
    transport->post([&] {
        for (int i = 0; i < 100; ++i) stream->send(fmt::format("{}", i));
    });
    for (int i = 0; i < 100; ++i) EXPECT_EQ(listener.next(), fmt::format("echo {}", i));
    transport->post([&] { stream->send("close"); });
    EXPECT_EQ(listener.next(), "closed closed");
    drop(std::move(stream));
}

TEST_P(Web, AStreamThatIsClosedTwiceSaysGoodbyeOnce) {
    Listener listener;
    auto stream = open(url("/stream", true), {}, listener);
    EXPECT_EQ(listener.next(), "open");
    EXPECT_EQ(listener.next(), "hello ");
    transport->post([&] { stream->send("close twice"); });
    EXPECT_EQ(listener.next(), "closed closed");
    drop(std::move(stream));
}

TEST_P(Web, WhatIsSentAsAStreamOpensGoesOnceAndInItsOrder) {
    Listener listener;
    std::unique_ptr<Stream> stream;
    listener.at_open = [&stream] {
        for (int i = 0; i < 10; ++i) stream->send(fmt::format("{}", i));
    };
    std::promise<void> made;
    transport->post([&] {
        stream = transport->open(url("/stream", true), {}, listener);
        made.set_value();
    });
    made.get_future().get();
    EXPECT_EQ(listener.next(), "open");
    EXPECT_EQ(listener.next(), "hello ");
    for (int i = 0; i < 10; ++i) EXPECT_EQ(listener.next(), fmt::format("echo {}", i));
    drop(std::move(stream));
}

TEST_P(Web, AStreamThatIsNotServedNeverOpens) {
    Listener listener;
    auto stream = open(url("/nothing", true), {}, listener);
    EXPECT_EQ(listener.next(), "closed cannot_connect");
    drop(std::move(stream));
}

TEST_P(Web, LargeAnswersAndMessagesArriveWhole) {
    constexpr std::size_t bytes = 900'000;
    const std::string large(bytes, 'x');
    const auto reply = ask(*transport, {.method = "POST", .target = "/l", .body = large});
    ASSERT_TRUE(reply) << reply.error().text();
    EXPECT_EQ(reply->body, "POST /l " + large);
    Listener listener;
    auto stream = open(url("/stream", true), {}, listener);
    EXPECT_EQ(listener.next(), "open");
    EXPECT_EQ(listener.next(), "hello ");
    transport->post([&] { stream->send(large); });
    EXPECT_EQ(listener.next(), "echo " + large);
    drop(std::move(stream));
}

TEST_P(Web, ARequestBeyondTheServersLimitIsRefused) {
    constexpr std::size_t bytes = 2'000'000;
    const auto reply =
        ask(*transport, {.method = "POST", .target = "/", .body = std::string(bytes, 'x')});
    // The server may close before all of it has been sent.
    if (reply)
        EXPECT_EQ(reply->status, 413U);
    else
        EXPECT_EQ(reply.error().code, Errc::Closed);
}

TEST_P(Web, AHeaderOfTwoLinesIsNotSent) {
    const auto reply = ask(*transport, {.target = "/", .headers = {{"X-A", "b\r\nX-C: d"}}});
    EXPECT_EQ(reply.error().code, Errc::CannotConnect);
}

TEST_P(Web, ATimerThatIsDroppedDoesNotFire) {
    std::promise<void> done;
    std::unique_ptr<Transport::Timer> dropped;
    std::unique_ptr<Transport::Timer> kept;
    transport->post([&] {
        dropped = transport->after(milliseconds(1), [] { ADD_FAILURE() << "it fired"; });
        dropped.reset();
        kept = transport->after(milliseconds(20), [&] { done.set_value(); });
    });
    done.get_future().get();
}

TEST_P(Web, ABellCallsOnceForAllRingsBeforeIt) {
    std::atomic<int> calls{};
    std::promise<void> called;
    std::promise<std::unique_ptr<Transport::Bell>> made;
    transport->post([&] {
        made.set_value(transport->bell([&] {
            if (++calls == 2) called.set_value();
        }));
    });
    auto bell = made.get_future().get();
    std::promise<void> first;
    transport->post([&] {  // while it is in the middle of something
        for (int i = 0; i < 1'000; ++i) bell->ring();
        first.set_value();
    });
    first.get_future().get();
    while (calls == 0) std::this_thread::yield();
    bell->ring();
    called.get_future().get();
    EXPECT_EQ(calls, 2);
    std::promise<void> gone;
    transport->post([&] { bell.reset(), gone.set_value(); });
    gone.get_future().get();
}

INSTANTIATE_TEST_SUITE_P(Sockets, Web, ::testing::Bool(),
                         [](const auto& by_tls) { return by_tls.param ? "Encrypted" : "Plain"; });

/// Only encrypted ones have a certificate to look at.
struct Trust : Web {};

TEST_P(Trust, ACertificateThatNobodyVouchesForIsRefusedBeforeAByteIsSent) {
    const auto strict = *SocketTransport::start(clock);
    const auto reply = ask(*strict, {.target = "/"});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Errc::CannotConnect);
}

TEST_P(Trust, ACertificateOfAnotherHostIsRefused) {
    const tests::Certificate other{"elsewhere.example.com"};
    WebServerOptions options;
    options.certificate = other.certificate;
    options.key = other.key;
    server = *WebServer::start({{0, &echo}}, options);
    const auto trusting_it = *SocketTransport::start(clock, trusting(other.certificate));
    EXPECT_EQ(ask(*trusting_it, {.target = "/"}).error().code, Errc::CannotConnect);
}

INSTANTIATE_TEST_SUITE_P(Encrypted, Trust, ::testing::Values(true));

TEST(WebServer, AnOccupiedPortIsAnError) {
    Echo echo;
    const auto first = *WebServer::start({{0, &echo}});
    const auto second = WebServer::start({{first->ports().front(), &echo}});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::CannotListen);
}

}  // namespace
}  // namespace nightjar::net
