#include "exchange/kraken/exchange.hpp"

#include "exchange/exact_json.hpp"
#include "exchange/form.hpp"
#include "exchange/kraken/parts.hpp"
#include "exchange/kraken/stream_session.hpp"
#include "exchange/service_of.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::exchange::kraken {

namespace {

class Exchange final : public ServiceOf<Parts> {
public:
    using ServiceOf::ServiceOf;

    void on_request(const net::WebRequest& request, Reply answer) override {
        constexpr unsigned too_large = 413;
        parts().catch_up();
        if (request.body.size() > longest_body) return answer({too_large, {}, {}});
        const auto [path, query] = split_target(request.target);
        // The venue's own path, behind whatever a client puts before it.
        const auto own = path.substr(std::min(path.find("/0/"), path.size()));
        const auto said = parts().desk.serve(request, own, query);
        Json envelope{{"error", Json::array()}};
        if (said)
            envelope["result"] = *said;
        else
            envelope["error"].push_back(said.error().text);
        answer({200, {{"Content-Type", "application/json"}}, write_exact(envelope)});
    }

    std::unique_ptr<net::WebSession> on_stream(const net::WebRequest& request,
                                               net::WebPeer& peer) override {
        parts().catch_up();
        const auto names = segments(split_target(request.target).path);
        if (names.empty() || names.back() != "v2") return nullptr;
        return open_stream(parts(), peer);
    }

private:
    void on_quote(const MarketView& view) override { parts().streams.on_quote(view); }
    void on_depth(const MarketView& view, core::Duration /*period*/,
                  const DepthDiff& /*diff*/) override {
        parts().streams.on_depth(view);
    }
};

}  // namespace

std::unique_ptr<VenueService> make_exchange(HallConfig config, Now now) {
    return std::make_unique<Exchange>(std::move(config), std::move(now));
}

}  // namespace nightjar::exchange::kraken
