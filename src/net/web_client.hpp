#pragma once
/// Requests over wires that are kept between them. Private to the room.

#include "net/transport.hpp"
#include "net/wire.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace nightjar::net {

/// One thread. Goes before what it is made of.
class WebClient {
public:
    WebClient(boost::asio::io_context& context, const SocketOptions& options,
              boost::asio::ssl::context& tls)
        : context_{&context}, options_{&options}, tls_{&tls} {}

    /// `piece`: where the body goes; null: into the answer.
    void request(const Url& server, const WebRequest& request, core::Duration patience,
                 Transport::Piece piece, Transport::Answer answer);

private:
    class Kept;
    class Asking;

    boost::asio::io_context* context_;
    const SocketOptions* options_;
    boost::asio::ssl::context* tls_;
    std::map<std::string, std::vector<std::shared_ptr<Kept>>> idle_;  // by scheme and authority
};

}  // namespace nightjar::net
