#include "exchange/bybit/exchange.hpp"

#include "exchange/bybit/stream_session.hpp"
#include "exchange/service_of.hpp"

namespace nightjar::exchange::bybit {

namespace {

class Exchange final : public ServiceOf<Parts> {
public:
    using ServiceOf::ServiceOf;

    void on_request(const net::WebRequest& request, Reply answer) override {
        parts().catch_up();
        answer(parts().desk.serve(request));
    }
    std::unique_ptr<net::WebSession> on_stream(const net::WebRequest& request,
                                               net::WebPeer& peer) override {
        parts().catch_up();
        return open_stream(parts(), peer, request.target);
    }

private:
    void on_funding(const Client& client, const Payment& payment) override {
        parts().users.on_funding(client, payment);
    }
};

}  // namespace

std::unique_ptr<VenueService> make_exchange(HallConfig config, Now now) {
    return std::make_unique<Exchange>(std::move(config), std::move(now));
}

}  // namespace nightjar::exchange::bybit
