#include "report/html.hpp"

#include "report/page_data.hpp"
#include "report/tests/fixtures.hpp"
#include "store/sha256.hpp"

#include <gtest/gtest.h>

#include <regex>

namespace nightjar::report {
namespace {

using tests::Hand;

constexpr std::string_view hostile = "</script><script>alert(1)</script><!--<script>&'\"{{data}}";

/// A small session in which every name and text is an attack.
Hand attacked() {
    auto hand = tests::random_hand(3);
    const std::string text{hostile};
    auto& story = hand.story;
    story.opening.venues = {text};
    story.opening.assets = {text, text};
    story.opening.config = story.opening.build = text;
    story.opening.assumptions = {text};
    story.instruments[0].symbol = text;
    story.strategies[0].name = story.strategies[0].kind = text;
    story.strategies[0].signals = {text, "\xff\xfe not UTF-8"};
    story.series = {{{0}, text, text}};
    return hand;
}

std::string page_of(const Hand& hand) {
    const std::string text{hostile};
    const Extras extras{std::nullopt, {text}, text, text};
    return to_html({hand.story, extras, {}, {text}});
}

std::vector<std::string> all(const std::string& text, const std::string& pattern) {
    const std::regex regex{pattern};
    std::vector<std::string> found;
    for (std::sregex_iterator match{text.begin(), text.end(), regex}, end; match != end; ++match)
        found.push_back((*match)[1]);
    return found;
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t n = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++n;
    return n;
}

/// What stands between two texts, the first time.
std::string_view between(std::string_view text, std::string_view begin, std::string_view end) {
    const auto from = text.find(begin) + begin.size();
    return text.substr(from, text.find(end, from) - from);
}

std::string hex_of_base64(std::string_view text) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string hex;
    std::uint32_t bits = 0;
    int have = 0;
    for (const char c : text) {
        if (c == '=') break;
        bits = bits << 6U | static_cast<std::uint32_t>(digits.find(c));
        have += 6;
        if (have < 8) continue;
        have -= 8;
        hex += fmt::format("{:02x}", bits >> static_cast<unsigned>(have) & 0xFFU);
    }
    return hex;
}

std::string sha256_hex(std::string_view text) {
    store::Sha256 sha256;
    sha256.update(text);
    return store::to_hex(sha256.digest());
}

TEST(Html, NoTextOfASessionCanLeaveItsPlace) {
    const auto page = page_of(attacked());
    EXPECT_EQ(count(page, "<script"), 3U) << "data, library, page";
    EXPECT_EQ(count(page, "</script"), 3U);
    EXPECT_EQ(count(page, "<!--"), 0U);
    EXPECT_EQ(count(page, "alert(1)</script"), 0U);
    const auto data = between(page, "id=\"data\">", "</script>");
    const auto json = Json::parse(data);
    EXPECT_EQ(json["sessions"][0]["session"], std::string{hostile}) << "and it comes out whole";
    EXPECT_EQ(json["sessions"][0]["assumptions"][0], std::string{hostile});
}

TEST(Html, NeedsNothingButItself) {
    const auto page = page_of(tests::random_hand(4));
    // Names of namespaces are not addresses; the library's own comment names its home.
    for (const auto& address : all(page, "(https?://[^\\s\"'`)]*)"))
        EXPECT_TRUE(address.starts_with("https://github.com/leeoniya/uPlot") ||
                    address.starts_with("http://www.w3.org/"))
            << address;
    EXPECT_TRUE(all(page, "[^-](src\\s*=|@import|url\\(|fetch\\(|XMLHttpRequest|<link)").empty());
}

TEST(Html, ItsPolicyAllowsItsOwnScriptsAndStyleByHashAndNothingElse) {
    const auto page = page_of(tests::random_hand(5));
    const std::string policy{
        between(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"")};
    EXPECT_TRUE(policy.starts_with("default-src 'none'; ")) << policy;
    EXPECT_EQ(policy.find("unsafe"), std::string::npos) << policy;
    const auto hashes = all(policy, "'sha256-([^']*)'");
    ASSERT_EQ(hashes.size(), 3U) << policy;
    const std::string_view scripts = std::string_view{page}.substr(page.find("id=\"data\""));
    const auto library = between(scripts, "<script>", "</script>");
    const auto own =
        between(scripts.substr(scripts.find(library) + library.size()), "<script>", "</script>");
    EXPECT_EQ(hex_of_base64(hashes[0]), sha256_hex(library));
    EXPECT_EQ(hex_of_base64(hashes[1]), sha256_hex(own));
    EXPECT_EQ(hex_of_base64(hashes[2]), sha256_hex(between(page, "<style>", "</style>")));
    EXPECT_TRUE(all(page, "<[a-z][^>]*\\s(style|on[a-z]+)=").empty()) << "none inline";
}

TEST(Html, SaysWhatItLeavesOut) {
    const auto hand = tests::random_hand(6);
    const auto trades = hand.trades().size();
    ASSERT_GT(trades, 2U);
    const Extras extras;
    PageLimits limits;
    limits.trades = 2;
    const auto data = session_data({hand.story, extras, {}, {}}, limits);
    EXPECT_EQ(data["trades"].size(), 2U);
    EXPECT_EQ(data["trades_all"], trades);
    EXPECT_EQ(data["headline"]["trades"]["closed"].get<std::size_t>() +
                  data["headline"]["trades"]["open"].get<std::size_t>(),
              trades)
        << "figures are of all";
}

TEST(Html, TellsOfASessionThatNeverTraded) {
    Hand hand;
    hand.story.strategies.clear();
    const auto page = page_of(hand);
    EXPECT_GT(page.size(), 50'000U);
}

}  // namespace
}  // namespace nightjar::report
