#include "ops/dashboard.hpp"

#include "ops/pages.hpp"

namespace nightjar::ops {

namespace {

constexpr std::size_t most_bytes = 8'192;  // of a request
constexpr std::size_t most_connections = 64;

}  // namespace

core::Result<std::unique_ptr<Dashboard>> Dashboard::start(std::uint16_t port, SessionFacts facts,
                                                          const engine::SnapshotBox& box,
                                                          std::filesystem::path ledger,
                                                          std::string token,
                                                          Deliveries deliveries) {
    std::unique_ptr<Dashboard> made{new Dashboard{std::move(facts), box, std::move(ledger),
                                                  std::move(token), std::move(deliveries)}};
    net::WebServerOptions options;
    options.most_bytes = most_bytes;
    options.most_connections = most_connections;
    options.idle = core::seconds(5);
    NJ_TRY(server, net::WebServer::start({{port, made.get()}}, options));
    made->port_ = server->ports().front();
    made->server_ = std::move(server);
    return made;
}

Dashboard::Dashboard(SessionFacts facts, const engine::SnapshotBox& box,
                     std::filesystem::path ledger, std::string token, Deliveries deliveries)
    : facts_{std::move(facts)},
      box_{&box},
      token_{std::move(token)},
      deliveries_{std::move(deliveries)},
      news_{std::move(ledger)} {}

std::string Dashboard::address() const {
    return fmt::format("http://127.0.0.1:{}/#{}", port_.load(), token_);
}

std::string Dashboard::status() {
    const auto snapshot = box_->get();
    const std::lock_guard lock{mutex_};
    const auto& news = news_.refresh();
    return to_json(facts_, *snapshot, {news.begin(), news.end()});
}

/// The names under which a browser of this machine reaches this server.
bool Dashboard::is_ours(const net::WebRequest& request) const {
    const auto is_own = [this](std::string_view host) {
        return host == fmt::format("127.0.0.1:{}", port_.load()) ||
               host == fmt::format("localhost:{}", port_.load());
    };
    constexpr std::string_view scheme = "http://";
    const auto origin = net::header(request.headers, "origin");
    return is_own(net::header(request.headers, "host")) &&
           (origin.empty() || (origin.starts_with(scheme) && is_own(origin.substr(scheme.size()))));
}

void Dashboard::on_request(const net::WebRequest& request, Reply reply) {
    auto page = is_ours(request)
                    ? answer(request)
                    : Page{.status = 403, .body = "this server answers its own pages only\n"};
    reply({.status = page.status,
           .headers = {{"Content-Type", std::move(page.type)},
                       {"Cache-Control", "no-store"},
                       {"Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'"},
                       {"X-Content-Type-Options", "nosniff"}},
           .body = std::move(page.body)});
}

Dashboard::Page Dashboard::answer(const net::WebRequest& request) {
    if (request.method != "GET") return {.status = 405, .body = "this server can only be read\n"};
    const auto path = request.target.substr(0, request.target.find('?'));
    if (path == "/health") return {.body = "ok\n"};
    if (path == "/metrics")
        return {.type = "text/plain; version=0.0.4; charset=utf-8",
                .body = exporter_.page(
                    *box_->get(), deliveries_ ? deliveries_() : std::vector<notify::Delivery>{})};
    if (path == "/api/status") {
        if (net::header(request.headers, "authorization") != "Bearer " + token_)
            return {.status = 401, .body = "the token of the printed address is needed\n"};
        return {.type = "application/json", .body = status()};
    }
    if (const auto* page = find_page(path == "/" ? "/index.html" : path))
        return {.type = std::string{page->type}, .body = std::string{page->body}};
    return {.status = 404, .body = "no such page\n"};
}

}  // namespace nightjar::ops
