#include "net/web_server.hpp"

#include "net/errc.hpp"
#include "net/web_connection.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <thread>

namespace nightjar::net {

namespace asio = boost::asio;
using boost::system::error_code;
using Tcp = asio::ip::tcp;

class WebServer::Impl {
public:
    Impl(const std::vector<WebListen>& listens, WebServerOptions options)
        : life_{.options = std::move(options)} {
        if (!life_.options.certificate.empty()) {
            tls_.use_certificate_chain_file(life_.options.certificate);
            tls_.use_private_key_file(life_.options.key, asio::ssl::context::pem);
        }
        for (const auto& listen : listens) {
            auto& door = doors_.emplace_back(
                Door{Tcp::acceptor{context_, {asio::ip::address_v4::loopback(), listen.port}},
                     listen.service});
            accept(door);
        }
    }
    ~Impl() {
        context_.stop();
        if (thread_.joinable()) thread_.join();
        life_.held.clear();
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void run() {
        thread_ = std::thread{[this] { context_.run(); }};
    }
    [[nodiscard]] std::vector<std::uint16_t> ports() const {
        std::vector<std::uint16_t> ports;
        for (const auto& door : doors_) ports.push_back(door.acceptor.local_endpoint().port());
        return ports;
    }
    void post(std::function<void()> action) { asio::post(context_, std::move(action)); }
    void every(core::Duration span, std::function<void()> action) {
        auto timer = std::make_shared<asio::steady_timer>(context_, to_chrono(span));
        timer->async_wait([this, span, action = std::move(action), timer](error_code error) {
            if (error) return;
            action();
            every(span, action);
        });
    }

private:
    struct Door {
        Tcp::acceptor acceptor;
        WebService* service;
    };
    void accept(Door& door) {
        door.acceptor.async_accept([this, &door](error_code error, Tcp::socket socket) {
            if (!error && life_.open < life_.options.most_connections)
                Wire::accept(context_, std::move(socket),
                             life_.options.certificate.empty() ? nullptr : &tls_,
                             life_.options.idle, [this, &door](Wire wire) {
                                 serve(context_, std::move(wire), *door.service, life_);
                             });
            accept(door);
        });
    }

    asio::ssl::context tls_{asio::ssl::context::tls_server};
    ServerLife life_;
    asio::io_context context_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_{context_.get_executor()};
    std::deque<Door> doors_;  // they stay where they are
    std::thread thread_;
};

core::Result<std::unique_ptr<WebServer>> WebServer::start(const std::vector<WebListen>& listens,
                                                          WebServerOptions options) {
    try {
        auto impl = std::make_unique<Impl>(listens, std::move(options));
        impl->run();
        return std::unique_ptr<WebServer>{new WebServer{std::move(impl)}};
    } catch (const boost::system::system_error& error) {
        return core::fail(Errc::CannotListen, "cannot listen on 127.0.0.1: {}",
                          error.code().message());
    }
}

WebServer::WebServer(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
WebServer::~WebServer() = default;

std::vector<std::uint16_t> WebServer::ports() const { return impl_->ports(); }
void WebServer::post(std::function<void()> action) { impl_->post(std::move(action)); }
void WebServer::every(core::Duration span, std::function<void()> action) {
    impl_->every(span, std::move(action));
}

}  // namespace nightjar::net
