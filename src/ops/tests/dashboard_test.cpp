#include "ops/dashboard.hpp"

#include "engine/live_clock.hpp"
#include "net/socket_transport.hpp"

#include <gtest/gtest.h>

#include <future>

namespace nightjar::ops {
namespace {

struct Browser {
    engine::LiveClock clock;
    engine::SnapshotBox box;
    std::unique_ptr<Dashboard> dashboard = *Dashboard::start(
        0, {.id = "s", .mode = "paper", .build = "b", .folder = "f"}, box, "/nowhere", "token");
    net::Url url = *net::Url::parse(dashboard->address().substr(0, dashboard->address().find('#')));
    std::unique_ptr<net::SocketTransport> transport = *net::SocketTransport::start(clock);

    net::WebReply get(const std::string& target, net::Headers headers = {}) const {
        std::promise<core::Result<net::WebReply>> said;
        transport->post([&] {
            transport->request(
                url, {.target = target, .headers = std::move(headers)}, core::seconds(10),
                [&](core::Result<net::WebReply> reply) { said.set_value(std::move(reply)); });
        });
        return *said.get_future().get();
    }
};

TEST(Dashboard, ShowsItsPageAndFiguresToAllAndItsStatusToWhoHasTheToken) {
    Browser browser;
    EXPECT_EQ(browser.get("/health").body, "ok\n");
    EXPECT_NE(browser.get("/metrics").body.find("nightjar_"), std::string::npos);
    EXPECT_EQ(net::header(browser.get("/?x=1").headers, "content-type"),
              "text/html; charset=utf-8");
    EXPECT_EQ(browser.get("/api/status").status, 401U);
    EXPECT_EQ(browser.get("/api/status", {{"Authorization", "Bearer wrong"}}).status, 401U);
    const auto status = browser.get("/api/status", {{"Authorization", "Bearer token"}});
    EXPECT_EQ(status.status, 200U);
    EXPECT_TRUE(status.body.starts_with("{"));
    EXPECT_EQ(browser.get("/nothing").status, 404U);
}

TEST(Dashboard, TellsHowItsNotifiersFare) {
    Exporter exporter;
    const std::vector<notify::Delivery> deliveries{{"phone", 7, 3, 2, 1}};
    const auto page = exporter.page({}, deliveries);
    EXPECT_NE(page.find("nightjar_notify_letters_total{notifier=\"phone\"} 7"), std::string::npos);
    EXPECT_NE(page.find("nightjar_notify_failures_total{notifier=\"phone\"} 3"), std::string::npos);
    EXPECT_NE(page.find("nightjar_notify_undelivered_total{notifier=\"phone\"} 2"),
              std::string::npos);
    EXPECT_NE(page.find("nightjar_notify_waiting{notifier=\"phone\"} 1"), std::string::npos);
}

TEST(Dashboard, TellsTheStagesOfStrategies) {
    Exporter exporter;
    engine::Snapshot snapshot;
    snapshot.stages.emplace_back();
    snapshot.stages[0].strategy = "trend";
    snapshot.stages[0].number = 1;
    snapshot.stages[0].evidence = -0.5;
    const auto page = exporter.page(snapshot, {});
    EXPECT_NE(page.find("nightjar_stage{strategy=\"trend\"} 1"), std::string::npos);
    EXPECT_NE(page.find("nightjar_stage_evidence_nats{strategy=\"trend\"} -0.5"),
              std::string::npos);
}

TEST(Dashboard, ListensToNoPageOfTheWeb) {
    Browser browser;
    EXPECT_EQ(browser.get("/health", {{"Origin", "http://evil.example.com"}}).status, 403U);
    EXPECT_EQ(browser.get("/health", {{"Origin", "null"}}).status, 403U);
    EXPECT_EQ(browser.get("/health", {{"Origin", "http://" + browser.url.authority()}}).status,
              200U);
    browser.url.host = "localhost";
    EXPECT_EQ(browser.get("/health").status, 200U);
}

}  // namespace
}  // namespace nightjar::ops
