#include "net/url.hpp"

#include "net/errc.hpp"

#include <gtest/gtest.h>

namespace nightjar::net {
namespace {

TEST(Url, IsTakenApart) {
    const auto url = Url::parse("wss://Stream.Example.com:9443/ws?a=b");
    ASSERT_TRUE(url) << url.error().text();
    EXPECT_EQ(*url, (Url{"wss", "stream.example.com", 9443, "/ws?a=b"}));
    EXPECT_EQ(url->authority(), "stream.example.com:9443");
    EXPECT_EQ(Url::parse("https://a.b")->authority(), "a.b");
    EXPECT_EQ(Url::parse("https://a.b")->target, "/");
    EXPECT_EQ(Url::parse("https://a.b?x=1")->target, "/?x=1");
    EXPECT_EQ(Url::parse("http://[::1]:80/x")->authority(), "[::1]");
    EXPECT_EQ(Url::parse("http://[::1]:81")->authority(), "[::1]:81");
}

TEST(Url, WithoutEncryptionItIsOfThisMachineOnly) {
    for (const auto* here :
         {"http://127.0.0.1:1", "ws://localhost/x", "http://127.9.8.7", "ws://[::1]"})
        EXPECT_TRUE(Url::parse(here)) << here;
    for (const auto* elsewhere :
         {"http://example.com", "ws://10.0.0.1", "http://127.0.0.1.example.com",
          "http://127.example.com", "ws://localhost.example.com"})
        EXPECT_EQ(Url::parse(elsewhere).error().code, Errc::BadUrl) << elsewhere;
}

TEST(Url, BracketsHoldAnAddressAndNothingElseStandsBesideIt) {
    for (const auto* wrong : {"https://[a.b]", "https://[::1]evil.example", "https://[::1",
                              "https://::1", "https://[::1]x:80", "https://a]b", "https://[[::1]]"})
        EXPECT_FALSE(Url::parse(wrong)) << wrong;
    EXPECT_EQ(Url::parse("https://[2001:db8::1]:8443/x")->authority(), "[2001:db8::1]:8443");
}

TEST(Url, WhatIsNoneIsRefusedAndAPasswordIsNotRepeated) {
    for (const auto* bad : {"", "example.com", "ftp://a", "https://", "https://:1", "https://a:0",
                            "https://a:65536", "https://a:1x", "https://a/ b", "https://a/#x"})
        EXPECT_FALSE(Url::parse(bad)) << bad;
    const auto secret = Url::parse("https://me:hunter2@a.b/");
    ASSERT_FALSE(secret);
    EXPECT_EQ(secret.error().text().find("hunter2"), std::string::npos) << secret.error().text();
}

}  // namespace
}  // namespace nightjar::net
