#pragma once
/// A node that trades at another process's OKX.

#include "app/tests/served.hpp"
#include "engine/live_clock.hpp"
#include "net/socket_transport.hpp"

#include <fmt/format.h>

#include <future>

namespace nightjar::app::tests {

inline constexpr std::string_view taker = R"([[strategies]]
name = "book"
kind = "ensemble"
instruments = ["okx:BTC-USDT-SWAP"]
timeframe = "1m"
cash = "50000"
  [strategies.params]
  enter = 0.02
  exit = 0.01
  decide_every = "200ms"
  min_hold = "0s"
  [[strategies.signals]]
  kind = "book_imbalance"
  depth = 5
  smoothing = 0.5
  [[strategies.sizers]]
  kind = "fixed_fraction"
  fraction = 0.2
)";

inline constexpr auto key_id = "key-of-the-account";
inline constexpr auto key_secret = "S3CRET-of-the-account";
inline constexpr auto key_phrase = "PHRASE-of-the-account";

/// A served OKX, a key that may go there, and a configuration that trades there.
struct OkxSession {
    Program program;
    Served exchange{{"--listen", "okx=0", "--account",
                     std::string{"okx="} + key_id + ":" + key_secret + ":" + key_phrase,
                     "--deposit", "USDT=100000", "--seed", "7"}};
    std::string http;
    std::string ws;

    OkxSession() {
        const auto line = exchange.line();
        http = line["http"];
        ws = line["ws"];
        std::filesystem::create_directory(program.file("given"));
        std::ofstream{program.file("given") / "nightjar-keys"} << "correct horse";
        const auto added =
            shell(std::string{"printf 'correct horse\\ncorrect horse\\n"} + key_secret + "\\n" +
                  key_phrase + "\\n' | env -u DBUS_SESSION_BUS_ADDRESS " +
                  program.command("keys add mine --venue okx --host " +
                                  http.substr(std::string{"http://"}.size()) + " --id " + key_id) +
                  " 2>&1");
        EXPECT_EQ(added.code, 0) << added.out;
        configure(http);
    }
    void configure(const std::string& rest, const std::string& more = "",
                   std::string_view strategy = taker) {
        std::ofstream{program.file("mine.toml")} << fmt::format(
            R"(currency = "USDT"
[dashboard]
port = 0
[[venues]]
name = "okx"
protocol = "okxswap"
key = "mine"
cash = "50000"
{}
rest = "{}"
market = "{}"
user = "{}"
[[instruments]]
venue = "okx"
symbol = "BTC-USDT-SWAP"
{})",
            more, rest, ws, ws, strategy);
    }
    [[nodiscard]] Outcome operator()(const std::string& arguments) const {
        return shell("CREDENTIALS_DIRECTORY=" + program.file("given").string() + " " +
                     program.command(arguments) + " 2>&1 </dev/null");
    }
    [[nodiscard]] std::string config() const { return program.file("mine.toml").string(); }
};

/// What the exchange says of itself.
inline nlohmann::json ask(const std::string& server, const std::string& target) {
    const engine::LiveClock clock;
    const auto transport = net::SocketTransport::start(clock).value();
    std::promise<std::string> said;
    transport->request(net::Url::parse(server).value(), {.target = target}, core::seconds(10),
                       [&](const core::Result<net::WebReply>& reply) {
                           said.set_value(reply ? reply->body : "null");
                       });
    return nlohmann::json::parse(said.get_future().get());
}

}  // namespace nightjar::app::tests
