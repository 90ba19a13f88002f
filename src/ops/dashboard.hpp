#pragma once
/// The read-only page of a running node, and its figures for machines.

#include "engine/snapshot.hpp"
#include "net/http_server.hpp"
#include "ops/exporter.hpp"
#include "ops/news.hpp"
#include "ops/snapshot_json.hpp"

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

namespace nightjar::ops {

/// Routes: / and its files; /health and /metrics for all; /api/status for whoever has the token.
/// The token is in the fragment of `address`, which a browser does not send and does not log.
class Dashboard {
public:
    static core::Result<std::unique_ptr<Dashboard>> start(std::uint16_t port, SessionFacts facts,
                                                          const engine::SnapshotBox& box,
                                                          std::filesystem::path ledger,
                                                          std::string token);

    [[nodiscard]] std::string address() const;
    /// What /api/status answers; any thread.
    [[nodiscard]] std::string status();

private:
    Dashboard(SessionFacts facts, const engine::SnapshotBox& box, std::filesystem::path ledger,
              std::string token);
    net::HttpResponse answer(const net::HttpRequest& request);

    SessionFacts facts_;
    const engine::SnapshotBox* box_;
    std::string token_;
    std::mutex mutex_;  // the page and the socket read the news
    News news_;
    Exporter exporter_;
    std::unique_ptr<net::HttpServer> server_;  // last: it stops before what it uses
};

}  // namespace nightjar::ops
