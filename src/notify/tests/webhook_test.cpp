/// Webhooks and Telegram, at stubs on this machine.

#include "notify/errc.hpp"
#include "notify/tests/http_stub.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace nightjar::notify {
namespace {

using Json = nlohmann::json;
using tests::letter;
using Made = core::Result<std::unique_ptr<Notifier>>;

constexpr auto token = "123456:AAbbCCddEE-ffGG_hh";

struct OverHttp : ::testing::Test {
    tests::TestClock clock;
    tests::HttpStub stub;
    std::unique_ptr<net::SocketTransport> transport = *net::SocketTransport::start(clock);
    core::Registries registries;

    OverHttp() { register_builtins(registries); }
    ~OverHttp() override { transport.reset(); }
    OverHttp(const OverHttp&) = delete;
    OverHttp& operator=(const OverHttp&) = delete;

    Made make(const std::string& kind, const core::ParamTexts& params) {
        const Means means{transport.get(),
                          tests::secrets({{"key", "a key to sign with"},
                                          {"place", stub.address() + "/hooks/S3CRET"},
                                          {"broken", "https://me:S3CRET@example.com"},
                                          {"token", token}})};
        return registries.of<Notifier>().make(kind, params, means);
    }
    Made telegram() {
        return make("telegram", {{"token", "token"}, {"chat", "42"}, {"address", stub.address()}});
    }
    /// What sending came to, in words; empty: it was taken.
    static std::string sent(const Made& made, const Letter& one,
                            core::Duration patience = core::seconds(10)) {
        const auto status = (*made)->send(one, patience);
        return status ? "" : fmt::format("{}: {}", status.error().code.name, status.error().text());
    }
};

TEST_F(OverHttp, AWebhookPostsTheLetterAsJson) {
    const auto hook = make("webhook", {{"url", stub.address() + "/hooks/nightjar?a=b"}});
    ASSERT_TRUE(hook) << hook.error().text();
    EXPECT_EQ(sent(hook, letter()), "");
    const auto came = *stub.came.next();
    EXPECT_EQ(came.method, "POST");
    EXPECT_EQ(came.target, "/hooks/nightjar?a=b");
    EXPECT_EQ(net::header(came.headers, "content-type"), "application/json");
    EXPECT_EQ(net::header(came.headers, "x-nightjar-signature"), "");
    EXPECT_EQ(Json::parse(came.body), (Json{{"text", "Nightjar s: kill level K2"},
                                            {"session", "s"},
                                            {"severity", "alarm"},
                                            {"topic", "kill_level"},
                                            {"time", "2026-11-23T09:20:32Z"},
                                            {"count", 1},
                                            {"id", "s-1-1"}}));
}

TEST_F(OverHttp, AWebhookSignsItsBody) {
    const auto hook = make("webhook", {{"url", stub.address()}, {"sign_secret", "key"}});
    auto one = letter("x");
    one.id = "1";
    EXPECT_EQ(sent(hook, one), "");
    const auto came = *stub.came.next();
    EXPECT_EQ(came.body, R"({"text":"x","session":"s","severity":"alarm","topic":"kill_level",)"
                         R"("time":"2026-11-23T09:20:32Z","count":1,"id":"1"})");
    // printf %s "$BODY" | openssl dgst -sha256 -hmac "a key to sign with"
    EXPECT_EQ(net::header(came.headers, "x-nightjar-signature"),
              "sha256=3d93203ede419fa15b0794f0f75b4bbfb562e914f05adeb9d237c536ad9d8699");
}

TEST_F(OverHttp, AWebhookWhoseAddressIsASecretTellsNothingOfIt) {
    const auto hook = make("webhook", {{"url_secret", "place"}});
    ASSERT_TRUE(hook) << hook.error().text();
    EXPECT_EQ(sent(hook, letter()), "");
    EXPECT_EQ(stub.came.next()->target, "/hooks/S3CRET");
    stub.answer(404, "no S3CRET here");
    const auto why = sent(hook, letter());
    EXPECT_TRUE(why.starts_with("refused: 127.0.0.1:")) << why;
    EXPECT_EQ(why.find("S3CRET"), std::string::npos) << why;
    const auto broken = make("webhook", {{"url_secret", "broken"}});
    EXPECT_EQ(broken.error().text().find("S3CRET"), std::string::npos) << broken.error().text();
}

TEST_F(OverHttp, AnswersSayWhetherItIsWorthTryingAgain) {
    const auto hook = make("webhook", {{"url", stub.address()}});
    for (const unsigned later : {500U, 503U, 429U, 408U}) {
        stub.answer(later);
        EXPECT_TRUE(sent(hook, letter()).starts_with("unreachable")) << later;
    }
    for (const unsigned never : {301U, 400U, 401U, 403U, 404U}) {
        stub.answer(never);
        EXPECT_TRUE(sent(hook, letter()).starts_with("refused")) << never;
    }
    stub.answer(204);
    EXPECT_EQ(sent(hook, letter()), "");
}

TEST_F(OverHttp, WhoeverDoesNotAnswerIsNotWaitedForLonger) {
    stub.answer(0);
    const auto hook = make("webhook", {{"url", stub.address()}});
    EXPECT_TRUE(sent(hook, letter(), core::milliseconds(200)).starts_with("unreachable"));
    const auto gone = make("webhook", {{"url", tests::nobody()}});
    EXPECT_TRUE(sent(gone, letter()).starts_with("unreachable"));
}

TEST_F(OverHttp, WhatIsNotEncryptedGoesToThisMachineOnly) {
    EXPECT_FALSE(make("webhook", {{"url", "http://example.com/hook"}}));
    EXPECT_TRUE(make("webhook", {{"url", "https://example.com/hook"}}));
    EXPECT_FALSE(make("webhook", {{"url", "wss://example.com/hook"}}));
    EXPECT_FALSE(make("webhook", {{"url", "https://me:word@example.com/hook"}}));
    EXPECT_FALSE(make("webhook", {}));
    EXPECT_FALSE(make("webhook", {{"url", "https://example.com"}, {"url_secret", "place"}}));
    EXPECT_FALSE(
        make("telegram", {{"token", "token"}, {"chat", "42"}, {"address", "http://example.com"}}));
}

TEST_F(OverHttp, NoTextBecomesAHeaderOrAnotherRequest) {
    const auto hook = make("webhook", {{"url", stub.address()}, {"sign_secret", "key"}});
    EXPECT_EQ(sent(hook, letter("a\r\nX-Evil: 1\r\n\r\nPOST /evil HTTP/1.1\r\n\r\n\xff")), "");
    const auto came = *stub.came.next();
    EXPECT_EQ(net::header(came.headers, "x-evil"), "");
    EXPECT_TRUE(Json::parse(came.body)["text"].get<std::string>().starts_with("a\r\nX-Evil"));
    EXPECT_FALSE(stub.came.next(std::chrono::milliseconds{50}));
}

TEST_F(OverHttp, TelegramSendsAMessageToItsChat) {
    const auto bot = telegram();
    ASSERT_TRUE(bot) << bot.error().text();
    EXPECT_EQ(sent(bot, letter()), "");
    auto came = *stub.came.next();
    EXPECT_EQ(came.target, fmt::format("/bot{}/sendMessage", token));
    EXPECT_EQ(Json::parse(came.body), (Json{{"chat_id", "42"},
                                            {"text", "Nightjar s: kill level K2"},
                                            {"disable_notification", false},
                                            {"disable_web_page_preview", true}}));
    auto quiet = letter();
    quiet.severity = Severity::Info;
    EXPECT_EQ(sent(bot, quiet), "");
    EXPECT_EQ(Json::parse(stub.came.next()->body)["disable_notification"], true);
}

TEST_F(OverHttp, TelegramSaysWhyAndNeverItsToken) {
    const auto bot = telegram();
    stub.answer(400, R"({"ok":false,"description":"Bad Request: chat\r\nnot found"})");
    EXPECT_TRUE(sent(bot, letter()).contains("Bad Request: chat  not found"));
    for (const auto* body : {R"({"description":"no bot 123456:AAbbCCddEE-ffGG_hh"})",
                             "123456:AAbbCCddEE-ffGG_hh", R"({"description":7})", "[]", ""})
        for (const unsigned status : {401U, 500U}) {
            stub.answer(status, body);
            EXPECT_FALSE(sent(bot, letter()).contains(token)) << body;
        }
    const auto gone =
        make("telegram", {{"token", "token"}, {"chat", "42"}, {"address", tests::nobody()}});
    EXPECT_FALSE(sent(gone, letter()).contains(token));
}

TEST_F(OverHttp, ASecretThatStandsWhereItsNameShouldIsNotToldAgain) {
    const auto wrong = make("telegram", {{"token", token}, {"chat", "42"}});
    ASSERT_FALSE(wrong);
    EXPECT_TRUE(wrong.error().text().contains("token is the name of a secret"));
    EXPECT_FALSE(wrong.error().text().contains("AAbb")) << wrong.error().text();
    const auto no_token = make("telegram", {{"token", "place"}, {"chat", "42"}});
    EXPECT_FALSE(no_token.error().text().contains("S3CRET")) << no_token.error().text();
    EXPECT_FALSE(make("telegram", {{"token", "token"}}));
}

}  // namespace
}  // namespace nightjar::notify
