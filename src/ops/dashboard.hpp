#pragma once
/// The read-only page of a running node, and its figures for machines.

#include "engine/snapshot.hpp"
#include "net/web_server.hpp"
#include "ops/exporter.hpp"
#include "ops/news.hpp"
#include "ops/snapshot_json.hpp"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace nightjar::ops {

/// Routes: / and its files; /health and /metrics for all; /api/status for whoever has the token.
/// The token is in the fragment of `address`, which a browser does not send and does not log. A
/// request whose Host is not this server, or whose Origin is another page's, is refused: no page of
/// the web can read it through the user's browser.
class Dashboard : private net::WebService {
public:
    /// How the notifiers fare; from the server's thread.
    using Deliveries = std::function<std::vector<notify::Delivery>()>;

    static core::Result<std::unique_ptr<Dashboard>> start(std::uint16_t port, SessionFacts facts,
                                                          const engine::SnapshotBox& box,
                                                          std::filesystem::path ledger,
                                                          std::string token,
                                                          Deliveries deliveries = {});

    ~Dashboard() override = default;
    Dashboard(const Dashboard&) = delete;
    Dashboard& operator=(const Dashboard&) = delete;

    [[nodiscard]] std::string address() const;
    /// What /api/status answers; any thread.
    [[nodiscard]] std::string status();

private:
    Dashboard(SessionFacts facts, const engine::SnapshotBox& box, std::filesystem::path ledger,
              std::string token, Deliveries deliveries);
    void on_request(const net::WebRequest& request, Reply reply) override;
    std::unique_ptr<net::WebSession> on_stream(const net::WebRequest&, net::WebPeer&) override {
        return nullptr;
    }
    struct Page {
        unsigned status{200};
        std::string type{"text/plain; charset=utf-8"};
        std::string body{};
    };
    [[nodiscard]] Page answer(const net::WebRequest& request);
    [[nodiscard]] bool is_ours(const net::WebRequest& request) const;

    SessionFacts facts_;
    const engine::SnapshotBox* box_;
    std::string token_;
    Deliveries deliveries_;
    std::mutex mutex_;  // the page and the socket read the news
    News news_;
    Exporter exporter_;
    std::atomic<std::uint16_t> port_;
    std::unique_ptr<net::WebServer> server_;  // last: it stops before what it uses
};

}  // namespace nightjar::ops
