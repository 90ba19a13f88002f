/// Through a proxy to a server that cannot be reached straight.

#include "net/errc.hpp"
#include "net/socket_transport.hpp"
#include "net/tests/certificate.hpp"
#include "net/web_server.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <future>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace nightjar::net {
namespace {

class SteadyClock final : public core::Clock {
public:
    [[nodiscard]] core::Time now() const override {
        return {
            std::chrono::nanoseconds{std::chrono::steady_clock::now().time_since_epoch()}.count()};
    }
};

int local_socket(std::uint16_t port, bool listens) {
    const int made = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(port);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* address = reinterpret_cast<sockaddr*>(&at);
    EXPECT_EQ(listens ? ::bind(made, address, sizeof at) : ::connect(made, address, sizeof at), 0);
    if (listens) ::listen(made, 4);
    return made;
}

/// Leads wherever it is asked to one port of this machine, or nowhere.
class TestProxy {
public:
    TestProxy(std::uint16_t leads_to, std::string answer)
        : leads_to_{leads_to}, answer_{std::move(answer)} {
        socklen_t size = sizeof(sockaddr_in);
        sockaddr_in at{};
        ::getsockname(listening_, reinterpret_cast<sockaddr*>(&at), &size);
        port = ntohs(at.sin_port);
        accepting_ = std::thread{[this] {
            for (int came = 0; (came = ::accept(listening_, nullptr, nullptr)) >= 0;)
                lines_.emplace_back([this, came] { serve(came); });
        }};
    }
    ~TestProxy() {
        ::shutdown(listening_, SHUT_RDWR);
        accepting_.join();
        for (auto& line : lines_) line.join();
        ::close(listening_);
    }
    TestProxy(const TestProxy&) = delete;
    TestProxy& operator=(const TestProxy&) = delete;

    [[nodiscard]] std::vector<std::string> asked() {
        const std::lock_guard lock{mutex_};
        return asked_;
    }

    [[nodiscard]] std::vector<std::string> logins() {
        const std::lock_guard lock{mutex_};
        return logins_;
    }

    std::uint16_t port{};

private:
    void serve(int client) {
        std::string header;
        for (char byte = 0; !header.ends_with("\r\n\r\n") && ::read(client, &byte, 1) == 1;)
            header += byte;
        {
            const std::lock_guard lock{mutex_};
            asked_.push_back(header.substr(0, header.find(" HTTP")));
            if (const auto at = header.find("Proxy-Auth"); at != std::string::npos)
                logins_.push_back(header.substr(at, header.find("\r\n", at) - at));
        }
        (void)!::write(client, answer_.data(), answer_.size());
        if (answer_.contains(" 200 ")) {
            const int server = local_socket(leads_to_, false);
            while (pass_on(client, server)) {
            }
            ::close(server);
        }
        ::close(client);
    }
    /// Bytes from either side to the other; false once one has ended.
    static bool pass_on(int one, int other) {
        std::array<pollfd, 2> both{pollfd{one, POLLIN, 0}, pollfd{other, POLLIN, 0}};
        if (::poll(both.data(), both.size(), 10'000) <= 0) return false;
        std::array<char, 16'384> bytes{};
        for (const auto& [from, to] : {std::pair{0, other}, std::pair{1, one}}) {
            const auto& end = both[static_cast<std::size_t>(from)];
            if (end.revents == 0) continue;
            const auto got = ::read(end.fd, bytes.data(), bytes.size());
            if (got <= 0 || ::write(to, bytes.data(), static_cast<std::size_t>(got)) != got)
                return false;
        }
        return true;
    }

    std::uint16_t leads_to_;
    std::string answer_;
    int listening_{local_socket(0, true)};
    std::thread accepting_;
    std::list<std::thread> lines_;
    std::mutex mutex_;
    std::vector<std::string> asked_;
    std::vector<std::string> logins_;
};

/// Says hello, to requests and on streams.
class Hello final : public WebService {
public:
    void on_request(const WebRequest& request, Reply reply) override {
        reply({.status = 200, .headers = {}, .body = "hello " + request.target});
    }
    std::unique_ptr<WebSession> on_stream(const WebRequest&, WebPeer& peer) override {
        struct Session final : WebSession {
            void on_text(std::string_view) override {}
        };
        peer.send("hello");
        return std::make_unique<Session>();
    }
};

class ProxyTest : public ::testing::Test {
public:
    ProxyTest() {
        WebServerOptions options;
        options.certificate = certificate.certificate;
        options.key = certificate.key;
        server = *WebServer::start({{0, &hello}}, options);
    }
    [[nodiscard]] std::unique_ptr<SocketTransport> through(const TestProxy& proxy,
                                                           std::string_view login = {}) const {
        auto options = *through_proxy(fmt::format("{}127.0.0.1:{}", login, proxy.port), {});
        options.trusted = certificate.certificate;
        options.connect_patience = core::seconds(5);
        return *SocketTransport::start(clock, options);
    }
    static core::Result<WebReply> ask(SocketTransport& transport, const Url& at) {
        std::promise<core::Result<WebReply>> said;
        transport.post([&] {
            transport.request(at, {.method = "GET", .target = at.target, .headers = {}, .body = {}},
                              core::seconds(10), [&](core::Result<WebReply> reply) {
                                  said.set_value(std::move(reply));
                              });
        });
        return said.get_future().get();
    }

    SteadyClock clock;
    tests::Certificate certificate{"venue.example"};
    Hello hello;
    std::unique_ptr<WebServer> server;
};

constexpr auto established = "HTTP/1.1 200 Connection established\r\n\r\n";

TEST_F(ProxyTest, ARequestGoesThroughATunnelWithTheServersOwnCertificate) {
    TestProxy proxy{server->ports()[0], established};
    const auto transport = through(proxy);
    const auto reply = ask(*transport, *Url::parse("https://venue.example/time"));
    ASSERT_TRUE(reply) << reply.error().text();
    EXPECT_EQ(reply->body, "hello /time");
    EXPECT_EQ(proxy.asked(), std::vector<std::string>{"CONNECT venue.example:443"});
}

TEST_F(ProxyTest, AProxyIsGivenTheLoginThatItWants) {
    TestProxy proxy{server->ports()[0], established};
    const auto transport = through(proxy, "http://user:pass@");
    ASSERT_TRUE(ask(*transport, *Url::parse("https://venue.example/time")));
    EXPECT_EQ(proxy.logins(), std::vector<std::string>{"Proxy-Authorization: Basic dXNlcjpwYXNz"});
}

TEST_F(ProxyTest, AStreamDoesToo) {
    struct Ear final : StreamListener {
        std::promise<std::string> heard;
        void on_open() override {}
        void on_text(std::string_view text) override { heard.set_value(std::string{text}); }
        void on_closed(const core::Error& why) override {
            heard.set_value(std::string{why.text()});
        }
    } ear;
    TestProxy proxy{server->ports()[0], established};
    const auto transport = through(proxy);
    std::unique_ptr<Stream> stream;
    transport->post(
        [&] { stream = transport->open(*Url::parse("wss://venue.example:8443/ws"), {}, ear); });
    EXPECT_EQ(ear.heard.get_future().get(), "hello");
    EXPECT_EQ(proxy.asked(), std::vector<std::string>{"CONNECT venue.example:8443"});
    std::promise<void> dropped;
    transport->post([&] {
        stream.reset();
        dropped.set_value();
    });
    dropped.get_future().get();
}

TEST_F(ProxyTest, AProxyThatRefusesIsNamedAndNothingWasSent) {
    TestProxy proxy{server->ports()[0], "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"};
    const auto transport = through(proxy);
    const auto reply = ask(*transport, *Url::parse("https://venue.example/order"));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, Errc::CannotConnect);
    EXPECT_NE(reply.error().text().find("proxy"), std::string::npos) << reply.error().text();
}

TEST(Proxies, LeadToAllButThisMachineAndTheHostsThatAreLeftOut) {
    SocketOptions options;
    options.proxy = Proxy{*Url::parse_proxy("http://proxy.example:3128")};
    options.direct = {"inside.example", "here.test"};
    const auto through = [&](const char* url) {
        return proxy_to(*Url::parse(url), options).has_value();
    };
    EXPECT_TRUE(through("https://api.binance.com"));
    EXPECT_TRUE(through("wss://notinside.example"));
    EXPECT_FALSE(through("https://inside.example"));
    EXPECT_FALSE(through("wss://ws.inside.example:9443/stream"));
    EXPECT_FALSE(through("http://127.0.0.1:9001"));
    options.direct = {"*"};
    EXPECT_FALSE(through("https://api.binance.com"));
}

TEST(Proxies, AreReadAsOtherProgramsReadThem) {
    const auto options = through_proxy("proxy.example:3128", ".inside.example, here.test");
    ASSERT_TRUE(options) << options.error().text();
    EXPECT_EQ(options->proxy->at.authority(), "proxy.example:3128");
    EXPECT_EQ(options->direct, (std::vector<std::string>{"inside.example", "here.test"}));
    EXPECT_FALSE(through_proxy("", "")->proxy);
    const auto with_login = through_proxy("http://name:se%40cret@proxy.example:3128/", "");
    ASSERT_TRUE(with_login) << with_login.error().text();
    EXPECT_EQ(with_login->proxy->login, "name:se@cret");
    EXPECT_EQ(with_login->proxy->at.authority(), "proxy.example:3128");
    for (const auto* wrong : {"http://name:secret@", "http://secret@proxy.example",
                              "name:secret%4@proxy.example", "ftp://name:secret@proxy.example"}) {
        const auto refused = through_proxy(wrong, "");
        ASSERT_FALSE(refused) << wrong;
        EXPECT_EQ(refused.error().text().find("secret"), std::string::npos)
            << refused.error().text();
    }
    EXPECT_FALSE(through_proxy("https://proxy.example", ""));
}

}  // namespace
}  // namespace nightjar::net
