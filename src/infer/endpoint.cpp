#include "infer/endpoint.hpp"

#include "infer/endpoint_reply.hpp"
#include "infer/errc.hpp"
#include "net/errc.hpp"
#include "net/socket_transport.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <future>

namespace nightjar::infer {

using core::fail;
using core::Result;
using core::Status;
using Json = nlohmann::json;

namespace {

constexpr auto patience = core::seconds(3);
constexpr auto to_connect = core::seconds(1);
constexpr std::chrono::milliseconds step{10};
constexpr std::size_t most_bytes = std::size_t{1} << 20;
constexpr int likeliest = 20;
constexpr unsigned ok = 200;
constexpr unsigned missing = 404;

std::string_view hint(unsigned status) {
    constexpr unsigned kind = 100;
    constexpr unsigned unknown = 401;
    constexpr unsigned forbidden = 403;
    constexpr unsigned too_many = 429;
    if (status / kind == 3) return ": it is elsewhere, and redirects are not followed";
    if (status == unknown || status == forbidden) return ": it wants a key, or another one";
    if (status == missing) return ": it has no completions, no chat, or no such model";
    if (status == too_many) return ": it is asked too often";
    return "";
}

Json question(const Endpoint& endpoint) {
    return {{"model", endpoint.model}, {"max_tokens", 1}, {"temperature", 0}};
}

/// One thread, beside that of the transport.
class Client {
public:
    Client(Endpoint endpoint, net::Secret key, std::unique_ptr<net::Transport> transport)
        : endpoint_{std::move(endpoint)}, key_{std::move(key)}, transport_{std::move(transport)} {
        auto& target = endpoint_.url.target;
        while (target.ends_with('/')) target.pop_back();
    }

    Result<std::vector<double>> score(const std::string& prompt,
                                      std::span<const std::string> labels,
                                      const std::function<bool()>& give_up) {
        NJ_TRY(check_labels(labels));
        until_ = transport_->now() + patience;
        NJ_TRY(reply, chats_ ? chat(prompt, give_up) : complete(prompt, give_up));
        if (reply.status == missing && !chats_) {
            NJ_TRY(other, chat(prompt, give_up));
            reply = std::move(other);
            chats_ = reply.status == ok;
        }
        if (reply.status != ok)
            return fail(Errc::Failed, "{} answers {}{}", endpoint_.url.authority(), reply.status,
                        hint(reply.status));
        auto scores = read_reply(reply.body, labels);
        if (!scores) return std::unexpected{scores.error().in(endpoint_.url.authority())};
        return scores;
    }

private:
    Result<net::WebReply> complete(const std::string& prompt,
                                   const std::function<bool()>& give_up) {
        auto body = question(endpoint_);
        body["prompt"] = prompt;
        body["logprobs"] = likeliest;
        return post("/completions", body, give_up);
    }
    Result<net::WebReply> chat(const std::string& prompt, const std::function<bool()>& give_up) {
        auto body = question(endpoint_);
        body["messages"] = Json::array({{{"role", "user"}, {"content", prompt}}});
        body["logprobs"] = true;
        body["top_logprobs"] = likeliest;
        return post("/chat/completions", body, give_up);
    }
    [[nodiscard]] net::WebRequest request(std::string_view path, const Json& body) const {
        net::WebRequest made{.method = "POST", .target = endpoint_.url.target};
        made.target += path;
        made.headers = {{"Content-Type", "application/json"}, {"User-Agent", "nightjar"}};
        // A key that was kept with its file's last line end is the same key.
        const auto key = key_.reveal().substr(0, key_.reveal().find_last_not_of(" \r\n\t") + 1);
        if (!key.empty()) made.headers.emplace_back("Authorization", fmt::format("Bearer {}", key));
        made.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
        return made;
    }
    Result<net::WebReply> post(std::string_view path, const Json& body,
                               const std::function<bool()>& give_up) {
        // Shared: an answer may come when nobody waits for it any more.
        const auto said = std::make_shared<std::promise<Result<net::WebReply>>>();
        auto answer = said->get_future();
        const auto left = until_ - transport_->now();
        transport_->post([transport = transport_.get(), server = endpoint_.url,
                          request = request(path, body), left, said] {
            transport->request(server, request, left, [said](Result<net::WebReply> reply) {
                said->set_value(std::move(reply));
            });
        });
        const auto server = endpoint_.url.authority();
        while (answer.wait_for(step) != std::future_status::ready) {
            if (give_up && give_up()) return fail(Errc::Late, "{}: given up", server);
            if (transport_->now() >= until_)
                return fail(Errc::Late, "{}: no answer within 3 s", server);
        }
        auto reply = answer.get();
        if (reply) return reply;
        const bool late = reply.error().code == net::Errc::TimedOut;
        return fail(late ? Errc::Late : Errc::Failed, "{}", reply.error().text());
    }

    Endpoint endpoint_;
    net::Secret key_;
    core::Time until_;
    bool chats_{};
    std::unique_ptr<net::Transport> transport_;  // last: what it runs may use the others
};

}  // namespace

Result<Scorer> reach_endpoint(const Endpoint& endpoint, const Reach& reach) {
    net::Secret key;
    if (!endpoint.key.empty()) {
        NJ_TRY(found, reach.key(endpoint.key, endpoint.url));
        key = std::move(found);
    }
    NJ_TRY(options, reach.sockets);
    options.most_bytes = most_bytes;
    options.connect_patience = to_connect;
    NJ_TRY(transport, net::SocketTransport::start(*reach.clock, std::move(options)));
    // shared: a function that is handed on must be copyable
    const auto client = std::make_shared<Client>(endpoint, std::move(key), std::move(transport));
    return Scorer{[client](const Prompt& prompt, std::span<const std::string> labels,
                           const std::function<bool()>& give_up) {
        return client->score(fmt::format("{}{}", prompt.prefix, prompt.rest), labels, give_up);
    }};
}

}  // namespace nightjar::infer
