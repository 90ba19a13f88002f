/// Mails, at a mail server's stub on this machine.

#include "net/tests/certificate.hpp"
#include "notify/errc.hpp"
#include "notify/mail_text.hpp"
#include "notify/tests/smtp_stub.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <algorithm>

namespace nightjar::notify {
namespace {

using tests::letter;
using tests::SmtpStub;

std::string decoded(std::string_view text) {
    std::string letters{text};
    std::erase_if(letters, [](char c) { return c == '\r' || c == '\n'; });
    std::string bytes(letters.size(), '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                     reinterpret_cast<const unsigned char*>(letters.data()),
                                     static_cast<int>(letters.size()));
    bytes.resize(static_cast<std::size_t>(std::max(0, size)));
    return bytes.substr(0, bytes.find('\0'));
}

std::string body_of(const std::string& mail) { return decoded(mail.substr(mail.find("\r\n\r\n"))); }

struct Mails : ::testing::Test {
    net::tests::Certificate certificate{"localhost"};
    core::Registries registries;

    Mails() { register_builtins(registries); }

    [[nodiscard]] SmtpStub::Options encrypted() const {
        return {.certificate = certificate.certificate, .key = certificate.key};
    }
    core::Result<std::unique_ptr<Notifier>> make(const core::ParamTexts& changed) {
        core::ParamTexts params{{"host", "localhost"},
                                {"from", "node@example.com"},
                                {"to", "me@example.com, you@example.com"}};
        for (const auto& [key, value] : changed) params[key] = value;
        const Means means{nullptr, tests::secrets({{"mail", "p4ssWORD"}, {"wrong", "0ther"}})};
        return registries.of<Notifier>().make("email", params, means);
    }
    /// What sending came to, in words; empty: it was taken.
    std::string sent(const core::ParamTexts& params, const Letter& one = letter(),
                     core::Duration patience = core::seconds(10)) {
        const auto made = make(params);
        if (!made) return std::string{made.error().text()};
        const auto status = (*made)->send(one, patience);
        return status ? "" : fmt::format("{}: {}", status.error().code.name, status.error().text());
    }
};

TEST_F(Mails, GoByStartTlsWithALogin) {
    for (const auto* mechanism : {"PLAIN", "LOGIN", "CRAM-MD5 LOGIN PLAIN"}) {
        auto options = encrypted();
        options.user = "node";
        options.password = "p4ssWORD";
        options.mechanisms = mechanism;
        SmtpStub stub{options};
        EXPECT_EQ(sent({{"port", stub.port()},
                        {"user", "node"},
                        {"password", "mail"},
                        {"certificates", certificate.certificate}}),
                  "")
            << stub.said();
        const auto came = stub.came.next();
        ASSERT_TRUE(came);
        EXPECT_TRUE(came->encrypted);
        EXPECT_EQ(came->login, "node p4ssWORD");
        EXPECT_TRUE(came->from.contains("<node@example.com>"));
        ASSERT_EQ(came->to.size(), 2U);
        EXPECT_TRUE(came->to[1].contains("<you@example.com>"));
        EXPECT_EQ(body_of(came->text), "Nightjar s: kill level K2\n");
        const auto said = stub.said();
        EXPECT_LT(said.find("STARTTLS"), said.find("AUTH")) << said;
    }
}

TEST_F(Mails, GoByTlsFromTheFirstByteOn) {
    auto options = encrypted();
    options.tls_first = true;
    SmtpStub stub{options};
    EXPECT_EQ(sent({{"port", stub.port()},
                    {"security", "tls"},
                    {"certificates", certificate.certificate}}),
              "");
    EXPECT_TRUE(stub.came.next()->encrypted);
}

TEST_F(Mails, GoInTheClearToThisMachineOnly) {
    SmtpStub stub{{}};
    EXPECT_EQ(sent({{"port", stub.port()}, {"security", "none"}}), "");
    EXPECT_FALSE(stub.came.next()->encrypted);
    EXPECT_TRUE(sent({{"host", "mail.example.com"}, {"security", "none"}}).contains("encrypted"));
}

TEST_F(Mails, SayNothingToAServerThatIsNotEncryptedOrNotItself) {
    const net::tests::Certificate other{"mail.example.com"};
    SmtpStub open{{.user = "node", .password = "p4ssWORD"}};
    const core::ParamTexts login{{"user", "node"}, {"password", "mail"}};
    auto params = login;
    params["port"] = open.port();
    EXPECT_TRUE(sent(params).starts_with("refused")) << sent(params);
    EXPECT_EQ(open.said().find("AUTH"), std::string::npos) << open.said();

    SmtpStub stranger{{.certificate = other.certificate, .key = other.key, .user = "node"}};
    params["port"] = stranger.port();
    params["certificates"] = other.certificate;  // trusted, but of another host
    EXPECT_TRUE(sent(params).starts_with("refused")) << sent(params);
    params["certificates"] = "";  // not trusted
    EXPECT_TRUE(sent(params).starts_with("refused")) << sent(params);
    EXPECT_EQ(stranger.said().find("AUTH"), std::string::npos) << stranger.said();
}

TEST_F(Mails, ErrorsSayWhatTheServerSaidAndNoPassword) {
    auto options = encrypted();
    options.user = "node";
    options.password = "p4ssWORD";
    SmtpStub stub{options};
    const auto why = sent({{"port", stub.port()},
                           {"user", "node"},
                           {"password", "wrong"},
                           {"certificates", certificate.certificate}});
    EXPECT_TRUE(why.starts_with("refused")) << why;
    EXPECT_TRUE(why.contains("535")) << why;
    EXPECT_FALSE(why.contains("0ther")) << why;
    SmtpStub full{{.to_recipient = "452 full"}};
    EXPECT_TRUE(sent({{"port", full.port()}, {"security", "none"}}).starts_with("unreachable"));
    SmtpStub closed{{.to_recipient = "550 nobody"}};
    const auto nobody = sent({{"port", closed.port()}, {"security", "none"}});
    EXPECT_TRUE(nobody.starts_with("refused") && nobody.contains("550")) << nobody;
}

TEST_F(Mails, AServerThatIsSilentOrGoneIsNotWaitedForLonger) {
    std::string port;
    {
        SmtpStub silent{{.silent = true}};
        port = silent.port();
        EXPECT_TRUE(sent({{"port", port}, {"security", "none"}}, letter(), core::milliseconds(300))
                        .starts_with("unreachable"));
    }
    EXPECT_TRUE(sent({{"port", port}, {"security", "none"}}).starts_with("unreachable"));
}

TEST_F(Mails, NoTextBecomesAHeaderACommandOrAnEnd) {
    SmtpStub stub{{}};
    auto evil = letter("Nightjar s: a\r\nBcc: evil@example.com\r\n.\r\nMAIL FROM:<evil>\r\n\u00e4");
    evil.id = "1\r\nX-Evil: 1";
    EXPECT_EQ(sent({{"port", stub.port()}, {"security", "none"}}, evil), "");
    const auto came = *stub.came.next();
    EXPECT_FALSE(stub.came.next(std::chrono::milliseconds{50}));
    const auto headers = came.text.substr(0, came.text.find("\r\n\r\n"));
    EXPECT_FALSE(headers.contains("\nBcc")) << headers;
    EXPECT_FALSE(headers.contains("\nX-Evil")) << headers;
    EXPECT_EQ(came.to.size(), 2U);
    EXPECT_TRUE(body_of(came.text).contains("\r\n.\r\nMAIL FROM:<evil>\r\n\u00e4"));
}

TEST_F(Mails, HaveTheHeadersThatAMailNeeds) {
    const auto text = mail_text(letter(), "node@example.com", {"me@example.com"});
    EXPECT_TRUE(
        text.starts_with("Date: Mon, 23 Nov 2026 09:20:32 +0000\r\n"
                         "From: Nightjar <node@example.com>\r\n"
                         "To: me@example.com\r\n"
                         "Subject: =?UTF-8?B?"))
        << text;
    EXPECT_TRUE(text.contains("\r\nMessage-ID: <s-1-1@nightjar.invalid>\r\n"));
    EXPECT_TRUE(text.contains("\r\nImportance: high\r\n"));
    auto long_one = letter(std::string(500, 'x') + std::string{"\u00e4"});
    const auto folded = mail_text(long_one, "node@example.com", {"me@example.com"});
    for (std::size_t at = 0; at < folded.size();) {
        const auto end = folded.find("\r\n", at);
        EXPECT_LE(end - at, 78U);
        at = end + 2;
    }
}

TEST_F(Mails, SettingsThatCannotBeRightAreRefused) {
    EXPECT_TRUE(sent({{"security", "ssl"}}).contains("security must be"));
    EXPECT_TRUE(sent({{"host", ""}}).contains("host"));
    EXPECT_TRUE(sent({{"host", "a/b"}}).contains("host"));
    EXPECT_TRUE(sent({{"host", "a:25"}}).contains("host"));
    EXPECT_TRUE(sent({{"from", "a\r\nb@example.com"}}).contains("from"));
    EXPECT_TRUE(sent({{"to", "a@example.com,"}}).contains("to must"));
    EXPECT_TRUE(sent({{"to", "<a@example.com>"}}).contains("to must"));
    EXPECT_TRUE(sent({{"user", "a\nb"}}).contains("user"));
    EXPECT_TRUE(sent({{"password", "mail"}}).contains("user"));
    EXPECT_TRUE(sent({{"user", "node"}}).contains("password"));
}

}  // namespace
}  // namespace nightjar::notify
