#pragma once
/// A server of OpenAI's interface on loopback, which answers as it is told.

#include "net/web_server.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace nightjar::infer::tests {

/// Tokens and their probabilities.
using Likely = std::vector<std::pair<std::string, double>>;

/// As /completions has them.
inline std::string as_completion(const Likely& tokens) {
    nlohmann::json body;
    auto& list = body["choices"][0]["logprobs"]["top_logprobs"][0];
    for (const auto& [text, p] : tokens) list[text] = std::log(p);
    return body.dump();
}

/// As chats have them.
inline std::string as_chat(const Likely& tokens) {
    nlohmann::json body;
    auto& list = body["choices"][0]["logprobs"]["content"][0]["top_logprobs"];
    for (const auto& [text, p] : tokens) {
        auto& token = list.emplace_back();
        token["token"] = text;
        token["logprob"] = std::log(p);
    }
    return body.dump();
}

class PlayedEndpoint final : private net::WebService {
public:
    /// Nothing: it never answers. Called on the server's thread.
    using Answer = std::function<std::optional<net::WebReply>(const net::WebRequest&)>;

    explicit PlayedEndpoint(Answer answer) : answer_{std::move(answer)} {
        server_ = *net::WebServer::start({{0, this}});
    }
    ~PlayedEndpoint() override { server_.reset(); }
    PlayedEndpoint(const PlayedEndpoint&) = delete;
    PlayedEndpoint& operator=(const PlayedEndpoint&) = delete;

    [[nodiscard]] std::string address() const {
        return fmt::format("http://127.0.0.1:{}/v1", server_->ports().front());
    }
    /// Of all that it was asked so far.
    [[nodiscard]] std::vector<net::WebRequest> came() const {
        const std::scoped_lock lock{mutex_};
        return came_;
    }

private:
    void on_request(const net::WebRequest& request, Reply reply) override {
        {
            const std::scoped_lock lock{mutex_};
            came_.push_back(request);
        }
        if (auto said = answer_(request)) return reply(std::move(*said));
        kept_.push_back(std::move(reply));
    }
    std::unique_ptr<net::WebSession> on_stream(const net::WebRequest&, net::WebPeer&) override {
        return nullptr;
    }

    Answer answer_;
    mutable std::mutex mutex_;
    std::vector<net::WebRequest> came_;
    std::vector<Reply> kept_;
    std::unique_ptr<net::WebServer> server_;
};

}  // namespace nightjar::infer::tests
