/// nightjar drill: a fire drill of kill level and watchdog, at an exchange that this program
/// serves.

#include "app/child_process.hpp"
#include "app/command.hpp"
#include "app/control.hpp"
#include "app/errc.hpp"
#include "app/passphrase.hpp"
#include "app/session_dir.hpp"
#include "app/version.hpp"
#include "app/watchdog.hpp"
#include "engine/live_clock.hpp"
#include "net/call_on.hpp"
#include "net/line_socket.hpp"
#include "net/socket_transport.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::fail;
using core::KillLevel;
using core::Result;
using core::Status;
using Json = nlohmann::ordered_json;
using SteadyClock = std::chrono::steady_clock;

namespace {

constexpr auto key_id = "drill";
constexpr auto patience_s = 2;

struct DrillCall {
    int rounds{5};
};

/// A market maker, since its orders rest.
constexpr std::string_view config_text = R"(currency = "USDT"
[dashboard]
port = 0
[[venues]]
name = "okx"
protocol = "okxswap"
key = "drill"
cash = "50000"
rest = "{0}"
market = "{1}"
user = "{1}"
[[instruments]]
venue = "okx"
symbol = "BTC-USDT-SWAP"
[[strategies]]
name = "maker"
kind = "quoter"
instruments = ["okx:BTC-USDT-SWAP"]
timeframe = "1m"
cash = "50000"
  [strategies.params]
  half_spread = 50
  lean = 0
  follow = 0
  size = 0.01
  max_position = 0.1
  step = 500
  [[strategies.sizers]]
  kind = "fixed"
  qty = "0.1"
)";

/// A folder that is gone at the end.
struct Ground {
    fs::path path;

    static Result<std::unique_ptr<Ground>> make() {
        auto name = (fs::temp_directory_path() / "nightjar-drill-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) return fail(Errc::Io, "no temporary folder");
        return std::make_unique<Ground>(name);
    }
    explicit Ground(fs::path where) : path{std::move(where)} {}
    ~Ground() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    Ground(const Ground&) = delete;
    Ground& operator=(const Ground&) = delete;
};

/// One part of the drill, in milliseconds.
struct Part {
    std::string name;
    std::vector<double> took{};
    double most{};  ///< allowed

    [[nodiscard]] double worst() const {
        return took.empty() ? 0 : *std::ranges::max_element(took);
    }
    [[nodiscard]] double median() const {
        auto sorted = took;
        std::ranges::sort(sorted);
        return sorted.empty() ? 0 : sorted[sorted.size() / 2];
    }
    [[nodiscard]] bool met() const { return !took.empty() && worst() <= most; }
};

class Drill {
public:
    static Result<std::unique_ptr<Drill>> make() {
        std::unique_ptr<Drill> made{new Drill};
        NJ_TRY(ground, Ground::make());
        made->ground_ = std::move(ground);
        NJ_TRY(transport, net::SocketTransport::start(made->clock_));
        made->transport_ = std::move(transport);
        NJ_TRY(made->serve());
        return made;
    }
    Result<std::vector<Part>> run(int rounds);

private:
    Drill() = default;

    [[nodiscard]] fs::path file(const char* name) const { return ground_->path / name; }
    Result<ChildProcess> start(std::vector<std::string> arguments, const char* output) const {
        arguments.insert(arguments.begin(), {"--data-dir", file("data").string()});
        return ChildProcess::start(arguments, file(output), file("given"));
    }
    Status serve();
    [[nodiscard]] Result<std::size_t> open_orders() const;
    /// How long it takes until the number of open orders is as wanted; an error after 60 s.
    template <class Condition>
    Result<double> until(const std::string& what, Condition condition) const;
    Status set_level(KillLevel level) const;
    Result<double> orders_are_back() const {
        return until("two orders of the maker", [](std::size_t open) { return open >= 2; });
    }

    engine::LiveClock clock_;
    std::unique_ptr<Ground> ground_;
    std::unique_ptr<net::SocketTransport> transport_;
    std::optional<ChildProcess> exchange_;
    std::optional<net::Url> rest_;
};

std::string text_of(const fs::path& path) {
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// The exchange, an account there, the key for it and a configuration that trades with it.
Status Drill::serve() {
    const auto secret = new_token();
    const auto phrase = new_token();
    const auto passphrase = new_token();
    fs::create_directories(file("data"));
    fs::create_directories(file("given"));
    NJ_TRY(child, start({"exchange", "--json", "--listen", "okx=0", "--account",
                         fmt::format("okx={}:{}:{}", key_id, secret, phrase), "--deposit",
                         "USDT=100000", "--seed", "7"},
                        "exchange"));
    exchange_.emplace(std::move(child));
    Json line;
    for (int i = 0; i < 200 && !line.is_object(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
        const auto said = text_of(file("exchange"));
        line = Json::parse(said.substr(0, said.find('\n')), nullptr, false);
    }
    if (!line.is_object() || !line.contains("http"))
        return fail(Errc::Io, "the exchange does not start: {}", text_of(file("exchange")));
    const auto http = line["http"].get<std::string>();
    NJ_TRY(rest, net::Url::parse(http));
    rest_ = rest;
    venue::KeyRing ring;
    NJ_TRY(ring.add({.name = key_id,
                     .venue = "okx",
                     .hosts = {rest.authority()},
                     .credentials = {key_id, venue::Secret{secret}, venue::Secret{phrase}}}));
    NJ_TRY(save_keys(key_file(file("data")), ring, venue::Secret{passphrase}));
    std::ofstream{file("given") / "nightjar-keys"} << passphrase;
    std::ofstream{file("drill.toml")}
        << fmt::format(config_text, http, line["ws"].get<std::string>());
    return {};
}

Result<std::size_t> Drill::open_orders() const {
    NJ_TRY(reply, net::ask_on<Result<net::WebReply>>(*transport_, [this](auto answer) {
               transport_->request(*rest_,
                                   {.method = "GET",
                                    .target = fmt::format("/nightjar/account?key={}", key_id),
                                    .headers = {},
                                    .body = {}},
                                   core::seconds(5), answer);
           }));
    const auto json = Json::parse(reply.body, nullptr, false);
    if (json.is_discarded() || !json.contains("orders"))
        return fail(Errc::Io, "the exchange's account cannot be read");
    return static_cast<std::size_t>(std::ranges::count_if(
        json["orders"], [](const Json& order) { return order["open"].get<bool>(); }));
}

template <class Condition>
Result<double> Drill::until(const std::string& what, Condition condition) const {
    const auto begin = SteadyClock::now();
    for (;;) {
        NJ_TRY(open, open_orders());
        const std::chrono::duration<double, std::milli> passed = SteadyClock::now() - begin;
        if (condition(open)) return passed.count();
        if (passed > std::chrono::seconds{60})
            return fail(Errc::Io, "waited 60 s for {}; the node says:\n{}", what,
                        text_of(file("node")));
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    }
}

Status Drill::set_level(KillLevel level) const {
    NJ_TRY(session, find_session(file("data"), "last"));
    const auto command = core::Command::set_level(level, core::Person{"drill"});
    NJ_TRY(taken, net::ask(session.socket(), to_question(command)));
    if (taken != "taken") return fail(Errc::Io, "the node says: {}", taken);
    return {};
}

Result<std::vector<Part>> Drill::run(int rounds) {
    constexpr double second = 1'000;
    Part kill{"kill: all orders are gone at the exchange", {}, second};
    Part resume{"resume: the maker's orders are back", {}, 30 * second};
    Part watch{"watchdog: from the node hanging to no order open", {}, (patience_s + 5) * second};
    Part halted{"resumed after it: the node halts, and trades on a person's word", {}, 60 * second};
    const auto none = [](std::size_t open) { return open == 0; };
    NJ_TRY(first, start({"run", file("drill.toml").string()}, "node"));
    auto node = std::move(first);
    NJ_TRY(orders_are_back());
    Progress progress{"drill"};
    for (int i = 0; i < rounds; ++i) {
        progress.show(static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(rounds));
        NJ_TRY(set_level(KillLevel::CancelAndReduceOnly));
        NJ_TRY(gone, until("no open order", none));
        kill.took.push_back(gone);
        NJ_TRY(set_level(KillLevel::None));
        NJ_TRY(back, orders_are_back());
        resume.took.push_back(back);
    }
    NJ_TRY(dog, start({"watchdog", "last", "--patience", std::to_string(patience_s)}, "watchdog"));
    for (int i = 0; i < 200 && !text_of(file("watchdog")).contains("watching session"); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    std::this_thread::sleep_for(std::chrono::seconds{1});
    node.signal(SIGSTOP);
    NJ_TRY(cleared, until("no open order", none));
    watch.took.push_back(cleared);
    auto watchdog = std::move(dog);
    if (watchdog.wait() != 1)
        return fail(Errc::Io, "the watchdog says:\n{}", text_of(file("watchdog")));
    (void)node.wait();
    const auto begin = SteadyClock::now();
    NJ_TRY(second_life, start({"run", "--resume", "last"}, "node"));
    node = std::move(second_life);
    NJ_TRY(session, find_session(file("data"), "last"));
    bool halts = false;
    for (int i = 0; i < 600 && !halts; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
        const auto said = ask_how_it_is(session);
        halts = said && said->kill_level == static_cast<int>(KillLevel::Halt);
    }
    if (!halts) return fail(Errc::Io, "the node does not halt:\n{}", text_of(file("node")));
    NJ_TRY(set_level(KillLevel::None));
    NJ_TRY(orders_are_back());
    const std::chrono::duration<double, std::milli> whole = SteadyClock::now() - begin;
    halted.took.push_back(whole.count());
    node.signal(SIGINT);
    (void)node.wait();
    return std::vector{kill, resume, watch, halted};
}

Status drill(const Globals& globals, const DrillCall& call) {
    NJ_TRY(made, Drill::make());
    NJ_TRY(parts, made->run(call.rounds));
    auto out = Json::array();
    std::size_t missed = 0;
    for (const auto& part : parts) {
        missed += part.met() ? 0U : 1U;
        out.push_back({{"part", part.name},
                       {"times", part.took.size()},
                       {"median_ms", part.median()},
                       {"worst_ms", part.worst()},
                       {"allowed_ms", part.most},
                       {"met", part.met()}});
        if (!globals.json)
            fmt::print(
                "{:<66} {:>3} times, median {:>8.1f} ms, worst {:>8.1f} ms, allowed {:.0f} ms: "
                "{}\n",
                part.name, part.took.size(), part.median(), part.worst(), part.most,
                part.met() ? "met" : "MISSED");
    }
    if (globals.json)
        fmt::print("{}\n", Json{{"time", core::format_time(engine::LiveClock{}.now())},
                                {"build", build_text()},
                                {"parts", out}}
                               .dump(2));
    if (missed > 0) return fail(Errc::Io, "{} parts of the drill took too long", missed);
    return {};
}

}  // namespace

void add_drill(CLI::App& program, Globals& globals, Action& action) {
    auto call = std::make_shared<DrillCall>();  // shared: options and callback outlive this call
    auto* command = program.add_subcommand(
        "drill", "a fire drill: kill level and watchdog at a served exchange, with times");
    command->footer(
        "It starts processes of its own in a temporary folder and touches no session.\n"
        "example, every night: 0 3 * * * nightjar drill --json >> drills.json");
    constexpr int most = 1'000;
    command->add_option("--rounds", call->rounds, "how often the orders are killed")
        ->check(CLI::Range{1, most})
        ->capture_default_str();
    command->callback(
        [&globals, &action, call] { action = [&globals, call] { return drill(globals, *call); }; });
}

}  // namespace nightjar::app
