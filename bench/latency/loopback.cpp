#include "core/base/spsc_queue.hpp"
#include "engine/live_clock.hpp"
#include "measures.hpp"
#include "net/socket_transport.hpp"
#include "path.hpp"
#include "timing.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include <atomic>
#include <optional>
#include <thread>

namespace nightjar::latency {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Tcp = asio::ip::tcp;
using WebSocket = beast::websocket::stream<Tcp::socket>;

constexpr int rounds = 4;
constexpr auto rest = std::chrono::microseconds{200};  // between an order and the next update

std::string_view view(const beast::flat_buffer& buffer) {
    return {static_cast<const char*>(buffer.data().data()), buffer.size()};
}

/// The venue: sends an update, reads an order, and so on. Every kind of client meets the same one.
class Server {
public:
    Server() : acceptor_{context_, {asio::ip::address_v4::loopback(), 0}} {}

    [[nodiscard]] Tcp::endpoint address() const { return acceptor_.local_endpoint(); }

    void serve(std::span<const std::string> updates, Times& times) {
        WebSocket socket{acceptor_.accept()};
        socket.next_layer().set_option(Tcp::no_delay{true});
        socket.accept();
        socket.text(true);
        times.skip(updates.size() / 10);
        beast::flat_buffer buffer;
        for (const auto& update : updates) {
            std::this_thread::sleep_for(rest);
            const auto begin = SteadyClock::now();
            socket.write(asio::buffer(update));
            buffer.clear();
            socket.read(buffer);
            times.add(begin, SteadyClock::now());
        }
        socket.close(beast::websocket::close_code::normal);
    }

private:
    asio::io_context context_;
    Tcp::acceptor acceptor_;
};

/// A client on a thread of its own that blocks in Beast; `answer` makes of each update what goes
/// back, and `after` comes once that has gone.
template <class Answer, class After>
void answer_all(const Tcp::endpoint& server, const Answer& answer, const After& after) {
    asio::io_context context;
    WebSocket socket{context};
    socket.next_layer().connect(server);
    socket.next_layer().set_option(Tcp::no_delay{true});
    socket.handshake("127.0.0.1", "/");
    socket.text(true);
    beast::flat_buffer buffer;
    for (beast::error_code error;;) {
        buffer.clear();
        socket.read(buffer, error);
        if (error == beast::websocket::error::closed) return;
        NJ_CHECK(!error, "{}", error.message());
        socket.write(asio::buffer(answer(view(buffer))));
        after();
    }
}

/// Keeps the order for the thread that signs.
class KeepingVenue final : public core::Venue {
public:
    void submit(core::Approved<core::OrderRequest>&& order) override { sent = *order; }
    void amend(core::Approved<core::AmendRequest>&&) override {}
    void cancel(const core::CancelRequest&) override {}

    std::optional<core::OrderRequest> sent;
};

/// The threads of live and what hands over between them: the transport's hears and says, the
/// engine's decides. `request` runs on the engine's thread.
class OnThreads : public net::StreamListener {
public:
    void run(const Tcp::endpoint& server) {
        const engine::LiveClock clock;
        auto transport = net::SocketTransport::start(clock);
        NJ_CHECK(transport, "{}", transport.error().text());
        bell_ = (*transport)->bell([this] { send_orders(); });
        std::thread engine{[this] { decide_all(); }};
        const auto url = net::Url::parse(fmt::format("ws://127.0.0.1:{}/", server.port()));
        (*transport)->post([this, &transport, &url] {
            stream_ = (*transport)->open(*url, {}, *this);
        });
        engine.join();
        std::atomic<bool> gone{false};
        (*transport)->post([this, &gone] {
            stream_.reset();
            gone = true;
        });
        while (!gone) std::this_thread::yield();
        bell_.reset();
    }

    // The transport's thread
    void on_open() override {}
    void on_text(std::string_view text) override {
        for (const auto& row : read(text)) NJ_CHECK(rows_.push(row), "the engine stands still");
    }
    void on_closed(const core::Error&) override { closed_ = true; }

protected:
    void request(const core::OrderRequest& order) {
        if (!bell_) return;  // of the snapshot: nobody is there yet
        NJ_CHECK(orders_.push(order), "the transport stands still");
        bell_->ring();
    }

private:
    static constexpr std::size_t most_rows = 4'096;

    virtual std::span<const core::Event> read(std::string_view update) = 0;
    virtual std::string_view write(const core::OrderRequest& order) = 0;
    /// The engine's thread.
    virtual void decide(const core::Event& row) = 0;

    void send_orders() {
        while (const auto order = orders_.pop()) stream_->send(std::string{write(*order)});
    }
    void decide_all() {
        while (!closed_) {
            if (const auto row = rows_.pop())
                decide(*row);
            else
                std::this_thread::yield();
        }
    }

    core::SpscQueue<core::Event> rows_{most_rows};
    core::SpscQueue<core::OrderRequest> orders_{most_rows};
    std::unique_ptr<net::Transport::Bell> bell_;
    std::unique_ptr<net::Stream> stream_;
    std::atomic<bool> closed_{false};
};

/// The path as it is live: the transport's thread decodes and signs.
class Node final : public OnThreads, public core::Venue {
public:
    Node(const Market& market, const std::filesystem::path& ledger) : trading_{ledger, *this} {
        trading_.take(reading_.snapshot(market.snapshot));
        fill();
    }

    void submit(core::Approved<core::OrderRequest>&& order) override {
        sent_ = *order;
        request(*order);
    }
    void amend(core::Approved<core::AmendRequest>&&) override {}
    void cancel(const core::CancelRequest&) override {}

private:
    std::span<const core::Event> read(std::string_view update) override {
        return reading_.update(update);
    }
    std::string_view write(const core::OrderRequest& order) override {
        return writing_.request(order);
    }
    void decide(const core::Event& row) override {
        trading_.take({&row, 1});
        fill();
    }
    void fill() {
        if (!sent_) return;
        trading_.fill(*sent_);
        sent_.reset();
    }

    Reading reading_;
    Writing writing_;
    std::optional<core::OrderRequest> sent_;
    Trading trading_;
};

/// Our transport and the handovers alone: nothing is read, decided or written.
class Relay final : public OnThreads {
public:
    explicit Relay(std::size_t order_bytes) : order_(order_bytes, 'x') {}

private:
    std::span<const core::Event> read(std::string_view) override { return {&row_, 1}; }
    std::string_view write(const core::OrderRequest&) override { return order_; }
    void decide(const core::Event&) override { request({}); }

    core::Event row_;
    std::string order_;
};

void echo(const Tcp::endpoint& server, std::size_t order_bytes) {
    const std::string order(order_bytes, 'x');
    answer_all(server, [&](std::string_view) { return std::string_view{order}; }, [] {});
}

void answer_on_one_thread(const Market& market, const Tcp::endpoint& server,
                          const std::filesystem::path& ledger) {
    Reading reading;
    Writing writing;
    KeepingVenue venue;
    Trading trading{ledger, venue};
    const auto fill = [&] {
        trading.fill(venue.sent.value());
        venue.sent.reset();
    };
    trading.take(reading.snapshot(market.snapshot));
    fill();
    answer_all(
        server,
        [&](std::string_view update) {
            trading.take(reading.update(update));
            return writing.request(venue.sent.value());
        },
        fill);
}

}  // namespace

void measure_loopback(const Market& market, std::size_t updates,
                      const std::filesystem::path& folder) {
    constexpr std::size_t order_bytes = 500;
    const auto part = std::span{market.updates}.first(updates / rounds);
    Server server;
    const auto measure = [&](Times& times, const auto& client) {
        std::thread serving{[&] { server.serve(part, times); }};
        client();
        serving.join();
    };
    Times bare{updates}, handed{updates}, one_thread{updates}, live{updates};
    for (int round = 0; round < rounds; ++round) {
        const auto ledger = folder / fmt::format("loopback_{}", round);
        measure(bare, [&] { echo(server.address(), order_bytes); });
        measure(handed, [&] { Relay{order_bytes}.run(server.address()); });
        measure(one_thread,
                [&] { answer_on_one_thread(market, server.address(), ledger / "one_thread"); });
        measure(live, [&] { Node{market, ledger / "live"}.run(server.address()); });
    }
    bare.tell("loopback: bare Beast echo");
    handed.tell("loopback: our transport and the handovers, no path");
    one_thread.tell("loopback: bare Beast and the path, one thread");
    live.tell("loopback: the path on the threads of live");
}

}  // namespace nightjar::latency
