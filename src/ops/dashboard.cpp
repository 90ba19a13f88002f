#include "ops/dashboard.hpp"

#include "ops/pages.hpp"

namespace nightjar::ops {

core::Result<std::unique_ptr<Dashboard>> Dashboard::start(std::uint16_t port, SessionFacts facts,
                                                          const engine::SnapshotBox& box,
                                                          std::filesystem::path ledger,
                                                          std::string token) {
    std::unique_ptr<Dashboard> made{
        new Dashboard{std::move(facts), box, std::move(ledger), std::move(token)}};
    auto* self = made.get();
    NJ_TRY(server, net::HttpServer::start(port, [self](const net::HttpRequest& request) {
               return self->answer(request);
           }));
    made->server_ = std::move(server);
    return made;
}

Dashboard::Dashboard(SessionFacts facts, const engine::SnapshotBox& box,
                     std::filesystem::path ledger, std::string token)
    : facts_{std::move(facts)}, box_{&box}, token_{std::move(token)}, news_{std::move(ledger)} {}

std::string Dashboard::address() const {
    return fmt::format("http://127.0.0.1:{}/#{}", server_->port(), token_);
}

std::string Dashboard::status() {
    const auto snapshot = box_->get();
    const std::lock_guard lock{mutex_};
    const auto& news = news_.refresh();
    return to_json(facts_, *snapshot, {news.begin(), news.end()});
}

net::HttpResponse Dashboard::answer(const net::HttpRequest& request) {
    if (request.method != "GET")
        return {405, "text/plain; charset=utf-8", "this server can only be read\n"};
    if (request.path == "/health") return {200, "text/plain; charset=utf-8", "ok\n"};
    if (request.path == "/metrics")
        return {200, "text/plain; version=0.0.4; charset=utf-8", exporter_.page(*box_->get())};
    if (request.path == "/api/status") {
        if (request.bearer != token_)
            return {401, "text/plain; charset=utf-8",
                    "the token of the printed address is needed\n"};
        return {200, "application/json", status()};
    }
    if (const auto* page = find_page(request.path == "/" ? "/index.html" : request.path))
        return {200, std::string{page->type}, std::string{page->body}};
    return {404, "text/plain; charset=utf-8", "no such page\n"};
}

}  // namespace nightjar::ops
