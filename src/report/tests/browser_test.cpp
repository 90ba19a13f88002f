/// The page in a real browser, without a window. Skipped where there is none.

#include "backtest/tests/fixtures.hpp"
#include "report/html.hpp"
#include "report/trades.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>

namespace nightjar::report {
namespace {

using core::Money;
using store::Scratch;

std::string output_of(const std::string& command) {
    std::string out;
    auto* pipe = ::popen(command.c_str(), "r");
    std::array<char, 65536> buffer{};
    for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        out.append(buffer.data(), got);
    ::pclose(pipe);
    return out;
}

/// A session of two strategies with crosses, and the page of it.
class BrowserTest : public ::testing::Test {
public:
    static void SetUpTestSuite() {
        browser = output_of(
            "for b in chromium chromium-browser google-chrome; do command -v $b && break; done");
        while (browser.ends_with('\n')) browser.pop_back();
    }
    void SetUp() override {
        auto settings = backtest::tests::settings(bars, scratch / "ledger");
        settings.engine.series = {{{0}, "<img src=x onerror=alert(1)>", "00"}};
        settings.engine.strategies[0].name = "</script><script>document.title = 'taken'</script>";
        auto registries = backtest::tests::builtins();
        auto made = backtest::Backtest::make(std::move(settings), registries);
        ASSERT_TRUE(made) << made.error().text();
        (*made)->run([](std::uint64_t, std::uint64_t) {});
        ASSERT_TRUE((*made)->finish());
        story = *read_story(scratch / "ledger");
    }
    [[nodiscard]] std::string page() const {
        return to_html({story, extras, {{bars.view(), nullptr}}, {}});
    }
    /// The page as the browser has made it; `options` say how.
    [[nodiscard]] std::string shown(const std::string& html, const std::string& options) const {
        std::ofstream{scratch / "page.html"} << html;
        const auto profile = (scratch / "profile").string();
        return output_of("timeout 60 " + browser +
                         " --headless --no-sandbox --disable-gpu --disable-dev-shm-usage"
                         " --user-data-dir=" +
                         profile + " --virtual-time-budget=5000 " + options + " file://" +
                         (scratch / "page.html").string() + " 2>/dev/null");
    }

    static inline std::string browser;  // NOLINT: looked for once
    Scratch scratch;
    core::BarColumns bars = backtest::tests::walk(4'000, 3);
    Story story;
    const Extras extras{std::nullopt, {"a <b>problem</b>"}, "00ff", "session"};
};

TEST_F(BrowserTest, TradesAddUpToTheNetOfTheLedgerToTheLastUnit) {
    const auto lines = price_lines(story, {{bars.view(), nullptr}});
    Money profit;
    for (const auto& trade : round_trips(story, lines)) profit += trade.profit();
    EXPECT_GT(story.bookings.size(), story.fills.size()) << "crosses are there";
    EXPECT_EQ(profit, story.total().last - story.opening.cash);
}

TEST_F(BrowserTest, ShowsAWholeSessionWithoutAnErrorOnADeskAndOnAPhone) {
    if (browser.empty()) GTEST_SKIP() << "no chromium is installed";
    const auto trades = round_trips(story, price_lines(story, {{bars.view(), nullptr}})).size();
    for (const std::string size : {"1440,900", "390,844"}) {
        const auto dom = shown(page(), "--dump-dom --window-size=" + size);
        const auto head = dom.substr(0, dom.find("<head>"));
        EXPECT_NE(head.find(fmt::format(
                      "data-ready=\"sessions=1 charts=7 trades={} markets=1 panels=14\"", trades)),
                  std::string::npos)
            << head;
        EXPECT_EQ(head.find("data-error"), std::string::npos) << head;
        EXPECT_NE(dom.find("<title>Nightjar: session</title>"), std::string::npos)
            << "no name became a script";
        EXPECT_NE(dom.find("a &lt;b&gt;problem&lt;/b&gt;"), std::string::npos);
        EXPECT_EQ(dom.find("<img"), std::string::npos);
    }
}

TEST_F(BrowserTest, RunsNoScriptThatIsNotItsOwn) {
    if (browser.empty()) GTEST_SKIP() << "no chromium is installed";
    auto html = page();
    const std::string mark = "<footer>";
    html.insert(html.find(mark),
                "<script>document.documentElement.dataset.foreign = 'ran'</script>"
                "<p id=\"probe\" style=\"color: red\">x</p>");
    const auto dom = shown(html, "--dump-dom");
    EXPECT_EQ(dom.find("data-foreign"), std::string::npos);
    EXPECT_NE(dom.find("data-ready"), std::string::npos) << "its own did run";
}

TEST_F(BrowserTest, ShowsTwoSessionsBesideEachOther) {
    if (browser.empty()) GTEST_SKIP() << "no chromium is installed";
    const Told told{story, extras, {{bars.view(), nullptr}}, {}};
    const auto dom = shown(to_html(told, told), "--dump-dom");
    EXPECT_NE(dom.find("data-ready=\"sessions=2 charts=2 "), std::string::npos)
        << dom.substr(0, 500);
    EXPECT_EQ(dom.substr(0, dom.find("<head>")).find("data-error"), std::string::npos);
    EXPECT_NE(dom.find("A and B made the same"), std::string::npos);
}

TEST_F(BrowserTest, CanBePrinted) {
    if (browser.empty()) GTEST_SKIP() << "no chromium is installed";
    const auto pdf = scratch / "page.pdf";
    (void)shown(page(), "--print-to-pdf=" + pdf.string());
    EXPECT_TRUE(store::read_file(pdf).starts_with("%PDF"));
}

}  // namespace
}  // namespace nightjar::report
