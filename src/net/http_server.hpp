#pragma once
/// A small HTTP server for pages and figures of this machine.

#include "core/base/result.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace nightjar::net {

struct HttpRequest {
    std::string method;
    std::string path;    ///< without query
    std::string bearer;  ///< of the Authorization header
};

struct HttpResponse {
    unsigned status{200};
    std::string type{"text/plain; charset=utf-8"};
    std::string body;
};

/// Listens on 127.0.0.1 only, on a thread of its own, which also runs the handler. A request whose
/// Host is not this server, or whose Origin is another page's, is refused before the handler sees
/// it: no page of the web can read it through the user's browser. Bodies are not read; a request
/// has 5 s and 8 KiB of header; at most 64 connections at once.
class HttpServer {
public:
    using Handler = std::function<HttpResponse(const HttpRequest&)>;

    /// Port 0 lets the system choose. Error: CannotListen.
    static core::Result<std::unique_ptr<HttpServer>> start(std::uint16_t port, Handler handler);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    [[nodiscard]] std::uint16_t port() const;

private:
    class Impl;
    explicit HttpServer(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace nightjar::net
