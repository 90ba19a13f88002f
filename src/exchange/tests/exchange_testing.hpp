#pragma once
/// An exchange in memory, clients that speak to it, and a clock that the test moves.

#include "exchange/service.hpp"
#include "net/memory_transport.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <concepts>
#include <memory>
#include <string>
#include <vector>

namespace nightjar::exchange {

using Json = nlohmann::ordered_json;

inline core::Money money(std::string_view text) { return core::parse_money(text).value(); }
template <std::same_as<Json> Text>
core::Money money(const Text& text) {
    return core::parse_money(text.template get<std::string>()).value();
}

constexpr core::Time opening{1'767'225'600'000'000'000};  // 2026-01-01

/// Keeps what a stream says.
struct Ear final : net::StreamListener {
    std::vector<std::string> heard;
    bool open{};
    bool closed{};

    void on_open() override { open = true; }
    void on_text(std::string_view text) override { heard.emplace_back(text); }
    void on_closed(const core::Error& /*why*/) override { closed = true; }
    [[nodiscard]] std::vector<Json> messages() const {
        std::vector<Json> all;
        for (const auto& text : heard) all.push_back(Json::parse(text));
        return all;
    }
};

/// The short warm-up is for the tests' patience.
inline HallConfig opened(HallConfig config) {
    config.opens = opening;
    config.warm_up = core::seconds(70);
    config.seed = 7;
    return config;
}

struct Bench {
    std::unique_ptr<VenueService> venue;  // outlives the connections, which the transport keeps
    net::MemoryTransport net{opening};
    net::Url server{net::Url::parse("http://127.0.0.1:9000/").value()};

    template <class Make>
    explicit Bench(Make make) {
        venue = make([this] { return net.now(); });
        net.serve(server, *venue);
    }
    [[nodiscard]] Hall& hall() const { return venue->hall(); }

    void pass(core::Duration span) {
        constexpr auto step = core::milliseconds(10);
        const auto end = net.now() + span;
        while (net.now() < end) {
            net.run_until(std::min(end, net.now() + step));
            venue->advance(net.now());
        }
        net.run_until(end);
    }
    net::WebReply ask(net::WebRequest request) {
        net::WebReply answer;
        net.request(server, std::move(request), core::seconds(10),
                    [&answer](core::Result<net::WebReply> said) { answer = said.value(); });
        net.run_until(net.now());
        return answer;
    }
    Json get(const std::string& target) {
        const auto answer = ask({.method = "GET", .target = target, .headers = {}, .body = {}});
        EXPECT_EQ(answer.status, 200U) << target << answer.body;
        return Json::parse(answer.body);
    }
    std::unique_ptr<net::Stream> listen(const std::string& target, Ear& ear) {
        auto url = server;
        url.scheme = "ws";
        url.target = target;
        auto stream = net.open(url, {}, ear);
        net.run_until(net.now());
        return stream;
    }
    void say(net::Stream& stream, const Json& message) {
        stream.send(message.dump());
        net.run_until(net.now());
    }
    Client& admit(const std::string& key, std::vector<Deposit> deposits) const {
        return *hall().admit({key, "secret of " + key, {}, std::move(deposits)}).value();
    }
};

}  // namespace nightjar::exchange
