#include "exchange/coinbase/exchange.hpp"

#include "exchange/coinbase/parts.hpp"
#include "exchange/coinbase/stream_session.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::exchange::coinbase {

namespace {

constexpr std::size_t longest_body = std::size_t{64} << 10;

class Exchange final : public VenueService, private HallListener {
public:
    Exchange(HallConfig config, Now now) : parts_{std::move(config), std::move(now)} {
        parts_.hall.tell(this);
    }

    void advance(core::Time now) override { parts_.hall.advance(now); }
    [[nodiscard]] Hall& hall() override { return parts_.hall; }

    void on_request(const net::WebRequest& request, Reply answer) override {
        constexpr unsigned too_large = 413;
        parts_.catch_up();
        if (request.body.size() > longest_body) return answer({too_large, {}, {}});
        const auto said = parts_.desk.serve(request);
        const auto json = said ? *said : to_json(said.error());
        answer({said ? 200U : said.error().status,
                {{"Content-Type", "application/json; charset=utf-8"}},
                json.dump(-1, ' ', false, Json::error_handler_t::replace)});
    }

    std::unique_ptr<net::WebSession> on_stream(const net::WebRequest& /*request*/,
                                               net::WebPeer& peer) override {
        parts_.catch_up();
        return open_stream(parts_, peer);
    }

private:
    void on_trade(const MarketView& view, const Print& print) override {
        parts_.streams.on_trade(view, print);
    }
    void on_quote(const MarketView& /*view*/) override {}
    void on_depth(const MarketView& view, core::Duration /*period*/,
                  const DepthDiff& diff) override {
        parts_.streams.on_depth(view, diff);
    }
    void on_beat(core::Time at) override { parts_.streams.on_beat(at); }
    void on_order(const Client& client, const Order& order, const OrderEvent& event) override {
        parts_.users.on_order(client, order, event);
    }
    void on_funding(const Client& /*client*/, core::InstrumentId /*instrument*/,
                    core::Money /*change*/, core::Time /*at*/) override {}

    Parts parts_;
};

}  // namespace

std::unique_ptr<VenueService> make_exchange(HallConfig config, Now now) {
    return std::make_unique<Exchange>(std::move(config), std::move(now));
}

}  // namespace nightjar::exchange::coinbase
