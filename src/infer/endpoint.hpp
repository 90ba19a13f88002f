#pragma once
/// A model behind OpenAI's HTTP interface, on this machine or another: one more that can be asked.
/// Source: the API reference of OpenAI, "Completions" and "Chat completions", logprobs.

#include "core/model/ports.hpp"
#include "infer/question.hpp"
#include "net/secret.hpp"
#include "net/socket_options.hpp"

namespace nightjar::infer {

struct Endpoint {
    net::Url url;       ///< what "/completions" is put behind; unencrypted to this machine only
    std::string model;  ///< as the server calls it
    std::string key;    ///< its name among the stored ones; empty: none is sent
};

/// What it takes to reach one, which is the program's to know. Used by the thread that makes the
/// scorer.
struct Reach {
    const core::Clock* clock{};  ///< outlives the scorers
    core::Result<net::SocketOptions> sockets;
    /// The key of that name; an error where it is not to go to that server.
    std::function<core::Result<net::Secret>(const std::string& name, const net::Url& server)> key;
};

/// Sends nothing yet. The scorer posts each prompt whole, asks for one token and for the 20
/// likeliest at temperature 0, and reads the labels out of those: see read_reply. /completions is
/// asked; after a 404 /chat/completions, and from its first answer on that alone. It waits in steps
/// of 10 ms, until it is told to give up, 3 s at most; what it no longer waits for is cut a second
/// later at most. Answers are 1 MiB at most; redirects are not followed. Errors: those of `reach`;
/// of the scorer Late, Failed, NoLabel and BadCard (labels), none of which holds the key or the
/// server's words.
core::Result<Scorer> reach_endpoint(const Endpoint& endpoint, const Reach& reach);

}  // namespace nightjar::infer
