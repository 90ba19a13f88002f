#pragma once
/// One client of a WebServer. Private to the room.

#include "net/web_server.hpp"
#include "net/wire.hpp"

#include <memory>
#include <vector>

namespace nightjar::net {

/// What all clients of a server share; outlives them.
struct ServerLife {
    WebServerOptions options;
    std::size_t open{};  ///< connections
    /// Those that nothing else keeps: streams, and requests that wait for the service's answer.
    std::vector<std::shared_ptr<void>> held{};

    void let_go(const void* one) {
        std::erase_if(held, [one](const auto& kept) { return kept.get() == one; });
    }
};

/// Serves it to its end.
void serve(boost::asio::io_context& context, Wire wire, WebService& service, ServerLife& life);

}  // namespace nightjar::net
