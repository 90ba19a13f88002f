#pragma once
/// A POST of JSON that is waited for. Private to the room.

#include "net/transport.hpp"

#include <string>

namespace nightjar::notify {

/// Not from the transport's own thread. Answers of any status. Error: Unreachable, without the
/// path, which may hold a secret.
core::Result<net::WebReply> post_json(net::Transport& transport, const net::Url& server,
                                      net::WebRequest request, core::Duration patience);

/// Whether an answer of that status means that it was taken. Errors: Unreachable where another
/// attempt may help, else Refused; `words` of the other side may be empty.
core::Status judge(const net::Url& server, unsigned status, std::string_view words);

}  // namespace nightjar::notify
