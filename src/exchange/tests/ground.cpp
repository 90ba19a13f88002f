#include "exchange/tests/ground.hpp"

#include "core/model/ports.hpp"
#include "net/call_on.hpp"
#include "net/socket_transport.hpp"
#include "net/web_server.hpp"

#include <chrono>
#include <thread>
#include <utility>

namespace nightjar::exchange {

namespace {

constexpr auto moment = core::milliseconds(20);

class MemoryGround final : public Ground {
public:
    explicit MemoryGround(core::Time start) : net_{start} {}

    [[nodiscard]] core::Time now() const override { return net_.now(); }
    [[nodiscard]] net::Transport& transport() override { return net_; }
    net::Url serve(FaultyVenue& venue) override {
        venue_ = &venue;
        net_.serve(server_, venue);
        return server_;
    }
    void step() override {
        net_.run_until(net_.now() + moment);
        venue_->advance(net_.now());
    }
    void at_venue(const std::function<void()>& action) override { action(); }
    void at_gateway(const std::function<void()>& action) override { action(); }
    void set_fates(std::function<net::Fate(const net::Passage&)> fates) override {
        net_.set_fates(std::move(fates));
    }
    void end() override {
        constexpr auto longest = core::seconds(100);
        net_.cut(server_);
        net_.run_until(net_.now() + longest);
    }

private:
    net::MemoryTransport net_;
    net::Url server_{net::Url::parse("http://127.0.0.1:9000/").value()};
    FaultyVenue* venue_{};
};

/// Real time, but another date.
class ShiftedClock final : public core::Clock {
public:
    explicit ShiftedClock(core::Time start) : start_{start} {}
    [[nodiscard]] core::Time now() const override {
        const std::chrono::nanoseconds since = std::chrono::steady_clock::now() - began_;
        return start_ + core::nanoseconds(since.count());
    }

private:
    core::Time start_;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

class SocketGround final : public Ground {
public:
    explicit SocketGround(core::Time start)
        : clock_{start},
          transport_{net::SocketTransport::start(clock_, net::SocketOptions{}).value()} {}

    [[nodiscard]] core::Time now() const override { return clock_.now(); }
    [[nodiscard]] net::Transport& transport() override { return *transport_; }
    net::Url serve(FaultyVenue& venue) override {
        server_ = net::WebServer::start({{0, &venue}}).value();
        server_->every(core::milliseconds(5), [this, &venue] { venue.advance(now()); });
        return net::Url::parse(fmt::format("http://127.0.0.1:{}/", server_->ports().front()))
            .value();
    }
    void step() override { std::this_thread::sleep_for(std::chrono::nanoseconds{moment.ns}); }
    void at_venue(const std::function<void()>& action) override { net::call_on(*server_, action); }
    void at_gateway(const std::function<void()>& action) override {
        net::call_on(*transport_, action);
    }
    void set_fates(std::function<net::Fate(const net::Passage&)> /*fates*/) override {}
    void end() override {
        transport_.reset();
        server_.reset();
    }

private:
    ShiftedClock clock_;
    std::unique_ptr<net::SocketTransport> transport_;
    std::unique_ptr<net::WebServer> server_;
};

}  // namespace

std::unique_ptr<Ground> memory_ground(core::Time start) {
    return std::make_unique<MemoryGround>(start);
}
std::unique_ptr<Ground> socket_ground(core::Time start) {
    return std::make_unique<SocketGround>(start);
}

}  // namespace nightjar::exchange
