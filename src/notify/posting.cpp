#include "notify/posting.hpp"

#include "notify/errc.hpp"

#include <chrono>
#include <future>

namespace nightjar::notify {

using core::fail;
using core::Result;

Result<net::WebReply> post_json(net::Transport& transport, const net::Url& server,
                                net::WebRequest request, core::Duration patience) {
    // Shared: an answer may come when nobody waits for it any more.
    const auto said = std::make_shared<std::promise<Result<net::WebReply>>>();
    auto answer = said->get_future();
    request.method = "POST";
    request.headers.emplace_back("Content-Type", "application/json");
    request.headers.emplace_back("User-Agent", "nightjar");
    // A request that was sent ends before its caller leaves: what is left of one keeps its
    // connection. Ours is the last word where connecting takes all of the time.
    const core::Duration for_answer{patience.ns / 10 * 9};
    transport.post([&transport, server, request = std::move(request), for_answer, said] {
        transport.request(server, request, for_answer, [said](Result<net::WebReply> reply) {
            said->set_value(std::move(reply));
        });
    });
    if (answer.wait_for(std::chrono::nanoseconds{patience.ns}) != std::future_status::ready)
        return fail(Errc::Unreachable, "{}: no answer in time", server.authority());
    auto reply = answer.get();
    if (!reply) return fail(Errc::Unreachable, "{}: {}", server.authority(), reply.error().text());
    return reply;
}

core::Status judge(const net::Url& server, unsigned status, std::string_view words) {
    constexpr unsigned kind = 100;
    constexpr unsigned timed_out = 408;
    constexpr unsigned too_many = 429;
    if (status / kind == 2) return {};
    const bool later = status / kind == 5 || status == timed_out || status == too_many;
    const auto* hint =
        status / kind == 3 ? "; it is elsewhere, and redirects are not followed" : "";
    return fail(later ? Errc::Unreachable : Errc::Refused, "{} answers {}{}{}{}",
                server.authority(), status, words.empty() ? "" : ": ", words, hint);
}

}  // namespace nightjar::notify
