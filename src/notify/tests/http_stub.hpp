#pragma once

#include "net/socket_transport.hpp"
#include "net/web_server.hpp"
#include "notify/tests/letters.hpp"

#include <atomic>

namespace nightjar::notify::tests {

/// A server on loopback that keeps what it is sent, and answers as it is told to; status 0: never.
class HttpStub final : private net::WebService {
public:
    HttpStub() : server_{*net::WebServer::start({{0, this}})} {}
    ~HttpStub() override { server_.reset(); }
    HttpStub(const HttpStub&) = delete;
    HttpStub& operator=(const HttpStub&) = delete;

    [[nodiscard]] std::string address() const {
        return fmt::format("http://127.0.0.1:{}", server_->ports().front());
    }
    void answer(unsigned status, std::string body = {}) {
        const std::lock_guard lock{mutex_};
        status_ = status;
        body_ = std::move(body);
    }
    Arrivals<net::WebRequest> came;

private:
    void on_request(const net::WebRequest& request, Reply reply) override {
        came.put(request);
        const std::lock_guard lock{mutex_};
        if (status_ == 0) return kept_.push_back(std::move(reply));
        reply({.status = status_, .headers = {}, .body = body_});
    }
    std::unique_ptr<net::WebSession> on_stream(const net::WebRequest&, net::WebPeer&) override {
        return nullptr;
    }

    std::mutex mutex_;
    unsigned status_{200};
    std::string body_;
    std::vector<Reply> kept_;
    std::unique_ptr<net::WebServer> server_;
};

/// A port of this machine at which nobody listens.
inline std::string nobody() {
    const HttpStub gone;
    return gone.address();
}

}  // namespace nightjar::notify::tests
