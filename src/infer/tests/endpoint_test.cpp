#include "infer/endpoint.hpp"

#include "infer/tests/played.hpp"
#include "infer/tests/played_endpoint.hpp"

#include <gtest/gtest.h>

namespace nightjar::infer {
namespace {

using tests::as_chat;
using tests::as_completion;
using tests::HandClock;
using tests::PlayedEndpoint;
using Json = nlohmann::json;

constexpr std::string_view secret = "sk-0123456789abcdef";
const std::vector<std::string> updown{" up", " down"};

PlayedEndpoint::Answer always(unsigned status, std::string body) {
    return [status, body = std::move(body)](const net::WebRequest&) {
        return net::WebReply{.status = status, .headers = {}, .body = body};
    };
}

/// A clock, and a key with the line end of the file that it came from.
struct Way {
    [[nodiscard]] Reach reach() const {
        return {&clock, net::SocketOptions{}, [](const std::string& name, const net::Url&) {
                    EXPECT_EQ(name, "mine");
                    return core::Result<net::Secret>{net::Secret{std::string{secret} + "\n"}};
                }};
    }
    [[nodiscard]] Scorer to(const std::string& url, const std::string& key = {}) const {
        return reach_endpoint({net::Url::parse(url).value(), "some-model", key}, reach()).value();
    }
    static core::Result<std::vector<double>> ask(const Scorer& scorer,
                                                 const std::function<bool()>& give_up = {}) {
        return scorer({"what comes? ", "Ba Ua"}, updown, give_up);
    }
    HandClock clock;
};

TEST(Endpoint, IsAskedForTheLikeliestTokensAfterThePrompt) {
    const PlayedEndpoint server{always(200, as_completion({{" up", 0.75}, {" down", 0.125}}))};
    const Way way;
    const auto scores = Way::ask(way.to(server.address()));
    ASSERT_TRUE(scores) << scores.error().text();
    EXPECT_NEAR((*scores)[0], std::log(0.75), 1e-9);
    EXPECT_NEAR((*scores)[1], std::log(0.125), 1e-9);
    ASSERT_EQ(server.came().size(), 1U);
    const auto asked = server.came().front();
    EXPECT_EQ(asked.method, "POST");
    EXPECT_EQ(asked.target, "/v1/completions");
    EXPECT_EQ(net::header(asked.headers, "Authorization"), "");
    EXPECT_EQ(Json::parse(asked.body), Json({{"model", "some-model"},
                                             {"prompt", "what comes? Ba Ua"},
                                             {"max_tokens", 1},
                                             {"temperature", 0},
                                             {"logprobs", 20}}));
}

TEST(Endpoint, IsToldTheKeyWithoutTheLineEndOfItsFile) {
    const PlayedEndpoint server{always(200, as_completion({{" up", 0.75}, {" down", 0.125}}))};
    const Way way;
    EXPECT_TRUE(Way::ask(way.to(server.address() + "/", "mine")));
    ASSERT_EQ(server.came().size(), 1U);
    EXPECT_EQ(server.came().front().target, "/v1/completions") << "one slash";
    EXPECT_EQ(net::header(server.came().front().headers, "authorization"),
              "Bearer " + std::string{secret});
}

TEST(Endpoint, ThatKnowsChatsAloneIsAskedNothingElseAfterwards) {
    const PlayedEndpoint server{[](const net::WebRequest& request) {
        if (request.target == "/v1/completions") return net::WebReply{.status = 404};
        return net::WebReply{.body = as_chat({{"up", 0.5}, {"down", 0.25}})};
    }};
    const Way way;
    const auto scorer = way.to(server.address());
    for (int i = 0; i < 3; ++i) EXPECT_NEAR(Way::ask(scorer).value()[0], std::log(0.5), 1e-9);
    ASSERT_EQ(server.came().size(), 4U);
    const auto asked = Json::parse(server.came().back().body);
    EXPECT_EQ(server.came().back().target, "/v1/chat/completions");
    EXPECT_EQ(asked.at("messages").dump(), R"([{"content":"what comes? Ba Ua","role":"user"}])");
    EXPECT_EQ(asked.at("logprobs"), true);
    EXPECT_EQ(asked.at("top_logprobs"), 20);
    EXPECT_EQ(asked.at("max_tokens"), 1);
}

TEST(Endpoint, ThatDoesNotAnswerIsGivenUpWhenItIsTold) {
    const PlayedEndpoint server{[](const net::WebRequest&) { return std::nullopt; }};
    const Way way;
    int polls = 0;
    const auto scores = Way::ask(way.to(server.address()), [&] { return ++polls == 3; });
    ASSERT_FALSE(scores);
    EXPECT_EQ(scores.error().code, Errc::Late);
    EXPECT_EQ(polls, 3);
}

TEST(Endpoint, ThatDoesNotAnswerIsWaitedForThreeSecondsAtMost) {
    const PlayedEndpoint server{[](const net::WebRequest&) { return std::nullopt; }};
    Way way;
    const auto scorer = way.to(server.address());
    const auto scores = Way::ask(scorer, [&way] {
        way.clock.ns += core::seconds(1).ns;
        return false;
    });
    ASSERT_FALSE(scores);
    EXPECT_EQ(scores.error().code, Errc::Late);
    EXPECT_EQ(way.clock.ns, core::seconds(3).ns);
}

TEST(Endpoint, SaysWhyItHasNoAnswerAndNeverTheKey) {
    struct Case {
        PlayedEndpoint::Answer answer;
        Errc code;
        std::string says;
    };
    const std::string echo = "wrong key " + std::string{secret};
    const std::vector<Case> cases{
        {always(401, echo), Errc::Failed, "answers 401: it wants a key"},
        {always(500, echo), Errc::Failed, "answers 500"},
        {always(302, echo), Errc::Failed, "redirects are not followed"},
        {always(404, echo), Errc::Failed, "answers 404: it has no completions, no chat"},
        {always(200, echo), Errc::Failed, "no JSON"},
        {always(200, R"({"choices": []})"), Errc::Failed, "no log-probabilities"},
        {always(200, as_chat({{std::string{secret}, 0.9}, {"yes", 0.05}})), Errc::NoLabel,
         "no label"},
        {always(200, std::string(std::size_t{2} << 20, ' ')), Errc::Failed, "body limit"},
        {always(0, {}), Errc::Failed, "127.0.0.1"},
    };
    const Way way;
    for (const auto& each : cases) {
        const PlayedEndpoint server{each.answer};
        const auto scores = Way::ask(way.to(server.address(), "mine"));
        ASSERT_FALSE(scores) << each.says;
        const std::string text{scores.error().text()};
        EXPECT_EQ(scores.error().code, each.code) << text;
        EXPECT_NE(text.find(each.says), std::string::npos) << text;
        EXPECT_EQ(text.find(secret), std::string::npos) << text;
    }
}

TEST(Endpoint, ThatIsElsewhereIsNotFollowedThere) {
    const PlayedEndpoint other{always(200, as_completion({{" up", 0.75}, {" down", 0.125}}))};
    const PlayedEndpoint server{[&](const net::WebRequest& request) {
        return net::WebReply{
            .status = 307, .headers = {{"Location", other.address() + request.target}}, .body = {}};
    }};
    const Way way;
    EXPECT_FALSE(Way::ask(way.to(server.address(), "mine")));
    EXPECT_TRUE(other.came().empty());
}

TEST(Endpoint, ThatIsGoneIsAnErrorAndAsksAgainWhenItIsBack) {
    const Way way;
    std::string address;
    {
        const PlayedEndpoint gone{always(200, {})};
        address = gone.address();
    }
    const auto scores = Way::ask(way.to(address));
    ASSERT_FALSE(scores);
    EXPECT_EQ(scores.error().code, Errc::Failed);
    int asked = 0;
    const PlayedEndpoint server{[&](const net::WebRequest&) -> std::optional<net::WebReply> {
        if (++asked == 1) return net::WebReply{.status = 0};
        return net::WebReply{.body = as_completion({{" up", 0.75}, {" down", 0.125}})};
    }};
    const auto scorer = way.to(server.address());
    EXPECT_FALSE(Way::ask(scorer));
    EXPECT_TRUE(Way::ask(scorer));
}

TEST(Endpoint, WithoutItsKeyIsNotReached) {
    auto reach = Way{}.reach();
    const HandClock clock;
    reach.clock = &clock;
    reach.key = [](const std::string&, const net::Url&) -> core::Result<net::Secret> {
        return core::fail(Errc::BadCard, "not stored");
    };
    const auto scorer = reach_endpoint(
        {net::Url::parse("https://api.example.com/v1").value(), "some-model", "mine"}, reach);
    ASSERT_FALSE(scorer);
    EXPECT_EQ(scorer.error().text(), "not stored");
}

/// The engine's side: a question to a server that never answers.
TEST(Endpoint, ThatStallsHoldsNobodyUp) {
    const PlayedEndpoint server{[](const net::WebRequest&) { return std::nullopt; }};
    const Way way;
    const auto book = tests::empty_book();
    HandClock clock;
    core::Mailbox mailbox;
    Worker worker{
        tests::answering([&] { return core::Result<Scorer>{way.to(server.address())}; }, *book),
        clock, mailbox.add_slot(), [](const std::string&) {}};
    ASSERT_TRUE(worker.ask(tests::question(core::Time{0})));
    while (server.came().empty()) std::this_thread::yield();
    EXPECT_FALSE(mailbox.take(core::Time{INT64_MAX})) << "it waits on its own thread";
    clock.ns = core::seconds(3).ns;
    EXPECT_EQ(tests::next_mail(mailbox).evidence.answers, 0);
    EXPECT_EQ(book->size(), 0U);
}

TEST(Endpoint, IsNotAskedForWhatTheBookKnows) {
    const PlayedEndpoint server{always(200, as_completion({{" up", 0.75}, {" down", 0.125}}))};
    const Way way;
    const auto book = tests::empty_book();
    for (int i = 0; i < 3; ++i) {
        const auto answering =
            tests::answering([&] { return core::Result<Scorer>{way.to(server.address())}; }, *book);
        const auto ready = answering->answer(tests::question(core::Time{i}), {});
        ASSERT_TRUE(ready) << ready.error().text();
        EXPECT_NEAR(ready->opinion.score, (0.75 - 0.125) / (0.75 + 0.125), 1e-9);
    }
    EXPECT_EQ(server.came().size(), 1U);
}

}  // namespace
}  // namespace nightjar::infer
