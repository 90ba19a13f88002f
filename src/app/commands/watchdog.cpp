/// nightjar watchdog: looks after a running node from a process of its own.

#include "app/watchdog.hpp"

#include "app/command.hpp"
#include "app/errc.hpp"
#include "app/notifiers.hpp"
#include "app/passphrase.hpp"
#include "app/rules.hpp"
#include "app/stop_signal.hpp"
#include "app/venue_market.hpp"
#include "app/wiring.hpp"
#include "net/line_socket.hpp"

#include <CLI/CLI.hpp>
#include <fmt/chrono.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <fstream>
#include <mutex>
#include <thread>

namespace nightjar::app {

using core::fail;
using core::Result;
using core::Status;

namespace {

struct WatchCall {
    std::string session{"last"};
    double patience_s{10};
};

/// All that it needs, before it is needed.
struct Watch {
    SessionDir session;
    Plan plan;
    engine::Config config;
    std::vector<GuardedVenue> venues;
    engine::LiveClock clock;
    std::ofstream log;
    bool json{};
    std::mutex saying;
    venue::Redactor redactor;
    Notifiers notifiers;
    std::unique_ptr<notify::Dispatcher> dispatcher;  // goes first: its threads say
};

/// To the terminal, and to a file beside the node's own. Any thread.
void say(Watch& watch, const std::string& words) {
    const std::lock_guard lock{watch.saying};
    const auto text = watch.redactor.clean(words);
    const auto at = core::format_time(watch.clock.now());
    watch.log << at << ' ' << text
              << std::endl;  // NOLINT(performance-avoid-endl): it may be the last
    if (watch.json)
        fmt::print("{}\n", nlohmann::ordered_json{{"time", at}, {"text", text}}.dump());
    else
        fmt::print("{} {}\n", at, text);
    std::fflush(stdout);
}

/// To people who look at no terminal.
void tell(Watch& watch, notify::Severity severity, const std::string& text) {
    watch.dispatcher->tell({severity, notify::Topic::Watchdog, watch.clock.now(), text});
}

Status guard(Watch& watch, const VenuePlan& plan, const venue::KeyRing& keys) {
    VenueLine line;
    line.plan = &plan;
    NJ_TRY(find_there(line, keys));
    GuardedVenue venue;
    venue.name = plan.name;
    for (const auto& instrument : watch.config.catalog.instruments())
        if (watch.config.catalog.name(instrument.venue) == plan.name)
            venue.instruments.push_back(&instrument);
    NJ_TRY(inquiry, Inquiry::make(line.key, plan.protocol.name, line.rest, venue.instruments));
    NJ_TRY(clock, inquiry->measure_clock());
    say(watch, fmt::format("{} at {}: answers in {} ms", plan.name, line.rest.authority(),
                           clock.latency.ns / 1'000'000));
    venue.inquiry = std::move(inquiry);
    watch.venues.push_back(std::move(venue));
    return {};
}

Status prepare(const Globals& globals, const WatchCall& call, Watch& watch) {
    NJ_TRY(root, data_dir(globals.data_dir));
    NJ_TRY(session, find_session(root, call.session));
    watch.session = std::move(session);
    NJ_TRY(file, TomlTable::read(watch.session.path / "config.toml"));
    NJ_TRY(plan, read_plan(file));
    watch.plan = std::move(plan);
    const auto outside = [](const VenuePlan& venue) {
        return !venue.protocol.name.empty() && !venue.protocol.simulated();
    };
    if (std::ranges::none_of(watch.plan.venues, outside))
        return fail(Errc::BadCall,
                    "session {} trades at exchanges of its own process, which end with it: there "
                    "is nothing to watch over",
                    watch.session.id);
    NJ_TRY(recall_rules(watch.session, watch.plan));
    NJ_TRY(config, engine_config(watch.plan, {}));
    watch.config = std::move(config);
    NJ_TRY(notifiers, Notifiers::make(watch.plan.notifiers, watch.clock, watch.redactor));
    watch.notifiers = std::move(notifiers);
    watch.dispatcher = watch.notifiers.dispatch(
        watch.clock, watch.session.id, [&watch](const std::string& text) { say(watch, text); });
    NJ_TRY(keys, load_keys_for(watch.plan, root));
    watch.log.open(watch.session.path / "watchdog.txt", std::ios::app);
    for (const auto& venue : watch.plan.venues)
        if (outside(venue)) NJ_TRY(guard(watch, venue, keys));
    return {};
}

/// Until the session ends in order, or somebody stops the watchdog, or the node is not well: then
/// gives the reason. `pid` is the node's process, once it has answered.
Result<std::optional<std::string>> wait_for_trouble(const WatchCall& call, Watch& watch,
                                                    std::optional<std::int64_t>& pid) {
    constexpr auto between = std::chrono::milliseconds{500};
    constexpr std::int64_t ns_per_s = 1'000'000'000;
    Pulse pulse{{static_cast<std::int64_t>(call.patience_s * static_cast<double>(ns_per_s))},
                watch.clock.now()};
    while (!stop_asked()) {
        if (!std::filesystem::exists(watch.session.socket())) {
            if (!pid) return fail(Errc::Io, "session {} does not run", watch.session.id);
            say(watch, "the session has ended");
            tell(watch, notify::Severity::Info,
                 "the session has ended in order, and its watchdog with it");
            return std::nullopt;
        }
        const auto said = ask_how_it_is(watch.session);
        if (const auto node = net::listener(watch.session.socket()); said && node) pid = *node;
        pulse.hear(said ? std::optional{said->published} : std::nullopt, watch.clock.now());
        if (pulse.stopped(watch.clock.now()))
            return fmt::format("the node has not proved for {} s that it is well",
                               pulse.silence(watch.clock.now()).ns / ns_per_s);
        std::this_thread::sleep_for(between);
    }
    say(watch, "stopped; nobody watches any more");
    tell(watch, notify::Severity::Warning, "the watchdog was stopped: nobody watches any more");
    return std::nullopt;
}

Status act(Watch& watch, const std::string& why, std::optional<std::int64_t> pid) {
    constexpr auto to_halt = core::seconds(2);
    constexpr auto quiet = core::seconds(10);
    constexpr auto patience = core::seconds(120);
    std::string done_for_all;
    const auto told = [&watch](const std::string& text) { say(watch, text); };
    const auto done = [&](const std::string& text) {
        told(text);
        done_for_all += text + "; ";
    };
    told("ALARM: " + why);
    tell(watch, notify::Severity::Alarm,
         "watchdog: " + why + "; it is being halted, and its orders cancelled");
    if (const auto marked = mark_halted(watch.session, why); !marked)
        told(std::string{marked.error().text()});
    halt_node(watch.session, pid, to_halt, done);
    std::size_t open = 0;
    for (const auto& venue : watch.venues) {
        const auto sent = cancel_orders(venue, watch.session.node(), quiet, patience, told);
        if (sent)
            done(fmt::format("{}: no order of the session is open; {} cancels were sent",
                             venue.name, *sent));
        else
            done(fmt::format("ALARM: {}: {}", venue.name, sent.error().text()));
        if (!sent) ++open;
    }
    constexpr auto advice =
        "positions are as they were: look at them, then `nightjar run --resume` and `resume`";
    told(advice);
    tell(watch, notify::Severity::Alarm, "watchdog: " + done_for_all + advice);
    if (open > 0)
        return fail(Errc::Io, "{}; {} of {} venues could not be cleared", why, open,
                    watch.venues.size());
    return fail(Errc::Io, "{}; all orders of the session are cancelled", why);
}

Status watch_over(const Globals& globals, const WatchCall& call) {
    Watch watch;
    watch.json = globals.json;
    NJ_TRY(prepare(globals, call, watch));
    hear_stop();
    say(watch, fmt::format("watching session {}: it is halted, and its orders cancelled, once it "
                           "has not proved for {} s that it is well",
                           watch.session.id, call.patience_s));
    std::optional<std::int64_t> pid;
    NJ_TRY(why, wait_for_trouble(call, watch, pid));
    return why ? act(watch, *why, pid) : Status{};
}

}  // namespace

void add_watchdog(CLI::App& program, Globals& globals, Action& action) {
    auto call = std::make_shared<WatchCall>();  // shared: options and callback outlive this call
    auto* command = program.add_subcommand(
        "watchdog", "halts a node that is not well, and cancels its orders, from another process");
    command->footer("example: nightjar watchdog last --patience 10");
    command->add_option("session", call->session, "its id, a part of it, or last")
        ->capture_default_str();
    constexpr double least = 2;
    constexpr double most = 3'600;
    command->add_option("--patience", call->patience_s, "seconds without a sign of life")
        ->check(CLI::Range{least, most})
        ->capture_default_str();
    command->callback([&globals, &action, call] {
        action = [&globals, call] { return watch_over(globals, *call); };
    });
}

}  // namespace nightjar::app
