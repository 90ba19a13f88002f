#include "app/commands/data_record.hpp"

#include "app/errc.hpp"
#include "app/rules.hpp"
#include "app/session_dir.hpp"
#include "app/stop_signal.hpp"
#include "app/transport.hpp"
#include "app/wiring.hpp"
#include "data/recorder.hpp"
#include "engine/live_clock.hpp"
#include "net/call_on.hpp"
#include "venue/addresses.hpp"
#include "venue/market_feed.hpp"
#include "venue/private_side.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <chrono>
#include <thread>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::fail;
using core::Result;
using core::Status;

namespace {

struct RecordCall {
    std::vector<std::string> symbols;
    std::string protocol;
    std::string environment{"production"};
    std::string rest;
    std::string market;
    std::string name;
    std::string span;
    std::string every;
};

constexpr std::size_t queue_room = std::size_t{1} << 17;

/// A venue's public side, reached.
struct Ear {
    engine::LiveClock clock;
    Plan plan;
    core::Catalog catalog;
    net::Url rest;
    net::Url market;
    std::unique_ptr<venue::PublicSide> side;
    std::unique_ptr<venue::RateLimiter> limiter;
    venue::MarketQueue queue{queue_room};
    std::unique_ptr<net::SocketTransport> transport;  // its thread ends before what it calls
};

Status reach(const RecordCall& call, Ear& ear) {
    NJ_TRY(side, venue::make_public_side(call.protocol));
    ear.side = std::move(side);
    const auto* known = venue::find_addresses(venue::venue_of(call.protocol), call.environment);
    if (known == nullptr && (call.rest.empty() || call.market.empty()))
        return fail(Errc::BadCall, "{} has no {}: give --rest and --market", call.protocol,
                    call.environment);
    NJ_TRY(rest, net::Url::parse(call.rest.empty() ? known->rest : call.rest));
    NJ_TRY(market, net::Url::parse(call.market.empty() ? known->market : call.market));
    ear.rest = rest;
    ear.market = market;
    constexpr double kept_for_cancels = 0;
    ear.limiter =
        std::make_unique<venue::RateLimiter>(venue::usual_limits(call.protocol), kept_for_cancels);
    NJ_TRY(transport, start_transport(ear.clock));
    ear.transport = std::move(transport);
    return {};
}

/// What the venue says of the instruments; no key is needed.
Status define(const RecordCall& call, Ear& ear) {
    VenuePlan venue;
    venue.name = call.protocol;
    ear.plan.venues = {venue};
    venue::PublicAsker asker{*ear.transport, *ear.side, *ear.limiter, ear.rest, core::seconds(10)};
    for (const auto& symbol : call.symbols) {
        InstrumentPlan instrument;
        instrument.venue = call.protocol;
        instrument.symbol = symbol;
        NJ_TRY(ask_rules(*ear.transport, asker, instrument));
        ear.plan.currency = instrument.quote;
        ear.plan.instruments.push_back(std::move(instrument));
    }
    NJ_TRY(config, engine_config(ear.plan, {}));
    ear.catalog = std::move(config.catalog);
    return {};
}

/// SYMBOL, or NAME (with SYMBOL, where there are several), and in parts the time of their begin.
std::vector<std::string> names_of(const RecordCall& call, core::Time now) {
    std::vector<std::string> names;
    for (const auto& symbol : call.symbols) {
        auto name = call.name.empty()           ? call.protocol + "-" + symbol
                    : call.symbols.size() == 1U ? call.name
                                                : call.name + "-" + symbol;
        if (!call.every.empty()) name += "-" + core::format_time(now);
        std::erase_if(name, [](char c) { return c == ':'; });
        std::ranges::replace(name, '/', '-');
        names.push_back(std::move(name));
    }
    return names;
}

void say(const Globals& globals, const std::vector<std::string>& names,
         const std::vector<core::TapeInfo>& infos) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (globals.json)
            fmt::print("{}\n", nlohmann::ordered_json{{"name", names[i]},
                                                      {"rows", infos[i].rows},
                                                      {"from", core::format_time(infos[i].first)},
                                                      {"to", core::format_time(infos[i].last)}}
                                   .dump());
        else
            fmt::print("{}: {} rows, {} to {}\n", names[i], infos[i].rows,
                       core::format_time(infos[i].first), core::format_time(infos[i].last));
    std::fflush(stdout);
}

/// On a terminal, how it goes, once a second.
class Meter {
public:
    explicit Meter(const venue::MarketFigures& figures) : figures_{&figures} {}
    ~Meter() {
        if (shown_.ns > 0) fmt::print(stderr, "\r\033[K");
    }
    Meter(const Meter&) = delete;
    Meter& operator=(const Meter&) = delete;

    void show(core::Time now) {
        if (!terminal_ || now - shown_ < core::seconds(1)) return;
        shown_ = now;
        fmt::print(stderr, "\r{} messages, {} books in step, {} gaps; Ctrl-C ends it\033[K",
                   figures_->messages.load(), figures_->books.load(), figures_->gaps.load());
        std::fflush(stderr);
    }

private:
    const venue::MarketFigures* figures_;
    bool terminal_{::isatty(STDERR_FILENO) == 1};
    core::Time shown_{};
};

/// Until it is stopped or its time is over; gives the names of the last tapes.
Result<std::vector<std::string>> listen(const Globals& globals, const RecordCall& call, Ear& ear,
                                        const fs::path& folder, data::Recorder& recorder,
                                        const venue::MarketFigures& figures) {
    constexpr std::chrono::milliseconds pause{2};
    const auto never = core::days(36'500);
    NJ_TRY(span, call.span.empty() ? never : core::parse_duration(call.span));
    NJ_TRY(every, call.every.empty() ? never : core::parse_duration(call.every));
    const auto end = ear.clock.now() + span;
    auto part_ends = ear.clock.now() + every;
    auto names = names_of(call, ear.clock.now());
    bool whole = true;  // no message is half written
    Meter meter{figures};
    for (auto now = ear.clock.now(); !stop_asked() && now < end; now = ear.clock.now()) {
        meter.show(now);
        if (now >= part_ends && whole) {
            auto following = names_of(call, now);
            NJ_TRY(infos, recorder.next(folder, following));
            say(globals, std::exchange(names, std::move(following)), infos);
            part_ends = now + every;
        }
        const auto event = ear.queue.pop();
        if (!event) {
            std::this_thread::sleep_for(pause);
            continue;
        }
        whole = event->ends_message();
        NJ_TRY(recorder.add(*event));
    }
    return names;
}

Status record(const Globals& globals, const RecordCall& call) {
    NJ_TRY(root, data_dir(globals.data_dir));
    Ear ear;
    NJ_TRY(reach(call, ear));
    NJ_TRY(define(call, ear));
    NJ_TRY(recorder,
           data::Recorder::create(ear.catalog, root / "series", names_of(call, ear.clock.now())));
    venue::FeedWatch watch{ear.catalog};
    venue::MarketFeed feed{{.venue = {}, .rest = ear.rest, .market = ear.market},
                           ear.catalog,
                           *ear.side,
                           *ear.limiter,
                           *ear.transport,
                           ear.queue,
                           watch,
                           [](const std::string& text) { fmt::print(stderr, "{}\n", text); }};
    hear_stop();
    net::call_on(*ear.transport, [&] { feed.start(); });
    const auto names = listen(globals, call, ear, root / "series", recorder, feed.figures());
    net::call_on(*ear.transport, [&] { feed.stop(); });
    if (!names) return std::unexpected{names.error()};
    while (const auto event = ear.queue.pop()) NJ_TRY(recorder.add(*event));
    if (feed.figures().events == 0)
        return fail(Errc::Io, "{}: nothing was heard there", ear.market.authority());
    NJ_TRY(infos, recorder.finish());
    say(globals, *names, infos);
    return {};
}

}  // namespace

void add_record(CLI::App& data, Globals& globals, Action& action) {
    auto call = std::make_shared<RecordCall>();
    auto* command = data.add_subcommand(
        "record", "a venue's trades, books, marks and funding onto tapes, until Ctrl-C");
    command->add_option("symbols", call->symbols, "in the venue's words")->required();
    command->add_option("--venue", call->protocol, "the venue's protocol")
        ->required()
        ->check(CLI::IsMember(
            std::vector<std::string>(venue::protocols().begin(), venue::protocols().end())));
    command->add_option("--environment", call->environment, "production, testnet or demo")
        ->capture_default_str();
    command->add_option("--rest", call->rest, "another server of that protocol, as http://...");
    command->add_option("--market", call->market, "its streams, as ws://...");
    command->add_option("--name", call->name, "of the tape (default: VENUE-SYMBOL)");
    command->add_option("--for", call->span, "end after so long, as 10m or 1d");
    command->add_option("--every", call->every,
                        "begin a new tape so often, with the time in its name: what is written "
                        "when the machine stops is lost, tapes before it are not");
    command->footer(
        "examples: nightjar data record BTCUSDT ETHUSDT --venue binanceusdm --for 1h\n"
        "          nightjar data record BTC-USD --venue coinbase --every 1h");
    command->callback([&globals, &action, call] {
        action = [&globals, call] { return record(globals, *call); };
    });
}

}  // namespace nightjar::app
