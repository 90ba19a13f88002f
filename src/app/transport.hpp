#pragma once
/// The way out of this machine.

#include "net/socket_transport.hpp"

#include <memory>

namespace nightjar::app {

/// Through the proxy that HTTPS_PROXY (or ALL_PROXY) names, but for the hosts of NO_PROXY; in
/// capitals or not, an empty one says nothing. Before there are other threads. Error: BadUrl, for
/// the proxy.
core::Result<net::SocketOptions> way_out();

/// By that way. Errors: those of way_out and of SocketTransport::start.
core::Result<std::unique_ptr<net::SocketTransport>> start_transport(const core::Clock& clock);

}  // namespace nightjar::app
