#include "exchange/coinbase/exchange.hpp"

#include "exchange/coinbase/parts.hpp"
#include "exchange/coinbase/stream_session.hpp"
#include "exchange/service_of.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::exchange::coinbase {

namespace {

class Exchange final : public ServiceOf<Parts> {
public:
    using ServiceOf::ServiceOf;

    void on_request(const net::WebRequest& request, Reply answer) override {
        constexpr unsigned too_large = 413;
        parts().catch_up();
        if (request.body.size() > longest_body) return answer({too_large, {}, {}});
        const auto said = parts().desk.serve(request);
        const auto json = said ? *said : to_json(said.error());
        answer({said ? 200U : said.error().status,
                {{"Content-Type", "application/json; charset=utf-8"}},
                json.dump(-1, ' ', false, Json::error_handler_t::replace)});
    }

    std::unique_ptr<net::WebSession> on_stream(const net::WebRequest& /*request*/,
                                               net::WebPeer& peer) override {
        parts().catch_up();
        return open_stream(parts(), peer);
    }

private:
    void on_depth(const MarketView& view, core::Duration /*period*/,
                  const DepthDiff& diff) override {
        parts().streams.on_depth(view, diff);
    }
};

}  // namespace

std::unique_ptr<VenueService> make_exchange(HallConfig config, Now now) {
    return std::make_unique<Exchange>(std::move(config), std::move(now));
}

}  // namespace nightjar::exchange::coinbase
